import Catalog
import GRDB
import Money
import Store

/// What a catalog demands of the events of one name before they are taken.
struct EventRule {
    /// Whether a metric sums the event's own quantity.
    let readsQuantity: Bool
    /// Token metrics that read the event.
    let tokens: [BillableMetric.TokenFields]

    static func all(_ metrics: [BillableMetric]) -> [String: EventRule] {
        Dictionary(grouping: metrics, by: \.event).mapValues { metrics in
            EventRule(
                readsQuantity: metrics.contains {
                    $0.aggregation == .sum(field: BillableMetric.quantityField)
                },
                tokens: metrics.compactMap { metric in
                    if case .tokens(let fields) = metric.aggregation { fields } else { nil }
                })
        }
    }

    /// The measures of an event by slot, checked.
    func measures(of event: UsageEvent, _ shape: EventShape) throws(UsageReject) -> [DatabaseValue]?
    {
        if shape.slots.isEmpty { return nil }
        var numbers: [String: Exact] = [:]
        var values = [DatabaseValue](repeating: .null, count: EventShape.slotCount)
        for (name, slot) in shape.slots {
            guard let number = try UsageEvent.number(event.properties[name], name) else { continue }
            numbers[name] = number
            values[slot - 1] = number.databaseValue
        }
        for fields in tokens { try EventRule.check(fields, numbers) }
        return values
    }

    /// Token counts are whole, input and output are there, and no class would be negative.
    private static func check(
        _ fields: BillableMetric.TokenFields, _ numbers: [String: Exact]
    ) throws(UsageReject) {
        for name in [fields.input, fields.output] where numbers[name] == nil {
            throw UsageReject(.missingField, name, found: nil, allowed: "a whole number of tokens")
        }
        for name in fields.names {
            guard let number = numbers[name] else { continue }
            guard number.isWhole, number <= Exact(1_000_000_000_000) else {
                throw UsageReject(
                    .outOfRange, name, found: number.description,
                    allowed: "a whole number of tokens up to 10^12")
            }
        }
        // Reasoning is part of the output; more of it would make the rest of the output negative.
        if let reasoning = fields.reasoning.flatMap({ numbers[$0] }),
            let output = numbers[fields.output], reasoning > output
        {
            throw UsageReject(
                .outOfRange, fields.output, found: output.description,
                allowed: "at least the \(reasoning) reasoning tokens, which are part of it")
        }
        guard fields.inputIncludesCache, let input = numbers[fields.input] else { return }
        var cached = Exact.zero
        for name in [fields.cacheRead, fields.cacheWrite, fields.cacheWriteOneHour] {
            guard let name, let number = numbers[name] else { continue }
            // Each is at most 10^12, so the sum always fits.
            cached = (try? cached.plus(number)) ?? cached
        }
        if cached > input {
            throw UsageReject(
                .outOfRange, fields.input, found: input.description,
                allowed: "at least the \(cached) cached tokens, which the metric says it includes")
        }
    }

    /// A dimension's value as it is interned: a text, or null where the event has none.
    static func dimension(_ value: JSONValue?, _ name: String) throws(UsageReject) -> JSONValue {
        switch value {
        case nil, .null?: return .null
        case .string(let text)?, .number(let text)?: return .string(text)
        case .bool(let value)?: return .string(value ? "true" : "false")
        case let value?:
            throw UsageReject(
                .malformed, name, found: value.compact, allowed: "a text for a dimension")
        }
    }
}
