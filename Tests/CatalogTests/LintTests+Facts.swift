import Money
import TestSupport
import Testing
import Time

@testable import Catalog

extension LintTests {
    private static func facts(_ change: (inout LintFacts) -> Void) -> LintFacts {
        var facts = LintFacts()
        change(&facts)
        return facts
    }

    private static func book(_ terms: String...) -> LintSample {
        LintSample(
            metric: "tokens", terms: ["group_by: [model]"] + terms,
            price: ["model: tokens", "price_book: litellm", "dimension: model"])
    }

    private static func bands(_ lines: String..., offPeak: [String] = []) -> LintSample {
        LintSample(
            metric: "tokens",
            price: ["model: tokens", "bands:"] + lines.map { "  - {\($0)}" } + offPeak)
    }

    private static func entry(
        _ state: PriceBookEntry.State, _ prices: [TokenClass: String]
    ) -> PriceBook.Found {
        PriceBook.Found(
            entry: PriceBookEntry(
                model: "m", state: state,
                bands: [.init(maxInputTokens: nil, prices: prices.mapValues { Exact($0)! })]),
            version: 1, sourceName: "t.json", markup: .one)
    }

    /// Events of a name from a customer of the plan `pro`.
    private static func series(
        _ name: String, _ values: [String: String]...
    )
        -> [String: [LintFacts.Series]]
    {
        [name: values.map { .init(customer: "cus_1", values: $0) }]
    }

    /// Events that name a model.
    private static func calls(_ models: String...) -> [String: [LintFacts.Series]] {
        ["model_call": models.map { .init(customer: "cus_1", values: ["model": $0]) }]
    }

    private static let all = "cache_read: \"1\", cache_write: \"1\", cache_write_1h: \"1\""

    static let factCases: [Case] = [
        .init(
            "off_peak_all_day", .warning,
            bad: bands(
                "input: \"1\", output: \"2\", \(all)",
                offPeak: [
                    "off_peak:", "  utc_from: \"16:30\"", "  utc_to: \"16:30\"",
                    "  bands: [{input: \"1\", output: \"1\", \(all)}]",
                ]),
            good: bands(
                "input: \"1\", output: \"2\", \(all)",
                offPeak: [
                    "off_peak:", "  utc_from: \"16:30\"", "  utc_to: \"16:31\"",
                    "  bands: [{input: \"1\", output: \"1\", \(all)}]",
                ]),
            line: "off_peak:", says: "hold all day"),
        // A one-hour write falls back to the write price: 1.25 ÷ 1.
        .init(
            "missing_cache_rate", .warning,
            bad: bands("input: \"2\", output: \"4\", cache_write: \"2.5\""),
            good: bands("input: \"2\", output: \"4\", \(all)"), line: "cache_write: \"2.5\"",
            says: "cache_read pays 1 × the input price, cache_write_1h pays 1.25 × the input price"),
        .init(
            "missing_cache_rate", .warning, bad: book(), good: bands("input: \"1\", \(all)"),
            line: "price_book: litellm",
            says: "m in litellm has no price of its own for cached tokens: cache_write pays 1 ×",
            facts: facts {
                $0.series = calls("m")
                $0.prices["litellm"] = [
                    "m": entry(.priced, [.input: "1", .cacheRead: "0.1", .cacheWriteOneHour: "2"])
                ]
            }),
        // 0.9 × 1.1 is 0.99; 0.91 × 1.1 is 1.001.
        .init(
            "below_cost", .warning, bad: book("multiplier: \"0.9\""),
            good: book("multiplier: \"0.91\""), line: "multiplier",
            says: "sells at 0.99 of the prices of litellm",
            facts: facts { $0.markups["litellm"] = Exact("1.1")! }),
        // 1.2 less a fifth is 0.96, and less a sixth of a hundred would do: 1.25 × 0.8 = 1.
        .init(
            "below_cost", .note, bad: book("multiplier: \"1.2\"", "discount_percent: \"20\""),
            good: book("multiplier: \"1.25\"", "discount_percent: \"20\""),
            line: "discount_percent", says: "sells at 0.96"),
        .init(
            "unknown_price", .error, bad: book(), good: bands("input: \"1\""),
            line: "price_book: litellm", says: "which the ledger does not have",
            facts: facts { $0.missingBooks = ["litellm"] }),
        .init(
            "unknown_price", .error, bad: book(), good: bands("input: \"1\""),
            line: "price_book: litellm", says: "events name new, which has no entry in litellm",
            facts: facts {
                $0.series = calls("new", "m")
                $0.prices["litellm"] = ["m": entry(.priced, [.input: "1"])]
            }),
        .init(
            "unknown_price", .error, bad: book(), good: bands("input: \"1\""),
            line: "price_book: litellm", says: "not said to be free",
            facts: facts {
                $0.series = calls("m", "f")
                $0.prices["litellm"] = [
                    "m": entry(.zero, [.input: "0"]), "f": entry(.free, [.input: "0"]),
                ]
            }),
        .init(
            "no_events", .note, bad: LintSample(), good: LintSample(metric: "runs"),
            line: "metric: units", says: "counts events “use”, and the merchant has none",
            facts: facts { $0.series = series("run", [:]) }),
        .init(
            "no_events", .warning, bad: LintSample(filter: "{status: [done]}"),
            good: LintSample(filter: "{status: [ok]}"), line: "metric: units",
            says: "no event “use” of the merchant has a status of done",
            facts: facts { $0.series = series("use", ["status": "ok"]) }),
        .init(
            "no_plan_yet", .warning, bad: LintSample(since: "2025-05-31"),
            good: LintSample(since: "2025-06-01"), line: "since:", says: "in force from 2025-06-01",
            facts: facts { $0.firstDay["pro"] = try! Day("2025-06-01") }),
    ]

