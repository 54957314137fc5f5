import Catalog
public import GRDB
public import Money
import Store
import Time

/// An event in the ledger's own numbers, ready to be stored.
struct ReadyEvent {
    let merchantRow: Int64
    let key: String
    let hash: Int64
    let series: Int64
    let occurredAt: Instant
    /// Whole numbers as integers, others as decimal text; 1 where the line gives none.
    let quantity: DatabaseValue
    /// By slot; nil without measures.
    let measures: [DatabaseValue]?
    /// Canonical JSON of what is not a dimension, or nil.
    let properties: String?
    let isLate: Bool
}

/// What intake remembers while it works: customers, shapes, interned series, running numbers.
///
/// Everything in it can be read back from the ledger; it only spares the look-ups.
struct EventIndex {
    struct Owner {
        let customerRow: Int64
        let merchantRow: Int64
        let merchant: Merchant.ID
    }

    /// What a merchant's catalog says of its events.
    struct Desk {
        let zone: Zone
        let shapes: [String: EventShape]
        let rules: [String: EventRule]
        let lastClosed: Month?
        /// When each customer's subscription begins.
        let starts: [Customer.ID: Instant]

        /// Whether the month of the instant, or one after it, has been billed.
        func isClosed(_ instant: Instant) -> Bool {
            lastClosed.map { zone.day(of: instant).month <= $0 } ?? false
        }
    }

    let db: Database
    private let now: Instant
    private var owners: [ExactText: Owner?] = [:]
    private var desks: [Merchant.ID: Desk?] = [:]
    private var dimensionSets: [ExactText: Int64] = [:]
    private var seriesNumbers: [SeriesKey: Int64] = [:]
    private(set) var usual: UsualEvents
    /// Finds and writes what was resolved.
    var writer: EventWriter

    /// A text by its bytes, as SQLite compares it. Swift holds “é” as one scalar and as two for
    /// equal, so a look-up by `String` would depend on which of them came first.
    private struct ExactText: Hashable {
        let text: String

        static func == (a: ExactText, b: ExactText) -> Bool {
            a.text.utf8.elementsEqual(b.text.utf8)
        }

