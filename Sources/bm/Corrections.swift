import Catalog
import Checkout
import Credits
import GRDB
import Invoicing
import Ledger
import Metering
import Money
import Time

/// What corrections do to the ledger: the note, its entries, credit that goes back, refunds to send.
enum Corrections {
    /// A note that was made.
    struct Made {
        let note: CreditNote
        let refunds: [RefundOrder]
        /// What is kept in the customer's balance.
        let kept: Amount
    }

    /// Makes a credit note.
    ///
    /// - Throws: `InvoicingError`, `CreditsError`, `MoneyError`. Nothing is kept then.
    static func create(
        _ db: Database, _ stored: StoredInvoice, lowering lines: [(line: Int, value: Exact?)],
        refundTo: CreditNote.Destination, reason: String, at instant: Instant
    ) throws -> Made {
        let note = try CreditNote(
            db, stored, lowering: lines, refundTo: refundTo, reason: reason, at: instant)
        let rows = try Invoice.lineRows(db, invoice: stored.id)
        let id = try note.insert(db, invoice: stored.id, rows: rows)
        let earlier = try CreditNote.fetchAll(db, invoice: stored.id).dropLast()
        try Journal.append(
            db, Bookkeeper.entries(for: note, on: stored.invoice, after: Array(earlier)))
        for line in note.lines where !line.credit.isZero {
            try putBack(
                db, line: rows[line.number]!, line.credit.exact, "credit note \(note.number)",
                at: instant)
        }
        let total = stored.invoice.total
        let refunds =
            try refundTo == .channel
            ? RefundOrder.make(
                db, invoice: stored.id, total: total, creditNote: id, at: instant) : []
        // What no channel can send back came from the balance, and goes back to it.
        let kept =
            try refundTo == .none
            ? Amount.zero(.cny)
            : CustomerBalance.keep(db, invoice: stored.id, total: total, at: instant)
        return Made(note: note, refunds: refunds, kept: kept)
    }

    /// Declares an invoice never owed, of which nothing was paid.
    ///
    /// - Throws: `InvoicingError.isVoid`, `.notVoidable`. Nothing is kept then.
    static func void(
        _ db: Database, _ stored: StoredInvoice, reason: String, at instant: Instant
    ) throws {
        let invoice = stored.invoice
        if let payment = try Payment.fetchAll(db, invoice: stored.id).first {
            throw InvoicingError.notVoidable(
                invoice.number, "\(payment.amount) was paid of it by \(payment.transactionID)")
        }
        if let note = try CreditNote.fetchAll(db, invoice: stored.id).first {
            throw InvoicingError.notVoidable(invoice.number, "\(note.number) corrects it")
        }
        if let line = try CreditNote.givenBack(db, stored).keys.min() {
            throw InvoicingError.notVoidable(
                invoice.number, "a later invoice gives back some of its line \(line)")
        }
        guard instant >= invoice.issuedAt else {
            throw InvoicingError.tooEarly(invoice.number, at: instant, issuedAt: invoice.issuedAt)
        }
        let void = InvoiceVoid(
            at: instant, reason: reason,
            closedThrough: try CloseMark.lastMonth(db, invoice.merchant) ?? invoice.month)
        try void.insert(db, stored)
        try Journal.append(db, Bookkeeper.entries(voiding: invoice, void))
        let rows = try Invoice.lineRows(db, invoice: stored.id)
        for line in invoice.lines {
            let drawn = try line.drawn
            guard drawn > .zero else { continue }
            try putBack(
                db, line: rows[line.number]!, drawn, "\(invoice.number) is void", at: instant)
        }
        _ = try CustomerBalance.keep(
            db, invoice: stored.id, total: invoice.total, at: instant)
    }

    private static func putBack(
        _ db: Database, line: Int64, _ value: Exact, _ reason: String, at instant: Instant
    ) throws {
        let rest = try CreditBooks.rollBack(
            db, line: line, value, reason: reason, by: "correction", at: instant)
        precondition(rest.isZero, "credit paid \(rest) less of line \(line) than it says")
    }
}
