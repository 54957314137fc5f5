public import Catalog
public import Metering
public import Money
public import Time

/// Prices what was counted.
public enum Rater {
    /// What `usage` costs under `charge`.
    ///
    /// - Parameters:
    ///   - includedLeft: units of the charge's included quantity not used up by earlier groups.
    ///   - prices: what the price book says of the model, for token charges.
    /// - Throws: `RatingError.unpricedUnits`, `.unpricedModel`, `.doesNotFit`.
    public static func explain(
        _ usage: MeteredUsage, _ charge: Charge, plan: Plan, month: Month,
        includedLeft: Quantity, prices: PriceBook.Found?
    ) throws(RatingError) -> Explanation {
        do {
            switch usage.amount {
            case .units(let units):
                let included = min(units, includedLeft)
                let paid = try units.minus(included)
                let steps = try steps(paid.exact, after: included, charge, plan: plan, usage, month)
                return Explanation(units: units, included: included, steps: steps)
            case .tokens(let totals):
                guard case .tokens(let tokens) = charge.price else {
                    preconditionFailure("tokens measured for the charge \(charge.code)")
                }
                return try explain(tokens, totals, usage, month, prices)
            }
        } catch let error as RatingError {
            throw error
        } catch let error as MoneyError {
            throw .doesNotFit(charge.code, usage.customer, month, error)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    private static func steps(
        _ units: Exact, after included: Quantity, _ charge: Charge, plan: Plan,
        _ usage: MeteredUsage, _ month: Month
    ) throws -> [Explanation.Step] {
        switch charge.price {
        case .standard(let standard): return try standard.steps(units)
        case .package(let package): return try package.steps(units)
        case .graduated(let graduated):
            let (steps, unpriced) = try graduated.steps(units)
            guard unpriced.isZero else {
                throw RatingError.unpricedUnits(
                    charge.code, plan: plan.code, customer: usage.customer, month,
                    pricedUpTo: Quantity(
                        sum: try graduated.tiers.last!.upTo!.plus(included.exact)),
                    used: Quantity(sum: try units.plus(included.exact)))
            }
            return steps
        case .tokens: preconditionFailure("units measured for the token charge \(charge.code)")
        }
    }

    private static func explain(
        _ tokens: ChargeModel.Tokens, _ totals: [MeteredUsage.TokenTotals],
        _ usage: MeteredUsage, _ month: Month, _ found: PriceBook.Found?
    ) throws -> Explanation {
        var units = Exact.zero
        for count in totals.flatMap(\.byClass.values) { units = try units.plus(Exact(count)) }
        func unpriced(_ why: RatingError.Unpriced) -> RatingError {
            .unpricedModel(
                usage.value(of: tokens.dimension), book: tokens.priceBook, why,
                customer: usage.customer, month, tokens: Quantity(sum: units),
                events: usage.eventCount)
        }
        guard let found else { throw unpriced(.notInTable) }
        switch found.entry.state {
        case .unpriced: throw unpriced(.noPrice)
        case .zero: throw unpriced(.zeroPrice)
        case .priced, .free: break
        }
        guard let steps = try tokens.steps(totals, found) else { throw unpriced(.noPrice) }
        return Explanation(
            units: Quantity(sum: units), included: .zero, steps: steps,
            priceSource: "\(tokens.priceBook) version \(found.version) (\(found.sourceName))")
    }
}
