public import Catalog
public import GRDB
public import Invoicing
public import Money
import Store
public import Time

/// Money of a customer that was paid and is not owed, kept for the next invoices instead of being sent back.
///
/// It stands in the customer's receivable before and after, so the books do not move; only what is due of the
/// two invoices does. An invoice of CNY 100.00 that is paid and credited by 30.00 to the balance has nothing
/// more to give back; of the next one, of 80.00, 50.00 is left to pay.
public struct CustomerBalance: Sendable, Equatable {
    public let merchant: Merchant.ID
    public let customer: Customer.ID
    /// In the order they were made.
    public let movements: [Movement]

    /// What is left of it, in CNY: never below zero.
    public var amount: Amount { movements.map(\.signed).total(.cny) }

    /// What an invoice of then can be paid with: what was kept by then, less all that was used.
    func available(at instant: Instant) -> Amount {
        movements.filter { $0.kind == .used || $0.at <= instant }.map(\.signed).total(.cny)
    }

    /// A part of it that came or went.
    public struct Movement: Sendable, Equatable {
        /// The invoice that money was kept of, or that it paid.
        public let invoice: String
        public let kind: Kind
        /// Above zero, in CNY.
        public let amount: Amount
        public let at: Instant

        /// With its sign: what was kept adds to the balance.
        public var signed: Amount { kind == .kept ? amount : -amount }
    }

    /// What a movement does to the balance.
    public enum Kind: String, Sendable, CaseIterable {
        /// Paid for an invoice and not owed of it.
        case kept
        /// Paid an invoice; of the one it was kept of, what went back to the payer.
        case used
    }

    /// Every customer that has or had one, by merchant and code; every parameter narrows.
    ///
    /// - Parameter instant: leaves out what moved later; nil for all there is.
    public static func fetchAll(
        _ db: Database, merchant: Merchant.ID? = nil, customer: Customer.ID? = nil,
        at instant: Instant? = nil
    ) throws -> [CustomerBalance] {
        let rows = try Row.fetchAll(
            db,
            cached: """
                SELECT merchant.code, customer.code, number, balanceMovement.kind, amountFen, movedAt
                FROM balanceMovement JOIN invoice ON invoice.id = invoiceId
                JOIN merchant ON merchant.id = invoice.merchantId
                JOIN customer ON customer.id = invoice.customerId
                WHERE (merchant.code = :merchant OR :merchant IS NULL)
                AND (customer.code = :customer OR :customer IS NULL)
                AND (movedAt <= :now OR :now IS NULL)
                ORDER BY merchant.code, customer.code, balanceMovement.id
                """,
            arguments: [
                "merchant": merchant?.text, "customer": customer?.text, "now": instant?.column,
            ])
        var found: [CustomerBalance] = []
        for row in rows {
            let (merchant, customer) = (Merchant.ID(row[0]), Customer.ID(row[1]))
            let movement = try Movement(row, from: 2)
            if let last = found.last, (last.merchant, last.customer) == (merchant, customer) {
                found[found.count - 1] = CustomerBalance(
                    merchant: merchant, customer: customer, movements: last.movements + [movement])
            } else {
                found.append(
                    CustomerBalance(merchant: merchant, customer: customer, movements: [movement]))
            }
        }
        return found
    }

    /// What moved at one invoice, in the order it did.
    static func movements(_ db: Database, invoice: Int64) throws -> [Movement] {
        try Row.fetchAll(
            db,
            cached: """
                SELECT number, balanceMovement.kind, amountFen, movedAt FROM balanceMovement
                JOIN invoice ON invoice.id = invoiceId WHERE invoiceId = ?
                ORDER BY balanceMovement.id
                """,
            arguments: [invoice]
        ).map { try Movement($0, from: 0) }
    }

