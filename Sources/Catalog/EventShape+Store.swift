public import GRDB

/// Which properties of an event name the ledger keeps at hand: measures in numbered columns and
/// dimensions in interned sets. Everything else stays in the event's detail.
public struct EventShape: Sendable {
    public let eventNameID: Int64
    /// Slot 1…8 by property.
    public let slots: [BillableMetric.Field: Int]
    /// In key order.
    public let dimensions: [String]

    public static let slotCount = 8
    /// The property that holds the price an event came with.
    public static let unitPrice = "unit_price"

    /// Shapes of all event names of a merchant.
    public static func all(_ db: Database, merchant: Merchant.ID) throws -> [String: EventShape] {
        var shapes: [String: EventShape] = [:]
        let names = try Row.fetchAll(
            db,
            sql: """
                SELECT usageEventName.id, name FROM usageEventName
                JOIN merchant ON merchant.id = merchantId WHERE code = ?
                """,
            arguments: [merchant.text])
        for row in names {
            let id: Int64 = row[0]
            shapes[row[1]] = try EventShape(db, eventNameID: id)
        }
        return shapes
    }

    init(_ db: Database, eventNameID id: Int64) throws {
        eventNameID = id
        let fields = try Row.fetchAll(
            db, sql: "SELECT name, kind, slot FROM usageField WHERE eventNameId = ?",
            arguments: [id])
        slots = Dictionary(
            uniqueKeysWithValues: fields.map {
                (BillableMetric.Field(name: $0[0], isText: $0[1] == "text"), $0[2] as Int)
            })
        dimensions = try String.fetchAll(
            db, sql: "SELECT name FROM usageDimensionKey WHERE eventNameId = ? ORDER BY name",
            arguments: [id])
    }

    /// Records what the metrics and charges of a catalog read.
    static func register(
        _ db: Database, merchant: Int64, metrics: [BillableMetric], plans: [Plan]
    ) throws {
        for metric in metrics {
            let id = try eventName(db, merchant: merchant, metric.event)
            let shape = try EventShape(db, eventNameID: id)
            var slots = shape.slots
            if case .tokens(let fields) = metric.aggregation {
                try refuseOtherThanTokens(db, id, metric.event, fields, slots)
            }
            let read = reads(metric, plans)
            for field in read.fields where slots[field] == nil {
                try refuseIfTaken(db, id, metric.event, property: field.name)
                let slot = slots.count + 1
                guard slot <= slotCount else {
                    throw CatalogError.tooManyFields(
                        event: metric.event,
                        fields: slots.keys.map(\.name).sorted() + [field.name])
                }
                try db.execute(
                    sql:
                        "INSERT INTO usageField (eventNameId, slot, name, kind) VALUES (?, ?, ?, ?)",
                    arguments: [id, slot, field.name, field.isText ? "text" : "number"])
                slots[field] = slot
            }
            for key in read.dimensions where !shape.dimensions.contains(key) {
                try refuseIfTaken(db, id, metric.event, property: key)
                try db.execute(
                    sql: "INSERT INTO usageDimensionKey (eventNameId, name) VALUES (?, ?)",
                    arguments: [id, key])
            }
        }
    }

    /// The properties that a metric and the charges for it read.
    private static func reads(
        _ metric: BillableMetric, _ plans: [Plan]
    ) -> (fields: [BillableMetric.Field], dimensions: [String]) {
        let charges = plans.flatMap(\.charges).filter { $0.metric == metric.code }
        let isDynamic = charges.contains { $0.price == .dynamic }
        return (
            metric.measuredFields + (isDynamic ? [.number(unitPrice)] : []),
            Set(metric.filter.map(\.dimension) + charges.flatMap(\.groupBy)).sorted()
        )
    }

    /// Refuses metrics and charges that would read what the events taken so far were not read for.
    ///
    /// - Throws: `CatalogError.unreadProperty`.
    static func refuseUnread(
        _ db: Database, merchant: Merchant.ID, metrics: [BillableMetric], plans: [Plan]
    ) throws {
        let shapes = try all(db, merchant: merchant)
        for metric in metrics {
            guard let shape = shapes[metric.event] else { continue }
            if case .tokens(let fields) = metric.aggregation {
                try refuseOtherThanTokens(
                    db, shape.eventNameID, metric.event, fields, shape.slots)
            }
            let read = reads(metric, plans)
            let fields = read.fields.filter { shape.slots[$0] == nil }.map(\.name)
            for property in fields + read.dimensions.filter({ !shape.dimensions.contains($0) }) {
                try refuseIfTaken(db, shape.eventNameID, metric.event, property: property)
            }
        }
    }

    private static func eventName(_ db: Database, merchant: Int64, _ name: String) throws -> Int64 {
        let query = "SELECT id FROM usageEventName WHERE merchantId = ? AND name = ?"
        if let id = try Int64.fetchOne(db, sql: query, arguments: [merchant, name]) { return id }
        try db.execute(
            sql: "INSERT INTO usageEventName (merchantId, name) VALUES (?, ?)",
            arguments: [merchant, name])
        return db.lastInsertedRowID
    }

    /// Events taken before a property was read do not have it at hand; billing them as if they did
    /// not have it at all would be wrong without a sound.
    private static func refuseIfTaken(
        _ db: Database, _ eventNameID: Int64, _ event: String, property: String
    ) throws {
        let events = try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM usageEvent JOIN usageSeries ON usageSeries.id = seriesId
                WHERE eventNameId = ?
                """,
            arguments: [eventNameID])!
        if events > 0 {
            throw CatalogError.unreadProperty(event: event, property: property, events: events)
        }
    }

    /// Events taken when their properties were only summed may hold parts of a token, or lack a
    /// class; a metric of tokens cannot read those.
    private static func refuseOtherThanTokens(
        _ db: Database, _ eventNameID: Int64, _ event: String, _ fields: BillableMetric.TokenFields,
        _ slots: [BillableMetric.Field: Int]
    ) throws {
        let known = fields.names.compactMap { name in slots[.number(name)].map { (name, "m\($0)") }
        }
        if known.isEmpty { return }
        let wrong = known.map { name, column in
            let isOptional = name != fields.input && name != fields.output
            return "typeof(\(column)) NOT IN ('integer'\(isOptional ? ", 'null'" : ""))"
        }
        let events = try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM usageEvent
                JOIN usageSeries ON usageSeries.id = seriesId
                WHERE eventNameId = ? AND (\(wrong.joined(separator: " OR ")))
                """,
            arguments: [eventNameID])!
        if events > 0 {
            throw CatalogError.unreadProperty(
                event: event, property: known.map(\.0).joined(separator: ", "), events: events)
        }
    }
}