    @Test("the ledger knows events, price books and the first day of a plan")
    func ledger() throws {
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        try ledger.apply(
            Fixture.catalog.replacing("effective: 2026-01-01", with: "effective: 2026-03-01")
                .replacing("base_fee: \"9.90\"", with: "base_fee: \"12\""))
        try ledger.ingest([
            Fixture.event("call", #"{"status":"ok","seconds":1,"region":"eu"}"#),
            Fixture.event(id: "b", "model_call", #"{"model":"m1","in":5,"out":5}"#),
            Fixture.event(id: "c", "model_call", #"{"model":"m2","in":5,"out":5}"#),
        ])
        func facts() throws -> LintFacts {
            try ledger.read { db in
                try LintFacts(
                    db, try CatalogFile(db, "mer_1", at: TestLedger.end), at: TestLedger.end)
            }
        }
        let before = try facts()
        #expect(before.missingBooks == ["litellm"])
        #expect(
            before.series["call"] == [
                .init(customer: "cus_1", values: ["status": "ok", "region": "eu"])
            ])
        #expect(before.firstDay["idle"] == (try Day("2026-01-01")))
        let table = try LiteLLMTable(
            Array(#"{"m1":{"input_cost_per_token":1e-06},"m9":{}}"#.utf8), file: "t.json")
        try ledger.write {
            _ = try PriceBook.add(
                $0, table, book: "litellm", digest: "d", sourceName: "t.json",
                markup: Exact("1.5")!, effectiveFrom: TestLedger.start, at: TestLedger.start)
        }
        let after = try facts()
        #expect(after.missingBooks.isEmpty)
        #expect(after.markups == ["litellm": Exact("1.5")!])
        #expect(after.prices["litellm"]?.keys.sorted() == ["m1"])
        // One priced model has no cache rates, the other has no price at all.
        let found = try ledger.read { db in
            CatalogLint.findings(
                in: try CatalogFile(db, "mer_1", at: TestLedger.end), facts: after)
        }.filter { ["missing_cache_rate", "unknown_price"].contains($0.rule) }
        #expect(found.map(\.severity) == [.warning, .error])
        #expect(found[1].what.contains("events name m2, which has no entry in litellm"))
        // The model of a customer on another plan is no matter of this one.
        var others = after
        others.series["model_call"] = [.init(customer: "cus_2", values: ["model": "m2"])]
        func rules(_ yaml: String) throws -> [String] {
            CatalogLint.findings(in: try CatalogFile(yaml: yaml, file: "c.yaml"), facts: others)
                .map(\.rule)
        }
        #expect(try rules(Fixture.catalog).contains("unknown_price"))
        let moved = Fixture.catalog.replacing(
            "language: en\n    plan: basic", with: "language: en\n    plan: idle")
        #expect(moved != Fixture.catalog)
        #expect(try !rules(moved).contains("unknown_price"))
    }

    @Test("what is in force is named by merchant and code, without a line")
    func inForce() throws {
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        let file = try ledger.read { try CatalogFile($0, "mer_1", at: TestLedger.end) }
        let places = CatalogLint.findings(in: file).map(\.place.description)
        #expect(
            places.contains("ledger mer_1: plans[basic].charges[1].price.tiers[1]"), "\(places)")
    }
}
