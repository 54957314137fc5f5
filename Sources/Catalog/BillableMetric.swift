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
    /// How the quantity of a period is rounded before it is priced; nil leaves it as it is.
    public let rounding: UnitRounding?

    /// How the events of a period become one quantity.
    public enum Aggregation: Sendable, Equatable {
        /// The number of events.
        case count
        /// The sum of a numeric property; `quantity` is the event's own.
        case sum(field: String)
        /// The largest value of a numeric property.
        case max(field: String)
        /// The last value of a numeric property; carried over from earlier periods where it recurs.
        case latest(field: String, recurs: Bool)
        /// How many different values a property has; with an operation that adds and removes them,
        /// how many are there at the end.
        case uniqueCount(field: String, operation: String?, recurs: Bool)
        /// A level that a numeric property raises and lowers, times how long it was held.
        case weightedSum(field: String, per: Span, recurs: Bool)
        /// Tokens of one model call by class.
        case tokens(TokenFields)
    }

    /// What a weighted sum is divided by: 10 GB held for a whole June are 10 by the period and 300 by
    /// the day.
    public enum Span: String, Sendable, CaseIterable { case period, day, hour }

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
        public let imageOutput: String?
        /// Whether the reported input counts cached tokens too. Declared, never guessed.
        public let inputIncludesCache: Bool

        /// All properties named, in a fixed order.
        public var names: [String] {
            [input, output]
                + [cacheRead, cacheWrite, cacheWriteOneHour, reasoning, imageOutput].compactMap {
                    $0
                }
        }
    }

    /// The property that stands for the event's own quantity.
    public static let quantityField = "quantity"

    /// A property that is kept at hand with each event, as a number or as a text.
    public struct Field: Sendable, Hashable {
        public let name: String
        public let isText: Bool

        /// A numeric property.
        public static func number(_ name: String) -> Field { Field(name: name, isText: false) }
        /// A property whose values are told apart and not added up.
        public static func text(_ name: String) -> Field { Field(name: name, isText: true) }
    }

    /// Properties beside the quantity that this metric reads.
    public var measuredFields: [Field] {
        switch aggregation {
        case .count: []
        case .sum(let field), .max(let field), .latest(let field, _), .weightedSum(let field, _, _):
            field == BillableMetric.quantityField ? [] : [.number(field)]
        case .uniqueCount(let field, let operation, _):
            [.text(field)] + (operation.map { [.text($0)] } ?? [])
        case .tokens(let fields):
            fields.names.filter { $0 != BillableMetric.quantityField }.map { .number($0) }
        }
    }

    /// Whether the metric says that what it reads may be below zero: a level may fall.
    public var allowsNegative: Bool {
        switch aggregation {
        case .latest, .weightedSum: true
        case .count, .sum, .max, .uniqueCount, .tokens: false
        }
    }
}

extension BillableMetric {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only(
            "code", "name", "unit", "event", "aggregation", "field", "filter", "tokens",
            "input_includes_cache", "operation_field", "per", "recurring", "rounding")
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
        rounding = try node.optional("rounding").map { node throws(CatalogError) in
            try UnitRounding(node)
        }
    }
}

extension BillableMetric.Aggregation {
    private enum Name: String, CaseIterable {
        case count, sum, max, latest
        case uniqueCount = "unique_count"
        case weightedSum = "weighted_sum"
        case tokens
    }

    init(_ node: CatalogNode) throws(CatalogError) {
        // Each aggregation has its own keys: one that it does not read must not pass unnoticed.
        let common = ["code", "name", "unit", "event", "aggregation", "filter", "rounding"]
        func field() throws(CatalogError) -> String {
            try node.optional("field")?.text() ?? BillableMetric.quantityField
        }
        switch try node.required("aggregation").choice(Name.self) {
        case .count:
            try node.refuse(besides: common)
            self = .count
        case .sum:
            try node.refuse(besides: common + ["field"])
            self = .sum(field: try field())
        case .max:
            try node.refuse(besides: common + ["field"])
            self = .max(field: try field())
        case .latest:
            try node.refuse(besides: common + ["field", "recurring"])
            self = .latest(
                field: try field(), recurs: try node.optional("recurring")?.bool() ?? false)
        case .uniqueCount:
            try node.refuse(besides: common + ["field", "operation_field", "recurring"])
            let operation = try node.optional("operation_field")?.text()
            let recurs = try node.optional("recurring")
            if let recurs, operation == nil {
                throw recurs.problem(
                    "recurring without operation_field", "values that can be removed again")
            }
            self = .uniqueCount(
                field: try node.required("field").text(), operation: operation,
                recurs: try recurs?.bool() ?? false)
        case .weightedSum:
            try node.refuse(besides: common + ["field", "per", "recurring"])
            self = .weightedSum(
                field: try field(),
                per: try node.optional("per")?.choice(BillableMetric.Span.self) ?? .period,
                recurs: try node.optional("recurring")?.bool() ?? true)
        case .tokens:
            try node.refuse(
                besides: common.filter { $0 != "rounding" } + ["tokens", "input_includes_cache"])
            let fields = try node.required("tokens")
            try fields.only(
                "input", "output", "cache_read", "cache_write", "cache_write_1h", "reasoning",
                "image_output")
            self = .tokens(
                BillableMetric.TokenFields(
                    input: try fields.required("input").text(),
                    output: try fields.required("output").text(),
                    cacheRead: try fields.optional("cache_read")?.text(),
                    cacheWrite: try fields.optional("cache_write")?.text(),
                    cacheWriteOneHour: try fields.optional("cache_write_1h")?.text(),
                    reasoning: try fields.optional("reasoning")?.text(),
                    imageOutput: try fields.optional("image_output")?.text(),
                    inputIncludesCache: try node.required("input_includes_cache").bool()))
        }
    }
}
