public import Money
public import Store
public import Time

/// What moved on our account at a channel, and its balance after each movement: WeChat Pay's fund
/// bill (资金账单) or Alipay's account bill (账务明细), read whole and found to add up.
///
/// Fees stand here in whole fen, as they were taken: settle on this bill, not on the trade bill's
/// five decimals.
///
///     let bill = try FundBill(bytes, channel: .wechatPay, file: "20250611.csv")
///     bill.opening            // CNY 1,000.00
///     bill.rows[1].amount     // CNY -74.40, the fee of the payment before
///     bill.closing            // CNY 20,520.17
public struct FundBill: Sendable, Equatable {
    public let channel: Channel
    /// Our account at the channel, mchid or pid; nil where the file does not say it. WeChat Pay says
    /// it only through who asked for a movement: `1900000109API`.
    public let account: String?
    /// In the order in which the balances follow one another.
    public let rows: [Row]
    /// The days it is of, as it says itself; nil where it says none, as WeChat Pay's.
    public let days: DaySpan?

    /// Why money moved. An open list at both channels: what is not known is `other`, and so is what
    /// went the other way than its name says.
    public enum Kind: String, Sendable, CaseIterable {
        case payment, fee, refund
        case feeReturned = "feeRefund"
        /// A refund that did not reach the payer and came back (退款关闭).
        case refundReturned
        /// To the bank account.
        case withdrawal
        case other
    }

    /// One movement as the channel states it.
    public struct Row: Sendable, Equatable {
        /// Line in the file, from 1.
        public let line: Int
        public let occurredAt: Instant
        /// The channel's number of this movement, which no other has: 资金流水单号, 账务流水号.
        public let flowNo: String
        /// The channel's number of what moved it: 微信支付业务单号 or 业务流水号. WeChat Pay names the
        /// transaction, and for a refund and its fee the refund; Alipay always the transaction.
        public let transactionID: String?
        /// Our number: 业务凭证号 or 商户订单号. WeChat Pay names the order, and for a refund and its
        /// fee our number of the refund; Alipay always the order.
        public let ourNo: String?
        public let kind: Kind
        /// 业务类型 as printed.
        public let kindText: String
        /// What was added to the balance: negative where it went out.
        public let amount: Amount
        /// After the movement.
        public let balance: Amount
        /// Every cell by its header, in the order of the headers' text.
        public let cells: JSONValue
    }

    /// The balance before the first row; nil where there is none to tell it.
    public var opening: Amount? { rows.first.map { $0.balance - $0.amount } }
    /// The balance after the last row.
    public var closing: Amount? { rows.last?.balance }

    /// Reads a bill of `channel`.
    ///
    /// - Throws: `CheckoutError.notABill`, `.otherBill`, `.damagedArchive`, `.saidTwice`,
    ///   `.balanceBreaks`, `.doesNotAddUp`.
    public init(_ bytes: [UInt8], channel: Channel, file: String) throws(CheckoutError) {
        switch channel {
        case .wechatPay: self = try WeChatFundBill.read(bytes, file: file)
        case .alipay: self = try AlipayAccountBill.read(bytes, file: file)
        }
    }

    /// - Parameter rows: in file order.
    init(
        channel: Channel, account: String?, rows: [Row], days: DaySpan? = nil, file: String
    ) throws(CheckoutError) {
        var lines: [String: Int] = [:]
        for row in rows {
            if let first = lines.updateValue(row.line, forKey: row.flowNo) {
                throw .saidTwice(file, what: "movement \(row.flowNo)", lines: [first, row.line])
            }
        }
        self.channel = channel
        self.account = account
        self.days = days
        self.rows = try RunningBalance.ordered(rows, file: file)
    }
}

extension FundBill.Kind {
    /// The kind, where the money went the way that it goes for such a kind.
    func going(in isInflow: Bool) -> FundBill.Kind {
        switch self {
        case .payment, .feeReturned, .refundReturned: isInflow ? self : .other
        case .fee, .refund, .withdrawal: isInflow ? .other : self
        case .other: .other
        }
    }
}
