public import Catalog
public import GRDB
import Money
public import Store
public import Time

extension CreditGrant {
    /// Keeps the grant. It pays for nothing until it is active.
    ///
    /// - Throws: `CreditsError.differs` where its id is taken.
    public func insert(_ db: Database) throws {
        if try CreditBalance.fetch(db, id) != nil {
            throw CreditsError.differs(id.text, what: "grant", found: "a new one", known: "one")
        }
        try db.execute(
            sql: """
                INSERT INTO creditGrant (code, customerId, kind, unit, amount, currency, rate, scope,
                    priority, effectiveAt, expiresAt, reason, grantedBy, grantedAt, invoiceId, costFen)
                SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM customer WHERE code = ?
                """,
            arguments: [
                id.text, kind.rawValue, unit.name, amount.description, unit.currency.code,
                unit.worth.exact.description, scope.json.canonical, priority, effectiveAt.column,
                expiresAt?.column, reason, grantedBy, grantedAt.column, sale?.invoice,
                sale?.cost.minorUnits, customer.text,
            ])
        precondition(db.changesCount == 1, "\(id): there is no customer \(customer)")
    }

    /// Keeps a grant that lives as soon as it is effective, because it is given.
    ///
    /// - Throws: as `insert`.
    public func give(_ db: Database, at now: Instant) throws {
        try insert(db)
        try activate(db, .given, from: effectiveAt, at: now)
    }

    /// Why a grant begins to live.
    public enum Activation: String, Sendable {
        case given
        case onAccount = "on_account"
        case paid
    }

    /// Lets the grant live from `instant` on, and not before it is effective. A grant begins once.
    public func activate(
        _ db: Database, _ why: Activation, from instant: Instant, at now: Instant
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO creditActivation (grantId, liveFrom, activatedAt, reason)
                SELECT id, ?, ?, ? FROM creditGrant WHERE code = ?
                """,
            arguments: [max(instant, effectiveAt).column, now.column, why.rawValue, id.text])
    }

    /// The id of a customer's next grant that is given none: `cus_1-credit-3`.
    public static func nextID(_ db: Database, of customer: Customer.ID) throws -> ID {
        var number = try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM creditGrant JOIN customer ON customer.id = customerId
                WHERE customer.code = ?
                """,
            arguments: [customer.text])!
        while true {
            number += 1
            let id = ID("\(customer)-credit-\(number)")
            if try CreditBalance.fetch(db, id) == nil { return id }
        }
    }

    init(row: Row) throws {
        let currency = try Currency(code: row["currency"])
        let name: String = row["unit"]
        let cost: Int64? = row["costFen"]
        let scope = try JSONFields(JSONValue(parsing: row["scope"] as String))
        try self.init(
            id: ID(row["code"]), customer: Customer.ID(row["customerCode"]),
            kind: Kind(rawValue: row["kind"])!,
            unit: name == currency.code
                ? CreditUnit(currency)
                : CreditUnit(name, worth: UnitPrice(row["rate"] as String, currency)),
            amount: try Exact(parsing: row["amount"] as String),
            scope: Scope(
                metrics: scope.codes("metrics").map { Code($0) },
                charges: scope.codes("charges").map { Code($0) }),
            priority: row["priority"], effectiveAt: try Instant(row["effectiveAt"] as String),
            expiresAt: try (row["expiresAt"] as String?).map { try Instant($0) },
            reason: row["reason"], grantedBy: row["grantedBy"],
            grantedAt: try Instant(row["grantedAt"] as String),
            sale: cost.map { Sale(invoice: row["invoiceId"], cost: Amount(minorUnits: $0, .cny)) })
    }
}

extension CreditGrant.Scope {
    /// `{"charges":[],"metrics":["tokens"]}`
    public var json: JSONValue {
        .object([
            .init("metrics", .array(metrics.map { .string($0.text) })),
            .init("charges", .array(charges.map { .string($0.text) })),
        ])
    }
}

extension JSONFields {
    fileprivate func codes(_ key: String) -> [String] {
        value[key]?.array?.compactMap(\.string) ?? []
    }
}
