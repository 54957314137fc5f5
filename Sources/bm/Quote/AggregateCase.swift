import Catalog
import Metering
import Money
import Store
import Time

/// Events and how they become one quantity.
struct AggregateCase {
    let answer: [JSONValue.Member]

    init(_ node: CatalogNode) throws {
        try node.only("id", "kind", "metric", "period", "events")
        let metric = try node.required("metric")
        try metric.only(
            "aggregation", "field", "operation_field", "initial", "filters", "rounding")
        let kind = try metric.required("aggregation").choice(Aggregator.Kind.self)
        let period = try node.required("period")
        try period.only("from", "to")
        let (start, end) = (
            try period.required("from").instant(), try period.required("to").instant()
        )
        guard start < end else { throw period.problem("an end not after the start", "a later end") }
        let field = try kind == .count ? nil : metric.required("field").text()
        let operation = try metric.optional("operation_field")?.text()
        let filters = try AggregateCase.filters(metric)
        let rounding = try metric.optional("rounding").map { try UnitRounding($0) }
        var aggregator = Aggregator(
            kind, from: start, to: end,
            initial: try metric.optional("initial")?.exact() ?? .zero)
        for event in try node.required("events").list() {
            try event.refuse(besides: ["id", "timestamp", "properties", "dimensions"])
            guard try AggregateCase.matches(event, filters) else { continue }
            let at = try event.required("timestamp").instant()
            // What lies outside the period is not read at all.
            guard at >= start, at < end else { continue }
            try aggregator.add(try AggregateCase.value(event, kind, field, operation, at))
        }
        let quantity = try aggregator.quantity()
        answer = [
            .init("units", .exact(try rounding?(quantity) ?? quantity)),
            .init("events", .int(aggregator.eventCount)),
        ]
    }

    /// Values by dimension: `{"model": ["a", "b"]}` or `{"model": "a"}`.
    private static func filters(_ metric: CatalogNode) throws(CatalogError) -> [String: [String]] {
        var filters: [String: [String]] = [:]
        for (key, node) in try metric.optional("filters")?.members() ?? [] {
            if case .list(let nodes) = node.value {
                var values: [String] = []
                for child in nodes { values.append(try child.text()) }
                filters[key] = values
            } else {
                filters[key] = [try node.text()]
            }
        }
        return filters
    }

    private static func property(
        _ event: CatalogNode, _ key: String
    ) throws(CatalogError) -> CatalogNode? {
        if let own = try event.optional("properties")?.optional(key) { return own }
        return try event.optional("dimensions")?.optional(key)
    }

    private static func matches(
        _ event: CatalogNode, _ filters: [String: [String]]
    ) throws(CatalogError) -> Bool {
        for (key, values) in filters {
            guard let found = try property(event, key)?.text(), values.contains(found) else {
                return false
            }
        }
        return true
    }

    private static func value(
        _ event: CatalogNode, _ kind: Aggregator.Kind, _ field: String?, _ operation: String?,
        _ at: Instant
    ) throws(CatalogError) -> Aggregator.EventValue {
        guard let field else { return .init(at: at) }
        // A value that is not there would count for nothing without a sound.
        guard let node = try property(event, field) else {
            throw .missingKey(event.place, key: "properties.\(field)")
        }
        if kind != .uniqueCount { return .init(at: at, number: try node.exact()) }
        var removes = false
        if let operation, let node = try property(event, operation) {
            removes = try node.choice(Operation.self) == .remove
        }
        return .init(at: at, text: try node.text(), removes: removes)
    }

    private enum Operation: String, CaseIterable { case add, remove }
}
