import Catalog
import Metering
import Money
import TestSupport
import Time

/// Everything the fixture's charges measure in May 2026 in Shanghai, with its evidence.
struct Measured: Equatable {
    let usage: [[MeteredUsage]]
    let evidence: [Evidence.Line: Evidence.Summary]
    var digests: [Evidence.Line: String] { evidence.mapValues(\.digest) }

    static let from = try! Instant("2026-04-30T16:00:00Z")
    static let until = try! Instant("2026-05-31T16:00:00Z")

    /// One request for each charge: calls, seconds by region, words by model and region, tokens.
    static func requests(_ catalog: MerchantCatalog) -> [MeterRequest] {
        let everyone = Set(catalog.customers.map(\.id))
        return catalog.plan("basic").charges.map { charge in
            let isTokens = charge.metric == "model_tokens"
            return MeterRequest(
                metric: catalog.metric(charge.metric), groupBy: charge.groupBy,
                customers: everyone, modelDimension: isTokens ? "model" : nil,
                modelPrices: isTokens
                    ? [
                        "big": TokenPrices(
                            bands: [200, 1000, nil].map { .init(maxInputTokens: $0, prices: [:]) },
                            per: .one, offPeak: nil)
                    ] : [:])
        }
    }

    init(_ ledger: TestLedger, merchant: Merchant.ID = "mer_1") throws {
        (usage, evidence) = try ledger.read { db in
            let catalog = try MerchantCatalog(db, merchant, at: TestLedger.end)
            let requests = Measured.requests(catalog)
            return (
                try Meter.measure(
                    db, merchant: merchant, from: Measured.from, to: Measured.until, requests),
                try Evidence.summaries(
                    db, merchant: merchant, from: Measured.from, to: Measured.until, requests
                )
            )
        }
    }

    var calls: [MeteredUsage] { usage[0] }
    var seconds: [MeteredUsage] { usage[1] }
    var words: [MeteredUsage] { usage[2] }
    var tokens: [MeteredUsage] { usage[3] }
}

extension MeteredUsage {
    /// `cus_1 cn - = 12.5 in 3`: customer, group, units or tokens by band, events.
    var text: String {
        let values = group.map { $0.value ?? "-" }
        let amount =
            switch amount {
            case .units(let units): units.description
            case .each(let values): values.map(\.description).joined(separator: ", ")
            case .priced(let events):
                events.map { "\($0.units) @ \($0.unitPrice)" }.joined(separator: ", ")
            case .tokens(let bands):
                bands.map { band in
                    let classes = band.byClass.sorted { $0.key < $1.key }
                        .map { "\($0.key.rawValue) \($0.value)" }
                    return "\(band.requests): " + classes.joined(separator: " ")
                }.joined(separator: " | ")
            }
        return ([customer.text] + values).joined(separator: " ") + " = \(amount) in \(eventCount)"
    }
}
