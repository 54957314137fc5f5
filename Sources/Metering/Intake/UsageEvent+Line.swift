import Catalog
import Money
import Store
public import Time

extension UsageEvent {
    /// Reads one JSON object.
    ///
    /// `id` or `idempotency_key`, `customer_id` or `customer`, `metric`, `quantity` (a string or a
    /// number, read as a decimal), `timestamp`, and properties in `dimensions`, `properties` and
    /// `meta`. Without a timestamp the event happened at `now`; without an id its content is the key.
    ///
    /// - Throws: `UsageReject` with field, value and what was allowed.
    public init(line: ArraySlice<UInt8>, now: Instant, zone: Zone? = nil) throws(UsageReject) {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: line)
        } catch {
            throw UsageReject(
                .malformed, nil, found: "byte \(error.offset): \(error.problem)",
                allowed: "one JSON object a line")
        }
        guard let members = document.members else {
            throw UsageReject(
                .malformed, nil, found: document.kind, allowed: "one JSON object a line")
        }
        for member in members where !UsageEvent.fields.contains(member.key) {
            throw UsageReject(
                .malformed, member.key, found: member.value.compact,
                allowed: "the fields " + UsageEvent.fields.sorted().joined(separator: ", "))
        }
        customer = Code(try UsageEvent.text(document, "customer_id", or: "customer"))
        name = try UsageEvent.text(document, "metric", or: nil)
        quantity = try UsageEvent.number(document["quantity"], "quantity")
        occurredAt = try UsageEvent.time(document["timestamp"], now: now, zone: zone)
        properties = try UsageEvent.properties(document)
        let key = try UsageEvent.optionalText(document, "id", or: "idempotency_key")
        self.key =
            key
            ?? UsageEvent.contentKey(
                customer: customer, name: name, quantity: quantity, at: occurredAt,
                properties: properties)
    }

    static let fields: Set<String> = [
        "id", "idempotency_key", "customer_id", "customer", "metric", "quantity", "timestamp",
        "dimensions", "properties", "meta", EventShape.unitPrice,
    ]

    /// The key of an event that has none of its own: its content.
    private static func contentKey(
        customer: Customer.ID, name: String, quantity: Exact?, at instant: Instant,
        properties: [String: JSONValue]
    ) -> String {
        let content = JSONValue.object([
            .init("customer_id", .string(customer.text)), .init("metric", .string(name)),
            .init("quantity", .optional(quantity?.description)),
            .init("timestamp", .string(instant.description)),
            .init("properties", .object(properties.map { .init($0.key, $0.value) })),
        ])
        return "content-" + content.digest
    }

    private static func optionalText(
        _ document: JSONValue, _ field: String, or alias: String?
    ) throws(UsageReject) -> String? {
        let own = document[field]
        let other = alias.flatMap { document[$0] }
        if let own, let other, own != other {
            throw UsageReject(
                .malformed, alias, found: other.compact, allowed: "the same value as \(field)")
        }
        guard let value = own ?? other, value != .null else { return nil }
        guard let text = value.string, !text.isEmpty, text.utf8.count <= 256 else {
            throw UsageReject(
                .malformed, field, found: value.compact, allowed: "a text of 1 to 256 bytes")
        }
        return text
    }

    private static func text(
        _ document: JSONValue, _ field: String, or alias: String?
    ) throws(UsageReject) -> String {
        guard let text = try optionalText(document, field, or: alias) else {
            throw UsageReject(.missingField, field, found: nil, allowed: "a text")
        }
        return text
    }

    /// A decimal within what a quantity may have; nil where the field is absent or null.
    static func number(_ value: JSONValue?, _ field: String) throws(UsageReject) -> Exact? {
        guard let value, value != .null else { return nil }
        guard let number = value.exact else {
            throw UsageReject(
                .notANumber, field, found: value.compact,
                allowed: "a decimal number such as \"60000\" or 0.25")
        }
        guard (try? Quantity(number)) != nil else {
            throw UsageReject(
                .outOfRange, field, found: value.compact,
                allowed: "up to 18 digits before the point and 12 behind it")
        }
        return number
    }

    private static func time(
        _ value: JSONValue?, now: Instant, zone: Zone?
    ) throws(UsageReject) -> Instant {
        guard let value, value != .null else { return now }
        do {
            guard let text = value.string else { throw TimeError.notAnInstant(value.compact) }
            return try Instant(text, zone: zone)
        } catch {
            throw UsageReject(
                .notATime, "timestamp", found: value.compact,
                allowed:
                    "RFC 3339 with an offset, from 1678 to 2261, such as 2025-06-11T09:41:22+08:00")
        }
    }

    private static func properties(
        _ document: JSONValue
    ) throws(UsageReject) -> [String: JSONValue] {
        var properties: [String: JSONValue] = [:]
        if let price = document[EventShape.unitPrice], price != .null {
            properties[EventShape.unitPrice] = price
        }
        for field in ["dimensions", "properties", "meta"] {
            guard let value = document[field], value != .null else { continue }
            guard let members = value.members else {
                throw UsageReject(.malformed, field, found: value.compact, allowed: "an object")
            }
            for member in members {
                if let known = properties[member.key], known != member.value {
                    throw UsageReject(
                        .malformed, "\(field).\(member.key)", found: member.value.compact,
                        allowed: "one value a property; it is \(known.compact) elsewhere")
                }
                properties[member.key] = member.value
            }
        }
        return properties
    }
}
