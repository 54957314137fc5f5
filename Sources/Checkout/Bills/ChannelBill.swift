public import Money
public import Store
public import Time

/// A bill file of a channel, read whole and found to add up.
public struct ChannelBill: Sendable, Equatable {
    public let channel: Channel
    /// Our account at the channel: mchid or pid.
    public let account: String
    public let rows: [Row]

    /// Which way a movement went.
    public enum Kind: String, Sendable { case payment, refund }

    /// One movement as the channel states it.
    public struct Row: Sendable, Equatable {
        /// Line in the file, from 1.
        public let line: Int
        public let kind: Kind
        public let outTradeNo: String
        public let transactionID: String
        public let refundNo: String?
        public let refundID: String?
        public let occurredAt: Instant
        /// Never negative: the kind says which way it went.
        public let amount: Amount
        /// The channel's fee as printed, up to five decimals, positive where the channel keeps it.
        public let fee: Exact
        /// Every cell by its header.
        public let cells: JSONValue

        /// The fee in whole fen, half away from zero.
        public func feeAmount() throws(MoneyError) -> Amount {
            try PreciseAmount(fee, .cny).rounded(.halfAwayFromZero)
        }
    }

    /// Reads a bill of `channel`.
    ///
    /// - Throws: `CheckoutError.notABill`, `.doesNotAddUp`.
    public init(_ bytes: [UInt8], channel: Channel, file: String) throws(CheckoutError) {
        switch channel {
        case .wechatPay: self = try WeChatTradeBill.read(bytes, file: file)
        case .alipay: self = try AlipayTradeBill.read(bytes, file: file)
        }
    }

    init(channel: Channel, account: String, rows: [Row]) {
        self.channel = channel
        self.account = account
        self.rows = rows
    }
}

/// A table with named columns, as both channels print them.
struct BillTable {
    let file: String
    let headers: [String]

    func fail(_ line: Int, _ found: String, _ allowed: String) -> CheckoutError {
        .notABill(file, line: line, found: found, allowed: allowed)
    }

    /// The cells of a line by header.
    func cells(_ values: [String], line: Int) throws(CheckoutError) -> [String: String] {
        // A row may be shorter only by empty trailing columns that its file leaves out.
        guard values.count == headers.count else {
            throw fail(line, "\(values.count) columns", "\(headers.count), as the header has")
        }
        return Dictionary(zip(headers, values)) { first, _ in first }
    }

    func number(_ text: String?, _ header: String, line: Int) throws(CheckoutError) -> Exact {
        guard let text, let number = Exact(text) else {
            throw fail(line, "\(header) “\(text ?? "")”", "a number")
        }
        return number
    }

    /// Yuan with at most two decimals.
    func yuan(_ text: String?, _ header: String, line: Int) throws(CheckoutError) -> Amount {
        guard let text, let amount = try? Amount(text, .cny) else {
            throw fail(line, "\(header) “\(text ?? "")”", "yuan with two decimals")
        }
        return amount
    }

    /// China Standard Time without an offset, as both channels print it.
    func time(_ text: String?, _ header: String, line: Int) throws(CheckoutError) -> Instant {
        guard let text, let instant = try? Instant(text, zone: .shanghai) else {
            throw fail(line, "\(header) “\(text ?? "")”", "a time such as 2025-06-11 09:41:22")
        }
        return instant
    }
}
