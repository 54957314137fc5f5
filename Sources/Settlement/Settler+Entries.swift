import Ledger
import Money
import Time

extension Settler {
    /// The entries of a batch, in both books: every fee, share, reserve and adjustment its own
    /// posting, the conversion as two balanced pairs through clearing. What came in, went back or was
    /// returned by the bank is in the books already.
    static func entries(for batch: SettlementBatch) -> [JournalEntry.Draft] {
        let day = batch.zone.day(of: batch.closedAt)
        let source = "settlement \(batch.number)"
        let booked = batch.rows.filter { !$0.kind.isBookedBefore }
        let kept = booked.map(\.amount).total(.cny)
        let merchant = batch.merchant
        return [
            JournalEntry.Draft(
                book: .platform, day: day, kind: .settlement, source: source,
                postings: [Posting(debit: .merchantPayable(merchant), batch.paidOut - kept)]
                    + booked.map { row in
                        switch row.kind {
                        case .revenueShare: Posting(debit: .revenueShare, row.amount)
                        case .adjustment: Posting(debit: .adjustments, row.amount)
                        case .reserveHeld, .reserveReleased:
                            Posting(debit: .reserve(merchant), row.amount)
                        default: Posting(debit: .platformRevenue, row.amount)
                        }
                    }
                    + [
                        Posting(credit: .fxClearing, batch.paidOut),
                        Posting(debit: .fxClearing, batch.converted + batch.spread),
                        Posting(credit: .payoutInTransit(merchant), batch.payout),
                        Posting(credit: .platformRevenue, batch.spread),
                        Posting(credit: .platformRevenue, batch.wireFee),
                    ]),
            JournalEntry.Draft(
                book: .merchant(merchant), day: day, kind: .settlement, source: source,
                postings: [Posting(credit: .dueFromPlatform, batch.paidOut - kept)]
                    + booked.map { row in
                        switch row.kind {
                        case .revenueShare: Posting(credit: .revenueShare, row.amount)
                        case .adjustment: Posting(credit: .adjustments, row.amount)
                        case .reserveHeld, .reserveReleased:
                            Posting(credit: .reserveDue, row.amount)
                        default: Posting(credit: .paymentFees, row.amount)
                        }
                    }
                    + [
                        Posting(debit: .fxClearing, batch.paidOut),
                        Posting(credit: .fxClearing, batch.converted + batch.spread),
                        Posting(debit: .payoutExpected, batch.payout),
                        Posting(debit: .paymentFees, batch.spread),
                        Posting(debit: .paymentFees, batch.wireFee),
                    ]),
        ]
    }
}
