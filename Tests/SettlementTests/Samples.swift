import Foundation
import GRDB
import Money
import Store
import Time

@testable import Catalog
@testable import Checkout
@testable import FX
@testable import Invoicing

/// A merchant with a contract, payments for it, and a rate.
enum Sample {
    static let june = try! Month("2026-06")
    /// Thursday 2 July 2026, 09:00 in Shanghai.
    static let closedAt = try! Instant("2026-07-02T01:00:00Z")

    struct Terms {
        var currency = "USD"
        var fee = "2.5"
        var subscription = "0"
        var wireFee = "0"
        var minimum = "0"
    }

    static func yaml(_ terms: Terms, baseFee: String = "7650.00") -> String {
        """
        effective: 2026-01-01
        merchant:
          id: mer_001
          name: {en: Example Lantern AI (Demo) Ltd, zh-Hans: 示例灯笼智能（演示）有限公司}
          product: {en: AI API, zh-Hans: AI 接口}
          registration: 91990000MA00000A9E
          address: {en: 1 Lantern Alley, zh-Hans: 灯笼弄1号}
          email: billing@lantern.example.com
          time_zone: Asia/Shanghai
          language: zh-Hans
          tax: {name: {en: VAT, zh-Hans: 增值税}, percent: "0"}
          payment_terms_days: 14
          channels:
            wechat_pay: {mchid: "1900000109", appid: wx2421b1c4370ec43b}
            alipay: {pid: "2088101111111111"}
          settlement:
            currency: \(terms.currency)
            bank: {name: Example Harbour Bank (Demo), account_last4: "1234"}
            platform_fee_percent: "\(terms.fee)"
            subscription: "\(terms.subscription)"
            wire_fee: "\(terms.wireFee)"
            minimum_payout: "\(terms.minimum)"
        plans:
          - code: flat
            name: {en: Flat, zh-Hans: 包月}
            currency: CNY
            interval: monthly
            base_fee: "\(baseFee)"
        customers:
          - id: cus_001
            name: {en: Example Osmanthus Tea House (Demo) Ltd, zh-Hans: 示例桂花茶舍（演示）有限公司}
            address: {en: 8 Osmanthus Steps, zh-Hans: 桂花阶8号}
            email: accounts@osmanthus.example.com
            language: both
            plan: flat
            since: 2026-01-01
        """
    }

    static func merchant(_ terms: Terms = Terms()) throws -> Merchant {
        try CatalogFile(yaml: yaml(terms), file: "sample.yaml").merchant
    }

    static func lock(_ base: Currency = .usd, _ value: String = "7.27") -> FXLock {
        FXLock(
            purpose: .settlement,
            rate: FXRate(
                base: base, quote: .cny, value: Exact(value)!, day: try! Day("2026-07-01"),
                source: "ECB"),
            wantedDay: try! Day("2026-07-01"), lockedAt: closedAt)
    }

    static func payment(
        _ id: Int64, _ amount: Amount, _ channel: Channel = .wechatPay,
        at time: String = "2026-06-03T01:41:22Z"
    ) throws -> Payment {
        Payment(
            id: id, invoice: id, invoiceNumber: "INV-2026-0601-0001", merchant: "mer_001",
            customer: "cus_001", channel: channel, outTradeNo: "INV202606010001M1W\(id)",
            transactionID: "420000\(id)", amount: amount, channelFee: .zero(.cny),
            paidAt: try Instant(time))
    }
}
