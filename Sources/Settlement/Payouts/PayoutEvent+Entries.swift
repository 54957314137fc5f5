import Ledger
import Money
import Time

extension PayoutEvent {
    /// What a step does to the books. Sent: the money leaves the platform's bank. Paid: it is in the
    /// merchant's. Returned: it is in the platform's bank again, and the conversion is answered by one
    /// the other way at the same rate, so that CNY is owed again. Released: nothing moves, the balance
    /// stood in CNY all the time.
    func entries(for batch: SettlementBatch) -> [JournalEntry.Draft] {
        let merchant = batch.merchant
        func entry(_ book: Book, _ postings: [Posting]) -> JournalEntry.Draft {
            JournalEntry.Draft(
                book: book, day: batch.zone.day(of: at), kind: .payout,
                source: "payout \(batch.number) \(step.rawValue)", postings: postings)
        }
        let bank = Account.bank(batch.currency)
        switch step {
        case .sent:
            return [
                entry(
                    .platform,
                    [
                        Posting(debit: .payoutInTransit(merchant), batch.payout),
                        Posting(credit: bank, batch.payout),
                    ])
            ]
        case .paid:
            return [
                entry(
                    .merchant(merchant),
                    [
                        Posting(debit: bank, batch.payout),
                        Posting(credit: .payoutExpected, batch.payout),
                    ])
            ]
        case .returned:
            return [
                entry(
                    .platform,
                    [
                        Posting(debit: bank, batch.payout),
                        Posting(credit: .fxClearing, batch.payout),
                        Posting(debit: .fxClearing, returned),
                        Posting(credit: .merchantPayable(merchant), returned),
                    ]),
                entry(
                    .merchant(merchant),
                    [
                        Posting(debit: .fxClearing, batch.payout),
                        Posting(credit: .payoutExpected, batch.payout),
                        Posting(debit: .dueFromPlatform, returned),
                        Posting(credit: .fxClearing, returned),
                    ]),
            ]
        case .released: return []
        }
    }
}
