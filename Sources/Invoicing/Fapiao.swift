public import Time

/// A fully digital fapiao (数电发票) that the tax authority's platform issued for an invoice: bm issues none, and
/// records its number, so that the invoice and the fapiao are found from each other.
public struct Fapiao: Sendable, Equatable {
    public let number: Number
    /// The day that stands on it.
    public let issuedOn: Day
    public let recordedAt: Instant

    public init(_ number: Number, issuedOn: Day, recordedAt: Instant) {
        self.number = number
        self.issuedOn = issuedOn
        self.recordedAt = recordedAt
    }

    /// Twenty digits, which begin with the last two of the year it was issued in (STA Announcement 2024 No. 11):
    /// `26312000000012345678`.
    public struct Number: Hashable, Sendable, CustomStringConvertible {
        public let text: String

        /// - Returns: nil for anything but twenty digits.
        public init?(_ text: String) {
            guard text.utf8.count == 20, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else {
                return nil
            }
            self.text = text
        }

        public var description: String { text }

        /// Whether a fapiao of that day can have it.
        func isOf(_ day: Day) -> Bool { Int(text.prefix(2)) == day.parts.year % 100 }
    }
}
