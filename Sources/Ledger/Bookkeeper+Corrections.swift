public import Invoicing
import Money
import Time

extension Bookkeeper {
    /// `credit note mer_001/CN-2026-0705-0001`
    public static func source(_ note: CreditNote) -> String {
        "credit note \(note.merchant)/\(note.number)"
    }

    /// A credit note, in the merchant's book: what was earned or was to be, and the tax on it, are taken
    /// back, and the customer owes that much less. What goes back to credit has entries of its own.
    ///
    /// - Parameters:
    ///   - invoice: what it corrects.
    ///   - earlier: the notes on it before this one, in their order.
    public static func entries(
        for note: CreditNote, on invoice: Invoice, after earlier: [CreditNote]
    ) -> [JournalEntry.Draft] {
        var schedule = RevenueSchedule(invoice, less: earlier)
        let parts = schedule.lower(by: note)
        if note.total.isZero { return [] }
        return [
            JournalEntry.Draft(
                book: .merchant(note.merchant), day: note.zone.day(of: note.issuedAt),
                kind: .creditNote, source: source(note),
                postings: reversal(parts, earnedThrough: note.closedThrough) + [
                    Posting(debit: .taxPayable, note.tax),
                    Posting(credit: .receivable(note.customer), note.total),
                ])
        ]
    }

    /// `void mer_001/INV-2025-0611-0019`
    public static func voidSource(_ invoice: Invoice) -> String {
        "void \(invoice.merchant)/\(invoice.number)"
    }

    /// An invoice taken back, on the day it is voided: what was earned of it or was to be, its tax, and what
    /// the customer owed.
    public static func entries(
        voiding invoice: Invoice, _ void: InvoiceVoid
    ) -> [JournalEntry.Draft] {
        let parts = RevenueSchedule(invoice).parts
        return [
            JournalEntry.Draft(
                book: .merchant(invoice.merchant), day: invoice.zone.day(of: void.at), kind: .void,
                source: voidSource(invoice),
                postings: reversal(parts, earnedThrough: void.closedThrough) + [
                    Posting(debit: .taxPayable, invoice.tax),
                    Posting(credit: .receivable(invoice.customer), invoice.total),
                ])
        ]
    }
}
