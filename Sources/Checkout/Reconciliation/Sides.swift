public import Catalog
public import Money
public import Time

/// What each side says of the money that moved: our orders, the channels' trade bills and messages,
/// their fund bills, and our ledger. All of it, whatever the period: a refund of June is compared with
/// its payment of May.
public struct Sides: Sendable {
    public var orders: [Order] = []
    public var refundOrders: [RefundRequest] = []
    public var stated: [Stated] = []
    public var fundRows: [FundRow] = []
    public var ledger: [Booked] = []
    /// The days of which bills were imported.
    public var billDays: Set<BillDay> = []
    /// What was decided about differences, by their ids.
    public var decisions: [String: String] = [:]

    public init() {}

    /// A request to pay an invoice.
    public struct Order: Sendable {
        public let outTradeNo: String
        public let channel: Channel
        public let merchant: Merchant.ID
        /// The merchant's at the channel.
        public let account: String
        /// The invoice's row in the ledger, and its number.
        public let invoice: Int64
        public let invoiceNumber: String
        public let amount: Amount
        public let issuedAt: Instant
        public let expiresAt: Instant
        /// What the invoice asks, less what credit notes took off it; nothing where it is void.
        public let owed: Amount
        public let isVoid: Bool

        public init(
            outTradeNo: String, channel: Channel, merchant: Merchant.ID, account: String,
            invoice: Int64, invoiceNumber: String, amount: Amount, issuedAt: Instant,
            expiresAt: Instant, owed: Amount, isVoid: Bool
        ) {
            self.outTradeNo = outTradeNo
            self.channel = channel
            self.merchant = merchant
            self.account = account
            self.invoice = invoice
            self.invoiceNumber = invoiceNumber
            self.amount = amount
            self.issuedAt = issuedAt
            self.expiresAt = expiresAt
            self.owed = owed
            self.isVoid = isVoid
        }
    }

    /// A request to a channel to send money back.
    public struct RefundRequest: Sendable {
        public let channel: Channel
        public let transactionID: String
        public let outRefundNo: String
        public let amount: Amount
        public let createdAt: Instant

        public init(
            channel: Channel, transactionID: String, outRefundNo: String, amount: Amount,
            createdAt: Instant
        ) {
            self.channel = channel
            self.transactionID = transactionID
            self.outRefundNo = outRefundNo
            self.amount = amount
            self.createdAt = createdAt
        }
    }

    /// A day of an account all of whose payments, refunds or movements a bill lists.
    public struct BillDay: Sendable, Hashable {
        /// What it is a list of.
        public enum List: String, Sendable { case payment, refund, fund }

        public let channel: Channel
        public let account: String
        public let day: Day
        public let list: List

        public init(_ channel: Channel, _ account: String, _ day: Day, _ list: List) {
            self.channel = channel
            self.account = account
            self.day = day
            self.list = list
        }
    }
}
