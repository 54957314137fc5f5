import Foundation

/// A time zone by its IANA name: where days and months are cut.
///
///     let shanghai = try Zone("Asia/Shanghai")
///     shanghai.start(of: try Month("2025-07"))   // 2025-06-30T16:00:00Z
public struct Zone: Sendable, Hashable, CustomStringConvertible {
    public let name: String
    private let zone: TimeZone

    public static let utc = try! Zone("UTC")
    public static let shanghai = try! Zone("Asia/Shanghai")

    /// - Throws: `TimeError.unknownZone` when the system's zone database has no such name.
    public init(_ name: String) throws(TimeError) {
        guard let zone = TimeZone(identifier: name) else { throw .unknownZone(name) }
        self.name = name
        self.zone = zone
    }

    /// Seconds that local time is ahead of UTC at that instant: 28,800 in Shanghai.
    public func offset(at instant: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.seconds)))
    }

    /// The first instant of the day here.
    public func start(of day: Day) -> Instant {
        Instant(seconds: seconds(ofLocal: Int64(day.sinceEpoch) * 86_400))
    }

    /// The first instant of the month here: where its half-open period begins.
    public func start(of month: Month) -> Instant { start(of: month.firstDay) }

    /// The first instant after the month: where its half-open period ends.
    public func end(of month: Month) -> Instant { start(of: month.next) }

    /// The day the instant falls on here.
    public func day(of instant: Instant) -> Day {
        Day(sinceEpoch: Day.floor(instant.seconds + Int64(offset(at: instant)), 86_400))
    }

    /// RFC 3339 in local time: `2025-06-11T09:41:22+08:00`.
    public func text(_ instant: Instant) -> String {
        instant.text(offsetSeconds: offset(at: instant))
    }

    /// How far ahead of UTC, as documents print it: `UTC+8`, `UTC−3:30`, `UTC`.
    public func offsetLabel(at instant: Instant) -> String {
        let minutes = offset(at: instant) / 60
        if minutes == 0 { return "UTC" }
        let hours = abs(minutes) / 60
        let rest = abs(minutes) % 60
        return (minutes < 0 ? "UTC−" : "UTC+") + "\(hours)" + (rest == 0 ? "" : ":\(two(rest))")
    }

    public var description: String { name }

    /// UTC seconds of a local time. Of one that a clock change repeats, the first; one that it skips
    /// is read with the offset before the change, which is as long after it as was meant.
    func seconds(ofLocal local: Int64) -> Int64 {
        let before = Int64(offset(at: Instant(seconds: local - 86_400)))
        let early = local - before
        if Int64(offset(at: Instant(seconds: early))) == before { return early }
        let after = Int64(offset(at: Instant(seconds: local + 86_400)))
        let late = local - after
        return Int64(offset(at: Instant(seconds: late))) == after ? late : early
    }
}