    /// Keeps what was paid of an invoice and is not owed, less what was asked back from its channel.
    ///
    /// - Parameters:
    ///   - onlyBalance: no more than the balance itself paid of it, which nothing else can give back.
    ///   - note: the row of the note that takes it off; nil for what no note does.
    /// - Returns: what was kept; zero where there is nothing to keep.
    @discardableResult
    public static func keep(
        _ db: Database, invoice: Int64, total: Amount, onlyBalance: Bool = false,
        creditNote note: Int64? = nil, at instant: Instant
    ) throws -> Amount {
        let waiting = try RefundOrder.waiting(db, invoice: invoice).map(\.amount).total(.cny)
        let account = try InvoiceAccount(db, invoice: invoice, total: total)
        var left = account.excess - waiting
        if onlyBalance { left = min(left, account.fromBalance) }
        return try insert(db, invoice: invoice, .kept, left, creditNote: note, at: instant)
    }

    /// What was kept by a note, which its row names; zero for one that kept nothing.
    public static func kept(_ db: Database, creditNote: Int64) throws -> Amount {
        Amount(
            minorUnits: try Int64.fetchOne(
                db,
                cached: """
                    SELECT coalesce(sum(amountFen), 0) FROM balanceMovement WHERE creditNoteId = ?
                    """,
                arguments: [creditNote])!, .cny)
    }

    /// Pays an invoice with what the customer has by then: all of it, or as far as the balance reaches.
    public static func use(
        _ db: Database, _ invoice: Invoice, row: Int64, at instant: Instant
    ) throws {
        let balance = try fetchAll(db, merchant: invoice.merchant, customer: invoice.customer)
        let due = try InvoiceAccount(db, invoice: row, total: invoice.total).due
        let there = balance.first?.available(at: instant) ?? .zero(.cny)
        try insert(db, invoice: row, .used, min(due, there), at: instant)
    }

    /// Money that was kept of a payment's invoice and went back to the payer all the same, by a refund or a
    /// dispute, is in the balance no more, as far as it is still there: it pays for what is due again.
    ///
    /// CNY 106.00 were paid, credited and kept, and 50.00 of them paid another invoice. The channel sends
    /// 106.00 back: 56.00 leave the balance, and 50.00 are due again.
    static func takeBack(_ db: Database, of payment: Payment, at instant: Instant) throws {
        if try movements(db, invoice: payment.invoice).isEmpty { return }
        let total = try Int64.fetchOne(
            db, cached: "SELECT totalMinorUnits FROM invoice WHERE id = ?",
            arguments: [payment.invoice])!
        let account = try InvoiceAccount(
            db, invoice: payment.invoice, total: Amount(minorUnits: total, .cny))
        let balance = try fetchAll(db, merchant: payment.merchant, customer: payment.customer)
        let there = balance.first?.amount ?? .zero(.cny)
        try insert(
            db, invoice: payment.invoice, .used, min(account.due, -account.fromBalance, there),
            at: instant)
    }

    /// Writes a movement; none where there is nothing to move.
    ///
    /// - Returns: what moved.
    @discardableResult
    private static func insert(
        _ db: Database, invoice: Int64, _ kind: Kind, _ amount: Amount,
        creditNote note: Int64? = nil, at instant: Instant
    ) throws -> Amount {
        guard amount > .zero(.cny) else { return .zero(.cny) }
        try db.execute(
            cached: """
                INSERT INTO balanceMovement (invoiceId, kind, amountFen, creditNoteId, movedAt)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [invoice, kind.rawValue, amount.minorUnits, note, instant.column])
        return amount
    }
}

extension CustomerBalance.Movement {
    /// - Parameter first: the column of the invoice's number; kind, fen and time follow.
    fileprivate init(_ row: Row, from first: Int) throws {
        // The schema takes no third kind; one that was written past it is a seal's to find.
        self.init(
            invoice: row[first], kind: row[first + 1] == "used" ? .used : .kept,
            amount: Amount(minorUnits: row[first + 2], .cny),
            at: try Instant(row[first + 3] as String))
    }
}
