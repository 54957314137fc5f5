public import Catalog
public import Money
public import Time

/// How a precise amount came to be: the steps whose sum it is.
public struct Explanation: Sendable, Equatable {
    /// Units measured, before included ones are taken off. For tokens: all of them.
    public let units: Quantity
    /// Units that cost nothing because the plan includes them.
    public let included: Quantity
    public internal(set) var steps: [Step]
    /// Where the prices come from when not from the plan: `litellm version 2 (litellm-1.109.1.json)`.
    public let priceSource: String?
    /// The switches of another engine's semantics that were in force: `lago: tier_lookup ceil_units`.
    public var switches: String?

    public init(
        units: Quantity, included: Quantity, steps: [Step], priceSource: String? = nil,
        switches: String? = nil
    ) {
        self.switches = switches
        self.units = units
        self.included = included
        self.steps = steps
        self.priceSource = priceSource
    }

    /// Units at one price, or what is added to or taken off what they cost.
    public struct Step: Sendable, Equatable {
        public let subject: Subject
        /// How many units, packages, blocks or events; of a percentage, the amount it is taken of.
        public let units: Exact
        /// The price as the plan or price book writes it.
        public let rate: Rate
        /// A factor on the price; 1 for none.
        public let multiplier: Exact
        /// Due once beside the units.
        public let flatFee: Exact
        /// `units × price ÷ per × multiplier + flatFee`, exactly.
        public let amount: Exact

        public init(
            _ subject: Subject, units: Exact, rate: Rate, multiplier: Exact = .one,
            flatFee: Exact = .zero
        ) throws(MoneyError) {
            self.subject = subject
            self.units = units
            self.rate = rate
            self.multiplier = multiplier
            self.flatFee = flatFee
            amount = try units.times(rate.unitPrice).times(multiplier).plus(flatFee)
        }

        /// A step that is an amount and no units at a price.
        public init(_ subject: Subject, amount: Exact) throws(MoneyError) {
            try self.init(subject, units: amount, rate: Rate(price: .one))
        }
    }

    /// What the units of a step are.
    public enum Subject: Sendable, Equatable {
        /// Every unit.
        case units
        /// Units of a tier: above `from`, up to and with `upTo`.
        case tier(from: Exact, upTo: Exact?)
        /// All units, at the price of the tier that their total falls in.
        case volume(from: Exact, upTo: Exact?)
        /// Packages of `size` units.
        case packages(size: Exact, freeUnits: Exact)
        /// Blocks of `size` units.
        case blocks(size: Exact)
        /// The amounts of paid events, of which a share is due.
        case share(events: Int)
        /// Paid events, at a fixed fee each.
        case events
        /// Events whose share was raised to the least an event costs, or cut to the most.
        case eventMinimum, eventMaximum
        /// The amounts that so many events came with.
        case eventAmounts(Int)
        /// Tokens of one class in requests of one band of input size.
        case tokens(TokenClass, requests: Int, maxInputTokens: Int64?, isOffPeak: Bool)
        /// A share taken off the steps before it.
        case discount
        /// What is taken off, or added, to reach the most or the least that a period costs.
        case maximum(Exact), minimum(Exact)
        /// What is missing of usage that was committed to.
        case commitment(Exact)
        /// Usage above what was committed to, at what it costs more than its price.
        case overage(Exact)
        /// What the first `units` of the period were billed before.
        case alreadyBilled(units: Exact)
        /// What came after a spend cap was reached at which billing stops.
        case spendCap(Exact, reachedAt: Instant)
    }

    /// The sum of the steps.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func sum() throws(MoneyError) -> Exact { try steps.sum() }

    /// The sum of the steps in the currency of the plan.
    public func total(_ currency: Currency) throws(MoneyError) -> PreciseAmount {
        PreciseAmount(try sum(), currency)
    }
}

extension Array<Explanation.Step> {
    func sum() throws(MoneyError) -> Exact {
        var sum = Exact.zero
        for step in self { sum = try sum.plus(step.amount) }
        return sum
    }
}

extension Explanation.Step: CustomStringConvertible {
    /// The step as a calculation that recomputes: `3,200,000 × 0.30 / 1M = 0.96`.
    public var description: String { text() }

    /// - Parameter unitPrices: with the price of one unit instead of the price as it is written.
    public func text(unitPrices: Bool = false) -> String {
        "\(calculation(unitPrices)) = \(amount.grouped(minimumScale: 0))"
    }

    private func calculation(_ unitPrices: Bool) -> String {
        func number(_ value: Exact) -> String { value.grouped(minimumScale: 0) }
        switch subject {
        case .maximum(let limit), .minimum(let limit), .commitment(let limit):
            // What was there before is the limit less what the step changes.
            let before = (try? limit.minus(amount)) ?? .zero
            return "\(number(limit)) − \(number(before))"
        case .alreadyBilled, .spendCap: return "0 − \(number(amount.negated))"
        default: break
        }
        var text = number(units) + " × "
        if rate.isPercent {
            text += "\(number(rate.price)) %"
        } else if unitPrices {
            text += number(rate.unitPrice)
        } else {
            text += number(rate.price)
            if rate.per != .one { text += " / \(Explanation.short(rate.per))" }
        }
        if multiplier != .one { text += " × \(multiplier)" }
        if !flatFee.isZero { text += " + \(number(flatFee))" }
        return text
    }
}

extension Explanation {
    /// Units from one bound to another: `1M – 10M`, `10M – ∞`.
    public static func range(_ from: Exact, _ upTo: Exact?) -> String {
        "\(short(from)) – \(upTo.map(short) ?? "∞")"
    }

    /// Round thousands as `1K`, `200K`, `1M`; other numbers as they are.
    public static func short(_ number: Exact) -> String {
        for (size, letter) in [(9, "B"), (6, "M"), (3, "K")] {
            if let scaled = try? number.shifted(right: size), scaled.isWhole, !scaled.isZero {
                return scaled.grouped(minimumScale: 0) + letter
            }
        }
        return number.grouped(minimumScale: 0)
    }
}
