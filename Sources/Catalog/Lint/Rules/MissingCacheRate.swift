import Money

/// Cached tokens that are measured and have no price of their own: they cost what fresh input costs,
/// or the one-hour cache what the short one does.
enum MissingCacheRate: LintRule {
    static let name = "missing_cache_rate"
    static let about =
        "Cached tokens are measured and fall back to another price, whose factor of the "
        + "input price is said: in bands of a charge, and in a price book for models that "
        + "customers of the plan have used. Warning."

    static func findings(_ subject: LintSubject) throws(MoneyError) -> [LintFinding] {
        var found: [LintFinding] = []
        for item in subject.charges {
            guard case .tokens(let tokens) = item.charge.price,
                case .tokens(let fields) = item.metric.aggregation
            else { continue }
            switch tokens.prices {
            case .own(let own):
                let lists = [
                    (own.bands, item.price["bands"]),
                    (own.offPeak?.bands ?? [], item.price["off_peak"]?["bands"]),
                ]
                for (bands, node) in lists {
                    for (band, node) in zip(bands, node?.items ?? []) {
                        let words = try missing(fields, band)
                        if !words.isEmpty {
                            found.append(gap(item, at: node, "a band of \(item.label)", words))
                        }
                    }
                }
            case .book(let code, let dimension):
                for model in subject.models(item, dimension) {
                    guard let price = subject.facts.prices[code]?[model],
                        price.entry.state == .priced
                    else { continue }
                    var words: [String] = []
                    for band in price.entry.bands {
                        for word in try missing(fields, band) where !words.contains(word) {
                            words.append(word)
                        }
                    }
                    if words.isEmpty { continue }
                    found.append(
                        gap(
                            item, at: item.price["price_book"] ?? item.price, "\(model) in \(code)",
                            words))
                }
            }
        }
        return found
    }

    /// `cache_read pays 1 × the input price`, for each class that is measured and not priced.
    private static func missing(
        _ fields: BillableMetric.TokenFields, _ band: PriceBookEntry.Band
    ) throws(MoneyError) -> [String] {
        var words: [String] = []
        for (field, tokenClass) in [
            (fields.cacheRead, TokenClass.cacheRead), (fields.cacheWrite, .cacheWrite),
            (fields.cacheWriteOneHour, .cacheWriteOneHour),
        ] where field != nil && band.prices[tokenClass] == nil {
            guard let price = band.price(tokenClass) else { continue }
            var factor = Exact.one
            if let input = band.prices[.input], !input.isZero {
                factor = try price.divided(by: input, scale: 4, .halfAwayFromZero)
            }
            words.append("\(tokenClass.rawValue) pays \(factor) × the input price")
        }
        return words
    }

    private static func gap(
        _ item: LintedCharge, at node: CatalogNode, _ where: String, _ words: [String]
    ) -> LintFinding {
        finding(
            .warning, at: node,
            "\(`where`) has no price of its own for cached tokens: \(words.joined(separator: ", "))",
            advice: "add the price; suppliers usually sell cache reads below and writes above input"
        )
    }
}
