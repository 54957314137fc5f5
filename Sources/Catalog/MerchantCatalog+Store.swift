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
    /// - Parameter end: given, what begins only later, and before `end`, is there from the first:
    ///   the first version of a thing changes nothing that came before it.
    /// - Throws: `CatalogError.unknownMerchant` when nothing is in force by then.
    public init(
        _ db: Database, _ id: Merchant.ID, at instant: Instant, orFirstBefore end: Instant? = nil
    ) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT kind, code, document, versionId FROM (
                    SELECT kind, revision.code, document, versionId, row_number() OVER (
                        PARTITION BY kind, revision.code
                        ORDER BY effectiveFrom <= :at DESC,
                            CASE WHEN effectiveFrom <= :at THEN effectiveFrom END DESC,
                            CASE WHEN effectiveFrom > :at THEN effectiveFrom END,
                            revision.id DESC) AS place
                    FROM catalogRevision AS revision
                    JOIN merchant ON merchant.id = merchantId
                    WHERE merchant.code = :merchant
                    AND (effectiveFrom <= :at OR effectiveFrom < :end))
                WHERE place = 1 ORDER BY kind, code
                """,
            arguments: ["merchant": id.text, "at": instant.column, "end": end?.column])
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

    /// The catalogs of a month, each with the instant it begins to hold: one, or one more for every
    /// day inside the month on which a metric, a plan or a customer changes.
    ///
    /// - Throws: `CatalogError.changeInsideMonth` where a base fee or a customer's plan changes:
    ///   what was billed in advance is not billed again by days.
    public static func inForce(
        _ db: Database, _ merchant: Merchant.ID, in month: Month, zone: Zone
    ) throws -> [(from: Instant, catalog: MerchantCatalog)] {
        let (start, end) = (zone.start(of: month), zone.end(of: month))
        let cuts = try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT effectiveFrom FROM catalogRevision
                JOIN merchant ON merchant.id = merchantId
                WHERE merchant.code = ? AND kind <> 'merchant'
                AND effectiveFrom > ? AND effectiveFrom < ? ORDER BY effectiveFrom
                """,
            arguments: [merchant.text, start.column, end.column]
        ).map { try Instant($0) }
        let catalogs = try ([start] + cuts).map { from in
            (from: from, catalog: try MerchantCatalog(db, merchant, at: from, orFirstBefore: end))
        }
        for (before, after) in zip(catalogs, catalogs.dropFirst()) {
            try after.catalog.refuseChange(from: before.catalog, inside: month)
        }
        return catalogs
    }

    private func refuseChange(from before: MerchantCatalog, inside month: Month) throws {
        func refuse(_ what: String) -> CatalogError {
            .changeInsideMonth(merchant.id, month, what: what)
        }
        for customer in customers {
            guard let old = before.customer(customer.id) else { continue }
            if old.plan != customer.plan || old.since != customer.since {
                throw refuse("the plan of customer \(customer.id)")
            }
        }
        for plan in plans {
            guard let old = before.plans.first(where: { $0.code == plan.code }) else { continue }
            if old.baseFee != plan.baseFee || old.interval != plan.interval {
                throw refuse("the base fee of plan \(plan.code)")
            }
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
