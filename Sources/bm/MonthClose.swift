import Catalog
import Checkout
import Credits
import FX
import GRDB
import Invoicing
import Ledger
import Metering
import Money
import Outbox
import Rating
import Settlement
import Store
import Time

/// Closes one merchant's month in one transaction: meters, rates, finalizes, posts, recognises revenue,
/// settles.
enum MonthClose {
    struct Result {
        let merchant: Merchant.ID
        /// Invoices finalized now; empty where the month was closed before.
        let invoices: [Invoice]
        /// Customers with nothing to bill.
        let withoutInvoice: Int
        let wasClosed: Bool
        /// Settled now: one of the month, or one for the days that are paid together.
        let batches: [SettlementBatch]
    }

    /// What a close of the month is going to rate, so that it can be rated before its turn, and beside the close of
    /// another merchant.
    ///
    /// - Returns: nil where it was closed before.
    static func rated(_ db: Database, _ merchant: Merchant.ID, _ month: Month) throws -> RatedMonth?
    {
        try Stopwatch.of("Rating") {
            try CloseMark(db, merchant, month) == nil ? RatedMonth(db, merchant, month) : nil
        }
    }

    /// - Parameter rated: what `rated` gave, where nobody has written anything since that it depends on.
    /// - Throws: whatever stops a month: rates, prices, a month that is not over. Nothing is kept
    ///   then.
    static func run(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, at instant: Instant,
        rated: RatedMonth? = nil
    ) throws -> Result {
        let zone = try Merchant(db, merchant, at: instant).zone
        guard instant >= zone.end(of: month) else {
            throw InvoicingError.monthNotOver(merchant, month, endsAt: zone.end(of: month))
        }
        let wasClosed = try CloseMark(db, merchant, month) != nil
        var invoices: [Invoice] = []
        var without = 0
        if !wasClosed {
            let next = try CloseMark.nextMonth(db, merchant, upTo: month, zone: zone)
            guard next == nil || next == month else {
                throw InvoicingError.outOfTurn(merchant, month, next: next!)
            }
            let rated = try rated ?? Stopwatch.of("Rating") { try RatedMonth(db, merchant, month) }
            let drafts = try Stopwatch.of("Invoicing") {
                try Invoicer.drafts(db, merchant, rated)
            }
            try Stopwatch.of("Credits") { try CreditBooks.prepare(db, rated, at: instant) }
            let mark = try CreditMark(now: db)
            let (standings, comparisons) = try Stopwatch.of("Invoicing") {
                (
                    try Invoicer.standings(db, merchant, rated, drafts, as: mark),
                    try PlanComparison.all(db, merchant, rated, drafts)
                )
            }
            for (customer, drafts) in drafts.sorted(by: { $0.key < $1.key }) {
                var standing = standings[customer] ?? Standing()
                let before = invoices.count
                for var draft in drafts where try Invoicer.isDue(draft) {
                    draft.comparison = comparisons[customer]
                    let invoice = try Stopwatch.of("Invoicing") {
                        try finalize(db, draft.billed(db, to: standing), at: instant)
                    }
                    standing = try standing.after(invoice)
                    invoices.append(invoice)
                }
                if invoices.count == before { without += 1 }
            }
            try CloseMark.record(db, merchant, month, zone: zone, at: instant)
            try mark.insert(db, merchant, month)
            _ = try Stopwatch.of("Ledger") {
                try Journal.append(
                    db,
                    Bookkeeper.recognition(
                        merchant, month, RevenueSchedule.due(db, merchant, month)))
            }
            _ = try Stopwatch.of("Credits") { try CreditBooks.expire(db, merchant, at: instant) }
            _ = try Stopwatch.of("Outbox") {
                try Outbox.noticeCaps(db, merchant, month, at: instant)
            }
        }
        let batches = try Stopwatch.of("Settlement") {
            try Settler.close(db, merchant, month: month, at: instant)
        }
        return Result(
            merchant: merchant, invoices: invoices, withoutInvoice: without, wasClosed: wasClosed,
            batches: batches)
    }

    private static func finalize(
        _ db: Database, _ draft: Invoicer.Draft, at instant: Instant
    ) throws -> Invoice {
        let merchant = draft.catalog.merchant
        let currency = draft.plan.currency
        let lock = currency == .cny ? nil : try FXLock(db, .invoice, base: currency, at: instant)
        let lockID = try lock?.insert(db)
        let number = try Invoice.nextNumber(db, merchant.id, on: merchant.zone.day(of: instant))
        let invoice: Invoice
        do {
            invoice = try Invoicer.invoice(
                draft, number: number, issuedAt: instant, currency: .cny, lock: lock)
        } catch {
            throw InvoicingError.doesNotFit(draft.customer.id, draft.month, error)
        }
        let id = try invoice.insert(db, fxLockID: lockID)
        _ = try Stopwatch.of("Ledger") {
            try Journal.append(db, Bookkeeper.entries(for: invoice))
        }
        try Stopwatch.of("Credits") {
            try CreditBooks.record(db, invoice, rows: Invoice.lineRows(db, invoice: id))
        }
        // What it gives back pays the next ones.
        try CustomerBalance.keep(db, invoice: id, total: invoice.total, at: instant)
        try CustomerBalance.use(db, invoice, row: id, at: instant)
        return invoice
    }
}
