import Checkout
import Credits
import GRDB
import Invoicing
import Ledger
import Metering
import Money
import Time

extension Corrections {
    /// Declares a sale of credit never owed: its entry is taken back leg by leg, and all of its grant ends.
    ///
    /// Credit of 50 that was sold for CNY 42.40 with tax: the customer owes 42.40 less, 40.00 are owed in
    /// usage no longer, nor 2.40 of tax; 0 of 50 is left.
    ///
    /// - Throws: `InvoicingError.isVoid`, `.saleNotVoidable`, `.tooEarly`. Nothing is kept then.
    static func void(
        _ db: Database, _ stored: StoredTopUp, reason: String, at instant: Instant
    ) throws {
        let invoice = stored.invoice
        guard let balance = try CreditBalance.fetchAll(db, invoice: stored.id).first else {
            throw CreditsError.unknownGrant(invoice.grant)
        }
        if try InvoiceVoid.fetch(db, invoice: stored.id) == nil, instant < invoice.issuedAt {
            throw InvoicingError.tooEarly(invoice.number, at: instant, issuedAt: invoice.issuedAt)
        }
        if let refusal = try refusal(db, stored, balance, at: instant) { throw refusal }
        try Cashier.refuseBeforeOrders(db, invoice: stored.id, at: instant)
        let void = InvoiceVoid(
            at: instant, reason: reason,
            closedThrough: try CloseMark.lastMonth(db, invoice.merchant) ?? invoice.month)
        try void.insert(db, invoice: stored.id, invoice.number)
        try Journal.append(db, Bookkeeper.entries(voiding: invoice, void))
        try CreditBooks.record(
            db,
            [
                CreditMovement(
                    ending: balance.grant, soldBy: invoice.number.text, at: instant, reason: reason)
            ])
    }

    /// Why no credit note lowers a sale of credit, with what works instead.
    static func refusal(
        ofNoteOn stored: StoredTopUp, _ db: Database, at instant: Instant
    ) throws -> InvoicingError {
        let invoice = stored.invoice
        guard let balance = try CreditBalance.fetchAll(db, invoice: stored.id).first else {
            throw CreditsError.unknownGrant(invoice.grant)
        }
        switch try refusal(db, stored, balance, at: instant) {
        case .saleNotVoidable(let number, _, let attempt):
            return .saleNotLowered(number, attempt: attempt)
        case .some(let other): return other
        case nil: return .saleNotLowered(invoice.number, attempt: command(invoice))
        }
    }

    /// Why a sale of credit cannot be voided, with what then works; nil where it can.
    private static func refusal(
        _ db: Database, _ stored: StoredTopUp, _ balance: CreditBalance, at instant: Instant
    ) throws -> InvoicingError? {
        let invoice = stored.invoice
        let (id, unit) = (balance.grant.id, balance.grant.unit)
        let account = try InvoiceAccount(db, invoice: stored.id, total: invoice.total)
        if account.isVoid { return .isVoid(invoice.number) }
        let checkout = "bm checkout create \(invoice.number) --merchant \(invoice.merchant)"
        func no(_ found: String, _ attempt: String) -> InvoicingError {
            .saleNotVoidable(invoice.number, found, attempt: attempt)
        }
        func amount(_ amount: Exact) -> String { "\(amount) \(unit) of its credit \(id)" }
        let hasEnded = balance.grant.expiresAt.map { $0 <= instant } ?? false
        // What is over for good is said first: money that goes back would not undo it.
        let over: String? =
            balance.expired > .zero
            ? "\(amount(balance.expired)) expired"
            : balance.voided > .zero
                ? "\(amount(balance.voided)) was voided without its sale" : nil
        if let over {
            return no(
                over,
                account.due > .zero(.cny)
                    ? "ask for the money with \(checkout)"
                    : "leave it as it is: it is paid, and what was not used is earned")
        }
        if !account.paid.isZero {
            var attempt =
                "refund it at the channel, import the bill that says so with bm payments import, then "
                + command(invoice)
            if balance.liveFrom == nil {
                // What ended before it lived cannot be paid for any more.
                if !hasEnded { attempt += "; or ask for the rest with \(checkout)" }
            } else if account.due <= .zero(.cny), try balance.left > .zero {
                attempt +=
                    "; or keep the money, and end the credit with bm credits void \(id) --reason WHY"
            }
            return no("\(account.paid) is paid of it", attempt)
        }
        if balance.held > .zero {
            let holds = try holds(db, balance)
            return no(
                "\(amount(balance.held)) is held by \(holds.joined(separator: ", "))",
                "bm credits release \(holds[0]), then \(command(invoice))")
        }
        let collect = "ask for the money with \(checkout)"
        let drawn = try balance.drawn.minus(balance.rolledBack)
        guard drawn > .zero else {
            let last = try lastMoved(db, stored, balance)
            return instant < last
                ? no("money or credit of it moved at \(last)", "give --as-of \(last) or later")
                : nil
        }
        let invoices = try drawers(db, balance)
        let numbers = invoices.joined(separator: ", ")
        // What goes back to credit that has ended is not its own any more.
        let back =
            "give it back with bm credit-note create \(invoices.first ?? "INVOICE") --merchant "
            + "\(invoice.merchant) --reason WHY, then \(command(invoice)); or "
        return no(
            "\(amount(drawn)) paid for \(numbers)", (hasEnded ? "" : back) + collect)
    }

    /// When a refund, or a movement that gave credit back, came last: a void before it would say that neither
    /// the money nor the credit was there.
    private static func lastMoved(
        _ db: Database, _ stored: StoredTopUp, _ balance: CreditBalance
    ) throws -> Instant {
        let payments = try Payment.fetchAll(db, invoice: stored.id)
        let refunds = try payments.flatMap { try Refund.fetchAll(db, payment: $0.id) }
        let moved = try CreditMovement.fetchAll(db, grant: balance.grant.id)
        return (refunds.map(\.refundedAt) + moved.map(\.at)).max() ?? stored.invoice.issuedAt
    }

    private static func command(_ invoice: TopUpInvoice) -> String {
        "bm invoices void \(invoice.number) --merchant \(invoice.merchant) --reason WHY"
    }

    /// The holds that still hold some of a grant.
    private static func holds(_ db: Database, _ balance: CreditBalance) throws -> [String] {
        let moved = try CreditMovement.fetchAll(db, grant: balance.grant.id)
        let released = Set(moved.filter { $0.kind == .release }.compactMap(\.reference))
        return moved.filter { $0.kind == .hold }.compactMap(\.reference)
            .filter { !released.contains($0) }
    }

    /// The numbers of the invoices that a grant pays for, in their order.
    private static func drawers(_ db: Database, _ balance: CreditBalance) throws -> [String] {
        var left: [Int64: Exact] = [:]
        for movement in try CreditMovement.fetchAll(db, grant: balance.grant.id) {
            guard let line = movement.line else { continue }
            left[line] = try (left[line] ?? .zero).minus(movement.amount)
        }
        let lines = left.filter { $0.value > .zero }.keys
        return try Invoice.numbers(db, lines: lines.sorted())
    }
}
