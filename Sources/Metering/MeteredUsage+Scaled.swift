public import Money

extension MeteredUsage {
    /// The same usage with every quantity times a factor; the number of events and requests stays.
    ///
    /// 1,000 input and 3 output tokens at 0.25 are 250 and 1: tokens are whole, halves are rounded
    /// away from zero.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func scaled(by factor: Exact) throws(MoneyError) -> MeteredUsage {
        if factor == .one { return self }
        let scaled: Measured
        switch amount {
        case .units(let units): scaled = .units(Quantity(sum: try units.exact.times(factor)))
        case .tokens(let totals):
            scaled = .tokens(
                try totals.map { total throws(MoneyError) in try total.scaled(by: factor) })
        case .each(let values):
            scaled = .each(
                try values.map { value throws(MoneyError) in try value.times(factor) })
        case .priced(let events):
            scaled = .priced(
                try events.map { event throws(MoneyError) in
                    Measured.Priced(
                        units: try event.units.times(factor), unitPrice: event.unitPrice)
                })
        }
        return MeteredUsage(
            customer: customer, metric: metric, group: group, amount: scaled,
            eventCount: eventCount, firstAt: firstAt, lastAt: lastAt)
    }
}

extension MeteredUsage.TokenTotals {
    fileprivate func scaled(by factor: Exact) throws(MoneyError) -> Self {
        var scaled = self
        for (tokenClass, count) in byClass {
            let exact = try Exact(count).times(factor).rounded(toScale: 0, .halfAwayFromZero)
            scaled.byClass[tokenClass] = exact.coefficient
        }
        return scaled
    }
}
