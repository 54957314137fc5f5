public import Checkout
import Money
import Time

extension Bookkeeper {
    /// `refund wechat_pay/5030…`
    public static func source(_ refund: Refund) -> String {
        "\(refund.kind.rawValue) \(refund.payment.channel.rawValue)/\(refund.refundID)"
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
    public static func source(_ fee: ChannelFee) -> String { "channel fee \(fee.id)" }

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

    /// All that a booking brought: payments, then refunds, then fees.
    public static func entries(for booking: ChannelBooking) -> [JournalEntry.Draft] {
        booking.payments.flatMap(entries(for:)) + booking.refunds.flatMap(entries(for:))
            + booking.fees.flatMap(entries(for:))
    }
}
