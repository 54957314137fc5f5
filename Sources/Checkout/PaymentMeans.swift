public import Money
public import Time

/// How an invoice can be paid at an instant, and so what may be drawn on it. A page shows this and
/// nothing else.
///
///     // WeChat Pay's code is good, Alipay's ended: .codes([WeChat Pay's])
///     // Both ended, and the merchant has a page for it: .link("https://pay.example.com/i/INV-…")
public enum PaymentMeans: Sendable, Equatable {
    /// Nothing is due.
    case nothingDue
    /// Codes that can be paid now, or sandbox codes where there is nothing better; never both, since one
    /// that nobody can pay is a trap beside one that can be paid.
    case codes([OrderAccount])
    /// The merchant's own page, which has no end.
    case link(String)
    /// The last order is over, or asks for another amount, and no new one was made.
    case over(OrderAccount)
    /// No order was made yet.
    case none

    /// - Parameters:
    ///   - orders: all of the invoice, or the last of each channel.
    ///   - payLink: the merchant's page for this invoice, where it has one.
    public init(due: Amount, orders: [OrderAccount], payLink: String?) {
        let live = orders.filter { $0.payload != nil }
        let payable = live.filter { $0.order.payloadKind == .channel }
        if due <= .zero(due.currency) {
            self = .nothingDue
        } else if !payable.isEmpty {
            self = .codes(payable)
        } else if let payLink {
            self = .link(payLink)
        } else if live.contains(where: { $0.order.payloadKind == .sandbox }) {
            self = .codes(live.filter { $0.order.payloadKind == .sandbox })
        } else if let last = orders.filter({ $0.payload == nil }).max(by: { $0.endsAt < $1.endsAt })
        {
            self = .over(last)
        } else {
            self = .none
        }
    }
}

extension OrderAccount {
    /// When its code ended or will.
    public var endsAt: Instant { min(end?.at ?? order.expiresAt, order.expiresAt) }
}
