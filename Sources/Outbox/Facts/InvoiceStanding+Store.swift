import GRDB
import Money
import Store

/// Where an invoice stands after the facts that were told of so far.
struct InvoiceStanding {
    let number: String
    let customer: String
    let currency: Currency
    let total: Amount
    /// By money that came and by the customer's balance, less what went back to either.
    private(set) var paid: Amount
    private(set) var credited: Amount
    private(set) var isVoid: Bool

    var due: Amount { (isVoid ? .zero(currency) : total - credited) - paid }

    /// - Parameter isTold: with what the outbox has told of it; without, as it was issued.
    init(_ db: Database, invoice: Int64, isTold: Bool) throws {
        let row = try Row.fetchOne(
            db,
            cached: """
                SELECT number, code, currency, totalMinorUnits FROM invoice
                JOIN customer ON customer.id = customerId WHERE invoice.id = ?
                """,
            arguments: [invoice])!
        number = row[0]
        customer = row[1]
        let currency = try Currency(code: row[2])
        self.currency = currency
        total = Amount(minorUnits: row[3], currency)
        (paid, credited, isVoid) = (.zero(currency), .zero(currency), false)
        guard isTold else { return }
        func sum(_ table: Fact.Table, _ amount: String, _ joins: String) throws -> Amount {
            let sql = """
                SELECT coalesce(sum(\(amount)), 0) FROM \(joins)
                JOIN outboxEvent ON factId = \(table.rawValue).id
                    AND factTable = '\(table.rawValue)' AND outboxEvent.kind IN
                        ('payment.received', 'refund.succeeded', 'chargeback.opened',
                            'credit-note.issued', 'balance.kept', 'balance.used')
                WHERE invoiceId = ?
                """
            return Amount(
                minorUnits: try Int64.fetchOne(db, cached: sql, arguments: [invoice])!, currency)
        }
        let orders = "paymentOrder JOIN payment ON orderId = paymentOrder.id"
        paid =
            try sum(.payment, "payment.amountFen", orders)
            - sum(
                .refund, "refund.amountFen",
                orders + " JOIN refund ON refund.paymentId = payment.id")
            + sum(
                .balanceMovement,
                "iif(balanceMovement.kind = 'used', 1, -1) * balanceMovement.amountFen",
                "balanceMovement")
        credited = try sum(.creditNote, "creditNote.totalMinorUnits", "creditNote")
        isVoid = try Bool.fetchOne(
            db,
            cached: """
                SELECT EXISTS (SELECT 1 FROM outboxEvent
                    WHERE factTable = 'invoiceVoid' AND factId = ?)
                """,
            arguments: [invoice])!
    }

    /// What more there is to tell once a fact has changed what is due: that the invoice is paid now, or
    /// that more came than is owed. An invoice that asks for nothing is paid when it is issued.
    mutating func follow(_ change: InvoiceChange) -> [OutboxEvent.Kind] {
        let zero = Amount.zero(currency)
        let before = due
        switch change {
        case .issued: return due <= zero ? [.invoicePaid] : []
        case .paid(_, let fen): paid += Amount(minorUnits: fen, currency)
        case .givenBack(_, let fen):
            paid -= Amount(minorUnits: fen, currency)
            return []
        case .lowered(_, let fen): credited += Amount(minorUnits: fen, currency)
        case .voided:
            isVoid = true
            return []
        }
        var kinds: [OutboxEvent.Kind] = []
        // What a note took off and nobody paid is not paid.
        if before > zero, due <= zero, paid > zero { kinds.append(.invoicePaid) }
        if case .paid = change, due < zero { kinds.append(.invoiceOverpaid) }
        return kinds
    }

    /// What `invoice.paid` and `invoice.overpaid` say.
    var members: [JSONValue.Member] {
        [
            .init("number", .string(number)), .init("customer_id", .string(customer)),
            .init("currency", .string(currency.code)), .init("total", .amount(total)),
            .init("credited", .amount(credited)), .init("paid", .amount(paid)),
            .init("due", .amount(due)),
        ]
    }
}
