import Foundation
import GRDB
import Money
import Store
import TestSupport
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

    static func yaml(_ terms: SampleCatalog.Terms) -> String {
        SampleCatalog.one(on: "yuan", baseFee: "7650.00", tax: "0", terms: terms).yaml
    }

    static func merchant(_ terms: SampleCatalog.Terms = .init()) throws -> Merchant {
        try CatalogFile(yaml: yaml(terms), file: "sample.yaml").merchant
    }

    static func lock(
        _ base: Currency = .usd, _ value: String = "7.27", spread: String = "0"
    ) -> FXLock {
        try! FXLock.sample(
            .settlement, base, value, spread: spread, of: "2026-07-01", wanted: "2026-07-01",
            at: closedAt)
    }

    static func payment(
        _ id: Int64, _ amount: Amount, _ channel: Channel = .wechatPay,
        at time: String = "2026-06-03T01:41:22Z"
    ) throws -> Payment {
        Payment(
            id: id, invoice: id, invoiceNumber: "INV-2026-0601-0001", merchant: "mer_1",
            customer: "cus_1", channel: channel, outTradeNo: "INV202606010001M1W\(id)",
            transactionID: "420000\(id)", amount: amount, channelFee: .zero(.cny),
            paidAt: try Instant(time))
    }
}
