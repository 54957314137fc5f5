public import Invoicing
import Money
public import Time

extension Bookkeeper {
    /// `credit note mer_001/CN-2026-0705-0001`
    public static func source(_ note: CreditNote) -> String {
        "credit note \(note.merchant)/\(note.number)"
    }

    /// A credit note, in the merchant's book: what was earned or deferred and the tax on it are taken back,
    /// and the customer owes that much less. What goes back to credit has entries of its own.
    public static func entries(for note: CreditNote) -> [JournalEntry.Draft] {
        func sum(_ isIncluded: (CreditNote.Line) -> Bool) -> Amount {
            note.lines.filter(isIncluded).map(\.amount).total(note.currency)
        }
        if note.total.isZero { return [] }
        return [
            JournalEntry.Draft(
                book: .merchant(note.merchant), day: note.zone.day(of: note.issuedAt),
                kind: .creditNote, source: source(note),
                postings: [
                    Posting(debit: .revenueUsage, sum { !$0.isRecurring }),
                    Posting(debit: .deferredRevenue, sum(\.isRecurring)),
                    Posting(debit: .taxPayable, note.tax),
                    Posting(credit: .receivable(note.customer), note.total),
                ])
        ]
    }

    /// `void mer_001/INV-2025-0611-0019`
    public static func voidSource(_ invoice: Invoice) -> String {
        "void \(invoice.merchant)/\(invoice.number)"
    }

    /// The entries of an invoice taken back, on the day it is voided.
    public static func entries(
        voiding invoice: Invoice, at instant: Instant
    ) -> [JournalEntry.Draft] {
        entries(for: invoice).map { entry in
            JournalEntry.Draft(
                book: entry.book, day: invoice.zone.day(of: instant), kind: .void,
                source: voidSource(invoice),
                postings: entry.postings.map { Posting(debit: $0.account, -$0.amount) })
        }
    }
}
