/// A point in time to the nanosecond, in UTC, from 1678 to 2261.
///
///     try Instant("2025-06-30T16:00:00Z") == Instant("2025-07-01T00:00:00+08:00")   // true
public struct Instant: Sendable, Hashable, Comparable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public let nanoseconds: Int64

    public static let nanosecondsPerSecond: Int64 = 1_000_000_000

    @inlinable
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The instant `seconds` after 1970-01-01T00:00:00Z.
    public init(seconds: Int64) {
        nanoseconds = seconds * Instant.nanosecondsPerSecond
    }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(
            dividingBy: Instant.nanosecondsPerSecond)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The UTC day the instant falls on.
    public var utcDay: Day { Day(sinceEpoch: Day.floor(seconds, 86_400)) }

    public func advanced(bySeconds seconds: Int64) -> Instant {
        Instant(nanoseconds: nanoseconds + seconds * Instant.nanosecondsPerSecond)
    }

    @inlinable
    public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in UTC; the fraction only as long as it needs to be: `2025-06-11T01:41:22.5Z`.
    public var description: String { text(offsetSeconds: 0) }

    /// RFC 3339 at an offset from UTC: `2025-06-11T09:41:22+08:00`.
    public func text(offsetSeconds: Int) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(35)
        write(to: &bytes, offsetSeconds: offsetSeconds)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends that text to a line that is written byte by byte.
    ///
    ///     try Instant("2025-06-11T01:41:22.50Z").write(to: &line)   // …2025-06-11T01:41:22.5Z
    public func write(to bytes: inout [UInt8], offsetSeconds: Int = 0) {
        let local = seconds + Int64(offsetSeconds)
        let day = Day(sinceEpoch: Day.floor(local, 86_400))
        let second = Int(local - Int64(day.sinceEpoch) * 86_400)
        let (year, month, ofMonth) = day.parts
        bytes.append(digits: year, 4)
        bytes.append("-", month)
        bytes.append("-", ofMonth)
        bytes.append("T", second / 3600)
        bytes.append(":", second / 60 % 60)
        bytes.append(":", second % 60)
        let fraction = Int(nanoseconds - seconds * Instant.nanosecondsPerSecond)
        if fraction > 0 {
            bytes.append(UInt8(ascii: "."))
            bytes.append(digits: fraction, 9)
            while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
        }
        if offsetSeconds == 0 { return bytes.append(UInt8(ascii: "Z")) }
        let minutes = abs(offsetSeconds) / 60
        bytes.append(offsetSeconds < 0 ? "-" : "+", minutes / 60)
        bytes.append(":", minutes % 60)
    }
}

extension [UInt8] {
    /// A sign and a number from 0 to 99 in two digits.
    fileprivate mutating func append(_ sign: Unicode.Scalar, _ number: Int) {
        append(UInt8(ascii: sign))
        append(digits: number, 2)
    }

    /// The last `count` digits of a number.
    fileprivate mutating func append(digits number: Int, _ count: Int) {
        var unit = 1
        for _ in 1..<count { unit *= 10 }
        while unit > 0 {
            append(UInt8(ascii: "0") + UInt8(number / unit % 10))
            unit /= 10
        }
    }
}

/// A number from 0 to 99 in two digits.
func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
