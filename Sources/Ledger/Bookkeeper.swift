public import Checkout
public import Invoicing
import Money
import Time

/// Says which business event debits and credits which accounts.
public enum Bookkeeper {
    /// A finalized invoice, in the merchant's book: the customer owes the total; what it bills of days
    /// before it was earned on them, what it bills of days to come is owed in them, tax is owed to the
    /// state. What is earned is booked by `recognition`.
    public static func entries(for invoice: Invoice) -> [JournalEntry.Draft] {
        let schedule = RevenueSchedule(invoice)
        return [
            JournalEntry.Draft(
                book: .merchant(invoice.merchant), day: invoice.zone.day(of: invoice.issuedAt),
                kind: .invoice, source: source(invoice),
                postings: [
                    Posting(debit: .receivable(invoice.customer), invoice.total),
                    Posting(credit: .unbilledRevenue, schedule.sum(of: .unbilledRevenue)),
                    Posting(credit: .deferredRevenue, schedule.sum(of: .deferredRevenue)),
                    Posting(credit: .taxPayable, invoice.tax),
                ])
        ]
    }

    /// `invoice mer_001/INV-2025-0611-0019`
    public static func source(_ invoice: Invoice) -> String {
        "invoice \(invoice.merchant)/\(invoice.number)"
    }

    /// `payment wechat_pay/4200…`
    public static func source(_ payment: Payment) -> String {
        "payment \(payment.channel.rawValue)/\(payment.transactionID)"
    }

    /// A payment, in both books: the channel holds it for us, we owe it to the merchant, the
    /// customer no longer owes it.
    ///
    /// It is booked on its day in UTC+8, as the channels' own bills are cut.
    public static func entries(for payment: Payment) -> [JournalEntry.Draft] {
        let day = Zone.shanghai.day(of: payment.paidAt)
        return [
            JournalEntry.Draft(
                book: .platform, day: day, kind: .payment, source: source(payment),
                postings: [
                    Posting(debit: .channelClearing(payment.channel), payment.amount),
                    Posting(credit: .merchantPayable(payment.merchant), payment.amount),
                ]),
            JournalEntry.Draft(
                book: .merchant(payment.merchant), day: day, kind: .payment,
                source: source(payment),
                postings: [
                    Posting(debit: .dueFromPlatform, payment.amount),
                    Posting(credit: .receivable(payment.customer), payment.amount),
                ]),
        ]
    }
}
