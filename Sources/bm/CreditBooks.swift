import Catalog
import Checkout
import Credits
import FX
import GRDB
import Invoicing
import Ledger
import Metering
import Money
import Store
import Time

/// What credits do to the ledger: each movement with its entry, each sale with its invoice.
enum CreditBooks {
    /// A grant as it is asked for.
    struct Request {
        var id: CreditGrant.ID?
        var customer: Customer.ID
        var kind: CreditGrant.Kind
        var amount: Exact
        /// nil for the currency of the customer's plan.
        var unit: String?
        /// What one unit pays, in that currency.
        var worth: Exact?
        /// What is asked for a paid grant; nil for what it is worth.
        var price: Exact?
        var scope = CreditGrant.Scope.everything
        var priority = CreditDrawdown.defaultPriority
        var effectiveAt: Instant?
        var expiresAt: Instant?
        var reason: String
        var by: String
        /// Whether a paid grant lives before it is paid.
        var onAccount = false
    }

    struct Made {
        let balance: CreditBalance
        let topUp: TopUpInvoice?
        /// False where the same grant was made before; nothing was changed then.
        let isNew: Bool
    }

    /// Makes a grant; a paid one with the invoice that sells it.
    ///
    /// - Throws: `CreditsError`, `CatalogError`, `FXError`, `MoneyError`. Nothing is kept then.
    static func grant(_ db: Database, _ request: Request, at instant: Instant) throws -> Made {
        let merchant = try MerchantCatalog.merchant(db, of: request.customer)
        let catalog = try MerchantCatalog(db, merchant, at: instant)
        guard let customer = catalog.customer(request.customer) else {
            throw CatalogError.unknownCustomer(request.customer.text)
        }
        if let id = request.id, let known = try CreditBalance.fetch(db, id) {
            let topUp = try topUp(db, of: known.grant)
            try same(request, known.grant, topUp)
            if request.onAccount, known.liveFrom == nil {
                throw CreditsError.differs(
                    id.text, what: "beginning", found: "on account", known: "with its payment")
            }
            return Made(balance: known, topUp: topUp, isNew: false)
        }
        try refuseUnbilled(catalog.merchant)
        if let end = request.expiresAt,
            let open = try Unbilled(db, merchant, at: instant).since(customer.id),
            end <= open
        {
            throw CreditsError.endsBilled(customer.id, at: end, billedUntil: open)
        }
        let unit = try unit(request, catalog.plan(customer.plan), customer)
        try check(request.scope, catalog)
        let id = try request.id ?? CreditGrant.nextID(db, of: customer.id)
        var topUp: TopUpInvoice?
        var sale: CreditGrant.Sale?
        if request.kind == .paid {
            let draft = TopUpInvoice.Draft(
                catalog: catalog, customer: customer, grant: id, units: request.amount, unit: unit,
                price: request.price.map { PreciseAmount($0, unit.currency) })
            (topUp, sale) = try sell(db, draft, at: instant)
        }
        let grant = try CreditGrant(
            id: id, customer: customer.id, kind: request.kind, unit: unit, amount: request.amount,
            scope: request.scope, priority: request.priority,
            effectiveAt: request.effectiveAt ?? instant, expiresAt: request.expiresAt,
            reason: request.reason, grantedBy: request.by, grantedAt: instant, sale: sale)
        if request.kind == .promotional {
            try grant.give(db, at: instant)
        } else {
            try grant.insert(db)
            if request.onAccount {
                try grant.activate(db, .onAccount, from: grant.effectiveAt, at: instant)
            }
        }
        return Made(balance: try CreditBalance.fetch(db, id)!, topUp: topUp, isNew: true)
    }

    /// Keeps movements, each with its entry.
    ///
    /// - Parameter line: the invoice's line that draws pay.
    static func record(
        _ db: Database, _ movements: [CreditMovement], paying line: Invoice.Line? = nil
    ) throws {
        for movement in movements {
            guard var balance = try CreditBalance.fetch(db, movement.grant) else {
                throw CreditsError.unknownGrant(movement.grant)
            }
            let cost = try balance.apply(movement)
            let row = try movement.insert(db)
            let merchant = try MerchantCatalog.merchant(db, of: balance.grant.customer)
            let zone = try MerchantCatalog(
                db, merchant, at: Instant(nanoseconds: .max)
            ).merchant.zone
            try Journal.append(
                db,
                Bookkeeper.entries(
                    for: movement, row: row, cost: cost, paying: line,
                    endingAt: balance.grant.expiresAt, merchant: merchant,
                    zone: zone))
        }
    }

    /// Refuses to sell credit that ended before it lived: what is paid for it could pay for nothing. What was
    /// sold on account did live, and is owed.
    static func refuseEnded(_ db: Database, soldBy invoice: Int64, at instant: Instant) throws {
        for balance in try CreditBalance.fetchAll(db, invoice: invoice) {
            if balance.liveFrom == nil, try balance.left > .zero,
                let end = balance.grant.expiresAt, end <= instant
            {
                throw CreditsError.ended(balance.grant.id, at: end)
            }
        }
    }

    /// Lets a grant live from its payment on, once the invoice that sold it is paid in full. What comes for an
    /// invoice that is void stands to the customer's credit, and brings nothing to life.
    static func activate(_ db: Database, soldBy invoice: Int64, at instant: Instant) throws {
        guard let balance = try CreditBalance.fetchAll(db, invoice: invoice).first,
            balance.liveFrom == nil, try InvoiceVoid.fetch(db, invoice: invoice) == nil,
            let sale = try TopUpInvoice.fetchAll(db, rows: [invoice]).first,
            try Cashier.due(db, invoice: invoice, total: sale.invoice.total) <= .zero(.cny),
            let paidAt = try Payment.fetchAll(db, invoice: invoice).map(\.paidAt).max()
        else { return }
        try balance.grant.activate(db, .paid, from: paidAt, at: instant)
    }

