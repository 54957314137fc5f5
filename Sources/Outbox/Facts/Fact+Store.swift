import GRDB
import Store
import Time

extension Fact {
    /// The facts of a table that nobody was told of, in the order they were written.
    static func untold(_ db: Database, _ table: Table) throws -> [Fact] {
        // Rows are numbered as they are written; the row of a void has the number of its invoice.
        let isNew =
            table == .invoiceVoid
            ? """
            \(table.key) NOT IN (SELECT factId FROM outboxEvent WHERE factTable = 'invoiceVoid')
            """
            : """
            \(table.key) > (SELECT coalesce(max(factId), 0) FROM outboxEvent
                WHERE factTable = '\(table.rawValue)')
            """
        return try Int64.fetchAll(
            db,
            sql: """
                SELECT \(table.key) FROM \(table.rawValue)
                WHERE \(isNew) AND \(table.isTold) ORDER BY \(table.key)
                """
        ).map { Fact(table: table, id: $0) }
    }

    /// How many facts of a table are to be told of.
    static func count(_ db: Database, _ table: Table) throws -> Int {
        try Int.fetchOne(
            db, sql: "SELECT count(*) FROM \(table.rawValue) WHERE \(table.isTold)")!
    }

    /// What the fact says; nil where the ledger has no such row.
    func statement(_ db: Database) throws -> Statement? {
        guard let row = try Row.fetchOne(db.cachedStatement(sql: table.sql), arguments: [id]) else {
            return nil
        }
        switch table {
        case .invoice: return try Statement(invoice: row)
        case .invoiceVoid: return try Statement(void: row)
        case .invoiceOverdue: return try Statement(overdue: row)
        case .creditNote: return try Statement(creditNote: row)
        case .payment: return try Statement(payment: row)
        case .refund: return try Statement(refund: row)
        case .refundOrder: return try Statement(refundOrder: row)
        case .balanceMovement: return try Statement(balance: row)
        case .creditGrant: return try Statement(grant: row)
        case .creditActivation: return try Statement(activation: row)
        case .creditMovement: return try Statement(movement: row)
        case .capReached: return try Statement(cap: row)
        case .periodClose: return try Statement(close: row)
        case .settlementBatch: return try Statement(batch: row)
        case .settlementAdjustment: return try Statement(adjustment: row)
        case .payoutEvent: return try Statement(payout: row)
        }
    }
}

extension Fact.Table {
    var key: String { self == .invoiceVoid ? "invoiceId" : "id" }

    /// Which of its rows are told of.
    var isTold: String { self == .creditMovement ? "kind IN ('expire', 'void')" : "TRUE" }

