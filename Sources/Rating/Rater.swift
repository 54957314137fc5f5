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
    ///   - progress: what came before a change of price; moved on by what is priced now.
    ///   - isLast: false where the period goes on at another price.
    ///   - prices: what the price book says of the model, for token charges.
    /// - Throws: `RatingError.unpriced`, `.unpricedModel`.
    public static func explain(
        _ usage: MeteredUsage, _ charge: Charge, plan: Plan, month: Month,
        includedLeft: Quantity, prices: PriceBook.Found?, progress: inout Pricer.Progress,
        isLast: Bool = true
    ) throws(RatingError) -> Explanation {
        do {
            return try explanation(
                usage, charge, month, includedLeft, prices, &progress, isLast)
        } catch let error as RatingError {
            throw error
        } catch let error as PricingError {
            throw .unpriced(charge.code, plan: plan.code, usage.customer, month, error)
        } catch let error as MoneyError {
            throw .unpriced(
                charge.code, plan: plan.code, usage.customer, month, .doesNotFit(error))
        } catch {
            preconditionFailure("\(error)")
        }
    }

    private static func explanation(
        _ usage: MeteredUsage, _ charge: Charge, _ month: Month, _ left: Quantity,
        _ prices: PriceBook.Found?, _ progress: inout Pricer.Progress, _ isLast: Bool
    ) throws -> Explanation {
        func priced(
            _ usage: PricedUsage, _ model: ChargeModel, _ terms: ChargeTerms
        ) throws -> Explanation {
            let (explanation, after) = try Pricer.price(
                usage, after: progress, model, terms, includedLeft: left.exact, isLast: isLast)
            progress = after
            return explanation
        }
        switch usage.amount {
        case .units(let units):
            if case .matrix = charge.price {
                return try priced(
                    .combination(units.exact, values(usage)), charge.price, charge.terms)
            }
            return try priced(.units(units.exact, prorated: nil), charge.price, charge.terms)
        case .each(let values):
            return try priced(.amounts(values), charge.price, charge.terms)
        case .priced(let events):
            let events = try events.map { event in
                PricedUsage.PricedEvent(
                    units: event.units, amount: try event.units.times(event.unitPrice))
            }
            return try priced(.priced(events), charge.price, charge.terms)
        case .tokens(let totals):
            guard case .tokens(let tokens) = charge.price else {
                preconditionFailure("tokens measured for the charge \(charge.code)")
            }
            guard let book = tokens.book else {
                return try priced(.tokens(totals), charge.price, charge.terms)
            }
            return try explain(totals, usage, charge, book, month, prices, priced)
        }
    }

    private static func values(_ usage: MeteredUsage) -> [String: String] {
        var values: [String: String] = [:]
        for dimension in usage.group { values[dimension.dimension] = dimension.value }
        return values
    }

    private static func explain(
        _ totals: [MeteredUsage.TokenTotals], _ usage: MeteredUsage, _ charge: Charge,
        _ book: (code: String, dimension: String), _ month: Month, _ found: PriceBook.Found?,
        _ priced: (PricedUsage, ChargeModel, ChargeTerms) throws -> Explanation
    ) throws -> Explanation {
        let units = try PricedUsage.tokens(totals).units()
        func unpriced(_ why: RatingError.Unpriced) -> RatingError {
            .unpricedModel(
                usage.value(of: book.dimension), book: book.code, why, customer: usage.customer,
                month, tokens: Quantity(sum: units), events: usage.eventCount)
        }
        guard let found else { throw unpriced(.notInTable) }
        switch found.entry.state {
        case .unpriced: throw unpriced(.noPrice)
        case .zero: throw unpriced(.zeroPrice)
        // What is left of an entry's variants on a day is hours, of which one list can be priced.
        case .priced where !found.entry.variants.isEmpty && found.entry.quietHours == nil:
            throw unpriced(.byHour)
        case .priced, .free: break
        }
        var terms = charge.terms
        terms.multiplier = try terms.multiplier.times(found.markup)
        do {
            let prices = try TokenPrices(found.entry)
            let explanation = try priced(
                .tokens(totals), .tokens(Tokens(prices: .own(prices))), terms)
            return Explanation(
                units: explanation.units, included: .zero, steps: explanation.steps,
                priceSource: "\(book.code) version \(found.version) (\(found.sourceName))")
        } catch PricingError.unpricedTokens {
            throw unpriced(.noPrice)
        }
    }
}
