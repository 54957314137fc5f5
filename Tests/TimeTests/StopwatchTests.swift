import Synchronization
import Testing
import Time

@Suite("Times of rooms")
struct StopwatchTests {
    /// A clock that shows what it is set to.
    final class Clock: Sendable {
        private let now = Mutex<UInt64>(1_000)
        var reading: UInt64 { now.withLock { $0 } }
        func pass(_ nanoseconds: UInt64) { now.withLock { $0 += nanoseconds } }
    }

    struct Stop: Error {}

    /// Room, calls and nanoseconds.
    func texts(_ watch: Stopwatch) -> [String] {
        watch.readings.map { "\($0.room) \($0.calls) \($0.nanoseconds)" }
    }

    @Test("work that a room has others do counts for them alone, and all of it once")
    func own() throws {
        let clock = Clock()
        let watch = Stopwatch { clock.reading }
        let done = watch.measure("bm") {
            clock.pass(5)
            watch.measure("Rating") {
                clock.pass(10)
                for _ in 0..<3 { watch.measure("Metering") { clock.pass(100) } }
                clock.pass(2)
            }
            // What ends in an error took its time, too.
            try? watch.measure("Store") {
                clock.pass(7)
                throw Stop()
            }
            clock.pass(1)
            return "done"
        }
        #expect(done == "done")
        #expect(texts(watch) == ["Metering 3 300", "Rating 1 12", "Store 1 7", "bm 1 6"])
    }

    @Test("a room that comes back to itself is not counted twice")
    func again() {
        let clock = Clock()
        let watch = Stopwatch { clock.reading }
        watch.measure("Ledger") {
            clock.pass(1)
            watch.measure("Ledger") { clock.pass(10) }
        }
        #expect(texts(watch) == ["Ledger 2 11"])
    }

    @Test("without a stopwatch work is done all the same")
    func none() { #expect(Stopwatch.of("Rating") { 7 } == 7) }
}
