public import Money

/// What one model or tool costs: tokens by class, in bands of input size; other units by name; and
/// how both differ at other times and for other services.
///
///     let found = try PriceBook.find(db, book: "litellm", model: "claude-opus-4-5", at: instant)
///     found?.entry.bands[0].price(.output)            // 0.000025 for one token
///     found?.entry.unitPrices["input_image"]          // 0.04 for one image
public struct PriceBookEntry: Sendable, Equatable {
    /// What a table says about a model's price.
    public enum State: String, Sendable {
        /// At least one price above zero.
        case priced
        /// The table says zero for every class, and not whether that means free.
        case zero
        /// The table says that it is free.
        case free
        /// The table names the model and gives no price.
        case unpriced
    }

    public let model: String
    public let state: State
    /// By rising bound; the last has none. Empty when unpriced.
    public let bands: [Band]
    /// The price of one of anything that is no class of token, in USD: `input_image`,
    /// `output_second_1080p`, `ocr_page`, `search_context_query.low`.
    public let unitPrices: [String: Exact]
    /// In the order of the table; of those that hold together the last wins.
    public let variants: [PriceVariant]
    /// Which other names mean this model; nil where only its own does.
    public let match: ModelMatch?

    public init(
        model: String, state: State, bands: [Band], unitPrices: [String: Exact] = [:],
        variants: [PriceVariant] = [], match: ModelMatch? = nil
    ) {
        self.model = model
        self.state = state
        self.bands = bands
        self.unitPrices = unitPrices
        self.variants = variants
        self.match = match
    }

    /// An entry as a table states it: its state follows from all its prices.
    ///
    /// What is priced in some other unit only has one band without prices, so that tokens of it
    /// find a band and no price.
    init(
        model: String, bands: [Band], unitPrices: [String: Exact], variants: [PriceVariant] = [],
        match: ModelMatch? = nil, isFree: Bool = false
    ) {
        let stated = bands.contains { !$0.prices.isEmpty } ? bands : []
        let all = variants.flatMap { $0.prices } + PriceVariant.prices(bands, unitPrices)
        let state = State(all)
        self.init(
            model: model, state: isFree && state == .zero ? .free : state,
            bands: stated.isEmpty && state != .unpriced
                ? [Band(maxInputTokens: nil, prices: [:])] : stated,
            unitPrices: unitPrices, variants: variants, match: match)
    }

    /// Prices for requests of up to `maxInputTokens`; of one token, in USD.
    public struct Band: Sendable, Equatable {
        /// The largest request, by all its input tokens, that pays this band; nil has no end.
        public let maxInputTokens: Int64?
        /// Price by class; a class without one falls back (see `price(_:)`).
        public let prices: [TokenClass: Exact]

        public init(maxInputTokens: Int64?, prices: [TokenClass: Exact]) {
            self.maxInputTokens = maxInputTokens
            self.prices = prices
        }

        /// The price of a class: its own, or the class it falls back to, or nil.
        public func price(_ tokenClass: TokenClass) -> Exact? {
            prices[tokenClass] ?? tokenClass.fallback.flatMap { price($0) }
        }
    }
}

extension PriceBookEntry.State {
    /// What these prices say together.
    init(_ prices: some Collection<Exact>) {
        self = prices.isEmpty ? .unpriced : prices.allSatisfy(\.isZero) ? .zero : .priced
    }
}

extension PriceBookEntry.Band {
    /// Bands of prices by the number of input tokens they hold above, 0 for those of every request.
    ///
    /// Above a threshold a class without a price of its own keeps the price of the band below. A
    /// class priced only above a threshold has no price below it.
    static func bands(_ prices: [Int64: [TokenClass: Exact]]) -> [PriceBookEntry.Band] {
        if prices.isEmpty { return [] }
        let thresholds = Set(prices.keys).union([0]).sorted()
        var bands: [PriceBookEntry.Band] = []
        var inForce: [TokenClass: Exact] = [:]
        for (index, threshold) in thresholds.enumerated() {
            inForce.merge(prices[threshold] ?? [:]) { $1 }
            let end = index + 1 < thresholds.count ? thresholds[index + 1] : nil
            bands.append(PriceBookEntry.Band(maxInputTokens: end, prices: inForce))
        }
        return bands
    }
}
