import Catalog
import Metering
import Money

extension ChargeModel.Tokens {
    /// A step for each band and class of token that was used, at the model's price in the book.
    ///
    /// The band of a request was chosen by all its input tokens, and every token of the request pays
    /// it. A class without a price of its own pays the one it falls back to.
    ///
    /// - Parameter found: the model's prices; `totals` has one entry for each of its bands.
    /// - Returns: nil when a class was used that has no price to fall back to.
    func steps(
        _ totals: [MeteredUsage.TokenTotals], _ found: PriceBook.Found
    ) throws(MoneyError) -> [Explanation.Step]? {
        let factor = try multiplier.times(found.markup)
        var steps: [Explanation.Step] = []
        for (index, total) in totals.enumerated() {
            for (tokenClass, count) in total.byClass.sorted(by: { $0.key < $1.key }) {
                guard index < found.entry.bands.count,
                    let price = found.entry.bands[index].price(tokenClass)
                else { return nil }
                // Tables price one token; a million is what people compare, and is as exact.
                let million = Exact(1_000_000)
                let rate = try ChargeModel.Rate(price: try price.times(million), per: million)
                steps.append(
                    try Explanation.Step(
                        .tokens(
                            tokenClass, requests: total.requests,
                            maxInputTokens: found.entry.bands[index].maxInputTokens),
                        units: Exact(count), rate: rate, multiplier: factor))
            }
        }
        return steps
    }
}