    /// One row by its key, with what it is about.
    fileprivate var sql: String {
        switch self {
        case .invoice:
            "\(Self.invoiced) WHERE invoice.id = ?"
        case .invoiceVoid:
            """
            SELECT merchant.code, invoice.*, customer.code AS customer, voidedAt, reason
            FROM invoiceVoid JOIN invoice ON invoice.id = invoiceId \(Self.parties)
            WHERE invoiceId = ?
            """
        case .invoiceOverdue:
            """
            SELECT merchant.code, invoice.*, customer.code AS customer, overdueFrom, dueMinorUnits
            FROM invoiceOverdue JOIN invoice ON invoice.id = invoiceId \(Self.parties)
            WHERE invoiceOverdue.id = ?
            """
        case .creditNote:
            """
            SELECT merchant.code, creditNote.*, customer.code AS customer, invoice.currency,
                invoice.number AS invoiceNumber
            FROM creditNote JOIN invoice ON invoice.id = invoiceId \(Self.parties)
            WHERE creditNote.id = ?
            """
        case .balanceMovement:
            """
            SELECT merchant.code, balanceMovement.*, customer.code AS customer, invoice.number
            FROM balanceMovement JOIN invoice ON invoice.id = invoiceId \(Self.parties)
            WHERE balanceMovement.id = ?
            """
        case .payment: "\(Self.paid) WHERE payment.id = ?"
        case .refund:
            """
            \(Self.paidColumns), refund.kind, refund.refundId, refund.refundNo, refundedAt,
                refund.amountFen AS refundFen, creditNote.number AS noteNumber
            FROM refund JOIN payment ON payment.id = refund.paymentId \(Self.orders)
            LEFT JOIN creditNote ON creditNote.id = refund.creditNoteId WHERE refund.id = ?
            """
        case .refundOrder:
            """
            \(Self.paidColumns), outRefundNo, refundOrder.createdAt AS askedAt,
                refundOrder.amountFen AS refundFen, creditNote.number AS noteNumber
            FROM refundOrder JOIN payment ON payment.id = refundOrder.paymentId \(Self.orders)
            LEFT JOIN creditNote ON creditNote.id = refundOrder.creditNoteId WHERE refundOrder.id = ?
            """
        case .creditGrant:
            "\(Self.granted) FROM creditGrant \(Self.holders) WHERE creditGrant.id = ?"
        case .creditActivation:
            """
            \(Self.granted), liveFrom, activatedAt, creditActivation.reason AS activation
            FROM creditActivation JOIN creditGrant ON creditGrant.id = grantId \(Self.holders)
            WHERE creditActivation.id = ?
            """
        case .creditMovement:
            """
            \(Self.granted), creditMovement.kind AS movement, creditMovement.amount AS moved,
                creditMovement.reason AS why, movedAt
            FROM creditMovement JOIN creditGrant ON creditGrant.id = grantId \(Self.holders)
            WHERE creditMovement.id = ?
            """
        case .capReached:
            """
            SELECT merchant.code, capReached.*, customer.code AS customer FROM capReached
            JOIN merchant ON merchant.id = capReached.merchantId
            JOIN customer ON customer.id = customerId WHERE capReached.id = ?
            """
        case .periodClose:
            """
            SELECT merchant.code, month, closedAt FROM periodClose
            JOIN merchant ON merchant.id = merchantId WHERE periodClose.id = ?
            """
        case .settlementBatch:
            """
            SELECT merchant.code, settlementBatch.* FROM settlementBatch
            JOIN merchant ON merchant.id = merchantId WHERE settlementBatch.id = ?
            """
        case .settlementAdjustment:
            """
            SELECT merchant.code, settlementAdjustment.* FROM settlementAdjustment
            JOIN merchant ON merchant.id = merchantId WHERE settlementAdjustment.id = ?
            """
        case .payoutEvent:
            """
            SELECT merchant.code, payoutEvent.*, number, currency, payoutMinorUnits
            FROM payoutEvent JOIN settlementBatch ON settlementBatch.id = batchId
            JOIN merchant ON merchant.id = merchantId WHERE payoutEvent.id = ?
            """
        }
    }

    private static let parties = """
        JOIN merchant ON merchant.id = invoice.merchantId
        JOIN customer ON customer.id = invoice.customerId
        """
    private static let invoiced = """
        SELECT merchant.code, invoice.*, customer.code AS customer FROM invoice \(parties)
        """
    private static let paidColumns = """
        SELECT merchant.code, payment.*, outTradeNo, paymentOrder.invoiceId,
            invoice.number AS invoiceNumber,
            customer.code AS customer
        """
    private static let orders = """
        JOIN paymentOrder ON paymentOrder.id = payment.orderId
        JOIN invoice ON invoice.id = paymentOrder.invoiceId \(parties)
        """
    private static let paid = "\(paidColumns) FROM payment \(orders)"
    private static let granted = """
        SELECT merchant.code, creditGrant.code AS "grant", creditGrant.*,
            customer.code AS customer, (SELECT number FROM invoice WHERE id = creditGrant.invoiceId) AS invoiceNumber
        """
    private static let holders = """
        JOIN customer ON customer.id = creditGrant.customerId
        JOIN merchant ON merchant.id = customer.merchantId
        """
}
