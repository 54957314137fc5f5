public import Catalog
public import GRDB
import Money
import Store
public import Time

/// A code in the ledger with all that was done with it.
public struct StoredCode: Sendable, Equatable {
    public let id: Int64
    public let code: RedemptionCode
    public let events: [RedemptionCode.Event]

    public var redemptions: Int { events.filter { $0.kind == .redeemed }.count }
}

extension RedemptionCode {
    /// Keeps a new code.
    ///
    /// - Parameter isDrawn: whether chance made the text, eighty bits of it; then only the same text is
    ///   looked for, and not each that differs by dashes, so that thousands are made in no time.
    /// - Throws: `CreditsError.codeExists`.
    @discardableResult
    public func insert(_ db: Database, isDrawn: Bool = false) throws -> StoredCode {
        let known = try String.fetchOne(
            db,
            sql: "SELECT code FROM redemptionCode WHERE "
                + (isDrawn ? "code = ?" : "replace(code, '-', '') = ?"),
            arguments: [isDrawn ? text : RedemptionCode.bare(text)])
        if let known { throw CreditsError.codeExists(known) }
        try db.execute(
            sql: """
                INSERT INTO redemptionCode (merchantId, code, document, createdAt)
                SELECT id, ?, ?, ? FROM merchant WHERE code = ?
                """,
            arguments: [text, document.canonical, createdAt.column, merchant.text])
        precondition(db.changesCount == 1, "\(text): there is no merchant \(merchant)")
        return StoredCode(id: db.lastInsertedRowID, code: self, events: [])
    }

    /// Codes in the order they were made; every parameter narrows.
    ///
    /// - Parameters:
    ///   - search: stands in the code's text or description, in any case.
    ///   - text: the code, with or without its dashes; one that has the same dashes comes first.
    public static func fetchAll(
        _ db: Database, merchant: Merchant.ID? = nil, search: String? = nil, text: String? = nil
    ) throws -> [StoredCode] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT redemptionCode.*, merchant.code AS merchantCode FROM redemptionCode
                JOIN merchant ON merchant.id = merchantId
                WHERE (merchant.code = :merchant OR :merchant IS NULL)
                AND (replace(redemptionCode.code, '-', '') = :bare OR :bare IS NULL)
                AND (:search IS NULL OR instr(redemptionCode.code, upper(:search)) > 0
                    OR instr(lower(document ->> '$.description'), lower(:search)) > 0)
                ORDER BY redemptionCode.code IS NOT :text, redemptionCode.id
                """,
            arguments: [
                "merchant": merchant?.text, "text": text.map(normal), "bare": text.map(bare),
                "search": search,
            ])
        return try rows.map { row in
            StoredCode(
                id: row["id"], code: try RedemptionCode(row: row),
                events: try Event.fetchAll(db, code: row["id"]))
        }
    }

    /// The code of that text.
    ///
    /// - Throws: `CreditsError.unknownCode`.
    public static func fetch(_ db: Database, _ text: String) throws -> StoredCode {
        guard let code = try fetchAll(db, text: text).first else {
            throw CreditsError.unknownCode(normal(text))
        }
        return code
    }

    private var document: JSONValue {
        var members: [JSONValue.Member] = []
        switch gives {
        case .balance(let amount, let unit):
            members = [
                .init("amount", .exact(amount)), .init("unit", .string(unit.name)),
                .init("currency", .string(unit.currency.code)),
                .init("rate", .exact(unit.worth.exact)),
            ]
        case .plan(let plan): members = [.init("plan", .string(plan.text))]
        }
        return .object(
            members + [
                .init("days", days.map { .int($0) } ?? .null), .init("uses", .int(uses)),
                .init("uses_per_customer", .int(usesPerCustomer)),
                .init("expires_at", .optional(expiresAt?.description)),
                .init("description", .string(description)),
            ])
    }

    private init(row: Row) throws {
        let fields = try JSONFields(JSONValue(parsing: row["document"] as String))
        let gives: Gift
        if let plan = fields.value["plan"]?.string {
            gives = .plan(Plan.ID(plan))
        } else {
            let currency = try Currency(code: try fields.text("currency"))
            let name = try fields.text("unit")
            gives = .balance(
                try fields.exact("amount"),
                name == currency.code
                    ? CreditUnit(currency)
                    : try CreditUnit(name, worth: UnitPrice(try fields.exact("rate"), currency)))
        }
        try self.init(
            merchant: Merchant.ID(row["merchantCode"]), text: row["code"], gives: gives,
            days: fields.value["days"]?.int, uses: fields.int("uses"),
            usesPerCustomer: fields.int("uses_per_customer"),
            expiresAt: fields.value["expires_at"]?.string.map { try Instant($0) },
            description: fields.text("description"),
            createdAt: Instant(row["createdAt"] as String))
    }
}

extension RedemptionCode.Event {
    /// Adds to a code's history.
    public static func insert(
        _ db: Database, code: Int64, _ kind: Kind, customer: Customer.ID? = nil,
        grant: CreditGrant.ID? = nil, catalogVersion: Int64? = nil, reference: String? = nil,
        at instant: Instant
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO redemptionCodeEvent
                    (codeId, kind, customerId, grantId, catalogVersionId, reference, happenedAt)
                VALUES (?, ?, (SELECT id FROM customer WHERE code = ?),
                    (SELECT id FROM creditGrant WHERE code = ?), ?, ?, ?)
                """,
            arguments: [
                code, kind.rawValue, customer?.text, grant?.text, catalogVersion, reference,
                instant.column,
            ])
    }

    static func fetchAll(_ db: Database, code: Int64) throws -> [RedemptionCode.Event] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT redemptionCodeEvent.kind, customer.code, creditGrant.code, reference, happenedAt
                FROM redemptionCodeEvent LEFT JOIN customer ON customer.id = redemptionCodeEvent.customerId
                LEFT JOIN creditGrant ON creditGrant.id = grantId
                WHERE codeId = ? ORDER BY redemptionCodeEvent.id
                """,
            arguments: [code]
        ).map { row in
            RedemptionCode.Event(
                kind: Kind(rawValue: row[0])!, customer: (row[1] as String?).map { Code($0) },
                grant: (row[2] as String?).map { Code($0) }, reference: row[3],
                at: try Instant(row[4] as String))
        }
    }
}
