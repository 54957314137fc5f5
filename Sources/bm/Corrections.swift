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
        let id: String?
        let note: CreditNote
        let refunds: [RefundOrder]
        /// What is kept in the customer's balance.
        let kept: Amount
    }

    /// Makes a credit note; with the same id, once.
    ///
    /// - Parameter id: as its merchant calls it; nil for a note that says something new in any case.
    /// - Throws: `InvoicingError`, `CreditsError`, `MoneyError`. Nothing is kept then.
    static func create(
        _ db: Database, _ stored: StoredInvoice, lowering lines: [(line: Int, value: Exact?)],
        refundTo: CreditNote.Destination, reason: String, id reference: String? = nil,
        at instant: Instant
    ) throws -> Made {
        let request = CreditNote.Request(lowering: lines, refundTo: refundTo, reason: reason)
        if let reference, let known = try known(db, stored, request, reference) { return known }
        if reference == nil { try refuseRepeat(db, stored, request, at: instant) }
        try Cashier.refuseBeforeOrders(db, invoice: stored.id, at: instant)
        let note = try CreditNote(
            db, stored, lowering: lines, refundTo: refundTo, reason: reason, at: instant)
        let rows = try Invoice.lineRows(db, invoice: stored.id)
        let id = try note.insert(db, invoice: stored.id, rows: rows, id: reference, request)
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
        let kept = try CustomerBalance.keep(
            db, invoice: stored.id, total: total, onlyBalance: refundTo != .balance, creditNote: id,
            at: instant)
        return Made(id: reference, note: note, refunds: refunds, kept: kept)
    }

    /// The note that was made under an id; nil for a new one.
    ///
    /// - Throws: `InvoicingError.noteDiffers` for an id that stands for something else.
    private static func known(
        _ db: Database, _ stored: StoredInvoice, _ request: CreditNote.Request, _ id: String
    ) throws -> Made? {
        let invoice = stored.invoice
        guard let known = try CreditNote.fetchOne(db, invoice.merchant, reference: id) else {
            return nil
        }
        let note = known.note
        guard note.invoice == invoice.number, known.request == request else {
            throw InvoicingError.noteDiffers(
                id, note: note.number, known: known.request.words(note.invoice),
                found: request.words(invoice.number))
        }
        return Made(
            id: id, note: note, refunds: try RefundOrder.fetchAll(db, creditNote: known.id),
            kept: try CustomerBalance.kept(db, creditNote: known.id))
    }

    /// Refuses a note without an id that says what the last one of the invoice says, at the same time: a
    /// command that is sent twice.
    private static func refuseRepeat(
        _ db: Database, _ stored: StoredInvoice, _ request: CreditNote.Request, at instant: Instant
    ) throws {
        guard let last = try CreditNote.last(db, invoice: stored.id), last.request == request,
            last.note.issuedAt == instant
        else { return }
        throw InvoicingError.noteRepeated(stored.invoice.number, note: last.note.number)
    }

    /// Gives back what was paid of an invoice and is not owed: what came twice or too much, what a note left
    /// standing, what a channel was asked for and did not send.
    ///
    /// - Throws: `CheckoutError.nothingToGiveBack`. Nothing is kept then.
    static func giveBack(
        _ db: Database, _ invoice: Payable, to destination: CreditNote.Destination,
        at instant: Instant
    ) throws -> (refunds: [RefundOrder], kept: Amount) {
        let refunds =
            try destination == .channel
            ? RefundOrder.make(db, invoice: invoice.invoice, total: invoice.total, at: instant) : []
        let kept = try CustomerBalance.keep(
            db, invoice: invoice.invoice, total: invoice.total,
            onlyBalance: destination != .balance, at: instant)
        if refunds.isEmpty, kept.isZero {
            let account = try InvoiceAccount(db, invoice: invoice.invoice, total: invoice.total)
            throw CheckoutError.nothingToGiveBack(invoice.number, excess: account.excess)
        }
        return (refunds, kept)
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
        try Cashier.refuseBeforeOrders(db, invoice: stored.id, at: instant)
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
        try CustomerBalance.keep(db, invoice: stored.id, total: invoice.total, at: instant)
    }

    private static func putBack(
        _ db: Database, line: Int64, _ value: Exact, _ reason: String, at instant: Instant
    ) throws {
        let rest = try CreditBooks.rollBack(
            db, line: line, value, reason: reason, by: "correction", at: instant)
        precondition(rest.isZero, "credit paid \(rest) less of line \(line) than it says")
    }
}
