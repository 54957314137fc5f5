public import GRDB
import Store
public import Time

/// A merchant's catalog as it stood at an instant.
public struct MerchantCatalog: Sendable {
    public let merchant: Merchant
    public internal(set) var features: [Feature]
    public internal(set) var metrics: [BillableMetric]
    public internal(set) var plans: [Plan]
    public internal(set) var addOns: [AddOn]
    public internal(set) var coupons: [Coupon]
    /// By id.
    public internal(set) var customers: [Customer]
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
    /// - Parameter version: leaves out what was applied after that version.
    /// - Throws: `CatalogError.unknownMerchant` when nothing is in force by then.
    public init(
        _ db: Database, _ id: Merchant.ID, at instant: Instant, orFirstBefore end: Instant? = nil,
        knowing version: Int64? = nil
    ) throws {
        try self.init(db, id, at: instant, orFirstBefore: end, knowing: version, only: nil)
    }

    /// - Parameter kinds: what alone is read, the merchant among it; nil for all.
    init(
        _ db: Database, _ id: Merchant.ID, at instant: Instant, orFirstBefore end: Instant? = nil,
        knowing version: Int64? = nil, only kinds: Set<CatalogObject.Kind>?
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
                    WHERE merchant.code = :merchant AND versionId <= :version
                    AND (effectiveFrom <= :at OR effectiveFrom < :end))
                WHERE place = 1 ORDER BY kind, code
                """,
            arguments: [
                "merchant": id.text, "at": instant.column, "end": end?.column,
                "version": version ?? .max,
            ])
        var merchant: Merchant?
        var features: [Feature] = []
        var metrics: [BillableMetric] = []
        var plans: [Plan] = []
        var addOns: [AddOn] = []
        var coupons: [Coupon] = []
        var customers: [Customer] = []
        var version: Int64 = 0
        for row in rows {
            let name: String = row[0]
            guard let kind = CatalogObject.Kind(rawValue: name) else {
                preconditionFailure("a catalog revision of kind \(name)")
            }
            if let kinds, !kinds.contains(kind) { continue }
            let node = CatalogNode(try JSONValue(parsing: row[2] as String), key: name)
            version = max(version, row[3])
            switch kind {
            case .merchant: merchant = try Merchant(node)
            case .metric: metrics.append(try BillableMetric(node))
            case .feature: features.append(try Feature(node))
            case .plan: plans.append(try Plan(node))
            case .addOn: addOns.append(try AddOn(node))
            case .coupon: coupons.append(try Coupon(node))
            case .customer: customers.append(try Customer(node))
            }
        }
        guard let merchant else { throw CatalogError.unknownMerchant(id.text) }
        self.merchant = merchant
        self.features = features
        self.metrics = metrics
        self.plans = plans
        self.addOns = addOns
        self.coupons = coupons
        self.customers = customers
        self.version = version
    }

    /// The catalogs of some days, each with the instant it begins to hold: one, or one more for
    /// every day after the first on which anything but the merchant changes.
    ///
    /// - Throws: `CatalogError.changeInsideMonth` where a subscription would begin on another day, and
    ///   not as one that had ended: what was billed by days would have been others.
    public static func inForce(
        _ db: Database, _ merchant: Merchant.ID, in days: DaySpan, zone: Zone,
        knowing version: Int64? = nil
    ) throws -> [(from: Instant, catalog: MerchantCatalog)] {
        let (start, end) = (zone.start(of: days.from), zone.start(of: days.to))
        let cuts = try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT effectiveFrom FROM catalogRevision
                JOIN merchant ON merchant.id = merchantId
                WHERE merchant.code = ? AND kind <> 'merchant'
                AND effectiveFrom > ? AND effectiveFrom < ? AND versionId <= ?
                ORDER BY effectiveFrom
                """,
            arguments: [merchant.text, start.column, end.column, version ?? .max]
        ).map { try Instant($0) }
        let catalogs = try ([start] + cuts).map { from in
            (
                from: from,
                catalog: try MerchantCatalog(
                    db, merchant, at: from, orFirstBefore: end, knowing: version)
            )
        }
        for (before, after) in zip(catalogs, catalogs.dropFirst()) {
            for customer in after.catalog.customers {
                if let old = before.catalog.customer(customer.id), old.since != customer.since,
                    old.until.map({ $0 > customer.since }) ?? true
                {
                    throw CatalogError.changeInsideMonth(
                        merchant, zone.day(of: after.from).month,
                        what: "the first day of customer \(customer.id)")
                }
            }
        }
        return catalogs
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
