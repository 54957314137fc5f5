import Synchronization

/// How long the rooms of a program work, by a clock that only `bm` has. Rooms name themselves where work begins; what one
/// has done by another counts for the other alone. Without a running stopwatch that costs a look, and changes nothing.
///
///     Stopwatch.run(Stopwatch { monotonicNanoseconds() })
///     let usage = try Stopwatch.of("Metering") { try Meter.measure(…) }
///     Stopwatch.running?.readings          // [Metering: 1 call, 412,000,000 ns]
///
/// Threads beside each other count each: all rooms together may have worked longer than the program ran.
public final class Stopwatch: Sendable {
    /// What a room has done.
    public struct Reading: Equatable, Sendable {
        public let room: String
        /// How often work began.
        public let calls: Int
        /// Without what other rooms did for it.
        public let nanoseconds: UInt64
    }

    private static let current = Mutex<Stopwatch?>(nil)
    /// The work that is being done in this thread.
    @TaskLocal private static var open: Open?

    private let clock: @Sendable () -> UInt64
    private let entries = Mutex<[String: (calls: Int, nanoseconds: UInt64)]>([:])

    /// Work in one thread, and how much of it was done by other rooms.
    private final class Open: @unchecked Sendable {
        var inner: UInt64 = 0
    }

    /// - Parameter clock: nanoseconds since any point; never less than before.
    public init(clock: @escaping @Sendable () -> UInt64) { self.clock = clock }

    /// The one that all rooms tell from now on; nil where nobody asked for times.
    public static var running: Stopwatch? { current.withLock { $0 } }

    public static func run(_ stopwatch: Stopwatch) { current.withLock { $0 = stopwatch } }

    /// Does `work`, and counts its time for `room`, where a stopwatch runs.
    public static func of<Done>(_ room: String, _ work: () throws -> Done) rethrows -> Done {
        guard let running else { return try work() }
        return try running.measure(room, work)
    }

    /// Does `work`, and counts its time for `room`; for the room around it, where there is one, it does not count.
    public func measure<Done>(_ room: String, _ work: () throws -> Done) rethrows -> Done {
        let (outer, mine) = (Stopwatch.open, Open())
        let start = clock()
        defer {
            let took = clock() - start
            outer?.inner += took
            entries.withLock {
                let before = $0[room] ?? (0, 0)
                $0[room] = (before.calls + 1, before.nanoseconds + took - mine.inner)
            }
        }
        return try Stopwatch.$open.withValue(mine, operation: work)
    }

    /// All rooms so far, that which took longest first.
    public var readings: [Reading] {
        entries.withLock {
            $0.map { Reading(room: $0, calls: $1.calls, nanoseconds: $1.nanoseconds) }
        }.sorted { ($1.nanoseconds, $0.room) < ($0.nanoseconds, $1.room) }
    }
}
