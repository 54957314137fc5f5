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
    static let lock = try! FXLock.sample(
        .invoice, of: "2025-06-09", wanted: "2025-06-10", at: issuedAt,
        derivedFrom: [
            .init(base: .eur, quote: .usd, value: .one),
            .init(base: .eur, quote: .cny, value: Exact("7.27")!),
        ])

    static func yaml(
        merchant: String = "mer_1", customer: String = "cus_1", plan: String = "developer",
        baseFee: String = "100", since: String = "2025-01-01", tax: String = "6"
    ) -> String {
        SampleCatalog.one(
            customer, of: merchant, on: plan, baseFee: baseFee, tax: tax, since: since,
            effective: "2025-01-01"
        ).yaml
    }

    static func draft(
        _ ledger: TestLedger, _ yaml: String, merchant: Merchant.ID = "mer_1",
        _ fees: [Fee] = []
    ) throws -> Invoicer.Draft {
        try ledger.file.write { db in
            _ = try CatalogFile(yaml: yaml, file: "sample.yaml")
                .apply(db, sourceName: "sample.yaml", at: issuedAt)
            let rated = try RatedMonth(db, merchant, may)
            let customer = rated.catalog.customers[0].id
            return Invoicer.drafts(
                customer, rated.history, periods: rated.periods[customer]!, fees: fees)[0]
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
                    rate: Rate(price: Exact(parsing: $0.price), per: Exact($0.per)))
            })
        return Fee(
            plan: currency == .cny ? "yuan" : "developer",
            period: BillingPeriod(full: DaySpan(may), used: DaySpan(may)), charge: "output_fee",
            name: LocalizedText(english: "Output fee", chinese: "输出费"),
            unit: LocalizedText(english: "tokens", chinese: "词元"),
            usage: MeteredUsage(
                customer: "cus_1", metric: "output_tokens",
                group: [.init(dimension: "model", value: model)], amount: .units(units),
                eventCount: 2, firstAt: try Instant("2025-05-03T01:41:22.5Z"),
                lastAt: try Instant("2025-05-30T09:00:00Z")),
            explanation: explanation, amount: try explanation.total(currency),
            evidence: try evidence())
    }

    /// Two events of 3 and of 30 May.
    static func evidence() throws -> Evidence.Summary {
        var summary = Evidence.Summary(
            first: EvidenceSample(
                id: "evt_1", at: try Instant("2025-05-03T01:41:22.5Z"), quantity: Exact(1),
                figures: [.init(name: "output_tokens", value: Exact(900))]),
            last: EvidenceSample(
                id: "evt_2", at: try Instant("2025-05-30T09:00:00Z"), quantity: Exact(1),
                figures: []))
        summary.events = 2
        summary.digest = String(repeating: "e", count: 64)
        return summary
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
