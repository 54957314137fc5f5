public import GRDB
public import Invoicing
public import Money
import Store
public import Time

/// Where a finalized invoice stands at an instant: what was paid, given back, credited, and what is due.
public struct InvoiceAccount: Sendable, Equatable {
    public let total: Amount
    /// What came, less what went back.
    public let paid: Amount
    /// When the last payment came; nil before the first.
    public let paidAt: Instant?
    /// What the customer's balance paid of it, less what was kept of it for later invoices.
    public let fromBalance: Amount
    /// What credit notes took off, tax and all.
    public let credited: Amount
    public let isVoid: Bool

    public init(
        total: Amount, paid: Amount, paidAt: Instant?, fromBalance: Amount? = nil,
        credited: Amount, isVoid: Bool = false
    ) {
        self.total = total
        self.paid = paid
        self.paidAt = paidAt
        self.fromBalance = fromBalance ?? .zero(total.currency)
        self.credited = credited
        self.isVoid = isVoid
    }

    public init(_ db: Database, _ stored: StoredInvoice, at instant: Instant) throws {
        try self.init(db, invoice: stored.id, total: stored.invoice.total, at: instant)
    }

    /// Of an invoice of any kind: its row, and what it asks.
    ///
    /// - Parameter instant: leaves out what happened later; nil for all there is.
    public init(
        _ db: Database, invoice: Int64, total: Amount, at instant: Instant? = nil
    ) throws {
        func isSeen(_ happened: Instant) -> Bool { instant.map { happened <= $0 } ?? true }
        let payments = try Payment.fetchAll(db, invoice: invoice).filter { isSeen($0.paidAt) }
        var paid = Amount.zero(total.currency)
        for payment in payments {
            paid += payment.amount
            for refund in try Refund.fetchAll(db, payment: payment.id)
            where isSeen(refund.refundedAt) { paid -= refund.amount }
        }
        let moved = try CustomerBalance.movements(db, invoice: invoice).filter { isSeen($0.at) }
        let notes = try CreditNote.fetchAll(db, invoice: invoice).filter { isSeen($0.issuedAt) }
        self.init(
            total: total, paid: paid, paidAt: payments.last?.paidAt,
            fromBalance: -moved.map(\.signed).total(total.currency),
            credited: notes.map(\.total).total(total.currency),
            isVoid: try InvoiceVoid.fetch(db, invoice: invoice).map { isSeen($0.at) } ?? false)
    }

    /// What is no longer asked for: all of it where it is void, else what credit notes took off.
    public var takenBack: Amount { isVoid ? total : credited }

    /// What it asks for in the end, paid or not.
    public var owed: Amount { total - takenBack }

    /// What is left to pay; below nothing where more was paid than is owed.
    public var due: Amount { owed - paid - fromBalance }

    /// What was paid beyond what is owed: it stands to the customer's credit until it is sent back or
    /// kept in the balance.
    public var excess: Amount { max(.zero(total.currency), -due) }

    /// Where it stands, in one word.
    public enum State: String, Sendable {
        case due, overdue, partlyPaid, paid
        /// All of it was taken off by credit notes.
        case credited
        case void

        /// As a sentence has it.
        public var words: String { self == .partlyPaid ? "partly paid" : rawValue }
    }

    /// - Parameter isLate: whether the day it was due on is over.
    public func state(isLate: Bool) -> State {
        let zero = Amount.zero(total.currency)
        if isVoid { return .void }
        if due <= zero { return credited == total && total > zero ? .credited : .paid }
        if paid + fromBalance > zero { return .partlyPaid }
        return isLate ? .overdue : .due
    }
}
