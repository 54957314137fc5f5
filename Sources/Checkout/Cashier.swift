public import Invoicing
public import Money
public import Time

/// Makes payment orders.
public enum Cashier {
    /// The order for an invoice of usage.
    ///
    /// - Throws: `CheckoutError.notPayable` for a currency other than CNY or nothing to pay.
    public static func order(
        for invoice: Invoice, due: Amount, merchantNumber: Int64, channel: Channel, attempt: Int,
        at instant: Instant
    ) throws(CheckoutError) -> PaymentOrder {
        try order(
            for: invoice.number, due: due, merchantNumber: merchantNumber,
            OrderRequest(channel), attempt: attempt, at: instant)
    }

    /// The order for an invoice of any kind.
    ///
    /// The order number is the invoice's digits, the merchant's number in the ledger, because each
    /// merchant counts its own invoices, and the attempt: `INV202506110019M1W1`, with `W` or `Z`
    /// for the channel, because the number is unique across both.
    ///
    /// - Throws: `CheckoutError.notPayable` for a currency other than CNY, nothing to pay or more than
    ///   the channel takes; and where what the code holds or its end is not the channel's.
    public static func order(
        for number: Invoice.Number, due: Amount, merchantNumber: Int64, _ request: OrderRequest,
        attempt: Int, at instant: Instant
    ) throws(CheckoutError) -> PaymentOrder {
        let channel = request.channel
        guard due.currency == .cny, due > .zero(.cny),
            channel.mostFen.map({ due.minorUnits <= $0 }) ?? true
        else { throw .notPayable(number, due) }
        let outTradeNo = outTradeNo(
            for: number, merchantNumber: merchantNumber, channel: channel, attempt: attempt)
        let (payload, kind): (String, PaymentOrder.PayloadKind) =
            switch request.payload {
            case .channel(let text): (text, .channel)
            case .link(let text): (text, .link)
            case .sandbox:
                ("sandbox://\(channel.rawValue)/\(outTradeNo)?fen=\(due.minorUnits)", .sandbox)
            }
        if kind == .channel { try channel.check(code: payload) }
        return PaymentOrder(
            channel: channel, attempt: attempt, outTradeNo: outTradeNo, amount: due,
            payload: payload, payloadKind: kind, createdAt: instant,
            expiresAt: try channel.expiry(request.expiresAt, from: instant))
    }

    /// 6 to 32 of `0-9A-Za-z_`: what both channels accept.
    static func outTradeNo(
        for number: Invoice.Number, merchantNumber: Int64, channel: Channel, attempt: Int
    ) -> String {
        let letter = channel == .wechatPay ? "W" : "Z"
        let text = "INV\(number.digits)M\(merchantNumber)\(letter)\(attempt)"
        precondition((6...32).contains(text.utf8.count), "order number \(text)")
        return text
    }
}

/// What is asked for with an order.
public struct OrderRequest: Sendable, Equatable {
    public let channel: Channel
    public let payload: Payload
    /// When the code ends; nil for the longest the channel gives.
    public let expiresAt: Instant?
    /// Whether an order that could still be paid is closed for this one.
    public let replaces: Bool

    /// What the QR code is to hold.
    public enum Payload: Sendable, Equatable {
        /// What the channel answered, kept as it is.
        case channel(String)
        /// The merchant's own page for the invoice.
        case link(String)
        case sandbox
    }

    public init(
        _ channel: Channel, _ payload: Payload = .sandbox, expiresAt: Instant? = nil,
        replaces: Bool = false
    ) {
        self.channel = channel
        self.payload = payload
        self.expiresAt = expiresAt
        self.replaces = replaces
    }
}
