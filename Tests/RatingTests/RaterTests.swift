import Money
import TestSupport
import Testing
import Time

@testable import Catalog
@testable import Metering
@testable import Rating

@Suite("Rater")
struct RaterTests {
    static let may = Month(year: 2026, month: 5)

    let plan = Plan(
        code: "ai_developer", name: LocalizedText(english: "Developer", chinese: "开发者版"),
        currency: .usd, interval: .monthly, anchor: .calendar, baseFee: .zero(.usd),
        billed: .inAdvance, trial: nil, seats: nil, commitment: nil, threshold: nil,
        entitlements: [], charges: [], comparedWith: [])

    func charge(_ price: ChargeModel, included: String = "0") throws -> Charge {
        Charge(
            code: "developer_input", name: LocalizedText(english: "Input", chinese: "输入"),
            metric: "input_tokens", groupBy: [], price: price,
            terms: ChargeTerms(included: try Exact(parsing: included)))
    }

    func usage(
        _ amount: MeteredUsage.Measured, model: String? = nil, events: Int = 1
    ) -> MeteredUsage {
        MeteredUsage(
            customer: "cus_1", metric: "input_tokens",
            group: [.init(dimension: "model", value: model)], amount: amount, eventCount: events,
            firstAt: TestLedger.start, lastAt: TestLedger.start)
    }

    func rate(_ price: String, per: Int = 1) throws -> Rate {
        try Rate(price: Exact(parsing: price), per: Exact(per))
    }

    /// 0–1M @ 0.50/1M, 1M–10M @ 0.30/1M, and no price above.
    func developer() throws -> ChargeModel {
        .graduated(
            Tiers([
                .init(upTo: Exact(1_000_000), rate: try rate("0.50", per: 1_000_000)),
                .init(upTo: Exact(10_000_000), rate: try rate("0.30", per: 1_000_000)),
            ]))
    }

    func explain(
        _ usage: MeteredUsage, _ charge: Charge, includedLeft: Quantity? = nil,
        prices: PriceBook.Found? = nil
    ) throws(RatingError) -> Explanation {
        var progress = Pricer.Progress()
        return try Rater.explain(
            usage, charge, plan: plan, month: Self.may,
            includedLeft: includedLeft ?? Quantity(sum: charge.terms.included), prices: prices,
            progress: &progress)
    }

    @Test(
        "included units are taken first; the rest is priced as if it were all",
        arguments: [
            // used, included left, of it taken, amount at 0.12 a unit
            ("99", "100", "99", "0"), ("100", "100", "100", "0"),
            ("100.5", "100", "100", "0.06"), ("250", "100", "100", "18"),
            ("250", "0", "0", "30"), ("0", "100", "0", "0"),
        ])
    func included(used: String, left: String, taken: String, amount: String) throws {
        let charge = try charge(.standard(rate("0.12")), included: "100")
        let explanation = try explain(
            usage(.units(Quantity(used))), charge, includedLeft: Quantity(left))
        #expect(explanation.units == (try Quantity(used)))
        #expect(explanation.included == (try Quantity(taken)))
        #expect(try explanation.total(.usd) == PreciseAmount(amount, .usd))
    }

    @Test("graduated tiers begin where the included units end")
    func includedThenTiers() throws {
        let charge = try charge(developer(), included: "500000")
        // 1,500,000 used, 500,000 of them included: one million at 0.50 a million.
        let one = try explain(usage(.units(Quantity("1500000"))), charge)
        #expect(try one.total(.usd) == PreciseAmount("0.5", .usd))
        let two = try explain(usage(.units(Quantity("1500001"))), charge)
        #expect(try two.total(.usd) == PreciseAmount("0.5000003", .usd))
    }

