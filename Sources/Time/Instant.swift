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
        String(unsafeUninitializedCapacity: Instant.mostBytes) {
            write(to: $0, offsetSeconds: offsetSeconds)
        }
    }

    /// As many bytes as `write` needs at most.
    public static let mostBytes = 35

    /// Writes that text where a line is made byte by byte.
    ///
    ///     let count = try Instant("2025-06-11T01:41:22.50Z").write(to: room)   // 22: …2025-06-11T01:41:22.5Z
    ///
    /// - Parameter room: has `mostBytes`.
    /// - Returns: how many bytes were written, from the first on.
    public func write(to room: UnsafeMutableBufferPointer<UInt8>, offsetSeconds: Int = 0) -> Int {
        precondition(room.count >= Instant.mostBytes)
        let local = seconds + Int64(offsetSeconds)
        let day = Day(sinceEpoch: Day.floor(local, 86_400))
        let second = Int(local - Int64(day.sinceEpoch) * 86_400)
        let (year, month, ofMonth) = day.parts
        /// Behind the year, which has four digits.
        var count = 4
        /// A sign, and a number from 0 to 99 in two digits.
        func put(_ sign: Unicode.Scalar, _ number: Int) {
            room[count] = UInt8(ascii: sign)
            room[count + 1] = UInt8(48 + number / 10)
            room[count + 2] = UInt8(48 + number % 10)
            count += 3
        }
        room[0] = UInt8(48 + year / 1000)
        room[1] = UInt8(48 + year / 100 % 10)
        room[2] = UInt8(48 + year / 10 % 10)
        room[3] = UInt8(48 + year % 10)
        put("-", month)
        put("-", ofMonth)
        put("T", second / 3600)
        put(":", second / 60 % 60)
        put(":", second % 60)
        var fraction = Int(nanoseconds - seconds * Instant.nanosecondsPerSecond)
        if fraction > 0 {
            room[count] = UInt8(ascii: ".")
            for place in stride(from: 9, to: 0, by: -1) {
                room[count + place] = UInt8(48 + fraction % 10)
                fraction /= 10
            }
            count += 10
            while room[count - 1] == UInt8(ascii: "0") { count -= 1 }
        }
        if offsetSeconds == 0 {
            room[count] = UInt8(ascii: "Z")
            return count + 1
        }
        let minutes = abs(offsetSeconds) / 60
        put(offsetSeconds < 0 ? "-" : "+", minutes / 60)
        put(":", minutes % 60)
        return count
    }
}

/// A number from 0 to 99 in two digits.
func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
