public import Catalog
public import GRDB
public import Invoicing
public import Money
import Store
public import Time

extension Cashier {
    /// What is left to pay of an invoice: less what credit notes took off it; below nothing where more was
    /// paid than is owed.
    public static func due(_ db: Database, _ stored: StoredInvoice) throws -> Amount {
        try due(db, invoice: stored.id, total: stored.invoice.total)
    }

    /// What is left to pay of the invoice in that row, of which `total` was asked.
    public static func due(_ db: Database, invoice: Int64, total: Amount) throws -> Amount {
        try InvoiceAccount(db, invoice: invoice, total: total).due
    }

    /// The order to show for an invoice and channel: the one that can still be paid and asks for what is
    /// due, else a new one.
    public static func open(
        _ db: Database, _ stored: StoredInvoice, channel: Channel, at instant: Instant
    ) throws -> PaymentOrder {
        try open(
            db, invoice: stored.id, stored.invoice.number, total: stored.invoice.total,
            channel: channel, at: instant)
    }

    /// As above, for an invoice of any kind: its row, its number and what it asks.
    public static func open(
        _ db: Database, invoice: Int64, _ number: Invoice.Number, total: Amount, channel: Channel,
        at instant: Instant
    ) throws -> PaymentOrder {
        let due = try due(db, invoice: invoice, total: total)
        let orders = try OrderAccount.fetchAll(db, invoice: invoice, due: due, at: instant)
        let live = orders.last { $0.order.channel == channel && $0.payload != nil }
        return try live?.order
            ?? make(db, invoice: invoice, number, due: due, OrderRequest(channel), at: instant)
    }

    /// A new order, with a number of its own. What is left open of the channel and asks for another amount
    /// is closed; so is what asks for the same, where the request replaces it.
    ///
    /// - Throws: `CheckoutError.nothingToPay` for an invoice that is paid, credited or void, `stillOpen`
    ///   for one whose order can still be paid, `knownCode` for a code that another order has.
    public static func issue(
        _ db: Database, invoice: Int64, _ number: Invoice.Number, total: Amount,
        _ request: OrderRequest, at instant: Instant
    ) throws -> PaymentOrder {
        let account = try InvoiceAccount(db, invoice: invoice, total: total)
        guard account.due > .zero(total.currency) else {
            throw CheckoutError.nothingToPay(number, account.state(isLate: false))
        }
        let orders = try OrderAccount.fetchAll(
            db, invoice: invoice, due: account.due, at: instant)
        if !request.replaces,
            let live = orders.last(where: {
                $0.order.channel == request.channel && $0.payload != nil
            })
        {
            throw CheckoutError.stillOpen(live.order)
        }
        return try make(db, invoice: invoice, number, due: account.due, request, at: instant)
    }

    /// The number that the next order of an invoice will have: a channel is told it before it gives a code.
    public static func nextOutTradeNo(
        _ db: Database, invoice: Int64, _ number: Invoice.Number, channel: Channel
    ) throws -> String {
        let (merchant, attempt) = try next(db, invoice: invoice, channel: channel)
        return outTradeNo(
            for: number, merchantNumber: merchant, channel: channel, attempt: attempt)
    }

    /// Refuses to lower an invoice at a time before an order that asks for what was due of it then.
    ///
    /// - Throws: `CheckoutError.beforeOrder`.
    public static func refuseBeforeOrders(
        _ db: Database, invoice: Int64, at instant: Instant
    ) throws {
        let orders = try PaymentOrder.fetchAll(db, invoice: invoice)
        if let last = orders.max(by: { $0.createdAt < $1.createdAt }), last.createdAt > instant {
            throw CheckoutError.beforeOrder(last.outTradeNo, at: instant, made: last.createdAt)
        }
    }

    private static func next(
        _ db: Database, invoice: Int64, channel: Channel
    ) throws -> (merchant: Int64, attempt: Int) {
        let merchant = try Int64.fetchOne(
            db, sql: "SELECT merchantId FROM invoice WHERE id = ?", arguments: [invoice])!
        let last = try PaymentOrder.fetchAll(db, invoice: invoice)
            .filter { $0.channel == channel }.map(\.attempt).max()
        return (merchant, (last ?? 0) + 1)
    }

    private static func make(
        _ db: Database, invoice: Int64, _ number: Invoice.Number, due: Amount,
        _ request: OrderRequest, at instant: Instant
    ) throws -> PaymentOrder {
        let issued = try Instant(
            String.fetchOne(
                db, sql: "SELECT issuedAt FROM invoice WHERE id = ?", arguments: [invoice])!)
        guard instant >= issued else {
            throw CheckoutError.beforeInvoice(number, at: instant, issuedAt: issued)
        }
        let (merchant, attempt) = try next(db, invoice: invoice, channel: request.channel)
        let order = try order(
            for: number, due: due, merchantNumber: merchant, request, attempt: attempt, at: instant)
        if order.payloadKind == .channel {
            let earlier = try String.fetchOne(
                db,
                sql:
                    "SELECT outTradeNo FROM paymentOrder WHERE payload = ? AND payloadKind = 'channel'",
                arguments: [order.payload])
            // One code pays one order: with a second it would be of an order that is over.
            if let earlier { throw CheckoutError.knownCode(order.payload, earlier) }
        }
        for old in try OrderAccount.fetchAll(db, invoice: invoice, due: due, at: instant)
        where old.order.channel == request.channel && old.state == .created {
            try end(db, old.order, .closed, at: instant)
        }
        try order.insert(db, invoice: invoice)
        return order
    }

    /// Says that an order will not be paid: closed by us, or failed at the channel.
    ///
    /// - Throws: `CheckoutError.notOpen` for one that is paid or has ended.
    public static func end(
        _ db: Database, _ found: InvoiceOrder, _ kind: OrderAccount.End.Kind, reason: String? = nil,
        at instant: Instant
    ) throws {
        // What was said for a later time counts here: an order ends once.
        let latest = try InvoiceOrder.fetchOne(
            db, found.account.order.outTradeNo, at: Instant(nanoseconds: .max))
        let state = found.account.state
        guard state == .created, latest.account.end == nil else {
            throw CheckoutError.notOpen(
                found.account.order.outTradeNo, state == .created ? latest.account.state : state)
        }
        try end(db, found.account.order, kind, reason: reason, at: instant)
    }

    private static func end(
        _ db: Database, _ order: PaymentOrder, _ kind: OrderAccount.End.Kind,
        reason: String? = nil, at instant: Instant
    ) throws {
        try order.insert(
            db, end: kind.rawValue, happened: instant, recorded: instant, reason: reason)
    }

    /// Notes the orders whose codes have ended by `instant` and that is not noted of yet. Nothing waits for
    /// it: an order is expired by the clock.
    public static func expire(
        _ db: Database, merchant: Merchant.ID? = nil, at instant: Instant
    ) throws -> [InvoiceOrder] {
        let noted = try Set(
            String.fetchAll(
                db,
                sql: """
                    SELECT outTradeNo FROM paymentOrderEvent
                    JOIN paymentOrder ON paymentOrder.id = orderId WHERE kind = 'expired'
                    """))
        let found = try InvoiceOrder.fetchAll(db, merchant: merchant, state: .expired, at: instant)
            .filter { !noted.contains($0.account.order.outTradeNo) }
        for item in found {
            let order = item.account.order
            try order.insert(db, end: "expired", happened: order.expiresAt, recorded: instant)
        }
        return found
    }
}
