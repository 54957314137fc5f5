import Catalog
import Metering
import Money
import Rating
import Time

/// Requests as a case lists them, counted by band and class the way Metering counts them.
struct RequestTotals {
    /// One for each band, then one for each band of the quiet hours.
    let totals: [MeteredUsage.TokenTotals]

    init(_ tokens: Tokens, _ node: CatalogNode) throws {
        guard case .own(let prices) = tokens.prices else {
            throw node.problem("a charge with a price_book", "bands: a quote has no ledger")
        }
        let quiet = prices.offPeak?.bands ?? []
        var totals = [MeteredUsage.TokenTotals](
            repeating: .init(), count: prices.bands.count + quiet.count)
        for child in try node.list() {
            let (request, at) = try RequestTotals.request(child)
            if let negative = request.negativeClass {
                throw child.problem(
                    "fewer than no \(negative.rawValue) tokens",
                    "counts whose parts are no more than the whole, and input_includes_cache as the "
                        + "provider reports")
            }
            let isQuiet = try prices.offPeak.map { hours in
                guard let at else { throw CatalogError.missingKey(child.place, key: "at") }
                return hours.includes(minute: at.minuteOfUTCDay)
            }
            let bands = isQuiet == true ? quiet : prices.bands
            let size = request.size(tokens.bandBy)
            guard
                let band = bands.firstIndex(where: { band in
                    band.maxInputTokens.map { size <= $0 } ?? true
                })
            else { throw PricingError.unpricedRequest(tokens: size) }
            totals[isQuiet == true ? prices.bands.count + band : band].add(request)
        }
        self.totals = totals
    }

    private static func request(
        _ node: CatalogNode
    ) throws(CatalogError) -> (TokenRequest, at: Instant?) {
        try node.only(
            "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens",
            "cache_write_1h_tokens", "reasoning_tokens", "image_output_tokens",
            "input_includes_cache", "at")
        func count(_ key: String) throws(CatalogError) -> Int64 {
            Int64(try node.optional(key)?.int(0...1_000_000_000_000) ?? 0)
        }
        var request = TokenRequest(
            inputIncludesCache: try node.optional("input_includes_cache")?.bool() ?? true)
        request.input = try count("input_tokens")
        request.output = try count("output_tokens")
        request.cacheRead = try count("cache_read_tokens")
        request.cacheWrite = try count("cache_write_tokens")
        request.cacheWriteOneHour = try count("cache_write_1h_tokens")
        request.reasoning = try count("reasoning_tokens")
        request.imageOutput = try count("image_output_tokens")
        return (request, try node.optional("at")?.instant())
    }
}

extension Instant {
    /// Minutes since midnight UTC.
    fileprivate var minuteOfUTCDay: Int {
        Int((seconds - Int64(utcDay.sinceEpoch) * 86_400) / 60)
    }
}
