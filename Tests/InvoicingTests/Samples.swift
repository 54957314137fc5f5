import Foundation
import GRDB
import Money
import Store
import TestSupport
import Time

@testable import Catalog
@testable import FX
@testable import Invoicing
@testable import Metering
@testable import Rating

/// One small merchant and what its invoices are made from.
enum Sample {
    static let may = try! Month("2025-05")
    /// Already 11 June in Shanghai, still 10 June in UTC.
    static let issuedAt = try! Instant("2025-06-10T16:30:00Z")

    /// USD/CNY 7.27, crossed from two published rates.
    static let lock = FXLock(
        purpose: .invoice,
        rate: FXRate(
            base: .usd, quote: .cny, value: Exact("7.27")!, day: try! Day("2025-06-09"),
            source: "ECB",
            derivedFrom: [
                .init(base: .eur, quote: .usd, value: .one),
                .init(base: .eur, quote: .cny, value: Exact("7.27")!),
            ]),
        wantedDay: try! Day("2025-06-10"), lockedAt: issuedAt)

    static func yaml(
        merchant: String = "mer_001", customer: String = "cus_001", plan: String = "developer",
        baseFee: String = "100", since: String = "2025-01-01", tax: String = "6"
    ) -> String {
        """
        effective: 2025-01-01
        merchant:
          id: \(merchant)
          name: {en: Example Lantern AI (Demo) Ltd, zh-Hans: 示例灯笼智能（演示）有限公司}
          product: {en: AI API, zh-Hans: AI 接口}
          registration: 91990000MA00000A9E
          address: {en: 1 Lantern Alley, zh-Hans: 灯笼弄1号}
          email: billing@lantern.example.com
          time_zone: Asia/Shanghai
          language: zh-Hans
          tax: {name: {en: VAT, zh-Hans: 增值税}, percent: "\(tax)"}
          payment_terms_days: 14
          channels:
            wechat_pay: {mchid: "1900000109", appid: wx2421b1c4370ec43b}
            alipay: {pid: "2088101111111111"}
          settlement:
            currency: USD
            bank: {name: Example Harbour Bank (Demo), account_last4: "1234"}
            platform_fee_percent: "2.5"
            subscription: "0"
            wire_fee: "0"
            minimum_payout: "0"
        metrics:
          - code: input_tokens
            name: {en: Input tokens, zh-Hans: 输入 token}
            unit: {en: tokens, zh-Hans: token}
            aggregation: sum
        plans:
          - code: developer
            name: {en: Developer, zh-Hans: 开发者版}
            currency: USD
            interval: monthly
            base_fee: "\(baseFee)"
            charges:
              - {code: input, name: {en: Input tokens, zh-Hans: 输入 token}, metric: input_tokens,
                 group_by: [model], price: {model: standard, unit_price: "0.01"}}
          - code: yuan
            name: {en: Yuan, zh-Hans: 人民币版}
            currency: CNY
            interval: monthly
            base_fee: "\(baseFee)"
            charges:
              - {code: input, name: {en: Input tokens, zh-Hans: 输入 token}, metric: input_tokens,
                 group_by: [model], price: {model: standard, unit_price: "0.01"}}
        customers:
          - id: \(customer)
            name: {en: Example Osmanthus Tea House (Demo) Ltd, zh-Hans: 示例桂花茶舍（演示）有限公司}
            address: {en: 8 Osmanthus Steps, zh-Hans: 桂花阶8号}
            email: accounts@osmanthus.example.com
            language: both
            plan: \(plan)
            since: \(since)
        """
    }

    static func draft(
        _ ledger: TestLedger, _ yaml: String, merchant: Merchant.ID = "mer_001",
        _ fees: [Fee] = []
    ) throws -> Invoicer.Draft {
        try ledger.file.write { db in
            _ = try CatalogFile(yaml: yaml, file: "sample.yaml")
                .apply(db, sourceName: "sample.yaml", at: issuedAt)
            let catalog = try MerchantCatalog(db, merchant, at: issuedAt)
            return Invoicer.Draft(
                catalog: catalog, customer: catalog.customers[0], month: may, fees: fees)
        }
    }

    /// A fee of `units` at a price, as Rating would hand it over.
    static func fee(
        _ steps: [(units: Int, price: String, per: Int)], _ currency: Currency = .usd,
        model: String? = "m-1"
    ) throws -> Fee {
        let units = Quantity(count: steps.reduce(0) { $0 + $1.units })
        let explanation = Explanation(
            units: units, included: .zero,
            steps: try steps.map {
                try Explanation.Step(
                    .units, units: Exact($0.units),
                    rate: ChargeModel.Rate(price: Exact(parsing: $0.price), per: Exact($0.per)))
            })
        return Fee(
            charge: "input",
            usage: MeteredUsage(
                customer: "cus_001", metric: "input_tokens",
                group: [.init(dimension: "model", value: model)], amount: .units(units),
                eventCount: 2, firstAt: try Instant("2025-05-03T01:41:22.5Z"),
                lastAt: try Instant("2025-05-30T09:00:00Z")),
            explanation: explanation, amount: try explanation.total(currency),
            evidenceDigest: String(repeating: "e", count: 64))
    }

    static func invoice(
        _ draft: Invoicer.Draft, number: Int = 19, at instant: Instant = issuedAt
    ) throws -> Invoice {
        try Invoicer.invoice(
            draft,
            number: Invoice.Number(day: Zone.shanghai.day(of: instant), counter: number),
            issuedAt: instant, currency: .cny, lock: draft.plan.currency == .cny ? nil : lock)
    }
}
