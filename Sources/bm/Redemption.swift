import Catalog
import Credits
import GRDB
import Money
import Time

/// One redemption of a code: what the customer got.
struct Redemption {
    let code: RedemptionCode
    let customer: Customer.ID
    let gift: Gift
    /// False where the same redemption was made before; nothing was changed then.
    let isNew: Bool

    enum Gift {
        case grant(CreditGrant.ID)
        /// The plan, its first day and the first day of the one before it again.
        case plan(Plan.ID, from: Day, until: Day?)
        /// Of a plan code redeemed before.
        case known
    }

    /// Redeems a code for a customer.
    ///
    /// Balance becomes a promotional grant from now on, for the code's days. A plan begins today; after
    /// the code's days the plan comes back that the customer would have had then.
    ///
    /// - Parameter reference: the redemption's own id: with the same one it is made once.
    /// - Throws: `CreditsError`, `CatalogError`. Nothing is kept then.
    init(
        _ db: Database, _ text: String, for customer: Customer.ID, reference: String?,
        at instant: Instant
    ) throws {
        let stored = try RedemptionCode.fetch(db, text)
        let code = stored.code
        let merchant = try MerchantCatalog.merchant(db, of: customer)
        self.code = code
        self.customer = customer
        try CreditBooks.refuseUnbilled(Merchant(db, merchant, at: instant))
        if let reference,
            let known = stored.events.first(where: { $0.reference == reference })
        {
            guard known.customer == customer else {
                throw CreditsError.differs(
                    reference, what: "customer", found: customer.text,
                    known: known.customer?.text ?? "none")
            }
            gift = known.grant.map { .grant($0) } ?? .known
            isNew = false
            return
        }
        if let refusal = code.refusal(for: customer, of: merchant, stored.events, at: instant) {
            throw CreditsError.notRedeemable(code.text, customer, refusal)
        }
        isNew = true
        switch code.gives {
        case .balance(let amount, let unit):
            let grant = try Redemption.grant(db, stored, amount, unit, customer, at: instant)
            gift = .grant(grant)
            try RedemptionCode.Event.insert(
                db, code: stored.id, .redeemed, customer: customer, grant: grant,
                reference: reference, at: instant)
        case .plan(let plan):
            let (from, until, version) = try Redemption.move(
                db, code, to: plan, customer, at: instant)
            gift = .plan(plan, from: from, until: until)
            try RedemptionCode.Event.insert(
                db, code: stored.id, .redeemed, customer: customer, catalogVersion: version,
                reference: reference, at: instant)
        }
    }

    private static func grant(
        _ db: Database, _ stored: StoredCode, _ amount: Exact, _ unit: CreditUnit,
        _ customer: Customer.ID, at instant: Instant
    ) throws -> CreditGrant.ID {
        let code = stored.code
        let made = try CreditBooks.grant(
            db,
            CreditBooks.Request(
                id: CreditGrant.ID("\(code.text):\(stored.redemptions + 1)"), customer: customer,
                kind: .promotional, amount: amount, unit: unit.name,
                worth: unit.isCurrency ? nil : unit.worth.exact,
                expiresAt: code.days.map { instant.advanced(bySeconds: Int64($0) * 86_400) },
                reason: "code \(code.text)", by: "code"), at: instant)
        return made.balance.grant.id
    }

    private static func move(
        _ db: Database, _ code: RedemptionCode, to plan: Plan.ID, _ customer: Customer.ID,
        at instant: Instant
    ) throws -> (from: Day, until: Day?, version: Int64) {
        let zone = try Merchant(db, code.merchant, at: instant).zone
        func planned(_ day: Day) throws -> Plan.ID {
            let catalog = try MerchantCatalog(db, code.merchant, at: zone.start(of: day))
            guard let entry = catalog.customer(customer) else {
                throw CatalogError.unknownCustomer(customer.text)
            }
            return entry.plan
        }
        let from = zone.day(of: instant)
        let until = code.days.map { from.advanced(by: $0) }
        let after = try until.map(planned)
        let change = try CatalogFile.move(
            db, customer, to: plan, from: from, sourceName: "code \(code.text)", at: instant)
        guard let version = change.version else {
            throw CreditsError.notRedeemable(code.text, customer, .samePlan(plan))
        }
        if let until, let after {
            _ = try CatalogFile.move(
                db, customer, to: after, from: until, sourceName: "code \(code.text) ends",
                at: instant)
        }
        return (from, until, version)
    }
}
