/// How events become a quantity.
///
///     output_tokens: sum of output_tokens over events "model_call" whose status is ok
public struct BillableMetric: Sendable {
    public typealias ID = Code<BillableMetric>

    public let code: ID
    public let name: LocalizedText
    /// What is counted: "tokens", "minutes".
    public let unit: LocalizedText
    /// The event name it reads.
    public let event: String
    public let aggregation: Aggregation
    /// Dimension by dimension, the values that count; others are not billable. In key order.
    public let filter: [DimensionFilter]

    /// How the events of a period become one quantity.
    public enum Aggregation: Sendable, Equatable {
        /// The number of events.
        case count
        /// The sum of a numeric property; `quantity` is the event's own.
        case sum(field: String)
        /// Tokens of one model call by class.
        case tokens(TokenFields)
    }

    /// A dimension and the values of it that count.
    public struct DimensionFilter: Sendable, Equatable {
        public let dimension: String
        public let values: [String]
    }

    /// Which properties report which class of tokens.
    public struct TokenFields: Sendable, Equatable {
        public let input: String
        public let output: String
        public let cacheRead: String?
        public let cacheWrite: String?
        public let cacheWriteOneHour: String?
        public let reasoning: String?
        /// Whether the reported input counts cached tokens too. Declared, never guessed.
        public let inputIncludesCache: Bool

        /// All properties named, in a fixed order.
        public var names: [String] {
            [input, output]
                + [cacheRead, cacheWrite, cacheWriteOneHour, reasoning].compactMap { $0 }
        }
    }

    /// The property that stands for the event's own quantity.
    public static let quantityField = "quantity"

    /// Numeric properties beside the quantity that this metric reads.
    public var measuredFields: [String] {
        switch aggregation {
        case .count: []
        case .sum(let field): field == BillableMetric.quantityField ? [] : [field]
        case .tokens(let fields): fields.names.filter { $0 != BillableMetric.quantityField }
        }
    }
}

extension BillableMetric {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only(
            "code", "name", "unit", "event", "aggregation", "field", "filter", "tokens",
            "input_includes_cache")
        code = try node.required("code").code()
        name = try node.required("name").localized()
        unit = try node.required("unit").localized()
        event = try node.optional("event")?.text() ?? code.text
        aggregation = try Aggregation(node)
        var filter: [DimensionFilter] = []
        for (key, values) in try node.optional("filter")?.members() ?? [] {
            var texts: [String] = []
            for value in try values.list() { texts.append(try value.text()) }
            if texts.isEmpty { throw values.problem(values.found, "at least one value") }
            filter.append(DimensionFilter(dimension: key, values: texts))
        }
        self.filter = filter.sorted { $0.dimension < $1.dimension }
    }
}

extension BillableMetric.Aggregation {
    private enum Name: String, CaseIterable { case count, sum, tokens }

    init(_ node: CatalogNode) throws(CatalogError) {
        switch try node.required("aggregation").choice(Name.self) {
        // Each aggregation has its own keys: one that it does not read must not pass unnoticed.
        case .count:
            try node.only("code", "name", "unit", "event", "aggregation", "filter")
            self = .count
        case .sum:
            try node.only("code", "name", "unit", "event", "aggregation", "filter", "field")
            self = .sum(
                field: try node.optional("field")?.text() ?? BillableMetric.quantityField)
        case .tokens:
            try node.only(
                "code", "name", "unit", "event", "aggregation", "filter", "tokens",
                "input_includes_cache")
            let fields = try node.required("tokens")
            try fields.only(
                "input", "output", "cache_read", "cache_write", "cache_write_1h", "reasoning")
            self = .tokens(
                BillableMetric.TokenFields(
                    input: try fields.required("input").text(),
                    output: try fields.required("output").text(),
                    cacheRead: try fields.optional("cache_read")?.text(),
                    cacheWrite: try fields.optional("cache_write")?.text(),
                    cacheWriteOneHour: try fields.optional("cache_write_1h")?.text(),
                    reasoning: try fields.optional("reasoning")?.text(),
                    inputIncludesCache: try node.required("input_includes_cache").bool()))
        }
    }
}