    @Test("units above a closed last tier stop the bill with the numbers at stake")
    func unpricedUnits() throws {
        let charge = try charge(developer())
        #expect(try explain(usage(.units(Quantity("10000000"))), charge).steps.count == 2)
        let error = RatingError.unpriced(
            "developer_input", plan: "ai_developer", "cus_1", Self.may,
            .unpricedUnits(pricedUpTo: Exact(10_000_000), used: Exact(12_400_000)))
        #expect(throws: error) { try explain(usage(.units(Quantity("12400000"))), charge) }
        #expect(
            error.errorDescription
                == "developer_input of plan ai_developer for cus_1 in 2026-05: units are priced up to "
                + "10,000,000, and 12,400,000 were used")
        #expect(
            error.failureReason == "the last tier is closed, and what lies above it is not free")
        // The smallest part of a unit above the bound has no price either.
        #expect(throws: RatingError.self) {
            try explain(usage(.units(Quantity("10000000.000000000001"))), charge)
        }
    }

    // MARK: - Models of a price book

    var tokens: ChargeModel {
        .tokens(Tokens(prices: .book("litellm", dimension: "model")))
    }

    func found(_ state: PriceBookEntry.State, _ prices: [TokenClass: Exact]) -> PriceBook.Found {
        PriceBook.Found(
            entry: PriceBookEntry(
                model: "m", state: state,
                bands: prices.isEmpty ? [] : [.init(maxInputTokens: nil, prices: prices)]),
            version: 2, sourceName: "t.json", markup: .one)
    }

    func used(_ classes: [TokenClass: Int128]) -> MeteredUsage {
        var totals = MeteredUsage.TokenTotals()
        totals.requests = 3
        totals.byClass = classes
        return usage(.tokens([totals]), model: "m", events: 3)
    }

    func unpriced(_ why: RatingError.Unpriced, tokens: Int) -> RatingError {
        .unpricedModel(
            "m", book: "litellm", why, customer: "cus_1", Self.may,
            tokens: Quantity(count: tokens), events: 3)
    }

    @Test("a model that no table names is unpriced, not free")
    func notInTable() throws {
        let charge = try charge(tokens)
        let error = unpriced(.notInTable, tokens: 1_234_567)
        #expect(throws: error) { try explain(used([.input: 1_234_000, .output: 567]), charge) }
        #expect(
            error.errorDescription
                == "litellm has no price for the model “m”, of which cus_1 used 1,234,567 tokens in "
                + "3 events in 2026-05")
        #expect(error.failureReason == "no table in force names the model")
    }

    @Test("a model named without a price is unpriced")
    func noPrice() throws {
        let charge = try charge(tokens)
        #expect(throws: unpriced(.noPrice, tokens: 10)) {
            try explain(used([.input: 10]), charge, prices: found(.unpriced, [:]))
        }
        // Also when the class that was used is the one without: embeddings have no output price.
        let input = found(.priced, [.input: try Exact(parsing: "1e-06")])
        #expect(throws: unpriced(.noPrice, tokens: 11)) {
            try explain(used([.input: 10, .output: 1]), charge, prices: input)
        }
        #expect(
            try explain(used([.input: 10, .cacheRead: 5]), charge, prices: input).steps.count == 2)
    }

    @Test("a table that says zero does not say free")
    func zeroPrice() throws {
        let charge = try charge(tokens)
        let zero: [TokenClass: Exact] = [.input: .zero, .output: .zero]
        let error = unpriced(.zeroPrice, tokens: 10)
        #expect(throws: error) {
            try explain(used([.input: 10]), charge, prices: found(.zero, zero))
        }
        #expect(
            error.failureReason
                == "the table says zero, which may mean unknown; it is not taken for free")
        // Free is a price that says so: the tokens are on the bill and cost nothing.
        let free = try explain(used([.input: 10]), charge, prices: found(.free, zero))
        #expect(try free.total(.usd).isZero)
        #expect(free.units == Quantity(count: 10))
    }

    @Test("a price times a quantity that needs more than 38 digits is an error with both")
    func doesNotFit() throws {
        let charge = try charge(.standard(rate("1.23456789012345678901")))
        let error = #expect(throws: RatingError.self) {
            try explain(usage(.units(Quantity("123456789012345678.123456789012"))), charge)
        }
        guard
            case .unpriced(
                "developer_input", "ai_developer", "cus_1", Self.may,
                .doesNotFit(.doesNotFit(let text))) = error
        else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(text.contains("123456789012345678.123456789012"))
        #expect(text.contains("1.23456789012345678901"))
    }
}
