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
        /// Paid another one.
        case used
    }

    /// Every customer that has or had one, by merchant and code; every parameter narrows.
    public static func fetchAll(
        _ db: Database, merchant: Merchant.ID? = nil, customer: Customer.ID? = nil
    ) throws -> [CustomerBalance] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT merchant.code, customer.code, number, balanceMovement.kind, amountFen, movedAt
                FROM balanceMovement JOIN invoice ON invoice.id = invoiceId
                JOIN merchant ON merchant.id = invoice.merchantId
                JOIN customer ON customer.id = invoice.customerId
                WHERE (merchant.code = :merchant OR :merchant IS NULL)
                AND (customer.code = :customer OR :customer IS NULL)
                ORDER BY merchant.code, customer.code, balanceMovement.id
                """,
            arguments: ["merchant": merchant?.text, "customer": customer?.text])
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
            sql: """
                SELECT number, balanceMovement.kind, amountFen, movedAt FROM balanceMovement
                JOIN invoice ON invoice.id = invoiceId WHERE invoiceId = ?
                ORDER BY balanceMovement.id
                """,
            arguments: [invoice]
        ).map { try Movement($0, from: 0) }
    }

    /// Keeps what was paid of an invoice and is not owed, less what was asked back from its channel.
    ///
    /// - Parameter note: the row of the note that takes it off; nil for a void.
    /// - Returns: what was kept; zero where there is nothing to keep.
    public static func keep(
        _ db: Database, invoice: Int64, total: Amount, creditNote note: Int64? = nil,
        at instant: Instant
    ) throws -> Amount {
        let waiting = try RefundOrder.waiting(db, invoice: invoice).map(\.amount).total(.cny)
        let left = try InvoiceAccount(db, invoice: invoice, total: total).excess - waiting
        guard left > .zero(.cny) else { return .zero(.cny) }
        try insert(db, invoice: invoice, .kept, left, creditNote: note, at: instant)
        return left
    }

    /// What was kept by a note, which its row names; zero for one that kept nothing.
    public static func kept(_ db: Database, creditNote: Int64) throws -> Amount {
        Amount(
            minorUnits: try Int64.fetchOne(
                db,
                sql: """
                    SELECT coalesce(sum(amountFen), 0) FROM balanceMovement WHERE creditNoteId = ?
                    """,
                arguments: [creditNote])!, .cny)
    }

    /// Pays an invoice with what the customer has: all of it, or as far as the balance reaches.
    ///
    /// - Returns: what was used; zero where there is no balance or nothing is due.
    public static func use(
        _ db: Database, _ invoice: Invoice, row: Int64, at instant: Instant
    ) throws -> Amount {
        let balance = try fetchAll(db, merchant: invoice.merchant, customer: invoice.customer)
        let due = try InvoiceAccount(db, invoice: row, total: invoice.total).due
        let used = min(balance.first?.amount ?? .zero(.cny), due)
        guard used > .zero(.cny) else { return .zero(.cny) }
        try insert(db, invoice: row, .used, used, at: instant)
        return used
    }

    private static func insert(
        _ db: Database, invoice: Int64, _ kind: Kind, _ amount: Amount,
        creditNote note: Int64? = nil, at instant: Instant
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO balanceMovement (invoiceId, kind, amountFen, creditNoteId, movedAt)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [invoice, kind.rawValue, amount.minorUnits, note, instant.column])
    }
}

extension CustomerBalance.Movement {
    /// - Parameter first: the column of the invoice's number; kind, fen and time follow.
    fileprivate init(_ row: Row, from first: Int) throws {
        self.init(
            invoice: row[first], kind: CustomerBalance.Kind(rawValue: row[first + 1])!,
            amount: Amount(minorUnits: row[first + 2], .cny),
            at: try Instant(row[first + 3] as String))
    }
}
