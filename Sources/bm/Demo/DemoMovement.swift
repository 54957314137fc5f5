import Checkout
import Money
import Store
import Time

/// A payment that the demo pretends a customer made.
struct DemoPayment {
    let order: PaymentOrder
    let invoiceNumber: String
    let account: DemoAccount
    let amount: Amount
    let paidAt: Instant

    /// Digits that follow from the order number, for the channel's own ids.
    func digits(_ count: Int) -> String {
        DemoMovement.digits(order.outTradeNo, count)
    }

    /// The channel's number of it.
    var transactionID: String {
        let day = Zone.shanghai.day(of: paidAt).number
        return order.channel == .wechatPay
            ? "4200002\(day)\(digits(13))" : "\(day)220014\(digits(14))"
    }
}

/// A merchant's account at a channel.
struct DemoAccount: Hashable {
    let channel: Channel
    /// mchid or pid.
    let number: String
    let appid: String
}

/// Something that moved on an account at a channel.
struct DemoMovement {
    let kind: Kind
    let account: DemoAccount
    /// Above zero.
    let amount: Amount
    let at: Instant

    enum Kind {
        case payment(DemoPayment)
        /// Our number of it, as it was asked for.
        case refund(DemoPayment, String)
        /// The channel's number of the dispute.
        case chargeback(DemoPayment, String)
        /// More of a fee than the trade bill said.
        case fee(DemoPayment)
        case withdrawal
    }

    var day: Day { Zone.shanghai.day(of: at) }

    /// As bills print it.
    var local: String {
        let text = Zone.shanghai.text(at)
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
    }

    /// Nil for a withdrawal.
    var payment: DemoPayment? {
        switch kind {
        case .payment(let payment), .refund(let payment, _), .chargeback(let payment, _),
            .fee(let payment):
            payment
        case .withdrawal: nil
        }
    }

    /// Whether a trade bill lists it.
    var isTraded: Bool {
        switch kind {
        case .payment, .refund: true
        case .chargeback, .fee, .withdrawal: false
        }
    }

    /// The channel's number of a refund, made of ours; of anything else `0`, as WeChat Pay prints it.
    var refundID: String {
        guard case .refund(_, let number) = kind else { return "0" }
        return account.channel == .wechatPay
            ? "50300002\(day.number)\(Self.digits(number, 12))" : number
    }

    private static let feePercent = Exact(coefficient: 6, scale: 1)

    /// What the channel keeps of a payment, and below nothing what it gives back with a refund.
    func fee() throws -> Exact {
        let fee = try amount.exact.times(Self.feePercent).shifted(right: 2)
        return if case .refund = kind { fee.negated } else { fee }
    }

    /// In whole fen, as an account is charged.
    func feeInFen() throws -> Amount {
        try PreciseAmount(fee(), .cny).rounded(.halfAwayFromZero)
    }

    static func digits(_ text: String, _ count: Int) -> String {
        let hex = SHA256Digest.hex(text.utf8)
        return String(hex.unicodeScalars.map { Character("\($0.value % 10)") }.prefix(count))
    }
}
