public import GRDB
public import Invoicing
public import Money
import Store
public import Time

extension InvoiceHistory {
    public init(_ db: Database, _ stored: StoredInvoice, at instant: Instant) throws {
        try self.init(db, invoice: stored.id, total: stored.invoice.total, at: instant)
    }

    /// Of an invoice of any kind: its row, and what it asks.
    ///
    /// - Parameter instant: leaves out what happened later.
    public init(_ db: Database, invoice: Int64, total: Amount, at instant: Instant) throws {
        var found: [Found] = []
        let orders = try PaymentOrder.fetchAll(db, invoice: invoice)
        for payment in try Payment.fetchAll(db, invoice: invoice) {
            let order = orders.first { $0.outTradeNo == payment.outTradeNo }!
            found.append(Found(payment, order))
            found += try Refund.fetchAll(db, payment: payment.id).map { refund in
                Found(
                    kind: refund.kind == .refund ? .refund : .chargeback, at: refund.refundedAt,
                    amount: refund.amount, channel: payment.channel, reference: refund.refundID,
                    reason: try Self.dispute(db, refund))
            }
        }
        found += try CreditNote.fetchAll(db, invoice: invoice).map {
            Found(
                kind: .creditNote, at: $0.issuedAt, amount: $0.total, reference: $0.number,
                reason: $0.reason)
        }
        found += try CustomerBalance.movements(db, invoice: invoice).map {
            Found(
                kind: $0.kind == .kept ? .balanceKept : .balanceUsed, at: $0.at,
                amount: $0.amount, reference: "")
        }
        if let void = try InvoiceVoid.fetch(db, invoice: invoice) {
            found.append(
                Found(kind: .void, at: void.at, amount: total, reference: "", reason: void.reason))
        }
        found = found.filter { $0.at <= instant }
            .sorted { ($0.at, $0.kind.place, $0.reference) < ($1.at, $1.kind.place, $1.reference) }
        var left = total
        events = found.map { item in
            let isAgain = item.kind == .payment && left <= .zero(total.currency)
            left += item.kind.lowersDue ? -item.amount : item.amount
            return Event(
                item.kind, at: item.at, item.amount, channel: item.channel,
                reference: item.reference, reason: item.reason,
                remarks: (isAgain ? [.again] : []) + item.remarks, left: left)
        }
    }

    fileprivate struct Found {
        let kind: Kind
        let at: Instant
        let amount: Amount
        var channel: Channel?
        let reference: String
        var reason: String?
        var remarks: [Remark] = []
    }

    /// What a dispute was about, where a letter said it before a bill did.
    private static func dispute(_ db: Database, _ refund: Refund) throws -> String? {
        try String.fetchOne(
            db,
            sql: """
                SELECT reason FROM chargebackNotice JOIN refund ON chargebackId = chargebackNotice.id
                WHERE refund.id = ?
                """,
            arguments: [refund.id])
    }
}

extension InvoiceHistory.Found {
    fileprivate init(_ payment: Payment, _ order: PaymentOrder) {
        self.init(
            kind: .payment, at: payment.paidAt, amount: payment.amount, channel: payment.channel,
            reference: payment.transactionID,
            remarks: (order.isExpired(at: payment.paidAt) ? [.afterCode] : [])
                + (payment.amount < order.amount ? [.short] : []))
    }
}

extension InvoiceHistory.Kind {
    /// Of things at one instant: money that came before money that went.
    fileprivate var place: Int { Self.allCases.firstIndex(of: self)! }
}
