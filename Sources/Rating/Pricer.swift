public import Catalog
import Metering
public import Money

/// Prices usage under a charge: the one place where quantities become money.
///
///     let tiers = Tiers([Tiers.Tier(upTo: 1_000_000, rate: 0.50/1M), Tiers.Tier(upTo: nil, rate: 0.30/1M)])
///     try Pricer.price(.units(4_200_000, prorated: nil), .graduated(tiers)).amount    // 1.46
///
/// The amount is the sum of the steps that explain it; there is no second way to it.
public enum Pricer {
    /// What `usage` costs: units are converted, included ones taken off, the rest priced; then come
    /// discount, maximum and minimum.
    ///
    /// - Parameters:
    ///   - left: included units that other groups of the charge have left over; all of them when nil.
    ///   - isLast: false for an invoice inside the period: the minimum, and a volume price, which
    ///     depends on the whole, wait for the last one.
    /// - Throws: `PricingError`.
    public static func price(
        _ usage: PricedUsage, _ model: ChargeModel, _ terms: ChargeTerms = ChargeTerms(),
        includedLeft left: Exact? = nil, isLast: Bool = true
    ) throws(PricingError) -> Explanation {
        try naming {
            let units = try usage.units()
            if !isLast, case .volume = model {
                return Explanation(units: Quantity(sum: units), included: .zero, steps: [])
            }
            return try explain(
                usage, after: Progress(), model, terms, left ?? terms.included, isLast: isLast
            ).explanation
        }
    }

    /// The steps of usage that comes after other usage of its period, and what of it is paid.
    static func explain(
        _ usage: PricedUsage, after before: Progress, _ model: ChargeModel, _ terms: ChargeTerms,
        _ left: Exact, isLast: Bool
    ) throws -> (explanation: Explanation, paid: PricedUsage, hasSteps: Bool) {
        let (paid, included) = try taken(usage, terms, left, after: before.used)
        var steps = try counting(included) {
            try self.steps(paid, after: before, model, terms.multiplier)
        }
        let hasSteps = !steps.isEmpty
        try adjust(&steps, terms, billed: before.billed, isLast: isLast)
        let explanation = Explanation(
            units: Quantity(sum: try usage.units()), included: Quantity(sum: included),
            steps: steps)
        return (explanation, paid, hasSteps)
    }

    /// What is due now of a period whose first `units` were billed before, at `amount` or at what the
    /// same charge makes of them. Increments of any cut of a period add up to the whole.
    ///
    /// - Throws: `PricingError`.
    public static func increment(
        _ usage: PricedUsage, _ model: ChargeModel, _ terms: ChargeTerms = ChargeTerms(),
        alreadyBilled units: Exact, amount: Exact? = nil, isLast: Bool = true
    ) throws(PricingError) -> Explanation {
        let whole = try price(usage, model, terms, isLast: isLast)
        if !isLast, case .volume = model { return whole }
        return try naming {
            var billed = amount
            if billed == nil {
                // Inside the period a minimum has not been billed; and before its first unit
                // nothing has, not even a flat fee.
                var earlier = terms
                earlier.minimum = nil
                billed =
                    units.isZero
                    ? .zero : try price(.units(units, prorated: nil), model, earlier).sum()
            }
            let step = try Explanation.Step(.alreadyBilled(units: units), amount: billed!.negated)
            return Explanation(
                units: whole.units, included: whole.included, steps: whole.steps + [step])
        }
    }

