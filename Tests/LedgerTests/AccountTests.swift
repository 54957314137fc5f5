import Catalog
import Checkout
import Money
import Testing

@testable import Ledger

@Suite("Accounts")
struct AccountTests {
    @Test(
        "an account is its name, and stands under one root",
        arguments: [
            (Account.channelClearing(.wechatPay), "channel_clearing:wechat_pay", "Assets"),
            (.channelClearing(.alipay), "channel_clearing:alipay", "Assets"),
            (.merchantPayable("mer_1"), "merchant_payable:mer_1", "Liabilities"),
            (.payoutInTransit("mer_1"), "payout_in_transit:mer_1", "Liabilities"),
            (.platformRevenue, "platform_revenue", "Income"),
            (.channelCost, "channel_cost", "Expenses"),
            (.reserve("mer_1"), "reserve:mer_1", "Liabilities"),
            (.reserveDue, "reserve_due", "Assets"),
            (.revenueShare, "revenue_share", "Income"),
            (.adjustments, "adjustments", "Income"),
            (.bank(.usd), "bank:USD", "Assets"),
            (.receivable("cus_1"), "receivable:cus_1", "Assets"),
            (.revenueUsage, "revenue:usage", "Income"),
            (.revenueBreakage, "revenue:breakage", "Income"),
            (.creditLiability, "credit_liability", "Liabilities"),
            (.deferredRevenue, "deferred_revenue", "Liabilities"),
            (.taxPayable, "tax_payable", "Liabilities"),
            (.dueFromPlatform, "due_from_platform", "Assets"),
            (.paymentFees, "payment_fees", "Expenses"),
            (.payoutExpected, "payout_expected", "Assets"),
            (.fxClearing, "fx_clearing", "Equity"),
        ])
    func names(account: Account, name: String, root: String) {
        #expect(account.name == name)
        #expect(Account(name: name) == account)
        #expect(account.root.rawValue == root)
    }

    @Test(
        "what is no account is not guessed",
        arguments: [
            "", "revenue", "revenue:other", "channel_clearing:bank", "platform_revenue:x", "bank",
            "bank:XYZ",
        ])
    func refused(name: String) {
        #expect(Account(name: name) == nil)
    }
}
