public import Money
public import Store
public import Time

/// A bill file of a channel, read whole and found to add up.
///
/// WeChat Pay's trade bill (交易账单) in the layouts ALL, SUCCESS and REFUND and those before 2018, or
/// Alipay's business bill (业务明细).
public struct ChannelBill: Sendable, Equatable {
    public let channel: Channel
    /// Our account at the channel: mchid or pid.
    public let account: String
    /// In file order, which is no order of time.
    public let rows: [Row]
    /// What it is a whole list of: WeChat Pay sends payments and refunds apart, too.
    public let lists: Set<Kind>
    /// The days it is of, as it says itself; nil where it says none, as WeChat Pay's.
    public let days: DaySpan?

    /// Which way a movement went.
    public enum Kind: String, Sendable { case payment, refund }

    /// How far a refund of WeChat Pay was on the day of the bill, which is not told again later.
    public enum RefundStatus: String, Sendable, CaseIterable {
        case success = "SUCCESS"
        case processing = "PROCESSING"
        case failed = "FAIL"
        /// The payer's card or account takes no money: the merchant must pay it back by another way.
        case changed = "CHANGE"
    }

    /// One movement as the channel states it.
    public struct Row: Sendable, Equatable {
        /// Line in the file, from 1.
        public let line: Int
        public let kind: Kind
        public let outTradeNo: String
        public let transactionID: String
        public let refundNo: String?
        /// The channel's number of the refund. Alipay has none: there it is our own, which is unique
        /// within its transaction only.
        public let refundID: String?
        /// When it was paid; of a refund when it was started (WeChat Pay) or done (Alipay).
        public let occurredAt: Instant
        /// Gross: what was ordered, or what was asked back. Never negative: the kind says which way
        /// it went.
        ///
        /// CNY 100.00 ordered with a coupon of 5.00 that the channel pays nothing for is an amount
        /// of 100.00 and 95.00 settled.
        public let amount: Amount
        /// What of it comes to the merchant, or leaves it: without free coupons. Never negative.
        public let settled: Amount
        /// The channel's fee as printed, up to five decimals, positive where the channel keeps it.
        public let fee: Exact
        /// Of WeChat Pay's refunds; nil where the bill says nothing of it.
        public let refundStatus: RefundStatus?
        /// When the payer had it back, where the bill says so: the REFUND layout does.
        public let refundedAt: Instant?
        /// Whether the whole payment was reversed at the till (`REVOKED`).
        public let isRevoked: Bool
        /// Every cell by its header, in the order of the headers' text.
        public let cells: JSONValue

        init(
            line: Int, kind: Kind, outTradeNo: String, transactionID: String, refundNo: String?,
            refundID: String?, occurredAt: Instant, amount: Amount, settled: Amount, fee: Exact,
            refundStatus: RefundStatus? = nil, refundedAt: Instant? = nil, isRevoked: Bool = false,
            cells: JSONValue
        ) {
            self.line = line
            self.kind = kind
            self.outTradeNo = outTradeNo
            self.transactionID = transactionID
            self.refundNo = refundNo
            self.refundID = refundID
            self.occurredAt = occurredAt
            self.amount = amount
            self.settled = settled
            self.fee = fee
            self.refundStatus = refundStatus
            self.refundedAt = refundedAt
            self.isRevoked = isRevoked
            self.cells = cells
        }

        /// Whether it is a refund whose money is with the payer again, as far as the bill knows.
        /// Alipay lists refunds once they are done, and a reversal is done at once.
        public var wentBack: Bool {
            kind == .refund && (refundStatus == nil || refundStatus == .success)
        }

        /// The fee in whole fen, half away from zero.
        public func feeAmount() throws(MoneyError) -> Amount {
            try PreciseAmount(fee, .cny).rounded(.halfAwayFromZero)
        }
    }

    /// Reads a bill of `channel`.
    ///
    /// - Throws: `CheckoutError.notABill`, `.otherBill`, `.damagedArchive`, `.saidTwice`,
    ///   `.doesNotAddUp`.
    public init(_ bytes: [UInt8], channel: Channel, file: String) throws(CheckoutError) {
        switch channel {
        case .wechatPay: self = try WeChatTradeBill.read(bytes, file: file)
        case .alipay: self = try AlipayTradeBill.read(bytes, file: file)
        }
    }

    init(
        channel: Channel, account: String, rows: [Row], lists: Set<Kind> = [.payment, .refund],
        days: DaySpan? = nil
    ) {
        self.channel = channel
        self.account = account
        self.rows = rows
        self.lists = lists
        self.days = days
    }

    /// Refuses a payment that is listed twice, or a refund: by the channel's numbers, since ours may
    /// stand in many attempts.
    static func checkOnce(_ rows: [Row], file: String) throws(CheckoutError) {
        var lines: [String: Int] = [:]
        for row in rows {
            let what: String
            switch (row.kind, row.refundID) {
            case (.payment, _): what = "transaction \(row.transactionID)"
            case (.refund, let id?):
                // Alipay has only our number, which another transaction may have too.
                what = "refund \(id)" + (id == row.refundNo ? " of \(row.transactionID)" : "")
            case (.refund, nil):
                // A reversal happens once; refunds without a number cannot be told apart.
                guard row.isRevoked else { continue }
                what = "reversal of \(row.transactionID)"
            }
            if let first = lines.updateValue(row.line, forKey: what) {
                throw .saidTwice(file, what: what, lines: [first, row.line])
            }
        }
    }
}
