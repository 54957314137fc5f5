import Foundation
import Synchronization
import TestSupport
import Testing

/// Every reader of files from outside, on files that somebody or something broke. The inputs follow
/// from the seed: two thousand for each reader here, a million by `make fuzz`.
///
/// | variable | says |
/// |---|---|
/// | `BM_FUZZ_INPUTS` | how many inputs for each reader; the report is printed then |
/// | `BM_FUZZ_SEED` | the seed, 20260501 unless said |
/// | `BM_FUZZ_READERS` | which readers, with commas between; all unless said |
/// | `BM_FUZZ_ONE` | the number of the one input to run and print |
@Suite("Broken input", .serialized)
struct FuzzTests {
    static let environment = ProcessInfo.processInfo.environment
    static let seed = UInt64(environment["BM_FUZZ_SEED"] ?? "") ?? 20_260_501
    static let inputs = Int(environment["BM_FUZZ_INPUTS"] ?? "")
    static let readers = FuzzReader.allCases.filter { reader in
        environment["BM_FUZZ_READERS"]?.split(separator: ",").contains { $0 == reader.rawValue }
            ?? true
    }

    /// The input of that number. Each has a generator of its own, so that it can be made alone.
    static func input(_ number: Int, of seeds: [[UInt8]]) -> [UInt8] {
        var mixed = SplitMix(seed: seed ^ (UInt64(number) &* 0xd134_2543_de82_ef95))
        var random = SplitMix(seed: mixed.next())
        let first = seeds.randomElement(using: &random)!
        let second = seeds.randomElement(using: &random)!
        return random.mutated(first, with: second)
    }

    @Test("what a reader begins from is accepted as it is", arguments: FuzzReader.allCases)
    func sound(reader: FuzzReader) throws {
        var accepted = 0
        let seeds = try reader.seeds
        for seed in seeds where try reader.accepts(seed) { accepted += 1 }
        // Some cases of the quote's oracle are there to be refused.
        #expect(reader == .quote ? accepted > 100 : accepted == seeds.count)
    }

    @Test(
        "a broken input is read or refused in words; what is accepted stays the same when it is written again",
        arguments: readers)
    func broken(reader: FuzzReader) throws {
        let seeds = try reader.seeds
        if let one = Int(Self.environment["BM_FUZZ_ONE"] ?? "") {
            let input = Self.input(one, of: seeds)
            print("input \(one) of \(reader):\n\(String(decoding: input, as: UTF8.self))")
            print("accepted: \(try reader.accepts(input))")
            return
        }
        // With each of a merchant's words the house's own are read, too: forty times as long.
        let count = Self.inputs ?? (reader == .wording ? 100 : 2000)
        var accepted = 0
        var slowest: (number: Int, nanoseconds: UInt64) = (0, 0)
        if Self.inputs != nil { Watch.begin(reader.rawValue) }
        for number in 1...count {
            if Self.inputs != nil { Watch.current.store(number, ordering: .relaxed) }
            let input = Self.input(number, of: seeds)
            let start = Watch.now()
            do {
                if try reader.accepts(input) { accepted += 1 }
            } catch {
                Issue.record("\(reader), seed \(Self.seed), input \(number): \(error)")
                if Self.inputs == nil { return }
            }
            let time = Watch.now() - start
            if time > slowest.nanoseconds { slowest = (number, time) }
        }
        if Self.inputs != nil {
            let peak = Watch.end()
            print(
                "fuzz \(reader): seed \(Self.seed) · \(count) inputs · \(accepted) accepted · "
                    + "\(count - accepted) refused · slowest input \(slowest.number): "
                    + "\(slowest.nanoseconds / 1000) µs · peak memory \(peak / 1024) MB")
            fflush(nil)
            #expect(peak < 1024 * 1024, "\(reader) took \(peak) KB")
        }
        // Were all refused, or all accepted, nothing would have been tried.
        #expect(accepted > 0 && accepted < count)
    }
}

/// Says which input it was that stopped the run, and stops an input of more than five seconds. Only
/// in the long run: no clock decides a test.
private enum Watch {
    static let current = Atomic(0)
    private nonisolated(unsafe) static var name: [UInt8] = []

    static func now() -> UInt64 { monotonic() }

    static func begin(_ reader: String) {
        name = Array("\nfuzz: stopped in \(reader) at input ".utf8)
        // Peak memory from here on (proc(5)).
        // Without it the peak counts what came before: stricter, not laxer.
        try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE] {
            signal(number) { number in
                Watch.say()
                signal(number, SIG_DFL)
                raise(number)
            }
        }
        signal(SIGALRM) { _ in
            let number = Watch.current.load(ordering: .relaxed)
            if number == Watch.last.exchange(number, ordering: .relaxed) {
                Watch.say()
                _exit(1)
            }
        }
        last.store(-1, ordering: .relaxed)
        var timer = itimerval()
        timer.it_interval.tv_sec = 5
        timer.it_value.tv_sec = 5
        setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
    }

    /// What the alarm before saw.
    static let last = Atomic(-1)

    /// - Returns: the peak of memory in KB.
    static func end() -> Int {
        var timer = itimerval()
        setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
        guard
            let peak = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
                .split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })?
                .split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { preconditionFailure("/proc/self/status does not say the peak of memory") }
        return peak
    }

    /// Only what a signal handler may do.
    private static func say() {
        name.withUnsafeBytes { _ = write(2, $0.baseAddress, $0.count) }
        var digits: (UInt8, UInt8) = (0, 10)
        var number = current.load(ordering: .relaxed)
        var power = 1
        while number / power >= 10 { power *= 10 }
        while power > 0 {
            digits.0 = UInt8(48 + number / power)
            number %= power
            power /= 10
            _ = write(2, &digits.0, 1)
        }
        _ = write(2, &digits.1, 1)
    }

    private static func monotonic() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
