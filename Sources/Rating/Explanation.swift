public import Catalog
public import Money

/// How a precise amount came to be: the steps whose sum it is.
public struct Explanation: Sendable, Equatable {
    /// Units measured, before included ones are taken off. For tokens: all of them.
    public let units: Quantity
    /// Units that cost nothing because the plan includes them.
    public let included: Quantity
    public let steps: [Step]
    /// Where the prices come from when not from the plan: `litellm version 2 (litellm-1.109.1.json)`.
    public let priceSource: String?

    public init(units: Quantity, included: Quantity, steps: [Step], priceSource: String? = nil) {
        self.units = units
        self.included = included
        self.steps = steps
        self.priceSource = priceSource
    }

    /// Units at one price.
    public struct Step: Sendable, Equatable {
        /// What the units are.
        public let subject: Subject
        /// How many units, or packages.
        public let units: Exact
        /// The price as the plan or price book writes it, for `per` units.
        public let price: Exact
        public let per: Exact
        /// A factor on the price; 1 for none.
        public let multiplier: Exact
        /// Due once beside the units.
        public let flatFee: Exact
        /// `units × price ÷ per × multiplier + flatFee`, exactly.
        public let amount: Exact

        public init(
            _ subject: Subject, units: Exact, rate: ChargeModel.Rate, multiplier: Exact = .one,
            flatFee: Exact = .zero
        ) throws(MoneyError) {
            self.subject = subject
            self.units = units
            price = rate.price
            per = rate.per
            self.multiplier = multiplier
            self.flatFee = flatFee
            amount = try units.times(rate.unitPrice).times(multiplier).plus(flatFee)
        }
    }

    /// What the units of a step are.
    public enum Subject: Sendable, Equatable {
        /// Every unit.
        case units
        /// Units of a tier: above `from`, up to and with `upTo`.
        case tier(from: Exact, upTo: Exact?)
        /// Packages of `size` units.
        case packages(size: Exact, freeUnits: Exact)
        /// Tokens of one class in requests of one band of input size.
        case tokens(TokenClass, requests: Int, maxInputTokens: Int64?)
    }

    /// The sum of the steps.
    public func total(_ currency: Currency) throws(MoneyError) -> PreciseAmount {
        var sum = Exact.zero
        for step in steps { sum = try sum.plus(step.amount) }
        return PreciseAmount(sum, currency)
    }
}

extension Explanation.Step: CustomStringConvertible {
    /// The step as a calculation that recomputes: `3,200,000 × 0.30 / 1M = 0.96`.
    public var description: String {
        var text = "\(units.grouped(minimumScale: 0)) × \(price.grouped(minimumScale: 0))"
        if per != .one { text += " / \(Explanation.short(per))" }
        if multiplier != .one { text += " × \(multiplier)" }
        if !flatFee.isZero { text += " + \(flatFee.grouped(minimumScale: 0))" }
        return text + " = \(amount.grouped(minimumScale: 0))"
    }
}

extension Explanation {
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
