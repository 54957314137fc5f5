import Checkout
import FX
import Money
import TestSupport
import Time

@testable import Catalog
@testable import Settlement

/// A merchant with a random contract, and months of random movements for it.
struct RandomMonth {
    var random: SplitMix
    let merchant: Merchant
    let terms: SampleCatalog.Terms
    private var nextID: Int64 = 1
    private var paid: [(id: Int64, amount: Amount, refunded: Amount)] = []

    /// CNY for one of each payout currency, roughly.
    private static let rates: [Currency: (Int, Int)] = [
        .usd: (65, 75), .eur: (72, 82), .gbp: (85, 96), .aud: (44, 50), .nzd: (40, 45),
        .hkd: (8, 10), .sgd: (51, 57), .jpy: (1, 1), .thb: (2, 2),
    ]

    init(_ currency: Currency, seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var more: [String] = []
        func pick<Value>(_ values: [Value]) -> Value { values.randomElement(using: &random)! }
        if Bool.random(using: &random) {
            more.append(
                "fee_tiers: [{up_to: 500.00, percent: \"2.\(pick([1, 5, 9]))\"}, "
                    + "{up_to: 2000, percent: \"1.25\"}, {percent: \"0.6\"}]")
        }
        if Bool.random(using: &random) { more.append("fee_on_refunds_returned: true") }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: more.append("revenue_share: {percent: 5, direction: to_platform}")
        case 1:
            more.append(
                "revenue_share: {percent: 10, above: {volume_usd: \(pick(["50", "100.10", "300"])), "
                    + "percent: 15, marginal: \(pick(["true", "false"]))}}")
        case 2: more.append("revenue_share: {percent: \"33.333\"}")
        default: break
        }
        if Bool.random(using: &random) {
            more.append(
                "reserve: {percent: \(pick(["10", "7.5"])), \(pick(["months: 1", "months: 3", "days: 45"]))}"
            )
        }
        more.append("kyb: \(pick(["approved", "approved", "approved", "pending"]))")
        if Bool.random(using: &random) { more.append("payout: t_plus_1") }
        let isYen = currency == .jpy
        terms = SampleCatalog.Terms(
            currency: currency.code, fee: pick(["0", "0.6", "2.5", "5"]),
            subscription: pick(["0", "19.90", "199.00"]),
            wireFee: isYen ? pick(["0", "500"]) : pick(["0", "1.50", "15.00"]),
            minimum: isYen ? pick(["0", "3000"]) : pick(["0", "20.00", "50.00"]), more: more)
        merchant = try Sample.merchant(terms)
        self.random = random
    }

    var isDaily: Bool { merchant.settlement.payout == .nextBankDay }

    mutating func lock(_ currency: Currency) throws -> FXLock {
        let (low, high) = Self.rates[currency]!
        let tenths = Int.random(in: low...high, using: &random)
        let rest = Int.random(in: 0...99_999, using: &random) + 100_000
        let text =
            currency == .jpy
            ? "0.04\("\(rest)".dropFirst())"
            : "\(tenths / 10).\(tenths % 10)\("\(rest)".dropFirst())"
        return Sample.lock(currency, text)
    }

    /// Payments, refunds of them and of earlier ones, and chargebacks, by time.
    mutating func movements(of month: Month) -> [Movement] {
        let start = merchant.zone.start(of: month)
        let length = merchant.zone.end(of: month).seconds - start.seconds
        let times = (0..<Int.random(in: 0...14, using: &random)).map { _ in
            start.advanced(bySeconds: .random(in: 0..<length, using: &random))
        }.sorted()
        return times.compactMap { time in
            nextID += 1
            let channel: Channel = Bool.random(using: &random) ? .wechatPay : .alipay
            let kind = Int.random(in: 0..<10, using: &random)
            if kind < 7 || paid.isEmpty {
                let amount = Amount(minorUnits: .random(in: 1...90_000, using: &random), .cny)
                paid.append((nextID, amount, .zero(.cny)))
                return Movement(
                    .payment, id: nextID, reference: "P\(nextID)", at: time, channel: channel,
                    amount: amount,
                    channelCost: Amount(minorUnits: amount.minorUnits * 6 / 1000, .cny))
            }
            let index = Int.random(in: paid.indices, using: &random)
            let (of, amount, before) = paid[index]
            let left = (amount - before).minorUnits
            if left == 0 { return nil }
            let part = Amount(minorUnits: .random(in: 1...left, using: &random), .cny)
            paid[index].refunded += part
            return Movement(
                kind < 9 ? .refund(before: before, feePercent: nil) : .chargeback, id: nextID,
                reference: "P\(of)", at: time, channel: channel, amount: part,
                channelCost: .zero(.cny))
        }
    }

    mutating func adjustments(of month: Month) -> [Adjustment] {
        if Int.random(in: 0..<4, using: &random) > 0 { return [] }
        nextID += 1
        var fen = Int64.random(in: -5_000...5_000, using: &random)
        if fen == 0 { fen = 1 }
        return [
            Adjustment(
                row: nextID, merchant: merchant.id, reference: "adj-\(nextID)", month: month,
                amount: Amount(minorUnits: fen, .cny), reason: "at random",
                at: merchant.zone.start(of: month))
        ]
    }
}
