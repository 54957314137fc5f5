import Catalog
import Metering
import Money

extension TokenPrices {
    /// A step for each band and class of token that was used.
    ///
    /// The band of a request was chosen by its size, and every token of the request pays it. A class
    /// without a price of its own pays the one it falls back to.
    ///
    /// - Parameter totals: one for each band, then one for each band of the quiet hours.
    func steps(
        _ totals: [MeteredUsage.TokenTotals], _ factor: Exact
    ) throws -> [Explanation.Step] {
        var steps: [Explanation.Step] = []
        for (index, total) in totals.enumerated() where total.requests > 0 {
            let isOffPeak = index >= bands.count
            let list = isOffPeak ? offPeak?.bands ?? [] : bands
            let place = isOffPeak ? index - bands.count : index
            precondition(place < list.count, "a total without a band")
            for (tokenClass, count) in total.byClass.sorted(by: { $0.key < $1.key }) {
                guard let price = list[place].price(tokenClass) else {
                    throw PricingError.unpricedTokens(tokenClass)
                }
                steps.append(
                    try Explanation.Step(
                        .tokens(
                            tokenClass, requests: total.requests,
                            maxInputTokens: list[place].maxInputTokens, isOffPeak: isOffPeak),
                        units: Exact(count), rate: try Rate(price: price, per: per),
                        multiplier: factor))
            }
        }
        return steps
    }

    /// The prices of a model in a price book. Tables price one token; a million is what people
    /// compare, and is as exact.
    init(_ entry: PriceBookEntry) throws(MoneyError) {
        self.init(
            bands: try TokenPrices.byMillion(entry.bands), per: Exact(1_000_000),
            offPeak: try entry.quietHours.map { quiet throws(MoneyError) in
                OffPeak(hours: quiet.hours, bands: try TokenPrices.byMillion(quiet.bands))
            })
    }

    private static func byMillion(
        _ bands: [PriceBookEntry.Band]
    ) throws(MoneyError) -> [PriceBookEntry.Band] {
        var millions: [PriceBookEntry.Band] = []
        for band in bands {
            var prices: [TokenClass: Exact] = [:]
            for (tokenClass, price) in band.prices {
                prices[tokenClass] = try price.times(Exact(1_000_000))
            }
            millions.append(
                PriceBookEntry.Band(maxInputTokens: band.maxInputTokens, prices: prices))
        }
        return millions
    }
}
