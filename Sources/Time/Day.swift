/// A day of the Gregorian calendar, in no zone yet: `2025-06-11`.
public struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let sinceEpoch: Int

    public init(sinceEpoch: Int) { self.sinceEpoch = sinceEpoch }

    /// The day `year-month-day`, or nil where the calendar has none (2025-02-29).
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= Day.length(ofMonth: month, in: year) else {
            return nil
        }
        // Days from civil (H. Hinnant): years begin in March, so the leap day is the last.
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        sinceEpoch = era * 146_097 + dayOfEra - 719_468
    }

    /// Years that can be written: their instants fit nanoseconds in 64 bits.
    static let years = 1700...2200

    /// The day written `YYYY-MM-DD`.
    ///
    /// - Throws: `TimeError.notADay` with the text found.
    public init(_ text: some StringProtocol) throws(TimeError) {
        var reader = DigitReader(bytes: text.utf8)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
            reader.take("-"), let day = reader.number(2), reader.isAtEnd,
            Day.years.contains(year), let value = Day(year: year, month: month, day: day)
        else { throw .notADay(String(text)) }
        self = value
    }

    /// Year, month 1…12 and day of month.
    public var parts: (year: Int, month: Int, day: Int) {
        let z = sinceEpoch + 719_468
        let era = Int(Day.floor(Int64(z), 146_097))
        let dayOfEra = z - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    public var month: Month { Month(year: parts.year, month: parts.month) }

    /// 1 for Monday to 7 for Sunday (ISO 8601).
    public var weekday: Int {
        let remainder = (sinceEpoch + 3) % 7
        return (remainder < 0 ? remainder + 7 : remainder) + 1
    }

    public func advanced(by days: Int) -> Day { Day(sinceEpoch: sinceEpoch + days) }

    /// `YYYYMMDD` as a number: 20250611.
    public var number: Int {
        let (year, month, day) = parts
        return year * 10_000 + month * 100 + day
    }

    public var description: String {
        let (year, month, day) = parts
        return "\(year)-\(two(month))-\(two(day))"
    }

    public static func < (a: Day, b: Day) -> Bool { a.sinceEpoch < b.sinceEpoch }

    /// How many days a month has.
    public static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// `value ÷ by`, rounded towards minus infinity.
    static func floor(_ value: Int64, _ by: Int64) -> Int {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: by)
        return Int(remainder < 0 ? quotient - 1 : quotient)
    }
}
