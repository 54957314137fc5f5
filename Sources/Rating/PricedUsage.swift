public import Metering
public import Money

/// What is to be priced, in the kinds that charge models read.
public enum PricedUsage: Sendable {
    /// Units of a period. Where they are prorated, the tier is found by all of them and the price
    /// taken on `prorated`.
    case units(Exact, prorated: Exact?)
    /// The amount of each event, in the order of their time: what a percentage is taken of.
    case amounts([Exact])
    /// Events that bring their own price.
    case priced([PricedEvent])
    /// Tokens by class, a total for each band.
    case tokens([MeteredUsage.TokenTotals])
    /// Units of one combination of dimension values.
    case combination(Exact, [String: String])

    /// An event with the price it came with.
    public struct PricedEvent: Sendable, Equatable {
        public let units: Exact
        public let amount: Exact

        public init(units: Exact, amount: Exact) {
            self.units = units
            self.amount = amount
        }
    }

    /// All units, before conversion: the sum of the amounts where those are priced.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func units() throws(MoneyError) -> Exact {
        var sum = Exact.zero
        switch self {
        case .units(let units, _), .combination(let units, _): return units
        case .amounts(let amounts): for amount in amounts { sum = try sum.plus(amount) }
        case .priced(let events): for event in events { sum = try sum.plus(event.units) }
        case .tokens(let totals):
            for count in totals.flatMap(\.byClass.values) { sum = try sum.plus(Exact(count)) }
        }
        return sum
    }
}