        func hash(into hasher: inout Hasher) {
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    private struct SeriesKey: Hashable {
        let customer: Int64
        let eventName: Int64
        let dimensionSet: Int64
    }

    /// - Parameter edition: another one for each index of a run.
    init(_ db: Database, now: Instant, edition: Int = 0) throws {
        self.db = db
        self.now = now
        usual = UsualEvents(edition: edition)
        writer = try EventWriter(db)
    }

    // MARK: - Resolving

    /// The event in the ledger's numbers.
    ///
    /// - Parameter learning: whether its line was offered to `usual(_:_:)` just before, which then knows its
    ///   like.
    /// - Throws: `UsageReject` where it cannot be taken.
    mutating func resolve(_ event: UsageEvent, learning: Bool = false) throws -> ReadyEvent {
        let read = try read(event)
        let series = try number(
            ofSeries: read.owner.customerRow, read.eventNameID, .object(read.dimensions))
        if learning, let desk = try desk(read.owner.merchant) {
            usual.learn(event.customer, read.owner, desk)
            usual.learn(series: series)
        }
        return ReadyEvent(
            merchantRow: read.owner.merchantRow, key: event.key,
            hash: KeyIndex.hash(read.owner.merchantRow, event.key),
            series: series, occurredAt: event.occurredAt,
            quantity: (event.quantity ?? .one).databaseValue, measures: read.measures,
            properties: read.rest.isEmpty ? nil : JSONValue.object(read.rest).canonical,
            isLate: read.isLate)
    }

    /// Why the event cannot be taken, by the catalog as it is; nil where it can. Writes nothing.
    mutating func look(_ event: UsageEvent) throws -> UsageReject? {
        do {
            _ = try read(event)
            return nil
        } catch let reject as UsageReject {
            return reject
        }
    }

    /// What the catalog reads of an event.
    private struct Reading {
        let owner: Owner
        let eventNameID: Int64
        let measures: [DatabaseValue]?
        let dimensions: [JSONValue.Member]
        let rest: [JSONValue.Member]
        let isLate: Bool
    }

    private mutating func read(_ event: UsageEvent) throws -> Reading {
        guard let owner = try owner(event.customer) else {
            throw UsageReject(
                .unknownCustomer, "customer_id", found: event.customer.text,
                allowed: "a customer of the catalog")
        }
        guard let desk = try desk(owner.merchant) else {
            throw UsageReject(
                .noPlan, "customer_id", found: event.customer.text,
                allowed: "a customer whose catalog is in force by \(now)")
        }
        guard let start = desk.starts[event.customer], event.occurredAt >= start else {
            throw UsageReject(
                .noPlan, "timestamp", found: event.occurredAt.description,
                allowed: desk.starts[event.customer].map { "\($0) or later, when its plan begins" }
                    ?? "a customer whose catalog is in force by \(now)")
        }
        guard let shape = desk.shapes[event.name], let rule = desk.rules[event.name] else {
            throw UsageReject(
                .unknownMetric, "metric", found: event.name,
                allowed: "one of " + desk.shapes.keys.sorted().joined(separator: ", "))
        }
        if event.quantity == nil, rule.readsQuantity {
            throw UsageReject(.missingField, "quantity", found: nil, allowed: "a decimal number")
        }
        if let quantity = event.quantity {
            try rule.check(quantity, BillableMetric.quantityField)
        }
        let measures = try rule.measures(of: event, shape)
        var dimensions: [JSONValue.Member] = []
        for name in shape.dimensions {
            dimensions.append(.init(name, try EventRule.dimension(event.properties[name], name)))
        }
        var rest = event.properties.filter { !shape.dimensions.contains($0.key) }
        // A table has texts where an object has numbers. What a metric reads as a number is one, so
        // that the same event is the same by either way.
        for field in shape.slots.keys where !field.isText {
            if let number = rest[field.name]?.exact {
                rest[field.name] = .number(number.description)
            }
        }
        return Reading(
            owner: owner, eventNameID: shape.eventNameID, measures: measures,
            dimensions: dimensions, rest: rest.map { JSONValue.Member($0.key, $0.value) },
            isLate: desk.isClosed(event.occurredAt))
    }

    /// Resolves a line of the usual shape in one go; nil where it has to go the way of all lines.
    mutating func usual(
        _ scan: EventLineScan, _ line: UnsafeBufferPointer<UInt8>
    ) -> UsualEvents.Ready? {
        usual.resolve(scan, line) ? usual.ready : nil
    }

    private mutating func owner(_ customer: Customer.ID) throws -> Owner? {
        let key = ExactText(text: customer.text)
        if let known = owners[key] { return known }
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT customer.id, merchant.id, merchant.code FROM customer
                JOIN merchant ON merchant.id = merchantId WHERE customer.code = ?
                """,
            arguments: [customer.text])
        let owner = row.map { Owner(customerRow: $0[0], merchantRow: $0[1], merchant: Code($0[2])) }
        owners[key] = .some(owner)
        return owner
    }

    /// Nil while the merchant's first catalog is not yet in force.
    private mutating func desk(_ merchant: Merchant.ID) throws -> Desk? {
        if let known = desks[merchant] { return known }
        let catalog: MerchantCatalog
        do {
            catalog = try MerchantCatalog(db, merchant, at: now)
        } catch CatalogError.unknownMerchant {
            desks[merchant] = .some(nil)
            return nil
        }
        let desk = Desk(
            zone: catalog.merchant.zone, shapes: try EventShape.all(db, merchant: merchant),
            rules: EventRule.all(catalog),
            lastClosed: try CloseMark.lastMonth(db, merchant),
            starts: Dictionary(
                uniqueKeysWithValues: catalog.customers.map {
                    ($0.id, catalog.merchant.zone.start(of: $0.since))
                }))
        desks[merchant] = .some(desk)
        return desk
    }

    private mutating func number(
        ofSeries customer: Int64, _ eventName: Int64, _ dimensions: JSONValue
    ) throws -> Int64 {
        let document = dimensions.canonical
        let exactDocument = ExactText(text: document)
        let set: Int64
        if let known = dimensionSets[exactDocument] {
            set = known
        } else {
            try db.cachedStatement(
                sql: "INSERT INTO dimensionSet (document) VALUES (?) ON CONFLICT DO NOTHING"
            ).execute(arguments: [document])
            set = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT id FROM dimensionSet WHERE document = ?"),
                arguments: [document])!
            dimensionSets[exactDocument] = set
        }
        let key = SeriesKey(customer: customer, eventName: eventName, dimensionSet: set)
        if let known = seriesNumbers[key] { return known }
        let arguments: StatementArguments = [customer, eventName, set]
        let find = try db.cachedStatement(
            sql: """
                SELECT id FROM usageSeries
                WHERE customerId = ? AND eventNameId = ? AND dimensionSetId = ?
                """)
        let number: Int64
        if let known = try Int64.fetchOne(find, arguments: arguments) {
            number = known
        } else {
            try db.cachedStatement(
                sql: """
                    INSERT INTO usageSeries (customerId, eventNameId, dimensionSetId)
                    VALUES (?, ?, ?)
                    """
            ).execute(arguments: arguments)
            number = db.lastInsertedRowID
        }
        seriesNumbers[key] = number
        return number
    }

    // MARK: - Storing

    /// The sequence of the event that has this one's key; nil where none has.
    mutating func sequence(of event: UsageEvent) throws -> Int64? {
        guard let owner = try owner(event.customer) else { return nil }
        return try writer.sequence(of: event.key, merchant: owner.merchantRow)
    }

    /// Stores an event whose key is new.
    ///
    /// - Returns: its sequence.
    mutating func insert(_ event: ReadyEvent, batch: Int64) throws -> Int64 {
        var (key, properties) = (event.key, event.properties ?? "")
        return try key.withUTF8 { key in
            try properties.withUTF8 { properties in
                try writer.add(
                    event.merchantRow, key: key, hash: event.hash, series: event.series,
                    occurredAt: event.occurredAt.nanoseconds, quantity: event.quantity,
                    measures: event.measures?[...] ?? EventIndex.noMeasures,
                    properties: properties, batch: batch)
            }
        }
    }

    private static let noMeasures = ArraySlice(
        repeating: DatabaseValue.null, count: EventShape.slotCount)
}

extension Exact {
    /// Whole numbers that fit as INTEGER, everything else as decimal TEXT.
    var databaseValue: DatabaseValue {
        if isWhole, let integer = Int64(exactly: coefficient) { return integer.databaseValue }
        return description.databaseValue
    }

    /// A number as a column holds it; nil where it holds none.
    public init?(_ value: DatabaseValue) {
        switch value.storage {
        case .int64(let integer): self.init(integer)
        case .string(let text): self.init(text)
        default: return nil
        }
    }
}
