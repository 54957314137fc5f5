import Catalog
public import Money

/// What a bookkeeper would post or do about a difference. Nothing posts it by itself.
///
/// CNY 88.00 that came for no order stand in `channel_clearing` and in `adjustments` until it is known
/// whose they are:
///
///     debit   channel_clearing:wechat_pay  88.00
///     credit  adjustments                  88.00
public struct SuggestedEntry: Sendable, Equatable {
    public let words: String
    /// In the platform's book; none where there is something to do and nothing to post.
    public let postings: [Posting]

    /// One leg.
    public struct Posting: Sendable, Equatable {
        /// As the ledger writes it: `merchant_payable:mer_001`.
        public let account: String
        public let isDebit: Bool
        /// Above zero.
        public let amount: Amount
    }

    init(_ words: String, _ postings: [Posting] = []) {
        self.words = words
        self.postings = postings
    }

    /// Two legs: what is above zero is debited first, what is below the other way round.
    private init(_ words: String, debit: String, credit: String, _ amount: Amount) {
        let (debit, credit) = amount.isNegative ? (credit, debit) : (debit, credit)
        let size = amount.isNegative ? -amount : amount
        self.init(
            words,
            size.isZero
                ? []
                : [
                    Posting(account: debit, isDebit: true, amount: size),
                    Posting(account: credit, isDebit: false, amount: size),
                ])
    }

    /// For `reason`.
    ///
    /// - Parameter amount: what the channel holds more than the ledger says; below zero for less.
    init(
        _ reason: Difference.Reason, channel: Channel, merchant: Merchant.ID?, _ amount: Amount
    ) {
        let clearing = "channel_clearing:\(channel.rawValue)"
        let owner = merchant.map { "merchant_payable:\($0)" } ?? "adjustments"
        func money(_ words: String, _ other: String) -> SuggestedEntry {
            SuggestedEntry(words, debit: clearing, credit: other, amount)
        }
        self =
            switch reason {
            case .tradeBillNotImported:
                SuggestedEntry("import the trade bill of the day: bm payments import")
            case .fundBillNotImported:
                SuggestedEntry("import the fund bill of the day: bm payments import")
            case .missingOnTradeBill:
                money("ask the channel; where it did not move, take it back", owner)
            case .missingOnFundBill:
                SuggestedEntry(
                    "ask the channel where the money is; nothing is posted until it says")
            case .missingInLedger:
                money("ask the channel what it is; until then hold it", owner)
            case .amountDiffers: money("ask the channel; post what its account shows", owner)
            case .feeDiffers:
                amount.isZero
                    ? SuggestedEntry("ask the channel; the fund bill counts, and is booked")
                    : money("post what the fund bill shows", "channel_cost")
            case .orderDiffers: SuggestedEntry("ask the channel for which order it was paid")
            case .dateAhead:
                SuggestedEntry("check its time; an import after it books it: bm payments import")
            case .dateTooEarly:
                SuggestedEntry("ask the channel when it moved, and send it back there")
            case .unknownOrder, .orderOfAnother:
                money("find out whose it is, or send it back; until then hold it", "adjustments")
            case .duplicatePayment, .overpaid, .paidVoid:
                SuggestedEntry(
                    "give it back: bm invoices give-back; the channel's bill then books it",
                    debit: owner, credit: clearing, amount)
            case .underpaid: SuggestedEntry("ask for the rest: bm checkout create")
            case .paidAfterExpiry:
                SuggestedEntry("nothing to post: look whether it is still wanted")
            case .refundUnknown, .refundedMoreThanPaid:
                money("find the payment; until then hold it", "adjustments")
            case .refundWaitsForBill:
                SuggestedEntry("import the bill of the day: bm payments import")
            case .refundNotOrdered:
                SuggestedEntry("issue a credit note where it is not owed: bm credit-note create")
            case .refundNotSeen: SuggestedEntry("ask the channel to send it, or import its bill")
            case .refundCameBack:
                money("book it back, and pay the customer by another way", owner)
            case .withdrawalNotStated:
                money("import the bills between; else see what the bank says", "bank:CNY")
            case .unknownMovement: money("see in the channel what it is", "adjustments")
            }
    }
}
