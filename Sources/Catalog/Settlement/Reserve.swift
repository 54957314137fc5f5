public import Money
public import Time

extension Merchant.SettlementTerms {
    /// A part of what each batch collected, kept back for refunds to come and given back later.
    ///
    ///     reserve: {percent: 10, months: 3}
    public struct Reserve: Sendable, Hashable {
        public let percent: Exact
        public let term: Term

        /// How long it is held.
        public enum Term: Sendable, Hashable {
            case months(Int)
            case days(Int)
        }

        /// The day from which what was held at the end of `day` can be given back: so many days on,
        /// or the same day of a later month, at most that month's last.
        ///
        /// Held on 30 November 2025 for three months it is due on 28 February 2026.
        public func releaseDay(heldOn day: Day) -> Day {
            switch term {
            case .days(let count): return day.advanced(by: count)
            case .months(let count):
                let month = day.month.advanced(by: count)
                return min(month.firstDay.advanced(by: day.parts.day - 1), month.lastDay)
            }
        }
    }
}

extension Merchant.SettlementTerms.Reserve {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only("percent", "months", "days")
        percent = try node.required("percent").percent()
        switch (try node.optional("months"), try node.optional("days")) {
        case (let months?, nil): term = .months(try months.int(1...120))
        case (nil, let days?): term = .days(try days.int(1...3650))
        default: throw node.problem(node.found, "percent, and months or days")
        }
    }
}
