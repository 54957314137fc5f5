public import GRDB
import Store
public import Time

/// What one apply did.
public struct CatalogChange: Sendable, Equatable {
    public let merchant: Merchant.ID
    /// The number of the new version; nil where nothing changed and none was made.
    public let version: Int64?
    public let added: Int
    public let changed: Int
    public let unchanged: Int
}

extension CatalogFile {
    /// Adds what differs from the ledger as one new version; what is equal is left alone, so a
    /// second apply of the same file changes nothing.
    ///
    /// - Throws: `CatalogError.customerOfAnother`, `.tooManyFields`, `.unreadProperty`.
    public func apply(
        _ db: Database, sourceName: String, at instant: Instant
    ) throws -> CatalogChange {
        let effectiveFrom = merchant.zone.start(of: effective)
        let merchantRow = try CatalogRows.merchant(db, merchant.id)
        for customer in customers { try CatalogRows.customer(db, customer.id, of: merchant.id) }
        var fresh: [(object: CatalogObject, document: String)] = []
        var added = 0
        for object in objects {
            let document = object.node.json.canonical
            let current = try String.fetchOne(
                db,
                sql: """
                    SELECT document FROM catalogRevision
                    WHERE merchantId = ? AND kind = ? AND code = ? AND effectiveFrom <= ?
                    ORDER BY effectiveFrom DESC, id DESC LIMIT 1
                    """,
                arguments: [merchantRow, object.kind.rawValue, object.code, effectiveFrom.column])
            // By bytes: two spellings of é are one text to Swift, and two to a digest.
            if let current, current.utf8.elementsEqual(document.utf8) { continue }
            if current == nil { added += 1 }
            fresh.append((object, document))
        }
        guard !fresh.isEmpty else {
            return CatalogChange(
                merchant: merchant.id, version: nil, added: 0, changed: 0, unchanged: objects.count)
        }
        let digest = JSONValue.array(objects.map(\.node.json)).digest
        try db.execute(
            sql: """
                INSERT INTO catalogVersion
                    (merchantId, appliedAt, effectiveFrom, sourceName, digest)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [merchantRow, instant.column, effectiveFrom.column, sourceName, digest])
        let version = db.lastInsertedRowID
        for (object, document) in fresh {
            try db.execute(
                sql: """
                    INSERT INTO catalogRevision
                        (versionId, merchantId, kind, code, effectiveFrom, document)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    version, merchantRow, object.kind.rawValue, object.code, effectiveFrom.column,
                    document,
                ])
        }
        try EventShape.register(db, merchant: merchantRow, metrics: metrics, plans: plans)
        // What could not be billed is refused now, and not at the month's close.
        let last = try Instant(
            String.fetchOne(
                db, sql: "SELECT max(effectiveFrom) FROM catalogRevision WHERE merchantId = ?",
                arguments: [merchantRow])!)
        _ = try MerchantCatalog.inForce(
            db, merchant.id,
            in: DaySpan(
                from: effective.advanced(by: -1),
                to: merchant.zone.day(of: last).advanced(by: 1)), zone: merchant.zone)
        return CatalogChange(
            merchant: merchant.id, version: version, added: added, changed: fresh.count - added,
            unchanged: objects.count - fresh.count)
    }
}

/// The rows that give merchants and customers their small numbers.
enum CatalogRows {
    static func merchant(_ db: Database, _ id: Merchant.ID) throws -> Int64 {
        let row = try Row.fetchOne(
            db, sql: "SELECT id, code FROM merchant WHERE code = ? COLLATE NOCASE",
            arguments: [id.text])
        if let row {
            guard row[1] == id.text else {
                throw CatalogError.differsByCase(id.text, known: row[1])
            }
            return row[0]
        }
        try db.execute(sql: "INSERT INTO merchant (code) VALUES (?)", arguments: [id.text])
        return db.lastInsertedRowID
    }

    @discardableResult
    static func customer(
        _ db: Database, _ id: Customer.ID, of merchant: Merchant.ID
    ) throws -> Int64 {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT customer.id, merchant.code, customer.code FROM customer
                JOIN merchant ON merchant.id = customer.merchantId
                WHERE customer.code = ? COLLATE NOCASE
                """,
            arguments: [id.text])
        if let row {
            guard row[2] == id.text else {
                throw CatalogError.differsByCase(id.text, known: row[2])
            }
            let owner = Merchant.ID(row[1])
            guard owner == merchant else {
                throw CatalogError.customerOfAnother(id, owner: owner)
            }
            return row[0]
        }
        try db.execute(
            sql:
                "INSERT INTO customer (merchantId, code) SELECT id, ? FROM merchant WHERE code = ?",
            arguments: [id.text, merchant.text])
        return db.lastInsertedRowID
    }
}
