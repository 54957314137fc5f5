public import Money

/// Tokens of model calls, by class and by the size of the request.
public struct Tokens: Sendable, Equatable {
    public let prices: Prices
    /// What of a request decides its band.
    public let bandBy: BandBy

    public init(prices: Prices, bandBy: BandBy = .totalInput) {
        self.prices = prices
        self.bandBy = bandBy
    }

    /// Where the prices stand.
    public enum Prices: Sendable, Equatable {
        /// In a price book, by the model that a dimension names.
        case book(String, dimension: String)
        /// On the charge itself.
        case own(TokenPrices)
    }

    /// Which tokens of a request make its size.
    public enum BandBy: String, Sendable, CaseIterable {
        /// All tokens that were sent in, those from the cache too.
        case totalInput = "total_input"
        /// The input tokens as the request reports them.
        case reportedInput = "reported_input"
    }
}

/// Prices of tokens in bands of request size, with another set of them at quiet hours.
public struct TokenPrices: Sendable, Equatable {
    /// By rising size; the last has no end.
    public let bands: [PriceBookEntry.Band]
    /// The tokens the prices are for: 1, or 1,000,000.
    public let per: Exact
    public let offPeak: OffPeak?

    public init(bands: [PriceBookEntry.Band], per: Exact, offPeak: OffPeak?) {
        self.bands = bands
        self.per = per
        self.offPeak = offPeak
    }

    /// Hours of the UTC day with prices of their own: `[from, to)`, over midnight where `to` is not
    /// after `from`, the whole day where they are equal.
    public struct OffPeak: Sendable, Equatable {
        public let hours: [PriceVariant.Hours]
        public let bands: [PriceBookEntry.Band]

        public init(hours: [PriceVariant.Hours], bands: [PriceBookEntry.Band]) {
            self.hours = hours
            self.bands = bands
        }

        /// - Parameter minute: since midnight UTC.
        public func includes(minute: Int) -> Bool {
            hours.contains { hours in
                let (from, to) = (hours.from, hours.to)
                return from < to
                    ? minute >= from && minute < to : minute >= from || minute < to || from == to
            }
        }
    }
}

extension Tokens {
    init(_ node: CatalogNode) throws(CatalogError) {
        bandBy = try node.optional("band_by")?.choice(BandBy.self) ?? .totalInput
        if let book = try node.optional("price_book") {
            for key in ["bands", "off_peak", "per"] {
                if let own = try node.optional(key) {
                    throw own.problem("\(key) beside price_book", "one of them")
                }
            }
            prices = .book(
                try book.text(), dimension: try node.required("dimension").text())
        } else {
            prices = .own(try TokenPrices(node))
        }
    }

    /// The price book and the dimension that names the model; nil where the charge has own prices.
    public var book: (code: String, dimension: String)? {
        if case .book(let code, let dimension) = prices { (code, dimension) } else { nil }
    }
}

extension TokenPrices {
    init(_ node: CatalogNode) throws(CatalogError) {
        per = try node.optional("per")?.positive() ?? .one
        bands = try PriceBookEntry.Band.list(try node.required("bands"))
        offPeak = try node.optional("off_peak").map { off throws(CatalogError) in
            try off.only("utc_from", "utc_to", "bands")
            return OffPeak(
                hours: [
                    PriceVariant.Hours(
                        from: try off.required("utc_from").minuteOfDay(),
                        to: try off.required("utc_to").minuteOfDay())
                ],
                bands: try PriceBookEntry.Band.list(try off.required("bands")))
        }
    }
}

extension PriceBookEntry.Band {
    static func list(_ node: CatalogNode) throws(CatalogError) -> [PriceBookEntry.Band] {
        var bands: [PriceBookEntry.Band] = []
        for child in try node.list() {
            try child.refuse(
                besides: ["max_input_tokens"] + TokenClass.allCases.map(\.rawValue))
            let limit = try child.optional("max_input_tokens")?.int(1...Int(Int64.max))
            if let last = bands.last {
                guard let bound = last.maxInputTokens, limit.map({ $0 > bound }) ?? true else {
                    throw child.problem(
                        child.found, "bounds that rise, and only the last band without one")
                }
            }
            var prices: [TokenClass: Exact] = [:]
            for tokenClass in TokenClass.allCases {
                prices[tokenClass] = try child.optional(tokenClass.rawValue)?.price()
            }
            bands.append(
                PriceBookEntry.Band(maxInputTokens: limit.map { Int64($0) }, prices: prices))
        }
        if bands.isEmpty { throw node.problem(node.found, "at least one band") }
        return bands
    }
}

extension CatalogNode {
    /// `16:30` as minutes since midnight.
    func minuteOfDay() throws(CatalogError) -> Int {
        let text = try text()
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
            let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...23).contains(hour), (0...59).contains(minute)
        else { throw problem(found, "a time of day in UTC such as 16:30") }
        return hour * 60 + minute
    }
}
