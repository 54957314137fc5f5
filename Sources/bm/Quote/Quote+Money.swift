import Catalog
import FX
import Invoicing
import Money
import Store
import Time

extension PreciseAmount {
    /// The one rounding to what the currency pays, written out: of any size, as nothing is booked.
    var roundedText: JSONValue {
        let digits = currency.minorUnitDigits
        return .string(
            exact.rounded(toScale: digits, .halfAwayFromZero).text(minimumScale: digits))
    }
}

extension Quote {
    /// Fee × days ÷ days of the period.
    static func prorate(_ node: CatalogNode) throws -> [JSONValue.Member] {
        try node.only("id", "kind", "amount", "currency", "days", "period_days")
        let currency = try node.required("currency").currency()
        let period = try node.required("period_days").int(1...100_000)
        let share = PreciseAmount(
            try node.required("amount").exact().prorated(
                days: try node.required("days").int(0...100_000), of: period), currency)
        return [
            .init("amount", .exact(share.exact)),
            .init("rounded", share.roundedText),
        ]
    }

    static func round(_ node: CatalogNode) throws -> [JSONValue.Member] {
        try node.only("id", "kind", "amount", "currency")
        let amount = PreciseAmount(
            try node.required("amount").exact(), try node.required("currency").currency())
        return [.init("rounded", amount.roundedText)]
    }

    /// Decimals of the precise answer, whose exact value may have no end.
    private static let preciseDecimals = 12

    static func convert(_ node: CatalogNode) throws -> [JSONValue.Member] {
        try node.only("id", "kind", "amount", "from", "to", "rate")
        let from = try node.required("from").currency()
        let toNode = try node.required("to")
        let to = try toNode.currency()
        let rateNode = try node.required("rate")
        try rateNode.only("base", "quote", "value")
        let rate = FXRate(
            base: try rateNode.required("base").currency(),
            quote: try rateNode.required("quote").currency(),
            value: try rateNode.required("value").positive(),
            day: Day(sinceEpoch: 0), source: "quote")
        guard Set([from, to]) == Set([rate.base, rate.quote]), from != to else {
            throw rateNode.problem(
                "a rate of \(rate.base.code) in \(rate.quote.code)",
                "one between \(from.code) and \(to.code)")
        }
        let lock = FXLock(
            purpose: .preview, rate: rate, wantedDay: rate.day, lockedAt: Instant(seconds: 0))
        let money = PreciseAmount(try node.required("amount").exact(), from)
        let precise = try lock.convert(money)
        return [
            .init(
                "amount",
                try lock.convert(money, toScale: precise.currency.minorUnitDigits).roundedText),
            .init(
                "precise",
                .exact(precise.exact.rounded(toScale: preciseDecimals, .halfAwayFromZero))),
        ]
    }

    static func capitals(_ node: CatalogNode) throws -> [JSONValue.Member] {
        try node.only("id", "kind", "amount")
        return [
            .init(
                "text", .string(ChineseCapitals.text(try node.required("amount").amount(.cny))))
        ]
    }
}
