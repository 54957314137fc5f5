/// A calendar month, in no zone yet: `2025-06`. The billing period of most plans.
public struct Month: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let year: Int
    /// 1…12.
    public let month: Int

    public init(year: Int, month: Int) {
        precondition((1...12).contains(month), "month \(month) is not in 1…12")
        self.year = year
        self.month = month
    }

    /// The month written `YYYY-MM`.
    ///
    /// - Throws: `TimeError.notAMonth` with the text found.
    public init(_ text: some StringProtocol) throws(TimeError) {
        var reader = DigitReader(bytes: text.utf8)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
            reader.isAtEnd, (1...12).contains(month), Day.years.contains(year)
        else { throw .notAMonth(String(text)) }
        self.init(year: year, month: month)
    }

    public var firstDay: Day { Day(year: year, month: month, day: 1)! }
    public var lastDay: Day { next.firstDay.advanced(by: -1) }
    public var length: Int { Day.length(ofMonth: month, in: year) }
    public var next: Month { advanced(by: 1) }
    public var previous: Month { advanced(by: -1) }

    /// The month `count` months later: `2025-11` and 3 give `2026-02`.
    public func advanced(by count: Int) -> Month {
        let index = year * 12 + month - 1 + count
        let newYear = index >= 0 ? index / 12 : (index - 11) / 12
        return Month(year: newYear, month: index - newYear * 12 + 1)
    }

    public var description: String { "\(year)-\(two(month))" }

    public static func < (a: Month, b: Month) -> Bool {
        (a.year, a.month) < (b.year, b.month)
    }
}