    /// Books what expired by `instant`, of grants whose usage is billed: those that ended inside a period
    /// that no close has billed may yet pay for usage of their life, and what was given waits for late
    /// usage, too.
    static func expire(
        _ db: Database, _ merchant: Merchant.ID, at instant: Instant
    ) throws -> [CreditMovement] {
        let unbilled = try Unbilled(db, merchant, at: instant)
        let movements = try CreditEnd.expiries(
            of: CreditBalance.fetchAll(db, merchant: merchant), waiting: Intake.windowDays,
            at: instant, billedUntil: unbilled.since)
        try record(db, movements)
        return movements
    }

    /// Grants that ended by `instant` with something left, whose usage is not billed or may come late.
    static func ended(
        _ db: Database, _ merchant: Merchant.ID, at instant: Instant
    ) throws -> [CreditBalance] {
        try CreditBalance.fetchAll(db, merchant: merchant).filter { balance in
            let isOver = balance.grant.expiresAt.map { $0 <= instant } ?? false
            return try isOver && balance.liveFrom != nil && balance.left > .zero
        }
    }

    /// Refuses credit where nothing is billed that it could pay.
    static func refuseUnbilled(_ merchant: Merchant) throws {
        if merchant.billing == .self { throw CreditsError.notBilled(merchant.id) }
    }

    /// Sells credit by an invoice of its own.
    private static func sell(
        _ db: Database, _ draft: TopUpInvoice.Draft, at instant: Instant
    ) throws -> (TopUpInvoice, CreditGrant.Sale) {
        let currency = draft.unit.currency
        let lock = currency == .cny ? nil : try FXLock(db, .invoice, base: currency, at: instant)
        let merchant = draft.catalog.merchant
        let invoice = try TopUpInvoice(
            draft,
            number: Invoice.nextNumber(db, merchant.id, on: merchant.zone.day(of: instant)),
            issuedAt: instant, currency: .cny, lock: lock)
        guard invoice.amount > .zero(.cny) else {
            throw CreditsError.notAnAmount("\(invoice.price), which is \(invoice.amount),")
        }
        let row = try invoice.insert(db, fxLockID: lock?.insert(db))
        try Journal.append(db, Bookkeeper.entries(for: invoice))
        return (invoice, CreditGrant.Sale(invoice: row, cost: invoice.amount))
    }

    private static func unit(
        _ request: Request, _ plan: Plan, _ customer: Customer
    ) throws -> CreditUnit {
        guard let name = request.unit, name != plan.currency.code else {
            return CreditUnit(plan.currency)
        }
        if let found = Currency(rawValue: name) {
            throw CreditsError.otherCurrency(customer.id, found: found, plan: plan.currency)
        }
        return try CreditUnit(name, worth: UnitPrice(request.worth ?? .zero, plan.currency))
    }

    private static func check(_ scope: CreditGrant.Scope, _ catalog: MerchantCatalog) throws {
        let metrics = catalog.metrics.map(\.code)
        let charges = Set(catalog.plans.flatMap { $0.charges.map(\.code) }).sorted()
        for metric in scope.metrics where !metrics.contains(metric) {
            throw CreditsError.unknownScope(metric.text, known: metrics.map(\.text))
        }
        for charge in scope.charges where !charges.contains(charge) {
            throw CreditsError.unknownScope(charge.text, known: charges.map(\.text))
        }
    }

    /// The invoice that sold a grant; nil for one that was given.
    static func topUp(_ db: Database, of grant: CreditGrant) throws -> TopUpInvoice? {
        try grant.sale.flatMap { try TopUpInvoice.fetchAll(db, rows: [$0.invoice]).first?.invoice }
    }

    /// Refuses an id that is known with other content.
    private static func same(
        _ request: Request, _ grant: CreditGrant, _ topUp: TopUpInvoice?
    ) throws {
        func text(_ instant: Instant?) -> String { instant.map { "\($0)" } ?? "none" }
        var pairs: [(what: String, found: String, known: String)] = [
            ("customer", request.customer.text, grant.customer.text),
            ("kind", request.kind.rawValue, grant.kind.rawValue),
            ("amount", "\(request.amount)", "\(grant.amount)"),
            ("unit", request.unit ?? grant.unit.currency.code, grant.unit.name),
            ("scope", request.scope.json.canonical, grant.scope.json.canonical),
            ("priority", "\(request.priority)", "\(grant.priority)"),
            ("end", text(request.expiresAt), text(grant.expiresAt)),
            ("reason", request.reason, grant.reason), ("maker", request.by, grant.grantedBy),
        ]
        if let worth = request.worth {
            pairs.append(("rate", "\(worth)", "\(grant.unit.worth.exact)"))
        }
        // What was left out was then decided by the clock or the worth, and is the same request now.
        if let from = request.effectiveAt {
            pairs.append(("beginning", text(from), text(grant.effectiveAt)))
        }
        if let price = request.price {
            pairs.append(("price", "\(price)", topUp.map { "\($0.price.exact)" } ?? "none"))
        }
        for (what, found, known) in pairs where found != known {
            throw CreditsError.differs(grant.id.text, what: what, found: found, known: known)
        }
    }
}
