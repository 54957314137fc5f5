import Catalog
import Credits
import GRDB
import Invoicing
import Money
import Time

extension CreditBooks {
    /// Takes back what is left of a grant, or a part of it; with a reference, once.
    static func void(
        _ db: Database, _ id: CreditGrant.ID, _ amount: Exact?, reference: String?,
        reason: String, at instant: Instant
    ) throws -> CreditBalance {
        guard let balance = try CreditBalance.fetch(db, id) else {
            throw CreditsError.unknownGrant(id)
        }
        if let reference,
            let known = try CreditMovement.fetchAll(
                db, grant: id, kind: .void, reference: reference
            ).first
        {
            if let amount, amount != known.amount.magnitude {
                throw CreditsError.differs(
                    reference, what: "amount", found: "\(amount)",
                    known: "\(known.amount.magnitude)")
            }
            return balance
        }
        if instant < balance.grant.grantedAt {
            throw CreditsError.beforeItIsMade(
                id, madeAt: balance.grant.grantedAt, at: instant)
        }
        let sale = try topUp(db, of: balance.grant)
        let movement = try CreditEnd.void(
            balance, amount, soldBy: sale.map { "\($0.number) --merchant \($0.merchant)" },
            reference: reference, at: instant, reason: reason)
        try record(db, [movement])
        return try CreditBalance.fetch(db, id)!
    }

    /// Sets an amount aside for a customer; with the same id, once.
    static func hold(
        _ db: Database, _ id: String, _ amount: Exact, customer: Customer.ID, reason: String,
        at instant: Instant
    ) throws -> [CreditMovement] {
        let merchant = try MerchantCatalog.merchant(db, of: customer)
        let catalog = try MerchantCatalog(db, merchant, at: instant)
        guard let entry = catalog.customer(customer) else {
            throw CatalogError.unknownCustomer(customer.text)
        }
        let balances = try CreditBalance.fetchAll(db, customer: customer)
        let known = try CreditMovement.fetchAll(db, kind: .hold, reference: id)
        if !known.isEmpty {
            var value = Exact.zero
            for movement in known {
                guard balances.contains(where: { $0.grant.id == movement.grant }) else {
                    let owner = try CreditBalance.fetch(db, movement.grant)!.grant.customer
                    throw CreditsError.differs(
                        id, what: "customer", found: customer.text, known: owner.text)
                }
                value = try value.plus(movement.value!.magnitude)
            }
            guard value == amount else {
                throw CreditsError.differs(
                    id, what: "amount", found: "\(amount)", known: "\(value)")
            }
            if try !CreditMovement.fetchAll(db, kind: .release, reference: id).isEmpty {
                throw CreditsError.holdReleased(id)
            }
            return known
        }
        let hold = try CreditHold(
            id, PreciseAmount(amount, catalog.plan(entry.plan).currency), from: balances,
            at: instant, reason: reason)
        try record(db, hold.movements)
        return hold.movements
    }

    /// Gives a hold back; one that was given back before stays so.
    static func release(
        _ db: Database, _ id: String, reason: String, at instant: Instant
    ) throws -> [CreditMovement] {
        let held = try CreditMovement.fetchAll(db, kind: .hold, reference: id)
        if held.isEmpty { throw CreditsError.unknownHold(id) }
        let known = try CreditMovement.fetchAll(db, kind: .release, reference: id)
        if !known.isEmpty { return known }
        let movements = CreditHold.release(held, at: instant, reason: reason)
        try record(db, movements)
        return movements
    }
}
