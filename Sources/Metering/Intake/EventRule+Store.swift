import Catalog
import GRDB
import Money
import Store

/// What a catalog demands of the events of one name before they are taken.
struct EventRule {
    /// Whether a charge takes the price that stands on the event.
    let needsPrice: Bool
    /// Whether a metric sums the event's own quantity.
    let readsQuantity: Bool
    /// Token metrics that read the event.
    let tokens: [BillableMetric.TokenFields]
    /// Properties a level may fall by, the quantity among them.
    let signed: Set<String>
    /// Properties that say whether a value is added or removed.
    let operations: Set<String>

    static func all(_ catalog: MerchantCatalog) -> [String: EventRule] {
        let dynamic = Set(
            catalog.plans.flatMap(\.charges).filter { $0.price == .dynamic }.map(\.metric))
        return Dictionary(grouping: catalog.metrics, by: \.event).mapValues { metrics in
            EventRule(
                needsPrice: metrics.contains { dynamic.contains($0.code) },
                readsQuantity: metrics.contains {
                    $0.readsNumber && $0.field == BillableMetric.quantityField
                },
                tokens: metrics.compactMap { metric in
                    if case .tokens(let fields) = metric.aggregation { fields } else { nil }
                },
                // A level that one metric lets fall, and another adds up, may not: sums cannot.
                signed: Set(metrics.filter(\.allowsNegative).compactMap(\.field))
                    .subtracting(metrics.filter { !$0.allowsNegative }.compactMap(\.field)),
                operations: Set(
                    metrics.compactMap { metric in
                        if case .uniqueCount(_, let operation, _) = metric.aggregation {
                            operation
                        } else {
                            nil
                        }
                    }))
        }
    }

    /// The measures of an event by slot, checked.
    func measures(of event: UsageEvent, _ shape: EventShape) throws(UsageReject) -> [DatabaseValue]?
    {
        if shape.slots.isEmpty { return nil }
        var numbers: [String: Exact] = [:]
        var values = [DatabaseValue](repeating: .null, count: EventShape.slotCount)
        for (field, slot) in shape.slots {
            let value = event.properties[field.name]
            if field.isText {
                values[slot - 1] = try text(value, field.name).databaseValue
            } else if let number = try UsageEvent.number(value, field.name) {
                try check(number, field.name)
                numbers[field.name] = number
                values[slot - 1] = number.databaseValue
            }
        }
        if needsPrice, numbers[EventShape.unitPrice] == nil {
            throw UsageReject(
                .missingField, EventShape.unitPrice, found: nil,
                allowed: "the price of one unit: the charge takes it from the event")
        }
        for fields in tokens { try EventRule.check(fields, numbers) }
        return values
    }

    /// A quantity or property below zero is taken only where a metric says that a level may fall.
    func check(_ number: Exact, _ field: String) throws(UsageReject) {
        if number.isNegative, !signed.contains(field) {
            throw UsageReject(
                .negativeQuantity, field, found: number.description, allowed: "0 or more")
        }
    }

    /// A value that is told apart from others; nil where the event has none.
    private func text(_ value: JSONValue?, _ name: String) throws(UsageReject) -> String? {
        let text = try EventRule.dimension(value, name).string
        if let text, operations.contains(name), text != "add", text != "remove" {
            throw UsageReject(.malformed, name, found: text, allowed: "add or remove")
        }
        return text
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
        // Both are part of the output; more of them would make the rest of it negative.
        var inside = Exact.zero
        for name in [fields.reasoning, fields.imageOutput] {
            guard let name, let number = numbers[name] else { continue }
            inside = (try? inside.plus(number)) ?? inside
        }
        if let output = numbers[fields.output], inside > output {
            throw UsageReject(
                .negativeClass, fields.output, found: output.description,
                allowed: "at least the \(inside) reasoning and image tokens, which are part of it")
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
                .negativeClass, fields.input, found: input.description,
                allowed: "at least the \(cached) cached tokens, which the metric says it includes")
        }
    }

    /// A dimension's value as it is interned: a text, or null where the event has none.
    static func dimension(_ value: JSONValue?, _ name: String) throws(UsageReject) -> JSONValue {
        switch value {
        case nil, .null?: return .null
        case .string(let text)?: return .string(text)
        // 1 and 1.0 are one number, and so one value.
        case .number(let text)?: return .string(Exact(text)?.description ?? text)
        case .bool(let value)?: return .string(value ? "true" : "false")
        case let value?:
            throw UsageReject(
                .malformed, name, found: value.compact, allowed: "a text for a dimension")
        }
    }
}

extension BillableMetric {
    /// The property whose values it reads; nil for a count, and for tokens, which read several.
    var field: String? {
        switch aggregation {
        case .count, .tokens: nil
        case .sum(let field), .max(let field), .latest(let field, _),
            .uniqueCount(let field, _, _), .weightedSum(let field, _, _):
            field
        }
    }

    /// Whether what it reads is a number that must be there.
    var readsNumber: Bool {
        switch aggregation {
        case .sum, .max, .latest, .weightedSum: true
        case .count, .uniqueCount, .tokens: false
        }
    }
}
