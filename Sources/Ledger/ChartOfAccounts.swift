import Catalog
import Checkout
import Money

/// The accounts, each with whose book it stands in and what it holds: what `bm books accounts` prints and
/// docs/accounts.md is made of.
public struct ChartOfAccounts {
    /// One account, or one of a family such as `receivable:CUSTOMER`.
    public struct Page: Sendable {
        /// As it is written; capitals stand for the part that names a merchant, customer, channel or currency.
        public let name: String
        public let books: Books
        public let root: Account.Root
        public let about: String

        /// Whether debits add to it.
        public var isDebit: Bool { root == .assets || root == .expenses }
    }

    /// Whose book.
    public enum Books: String, Sendable { case platform, merchant, both }

    public static let pages: [Page] = [
        page(
            .channelClearing(.wechatPay), "CHANNEL", .platform,
            "what a channel has collected for us and not yet paid to our bank"),
        page(.merchantPayable("M"), "MERCHANT", .platform, "what the platform owes a merchant"),
        page(
            .payoutInTransit("M"), "MERCHANT", .platform,
            "money converted for a payout that has not been sent"),
        page(.reserve("M"), "MERCHANT", .platform, "what is kept back for refunds to come"),
        page(
            .platformRevenue, nil, .platform,
            "platform fees, subscriptions, spreads and wire fees"),
        page(.channelCost, nil, .platform, "what the channels keep of each payment"),
        page(.receivable("C"), "CUSTOMER", .merchant, "what a customer owes"),
        page(.unbilledRevenue, nil, .merchant, "earned on days before the invoice that bills it"),
        page(.deferredRevenue, nil, .merchant, "billed for days to come"),
        page(.creditLiability, nil, .merchant, "paid credit that is still owed in usage"),
        page(.taxPayable, nil, .merchant, "tax on invoices, owed to the state"),
        page(.revenueUsage, nil, .merchant, "usage, earned on its day of use"),
        page(.revenueSubscription, nil, .merchant, "base fees and seats, earned by day"),
        page(.revenueAddOn, nil, .merchant, "add-ons, earned by day"),
        page(.revenueBreakage, nil, .merchant, "paid credit that expired or was voided"),
        page(
            .dueFromPlatform, nil, .merchant,
            "what the platform owes this merchant: the mirror of merchant_payable"),
        page(
            .reserveDue, nil, .merchant,
            "what the platform keeps back: the mirror of reserve"),
        page(.payoutExpected, nil, .merchant, "a payout announced and not yet in the bank"),
        page(.paymentFees, nil, .merchant, "platform fees, subscriptions, spreads and wire fees"),
        page(
            .revenueShare, nil, .both,
            "what the platform gives of its revenue, or gets of the merchant's"),
        page(.adjustments, nil, .both, "corrections of a settlement by hand, each with its reason"),
        page(.bank(.cny), "CURRENCY", .both, "money in the bank"),
        page(.fxClearing, nil, .both, "the two sides of a conversion, each in its currency"),
        page(.fxGainLoss, nil, .both, "what buying a currency cost more or less than its lock"),
        page(
            .rounding, nil, .both,
            "a difference nobody has explained yet: nothing of ours is ever posted here, and books are "
                + "not locked until it is exactly zero"),
        page(
            .openingBalance, nil, .both, "the other side of what was there before the first entry"),
    ]

    private static func page(
        _ account: Account, _ owner: String?, _ books: Books, _ about: String
    ) -> Page {
        let stem = account.name.split(separator: ":").first.map(String.init) ?? account.name
        return Page(
            name: owner.map { "\(stem):\($0)" } ?? account.name, books: books, root: account.root,
            about: about)
    }
}
