public import Catalog
public import Checkout
public import Money

/// An account of a book.
public enum Account: Hashable, Sendable {
    // The platform's book.
    /// Money a channel has collected and not yet paid to our bank.
    case channelClearing(Channel)
    /// What the platform owes a merchant.
    case merchantPayable(Merchant.ID)
    /// Money converted for a payout that has not reached the merchant.
    case payoutInTransit(Merchant.ID)
    /// Platform fees, subscriptions and wire fees.
    case platformRevenue
    /// What the channels keep of each payment.
    case channelCost
    /// What is kept back of a merchant's money for refunds to come.
    case reserve(Merchant.ID)

    // A merchant's book.
    /// What a customer owes.
    case receivable(Customer.ID)
    /// Usage, earned on the day it was used.
    case revenueUsage
    /// Base fees and seats, earned by day.
    case revenueSubscription
    /// Add-ons, earned by day.
    case revenueAddOn
    /// Paid credit that was never used: earned when it expires.
    case revenueBreakage
    /// Paid credit that is still owed in usage.
    case creditLiability
    /// Billed for days to come.
    case deferredRevenue
    /// Earned on days before the invoice that bills it.
    case unbilledRevenue
    case taxPayable
    /// What the platform owes this merchant: the mirror of `merchantPayable`.
    case dueFromPlatform
    /// Platform fees, subscriptions and wire fees paid.
    case paymentFees
    /// A payout announced and not yet in the bank.
    case payoutExpected

    /// What the platform keeps back of this merchant's money: the mirror of `reserve`.
    case reserveDue

    // Both.
    /// What the platform gives the merchant of its revenue, or gets of the merchant's.
    case revenueShare
    /// Corrections by hand, each with its reason.
    case adjustments
    /// Money in the bank, by currency.
    case bank(Currency)
    /// The two sides of a conversion.
    case fxClearing
    /// What buying a currency cost more or less than it was locked at.
    case fxGainLoss
    /// A difference that is not explained yet. Nothing is posted to it but by hand, and books are not
    /// locked until it is exactly zero.
    case rounding
    /// The other side of what was there before a book's first entry.
    case openingBalance

    /// As it is written in the ledger: `merchant_payable:mer_001`.
    public var name: String {
        switch self {
        case .channelClearing(let channel): "channel_clearing:\(channel.rawValue)"
        case .merchantPayable(let merchant): "merchant_payable:\(merchant)"
        case .payoutInTransit(let merchant): "payout_in_transit:\(merchant)"
        case .platformRevenue: "platform_revenue"
        case .channelCost: "channel_cost"
        case .receivable(let customer): "receivable:\(customer)"
        case .revenueUsage: "revenue:usage"
        case .revenueSubscription: "revenue:subscription"
        case .revenueAddOn: "revenue:addon"
        case .revenueBreakage: "revenue:breakage"
        case .creditLiability: "credit_liability"
        case .deferredRevenue: "deferred_revenue"
        case .unbilledRevenue: "unbilled_revenue"
        case .taxPayable: "tax_payable"
        case .dueFromPlatform: "due_from_platform"
        case .paymentFees: "payment_fees"
        case .payoutExpected: "payout_expected"
        case .reserve(let merchant): "reserve:\(merchant)"
        case .reserveDue: "reserve_due"
        case .revenueShare: "revenue_share"
        case .adjustments: "adjustments"
        case .bank(let currency): "bank:\(currency.code)"
        case .fxClearing: "fx_clearing"
        case .fxGainLoss: "fx_gain_loss"
        case .rounding: "rounding"
        case .openingBalance: "opening_balance"
        }
    }

    /// The account written `name`, or nil.
    public init?(name: String) {
        let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
        let owner = parts.count > 1 ? parts[1] : ""
        switch parts.first {
        case "channel_clearing":
            guard let channel = Channel(rawValue: owner) else { return nil }
            self = .channelClearing(channel)
        case "merchant_payable": self = .merchantPayable(Code(owner))
        case "payout_in_transit": self = .payoutInTransit(Code(owner))
        case "platform_revenue": self = .platformRevenue
        case "channel_cost": self = .channelCost
        case "receivable": self = .receivable(Code(owner))
        case "revenue":
            switch owner {
            case "subscription": self = .revenueSubscription
            case "addon": self = .revenueAddOn
            case "breakage": self = .revenueBreakage
            default: self = .revenueUsage
            }
        case "credit_liability": self = .creditLiability
        case "deferred_revenue": self = .deferredRevenue
        case "unbilled_revenue": self = .unbilledRevenue
        case "tax_payable": self = .taxPayable
        case "due_from_platform": self = .dueFromPlatform
        case "payment_fees": self = .paymentFees
        case "payout_expected": self = .payoutExpected
        case "reserve": self = .reserve(Code(owner))
        case "reserve_due": self = .reserveDue
        case "revenue_share": self = .revenueShare
        case "adjustments": self = .adjustments
        case "bank":
            guard let currency = Currency(rawValue: owner) else { return nil }
            self = .bank(currency)
        case "fx_clearing": self = .fxClearing
        case "fx_gain_loss": self = .fxGainLoss
        case "rounding": self = .rounding
        case "opening_balance": self = .openingBalance
        default: return nil
        }
        guard self.name == name else { return nil }
    }

    /// The root it stands under in a chart of accounts.
    public var root: Root {
        switch self {
        case .channelClearing, .receivable, .dueFromPlatform, .payoutExpected, .reserveDue, .bank,
            .unbilledRevenue:
            .assets
        case .merchantPayable, .payoutInTransit, .deferredRevenue, .taxPayable, .creditLiability,
            .reserve:
            .liabilities
        // Shared revenue and corrections lower the one's income by what they add to the other's.
        case .platformRevenue, .revenueUsage, .revenueSubscription, .revenueAddOn, .revenueBreakage,
            .revenueShare, .adjustments, .fxGainLoss:
            .income
        case .channelCost, .paymentFees, .rounding: .expenses
        case .fxClearing, .openingBalance: .equity
        }
    }

    /// The five roots of a chart of accounts.
    public enum Root: String, Sendable, CaseIterable {
        case assets = "Assets"
        case liabilities = "Liabilities"
        case equity = "Equity"
        case income = "Income"
        case expenses = "Expenses"
    }
}
