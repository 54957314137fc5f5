import ArgumentParser
import Foundation
import Store
import Synchronization
import Time

/// How a run goes, on standard error: in words for people or, with `--log json`, a JSON document a line for programs.
/// Results stand on standard output and never here.
///
///     · mer_001-lantern.ndjson.gz: 30930 lines
///     · took 1.204 s, 2.113 s of processors, 97 MB at most
///
///     {"level":"info","event":"step","elapsed_ms":1204,"message":"mer_001-lantern.ndjson.gz: 30930 lines"}
enum RunLog {
    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    /// Whether anything was told that took its time.
    private static let isLong = Mutex(false)
    private static let began = nanoseconds()

    // Asked of the words of the command line, as for --json: one that cannot be read has no options.
    private static let words = CommandLine.arguments.dropFirst().prefix { $0 != "--" }
    private static let isQuiet = words.contains("--quiet")
    private static let hasTimings = words.contains("--timings")
    static let isJSON =
        words.contains("--log=json")
        || zip(words, words.dropFirst()).contains { $0 == ("--log", "json") }
    /// Whether people look on.
    static let hasBar =
        isatty(STDERR_FILENO) == 1 && !isQuiet && !isJSON
        && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    /// Nanoseconds since the machine started.
    static func nanoseconds() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }

    /// Called once, first of all.
    static func begin() {
        _ = began
        if hasTimings { Stopwatch.run(Stopwatch(clock: nanoseconds)) }
    }

    /// A part of longer work is done: `· rendering invoices`.
    static func step(_ text: String) {
        if isQuiet { return }
        isLong.withLock { $0 = true }
        tell("step", "info", [.init("message", .string(text))]) { "· \(text)\n" }
    }

    /// Something that is not wrong and should be known.
    static func warn(_ text: String) {
        tell("warning", "warning", [.init("message", .string(text))]) { "warning: \(text)\n" }
    }

    /// What a check found, before it has come to its end.
    static func find(_ text: String) {
        tell("finding", "warning", [.init("message", .string(text))]) { text + "\n" }
    }

    /// How far a longer part is; for programs alone, people see the bar.
    static func progress(_ members: [JSONValue.Member]) {
        isLong.withLock { $0 = true }
        if isJSON, !isQuiet { tell("progress", "info", members) { "" } }
    }

    /// What went wrong, as `Failure` words it.
    static func fail(_ members: [JSONValue.Member], text: () -> String) {
        tell("error", "error", members, text)
    }

    /// How the run ended, how long it took and the most memory it held: after longer work, and where it was asked for.
    static func end(_ code: Int32) {
        guard !isQuiet, isLong.withLock({ $0 }) || hasTimings || isJSON else { return }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func milliseconds(_ time: timeval) -> Int { time.tv_sec * 1_000 + time.tv_usec / 1_000 }
        let processor = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime)
        let (elapsed, memory) = (RunLog.milliseconds(), usage.ru_maxrss / 1_024)
        let readings = Stopwatch.running?.readings ?? []
        tell(
            "end", "info",
            [
                .init("exit_code", .int(Int(code))), .init("processor_ms", .int(processor)),
                .init("memory_mb", .int(memory)),
            ] + (hasTimings ? [.init("timings", .array(readings.map(\.json)))] : [])
        ) {
            (hasTimings ? table(readings) : "")
                + "· took \(seconds(elapsed)), \(seconds(processor)) of processors, \(memory) MB at most\n"
        }
    }

    /// Rooms in columns, that which worked longest first. Threads beside each other count each.
    private static func table(_ readings: [Stopwatch.Reading]) -> String {
        let all = max(1, readings.reduce(0) { $0 + $1.nanoseconds })
        let rows = readings.map {
            [
                $0.room, Console.count($0.calls, "call"), seconds(Int($0.nanoseconds / 1_000_000)),
                "\(($0.nanoseconds * 100 + all / 2) / all) %",
            ]
        }
        return Console.table(rows, right: [1, 2, 3]) + "\n"
    }

    private static func milliseconds() -> Int { Int((nanoseconds() - began) / 1_000_000) }

    /// `12.345 s`
    private static func seconds(_ milliseconds: Int) -> String {
        let rest = "\(1_000 + milliseconds % 1_000)".dropFirst()
        return "\(milliseconds / 1_000).\(rest) s"
    }

    private static func tell(
        _ event: String, _ level: String, _ members: [JSONValue.Member], _ text: () -> String
    ) {
        if !isJSON { return Console.error(text()) }
        let all =
            [
                JSONValue.Member("level", .string(level)), .init("event", .string(event)),
                .init("elapsed_ms", .int(milliseconds())),
            ] + members
        Console.error(JSONValue.object(all).compact + "\n")
    }
}

extension Stopwatch.Reading {
    fileprivate var json: JSONValue {
        .object([
            .init("room", .string(room)), .init("calls", .int(calls)),
            .init("ms", .int(Int(nanoseconds / 1_000_000))),
        ])
    }
}
