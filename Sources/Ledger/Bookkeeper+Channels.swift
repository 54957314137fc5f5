public import Checkout
import Money
import Time

extension Bookkeeper {
    /// `refund wechat_pay/5030…`; of Alipay with the payment, since our number of a refund is unique
    /// within its payment only: `refund alipay/2025…/RF1`.
    public static func source(_ refund: Refund) -> String {
        let channel = refund.payment.channel
        let number =
            channel == .alipay
            ? "\(refund.payment.transactionID)/\(refund.refundID)" : refund.refundID
        return "\(refund.kind.rawValue) \(channel.rawValue)/\(number)"
    }

    /// Money that went back, in both books: the channel holds less for us, we owe the merchant less,
    /// and the customer owes again what it had paid.
    ///
    /// It is booked on its day in UTC+8, as a payment is.
    public static func entries(for refund: Refund) -> [JournalEntry.Draft] {
        let day = Zone.shanghai.day(of: refund.refundedAt)
        let payment = refund.payment
        let kind: JournalEntry.Kind = refund.kind == .refund ? .refund : .chargeback
        return [
            JournalEntry.Draft(
                book: .platform, day: day, kind: kind, source: source(refund),
                postings: [
                    Posting(debit: .merchantPayable(payment.merchant), refund.amount),
                    Posting(credit: .channelClearing(payment.channel), refund.amount),
                ]),
            JournalEntry.Draft(
                book: .merchant(payment.merchant), day: day, kind: kind, source: source(refund),
                postings: [
                    Posting(debit: .receivable(payment.customer), refund.amount),
                    Posting(credit: .dueFromPlatform, refund.amount),
                ]),
        ]
    }

    /// `channel fee 12`
    public static func source(_ fee: ChannelFee) -> String { feeSource(fee.id) }

    /// The same, of the row of a fee.
    static func feeSource(_ row: Int64) -> String { "channel fee \(row)" }

    /// What a channel keeps is the platform's cost; what it gives back lowers it. A fee of nothing posts
    /// nothing.
    public static func entries(for fee: ChannelFee) -> [JournalEntry.Draft] {
        if fee.amount.isZero { return [] }
        return [
            JournalEntry.Draft(
                book: .platform, day: Zone.shanghai.day(of: fee.at), kind: .channelFee,
                source: source(fee),
                postings: [
                    Posting(debit: .channelCost, fee.amount),
                    Posting(credit: .channelClearing(fee.channel), fee.amount),
                ])
        ]
    }

    /// `withdrawal wechat_pay/1900000109…`
    public static func source(_ withdrawal: Withdrawal) -> String {
        "withdrawal \(withdrawal.channel.rawValue)/\(withdrawal.flowNo)"
    }

    /// Money that the channel held for us is in our bank: CNY 20,000.00 debit `bank:CNY`, credit
    /// `channel_clearing:wechat_pay`.
    public static func entries(for withdrawal: Withdrawal) -> [JournalEntry.Draft] {
        [
            JournalEntry.Draft(
                book: .platform, day: Zone.shanghai.day(of: withdrawal.at), kind: .withdrawal,
                source: source(withdrawal),
                postings: [
                    Posting(debit: .bank(.cny), withdrawal.amount),
                    Posting(credit: .channelClearing(withdrawal.channel), withdrawal.amount),
                ])
        ]
    }

    /// All that a booking brought: payments, then refunds, then fees, then withdrawals.
    public static func entries(for booking: ChannelBooking) -> [JournalEntry.Draft] {
        booking.payments.flatMap(entries(for:)) + booking.refunds.flatMap(entries(for:))
            + booking.fees.flatMap(entries(for:)) + booking.withdrawals.flatMap(entries(for:))
    }
}
