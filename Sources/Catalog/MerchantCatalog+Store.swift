public import GRDB
import Store
public import Time

/// A merchant's catalog as it stood at an instant.
public struct MerchantCatalog: Sendable {
    public let merchant: Merchant
    public let metrics: [BillableMetric]
    public let plans: [Plan]
    /// By id.
    public let customers: [Customer]
    /// The highest version any of it comes from.
    public let version: Int64

    public func metric(_ code: BillableMetric.ID) -> BillableMetric {
        guard let metric = metrics.first(where: { $0.code == code }) else {
            preconditionFailure("the catalog of \(merchant.id) was applied without \(code)")
        }
        return metric
    }

    public func plan(_ code: Plan.ID) -> Plan {
        guard let plan = plans.first(where: { $0.code == code }) else {
            preconditionFailure("the catalog of \(merchant.id) was applied without \(code)")
        }
        return plan
    }

    public func customer(_ id: Customer.ID) -> Customer? { customers.first { $0.id == id } }

    /// Ids of all merchants, in order.
    public static func merchants(_ db: Database) throws -> [Merchant.ID] {
        try String.fetchAll(db, sql: "SELECT code FROM merchant ORDER BY code").map { Code($0) }
    }

    /// What is in force at `instant`.
    ///
    /// - Throws: `CatalogError.unknownMerchant` when nothing is in force by then.
    public init(_ db: Database, _ id: Merchant.ID, at instant: Instant) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT kind, code, document, versionId FROM (
                    SELECT kind, revision.code, document, versionId, row_number() OVER (
                        PARTITION BY kind, revision.code
                        ORDER BY effectiveFrom DESC, revision.id DESC) AS place
                    FROM catalogRevision AS revision
                    JOIN merchant ON merchant.id = merchantId
                    WHERE merchant.code = ? AND effectiveFrom <= ?)
                WHERE place = 1 ORDER BY kind, code
                """,
            arguments: [id.text, instant.column])
        var merchant: Merchant?
        var metrics: [BillableMetric] = []
        var plans: [Plan] = []
        var customers: [Customer] = []
        var version: Int64 = 0
        for row in rows {
            let kind: String = row[0]
            let node = CatalogNode(try JSONValue(parsing: row[2] as String), key: kind)
            version = max(version, row[3])
            switch kind {
            case "merchant": merchant = try Merchant(node)
            case "metric": metrics.append(try BillableMetric(node))
            case "plan": plans.append(try Plan(node))
            case "customer": customers.append(try Customer(node))
            default: preconditionFailure("a catalog revision of kind \(kind)")
            }
        }
        guard let merchant else { throw CatalogError.unknownMerchant(id.text) }
        self.merchant = merchant
        self.metrics = metrics
        self.plans = plans
        self.customers = customers
        self.version = version
    }

    /// Refuses a month inside which a price or plan changes. What is there for the first time, such
    /// as a new customer, changes nothing that was billed before it.
    ///
    /// - Throws: `CatalogError.changeInsideMonth`.
    public func refuseChange(_ db: Database, inside month: Month) throws {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT kind, revision.code FROM catalogRevision AS revision
                JOIN merchant ON merchant.id = merchantId
                WHERE merchant.code = ? AND kind IN ('metric', 'plan', 'customer')
                AND effectiveFrom > ? AND effectiveFrom < ?
                AND EXISTS (SELECT 1 FROM catalogRevision AS earlier
                    WHERE earlier.merchantId = revision.merchantId
                    AND earlier.kind = revision.kind AND earlier.code = revision.code
                    AND earlier.effectiveFrom < revision.effectiveFrom)
                ORDER BY effectiveFrom, revision.id
                """,
            arguments: [
                merchant.id.text, merchant.zone.start(of: month).column,
                merchant.zone.end(of: month).column,
            ])
        if let row {
            throw CatalogError.changeInsideMonth(
                merchant.id, month, what: "\(row[0] as String) \(row[1] as String)")
        }
    }

    /// The merchant a customer belongs to.
    ///
    /// - Throws: `CatalogError.unknownCustomer`.
    public static func merchant(_ db: Database, of customer: Customer.ID) throws -> Merchant.ID {
        let code = try String.fetchOne(
            db,
            sql: """
                SELECT merchant.code FROM customer JOIN merchant ON merchant.id = merchantId
                WHERE customer.code = ?
                """,
            arguments: [customer.text])
        guard let code else { throw CatalogError.unknownCustomer(customer.text) }
        return Code(code)
    }
}
