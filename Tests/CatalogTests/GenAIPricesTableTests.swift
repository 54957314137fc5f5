import Foundation
import Money
import Store
import Testing
import Time

@testable import Catalog

@Suite("genai-prices tables")
struct GenAIPricesTableTests {
    /// A table with one model, whose keys after its id are given.
    func entry(_ keys: String) throws -> PriceBookEntry {
        try table(keys).entries[0]
    }

    func table(_ keys: String) throws -> GenAIPricesTable {
        let json = #"{"providers": [{"provider": "p", "models": [{"id": "m", \#(keys)}]}]}"#
        return try GenAIPricesTable(Array(json.utf8), file: "g.json")
    }

    func band(_ bound: Int64?, _ prices: [TokenClass: String]) -> PriceBookEntry.Band {
        PriceBookEntry.Band(maxInputTokens: bound, prices: prices.mapValues { Exact($0)! })
    }

    @Test("prices for a million or a thousand become prices of one")
    func units() throws {
        let entry = try entry(
            """
            "match": {"equals": "m"}, "prices": [{"when": null, "prices": {
              "input_mtok": "3", "cache_read_mtok": "0.3", "cache_write_mtok": "3.75",
              "cache_write_1h_mtok": "6", "output_mtok": "15", "output_reasoning_mtok": "20",
              "output_image_mtok": "30", "web_searches_kcount": "10", "input_audio_hours": "0.006",
              "input_mchars": "16", "input_document_kpages": "1.5", "requests_kcount": "5"}}]
            """)
        #expect(entry.model == "p/m")
        #expect(
            entry.bands == [
                band(
                    nil,
                    [
                        .input: "0.000003", .cacheRead: "0.0000003", .cacheWrite: "0.00000375",
                        .cacheWriteOneHour: "0.000006", .output: "0.000015",
                        .reasoning: "0.00002", .imageOutput: "0.00003",
                    ])
            ])
        #expect(
            entry.unitPrices == [
                "web_search": Exact("0.01")!, "input_audio_hour": Exact("0.006")!,
                "input_character": Exact("0.000016")!, "input_document_page": Exact("0.0015")!,
                "request": Exact("0.005")!,
            ])
    }

    @Test("tiers are bands; a class without tiers keeps its base")
    func tiers() throws {
        let entry = try entry(
            """
            "match": null, "prices": [{"when": null, "prices": {"cache_read_mtok": "0.5",
              "input_mtok": {"base": "1", "tiers": [{"above_input_tokens": 199999, "price": "2"},
                {"above_input_tokens": 32000, "price": "1.5"}]}}}]
            """)
        #expect(
            entry.bands == [
                band(32_000, [.input: "0.000001", .cacheRead: "0.0000005"]),
                band(199_999, [.input: "0.0000015", .cacheRead: "0.0000005"]),
                band(nil, [.input: "0.000002", .cacheRead: "0.0000005"]),
            ])
        #expect(entry.match == nil)
    }

    @Test(
        "of the lists that hold on a day the last wins; hours stay, those before a later day fall",
        arguments: [
            ("2026-08-16", "0.000001", 0), ("2026-08-17", "0.000002", 1),
            ("2026-09-09", "0.000002", 1), ("2026-09-10", "0.000003", 0),
        ])
    func dates(day: String, input: String, hourly: Int) throws {
        let whole = try entry(
            """
            "match": {"starts_with": "m"}, "prices": [
              {"when": null, "prices": {"input_mtok": "1", "web_searches_kcount": "10"}},
              {"when": {"from_date": "2026-08-17"}, "prices": {"input_mtok": "2"}},
              {"when": {"time_utc": ["16:30:00+00:00", "00:30:00+00:00"]}, "prices": {"input_mtok": "4"}},
              {"when": {"from_date": "2026-09-10"}, "prices": {"input_mtok": "3"}}],
             "variants": [{"when": {"processing": "batch"}, "from": null,
              "prices": {"input_mtok": "0.5"}}]
            """)
        let entry = try whole.inForce(on: Day(day))
        #expect(entry.bands.map { $0.price(.input)?.description } == [input])
        // A list replaces the one before it: searches have no price from 17 August on.
        #expect(entry.unitPrices.isEmpty == (day >= "2026-08-17"))
        // Before the first day its hours hold for the plain list too.
        #expect(entry.variants.count == (day == "2026-08-16" ? 1 : hourly))
        #expect(
            entry.variants.allSatisfy { $0.when.hours.map(\.description) == ["16:30-00:30"] })
    }

    @Test("other services by their word")
    func services() throws {
        let entry = try entry(
            """
            "match": {"equals": "m"}, "prices": [{"when": null, "prices": {"input_mtok": "1"}}],
            "variants": [{"when": {"processing": "batch"}, "from": {"from_date": "2026-10-14"},
               "prices": {"input_mtok": "0.5"}},
              {"when": {"service_tier": "flex"}, "from": null, "prices": {"input_mtok": "0.6"}},
              {"when": {"speed": "fast"}, "from": null, "prices": {"input_mtok": "6"}}]
            """)
        #expect(entry.variants.map(\.when.service) == ["batch", "flex", "speed=fast"])
        #expect(entry.variants[0].when.from == (try Day("2026-10-14")))
        #expect(try entry.inForce(on: Day("2026-12-01")).bands == [band(nil, [.input: "0.000001"])])
    }

    @Test("no prices is unpriced, zero is zero; unknown keys are counted by name")
    func states() throws {
        #expect(try entry(#""prices": [{"when": null, "prices": {}}]"#).state == .unpriced)
        #expect(
            try entry(#""prices": [{"when": null, "prices": {"input_mtok": "0"}}]"#).state == .zero)
        let table = try table(
            #""context_window": 5, "prices": [{"when": null, "prices": {"input_smell_mtok": "1"}}]"#
        )
        #expect(table.ignoredKeys == ["context_window": 1, "input_smell_mtok": 1])
        #expect(table.entries[0].state == .unpriced)
    }

    @Test("providers chosen come in the order named; one that is not there is an error")
    func providers() throws {
        let model = #"{"id": "m", "prices": [{"when": null, "prices": {"input_mtok": "1"}}]}"#
        let json = """
            {"providers": [{"provider": "a", "models": [\(model)]},
             {"provider": "b", "models": [\(model)]}, {"provider": "c", "models": [\(model)]}]}
            """
        func models(_ only: [String]) throws -> [String] {
            try GenAIPricesTable(Array(json.utf8), file: "g", only: only).entries.map(\.model)
        }
        #expect(try models([]) == ["a/m", "b/m", "c/m"])
        #expect(try models(["c", "a"]) == ["c/m", "a/m"])
        #expect(
            throws: CatalogError.notAPriceTable(
                "g", line: 0, found: "providers is without d", allowed: "a, b, c")
        ) { try models(["a", "d"]) }
        #expect(throws: CatalogError.self) { try models(["a", "a"]) }
    }

    @Test(
        "what cannot be read is named",
        arguments: [
            (#""prices": []"#, "p/m is without prices"),
            (
                #""prices": [{"when": null, "prices": {"input_mtok": "-1"}}]"#,
                #"p/m.prices.input_mtok is "-1""#
            ),
            (
                #""prices": [{"when": {"moon": 1}, "prices": {}}]"#, #"p/m.when is {"moon":1}"#
            ),
            (
                #""prices": [{"when": null, "prices": {}}, {"when": null, "prices": {}}]"#,
                "p/m.when is null"
            ),
            (
                #""prices": [{"when": null, "prices": {}}, {"when": {"from_date": "2026-01-01"}, "#
                    + #""prices": {}}, {"when": {"from_date": "2026-01-01"}, "prices": {}}]"#,
                "p/m.prices is a condition stated twice"
            ),
            (
                #""prices": [{"when": null, "prices": {}}], "#
                    + #""variants": [{"when": {"processing": ""}, "from": null, "prices": {}}]"#,
                #"p/m.variants.when is {"processing":""}"#
            ),
            (
                #""match": {"sounds_like": "m"}, "prices": [{"when": null, "prices": {}}]"#,
                #"p/m.match is {"sounds_like":"m"}"#
            ),
            (
                #""match": {"regex": "(m"}, "prices": [{"when": null, "prices": {}}]"#,
                #"p/m.match is {"regex":"(m"}"#
            ),
            (
                #""prices": [{"when": null, "prices": {"input_mtok": {"base": "1", "tiers": [{}]}}}]"#,
                "p/m.prices.input_mtok is {}"
            ),
        ])
    func broken(keys: String, found: String) throws {
        do throws(CatalogError) {
            let json = #"{"providers": [{"provider": "p", "models": [{"id": "m", \#(keys)}]}]}"#
            _ = try GenAIPricesTable(Array(json.utf8), file: "g.json")
            Issue.record("read")
        } catch {
            guard case .notAPriceTable("g.json", _, found, _) = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}

@Suite("Rules for names")
struct ModelMatchTests {
    @Test(
        "a rule fits as the tables mean it, capital letters or not",
        arguments: [
            (#"{"equals": "GPT-4o"}"#, "gpt-4O", true),
            (#"{"equals": "gpt-4o"}"#, "gpt-4o-x", false),
            (#"{"starts_with": "claude-"}"#, "Claude-3", true),
            (#"{"starts_with": "claude-"}"#, "x-claude-3", false),
            (#"{"ends_with": ":free"}"#, "kimi:FREE", true),
            (#"{"contains": "v2"}"#, "claude-V2-x", true), (#"{"contains": "v2"}"#, "v-2", false),
            (#"{"regex": "^m-\\d{8}$"}"#, "m-20260101", true),
            (#"{"regex": "^m-\\d{8}$"}"#, "m-2026010", false),
            // A rule of the published table: previews, but not those that speak.
            (
                #"{"and": [{"starts_with": "g"}, {"regex": "^(?!.*-[tT][tT][sS](?:$|-))"}]}"#,
                "g-preview-tts", false
            ),
            (
                #"{"and": [{"starts_with": "g"}, {"regex": "^(?!.*-[tT][tT][sS](?:$|-))"}]}"#,
                "g-preview-ttsx", true
            ),
            (#"{"or": [{"equals": "a"}, {"equals": "b"}]}"#, "b", true),
            (#"{"or": [{"equals": "a"}, {"equals": "b"}]}"#, "c", false),
        ])
    func fits(rule: String, name: String, expected: Bool) throws {
        let json = try JSONValue(parsing: rule)
        let match = try #require(ModelMatch(json))
        #expect(match.fits(name) == expected)
        #expect(match.json == json)
    }
}

@Suite("Near names")
struct NearNamesTests {
    @Test(
        "the nearest first: other provider or punctuation, then longer, then other letters",
        arguments: [
            // Names as a published trace writes them and as litellm's table does.
            ("azure/Kimi-K2.5", ["azure_ai/kimi-k2.5"]),
            ("azure/DeepSeek-V3.2", ["azure_ai/deepseek-v3.2", "deepseek-v3.2-exp"]),
            (
                "claude-opus-4.6",
                ["claude-opus-4-6", "claude-opus-4-6-20260205", "claude-opus-4-1"]
            ),
            ("zzzz", []), ("", []), ("...", []),
        ])
    func near(name: String, expected: [String]) {
        let names = NearNames([
            "claude-opus-4-6-20260205", "claude-opus-4-1", "claude-opus-4-6", "azure_ai/kimi-k2.5",
            "azure_ai/deepseek-v3.2", "deepseek-v3.2-exp", "gpt-5", "",
        ])
        #expect(names.of(name) == expected)
    }
}