    /// What pricing throws, in the words of this room.
    static func naming<Value>(
        _ body: () throws -> Value
    ) throws(PricingError) -> Value {
        do {
            return try body()
        } catch let error as PricingError {
            throw error
        } catch let error as MoneyError {
            throw .doesNotFit(error)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// Units without a price are said of what was used, included units and all.
    private static func counting(
        _ included: Exact, _ steps: () throws -> [Explanation.Step]
    ) throws -> [Explanation.Step] {
        do {
            return try steps()
        } catch PricingError.unpricedUnits(let limit, let used) {
            throw PricingError.unpricedUnits(
                pricedUpTo: try limit.plus(included), used: try used.plus(included))
        }
    }

    /// Units converted and without the included ones, and how many those are.
    private static func paid(
        _ units: Exact, _ terms: ChargeTerms, _ left: Exact, after before: Exact = .zero
    ) throws -> (Exact, included: Exact) {
        var converted = units
        if let conversion = terms.conversion {
            // What is rounded up is rounded once in a period.
            converted = try conversion(before.plus(units)).minus(conversion(before))
        }
        let included = max(.zero, min(converted, left))
        return (try converted.minus(included), included)
    }

    /// The usage that is left to pay, and how many units are included.
    private static func taken(
        _ usage: PricedUsage, _ terms: ChargeTerms, _ left: Exact, after before: Exact
    ) throws -> (PricedUsage, included: Exact) {
        switch usage {
        case .units(let units, let prorated):
            let (rest, included) = try paid(units, terms, left, after: before)
            return (
                .units(rest, prorated: try prorated.map { try paid($0, terms, left).0 }), included
            )
        case .combination(let units, let values):
            let (rest, included) = try paid(units, terms, left, after: before)
            return (.combination(rest, values), included)
        case .amounts, .priced, .tokens: return (usage, .zero)
        }
    }

    private static func steps(
        _ usage: PricedUsage, after before: Progress, _ model: ChargeModel, _ factor: Exact
    ) throws -> [Explanation.Step] {
        func reached() throws -> Exact { try before.position.plus(usage.units()) }
        switch (model, usage) {
        case (.standard(let rate), .units(let units, let prorated)):
            return [try .init(.units, units: prorated ?? units, rate: rate, multiplier: factor)]
        case (.graduated(let tiers), .units(_, nil)),
            (.graduatedPercentage(let tiers), .units(_, nil)),
            (.graduatedPercentage(let tiers), .amounts):
            return try tiers.graduated(reached(), after: before, factor)
        case (.volume(let tiers, let lookup), .units(_, let prorated)):
            return try tiers.volume(
                reached(), after: before, prorated: prorated, lookup, factor)
        case (.package(let package), .units(_, nil)):
            return try package.steps(reached(), after: before.position, factor)
        case (.blockTiers(let blocks), .units(_, nil)):
            return try blocks.steps(reached(), after: before, factor)
        case (.percentage(let percentage), .amounts(let amounts)):
            return try percentage.steps(amounts, after: before.amounts, factor)
        case (.dynamic, .priced(let events)):
            return try PricedUsage.PricedEvent.steps(events, factor)
        case (.tokens(let tokens), .tokens(let totals)):
            guard case .own(let prices) = tokens.prices else {
                preconditionFailure("a price book is looked up before its prices are used")
            }
            return try prices.steps(totals, factor)
        case (.matrix(let matrix), .combination(let units, let values)):
            guard let rate = matrix.rate(values) else {
                throw PricingError.unpricedCombination(values)
            }
            return [try .init(.units, units: units, rate: rate, multiplier: factor)]
        default: throw PricingError.otherUsage(model.name, wanted: wanted(model))
        }
    }

    private static func wanted(_ model: ChargeModel) -> String {
        switch model {
        case .standard, .volume: "units"
        case .graduated, .graduatedPercentage, .package, .blockTiers: "units that are not prorated"
        case .percentage: "events with an amount each"
        case .dynamic: "events with units and an amount each"
        case .tokens: "requests with their tokens"
        case .matrix: "units of a combination of dimensions"
        }
    }

    /// Discount, then maximum, then minimum, each a step of its own.
    private static func adjust(
        _ steps: inout [Explanation.Step], _ terms: ChargeTerms, billed: Exact = .zero,
        isLast: Bool
    ) throws {
        if !terms.discountPercent.isZero {
            let sum = try steps.sum()
            steps.append(
                try .init(
                    .discount, units: sum.negated, rate: Rate(percent: terms.discountPercent)))
        }
        if let maximum = terms.maximum {
            let sum = try steps.sum().plus(billed)
            if sum > maximum {
                steps.append(
                    try .init(.maximum(maximum), amount: try maximum.minus(sum)))
            }
        }
        if let minimum = terms.minimum, isLast {
            let sum = try steps.sum().plus(billed)
            if sum < minimum {
                steps.append(
                    try .init(.minimum(minimum), amount: try minimum.minus(sum)))
            }
        }
    }
}
