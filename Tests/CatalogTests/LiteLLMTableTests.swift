import Money
import Store
import TestSupport
import Testing
import Time

@testable import Catalog

@Suite("litellm price tables")
struct LiteLLMTableTests {
    func table(_ json: String) throws -> LiteLLMTable {
        try LiteLLMTable(Array(json.utf8), file: "t.json")
    }

    func price(_ text: String) throws -> Exact { try Exact(parsing: text) }

    func band(_ bound: Int64?, _ prices: [TokenClass: String]) throws -> PriceBookEntry.Band {
        PriceBookEntry.Band(maxInputTokens: bound, prices: try prices.mapValues(price))
    }

    @Test("prices above a size of request are bands; a class without one keeps the price below")
    func bands() throws {
        let table = try table(
            """
            {"m": {"input_cost_per_token": 3e-06, "input_cost_per_token_above_200k_tokens": 6e-06,
              "output_cost_per_token": 1.5e-05, "output_cost_per_token_above_200k_tokens": 2.25e-05,
              "cache_read_input_token_cost": 3e-07,
              "cache_creation_input_token_cost": 3.75e-06,
              "cache_creation_input_token_cost_above_200k_tokens": 7.5e-06,
              "cache_creation_input_token_cost_above_1hr": 6e-06,
              "output_cost_per_reasoning_token": "0.00002"}}
            """)
        let entry = try #require(table.entries.first)
        #expect(entry.state == .priced)
        #expect(entry.bands.map(\.maxInputTokens) == [200_000, nil])
        #expect(
            entry.bands[0].prices == [
                .input: try price("0.000003"), .output: try price("0.000015"),
                .cacheRead: try price("0.0000003"), .cacheWrite: try price("0.00000375"),
                .cacheWriteOneHour: try price("0.000006"), .reasoning: try price("0.00002"),
            ])
        #expect(
            entry.bands[1].prices == [
                .input: try price("0.000006"), .output: try price("0.0000225"),
                .cacheRead: try price("0.0000003"), .cacheWrite: try price("0.0000075"),
                .cacheWriteOneHour: try price("0.000006"), .reasoning: try price("0.00002"),
            ])
        #expect(table.ignoredKeys.isEmpty)
    }

    @Test("thresholds stand in order whatever the order of the keys")
    func thresholds() throws {
        let entry = try table(
            """
            {"m": {"input_cost_per_token_above_256k_tokens": 4e-06, "input_cost_per_token": 1e-06,
              "input_cost_per_token_above_128k_tokens": 2e-06, "output_cost_per_token": 9e-06}}
            """
        ).entries[0]
        #expect(entry.bands.map(\.maxInputTokens) == [128_000, 256_000, nil])
        #expect(
            try entry.bands.map { $0.price(.input) }
                == [price("0.000001"), price("0.000002"), price("0.000004")])
        #expect(entry.bands.allSatisfy { $0.price(.output) == Exact("0.000009") })
    }

    @Test("a price for large requests alone is no price for small ones")
    func onlyAbove() throws {
        let entry = try table(#"{"m": {"input_cost_per_token_above_200k_tokens": 6e-06}}"#)
            .entries[0]
        #expect(entry.bands.map(\.maxInputTokens) == [200_000, nil])
        #expect(entry.bands[0].price(.input) == nil)
        #expect(entry.bands[1].price(.input) == Exact("0.000006"))
    }

    @Test("prices of other services are kept apart from those of plain requests")
    func otherServices() throws {
        let table = try table(
            """
            {"a": {"input_cost_per_token": 1e-06, "input_cost_per_token_batches": 5e-07,
              "output_cost_per_token_flex": 2e-06, "mode": "chat",
              "input_cost_per_token_above_200k_tokens_priority": 9e-06,
              "input_cost_per_token_priority": 4e-06,
              "input_cost_per_audio_token_batches": 7e-06},
             "b": {"output_cost_per_token": 1e-06, "mode": "chat", "supports_vision": true,
              "input_cost_per_token_batch_requests": 5e-07, "input_dbu_cost_per_token": 7.1e-05,
              "output_cost_per_token_batches": null}}
            """)
        #expect(
            table.ignoredKeys == [
                "mode": 2, "supports_vision": 1, "input_dbu_cost_per_token": 1,
                "output_cost_per_token_batches": 1,
            ])
        let a = table.entries[0]
        #expect(try a.bands == [band(nil, [.input: "0.000001"])])
        #expect(a.variants.map(\.when.service) == ["batch", "flex", "priority"])
        #expect(try a.variants[0].bands == [band(nil, [.input: "0.0000005"])])
        #expect(try a.variants[0].unitPrices == ["input_audio_token": price("0.000007")])
        #expect(try a.variants[1].bands == [band(nil, [.output: "0.000002"])])
        #expect(
            try a.variants[2].bands == [
                band(200_000, [.input: "0.000004"]), band(nil, [.input: "0.000009"]),
            ])
        #expect(try table.entries[1].variants[0].bands == [band(nil, [.input: "0.0000005"])])
    }

    @Test("units that are no class of token are priced facts by name, kinds of a unit each")
    func units() throws {
        let entry = try table(
            """
            {"m": {"output_cost_per_image": 0.04, "output_cost_per_second_1080p": 0.5,
              "input_cost_per_character": 1.5e-05, "input_cost_per_request": "0.0125",
              "code_interpreter_cost_per_session": 0.03, "ocr_cost_per_page": 0.001,
              "cache_creation_input_token_cost_above_12hr_above_272k_tokens": 9e-06,
              "search_context_cost_per_query": {"search_context_size_low": 0.01,
                "search_context_size_high": 0.014}}}
            """
        ).entries[0]
        #expect(
            try entry.unitPrices == [
                "output_image": price("0.04"), "output_second_1080p": price("0.5"),
                "input_character": price("0.000015"), "input_request": price("0.0125"),
                "code_interpreter_session": price("0.03"), "ocr_page": price("0.001"),
                "cache_creation_input_token_above_12hr_above_272k_tokens": price("0.000009"),
                "search_context_query.search_context_size_low": price("0.01"),
                "search_context_query.search_context_size_high": price("0.014"),
            ])
        #expect(entry.state == .priced)
        #expect(try entry.inForce(on: Day("2026-05-01")).state == .unpriced)
    }

    @Test("tiers by range of input are bands; the last one's end is the model's window")
    func tiered() throws {
        let entry = try table(
            """
            {"m": {"tiered_pricing": [
               {"range": [0, 32000.0], "input_cost_per_token": 1e-06, "output_cost_per_token": 5e-06},
               {"range": [32000.0, 1000000.0], "input_cost_per_token": 2e-06,
                "output_cost_per_token": 9e-06}],
              "input_cost_per_token": 8e-06, "cache_read_input_token_cost": 1e-07}}
            """
        ).entries[0]
        #expect(
            try entry.bands == [
                band(
                    32_000, [.input: "0.000001", .output: "0.000005", .cacheRead: "0.0000001"]),
                band(nil, [.input: "0.000002", .output: "0.000009", .cacheRead: "0.0000001"]),
            ])
        let search = try table(
            """
            {"s": {"tiered_pricing": [{"input_cost_per_query": 0.005, "max_results_range": [0, 25]},
              {"input_cost_per_query": 0.025, "max_results_range": [26, 100]}]}}
            """
        ).entries[0]
        #expect(
            try search.unitPrices == [
                "input_query.max_results_range_0_25": price("0.005"),
                "input_query.max_results_range_26_100": price("0.025"),
            ])
    }

    @Test("quiet hours are lists of their own; what they do not state stays")
    func offPeak() throws {
        let entry = try table(
            """
            {"m": {"input_cost_per_token": 3e-07, "output_cost_per_token": 1.2e-06,
              "off_peak_pricing": {"input_cost_per_token": 1.5e-07, "weekday_timezone": "Asia/Shanghai",
               "windows": [{"hours_utc": ["00:00-01:00", "10:00-00:00"], "weekdays": [1, 5]},
                {"hours_utc": "00:00-00:00", "weekdays": [6, 7]}]}}}
            """
        ).entries[0]
        #expect(entry.variants.map(\.when.weekdays) == [[1, 5], [6, 7]])
        #expect(
            entry.variants.map { $0.when.hours.map(\.description) } == [
                ["00:00-01:00", "10:00-00:00"], ["00:00-00:00"],
            ])
        #expect(entry.variants.allSatisfy { $0.when.weekdayZone == "Asia/Shanghai" })
        for variant in entry.variants {
            #expect(
                try variant.bands == [band(nil, [.input: "0.00000015", .output: "0.0000012"])])
        }
    }

    @Test("zero, absent and above zero are three states")
    func states() throws {
        let table = try table(
            """
            {"priced": {"input_cost_per_token": 0, "output_cost_per_token": 1e-06},
             "zero": {"input_cost_per_token": 0, "output_cost_per_token": 0.0},
             "nothing": {"mode": "chat"},
             "null": {"input_cost_per_token": null, "output_cost_per_token": null},
             "image": {"input_cost_per_token": 0, "output_cost_per_image": 0.04}}
            """)
        #expect(table.entries.map(\.model) == ["priced", "zero", "nothing", "null", "image"])
        #expect(
            table.entries.map(\.state) == [.priced, .zero, .unpriced, .unpriced, .priced])
        #expect(table.entries[2].bands.isEmpty)
        // Its tokens are in question all the same: the table says zero, not free.
        #expect(try table.entries[4].inForce(on: Day("2026-05-01")).state == .zero)
    }

    @Test("entries that are no models are skipped")
    func notModels() throws {
        let table = try table(
            """
            {"sample_spec": {"input_cost_per_token": "a number", "mode": "one of chat"},
             "fallback_generalizations": [], "m": {"input_cost_per_token": 1e-06}}
            """)
        #expect(table.entries.map(\.model) == ["m"])
        #expect(table.ignoredKeys.isEmpty)
    }

    @Test("a price keeps every digit it is written with")
    func digits() throws {
        // A Double printed in full, as tables carry it: 17 significant digits.
        let table = try table(#"{"m": {"input_cost_per_token": 3.0001999999999996e-07}}"#)
        #expect(
            table.entries[0].bands[0].price(.input)?.description == "0.00000030001999999999996")
    }

    @Test("classes without a price fall back to the class they are part of")
    func fallback() throws {
        let band = try table(
            #"{"m": {"input_cost_per_token": 1e-06, "output_cost_per_token": 4e-06}}"#
        ).entries[0].bands[0]
        for tokenClass in TokenClass.allCases {
            let expected = tokenClass.isInput ? "0.000001" : "0.000004"
            #expect(band.price(tokenClass)?.description == expected, "\(tokenClass)")
        }
        let written = try table(
            #"{"m": {"input_cost_per_token": 1e-06, "cache_creation_input_token_cost": 2e-06}}"#
        ).entries[0].bands[0]
        #expect(written.price(.cacheWriteOneHour)?.description == "0.000002")
        #expect(written.price(.reasoning) == nil)
    }

    @Test(
        "what is not a table is named",
        arguments: [
            (
                "{\n\"m\": {\n\"input_cost_per_token\": 3e,\n}}", 3,
                "expected digits in the exponent"
            ),
            ("[]", 1, "a list"),
            (#"{"": {}}"#, 0, "a model without a name"),
            (#"{"m": 5}"#, 0, "m is a number"),
            (
                #"{"m": {"input_cost_per_token": "cheap"}}"#, 0,
                #"m.input_cost_per_token is "cheap""#
            ),
            (#"{"m": {"output_cost_per_token": -1e-06}}"#, 0, "m.output_cost_per_token is -1e-06"),
            (
                #"{"m": {"off_peak_pricing": {"windows": [{"hours_utc": ["01:00-02:00"]}, "#
                    + #"{"hours_utc": ["01:00-02:00"]}]}}}"#, 0,
                "m.off_peak_pricing is a window stated twice"
            ),
            (#"{"m": {"output_cost_per_token": true}}"#, 0, "m.output_cost_per_token is true"),
        ])
    func broken(json: String, line: Int, found: String) throws {
        do throws(CatalogError) {
            _ = try LiteLLMTable(Array(json.utf8), file: "t.json")
            Issue.record("read")
        } catch {
            guard case .notAPriceTable("t.json", line, found, let allowed) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(!allowed.isEmpty)
        }
    }

    @Test("a threshold beyond any request is no band, and still a fact")
    func hugeThreshold() throws {
        // 2^63 - 1 thousands do not fit 64 bits; the table is the world's, so this must not trap.
        let key = "input_cost_per_token_above_9223372036854775807k_tokens"
        #expect(
            try table("{\"m\": {\"\(key)\": 1}}").entries[0].unitPrices == [
                "input_token_above_9223372036854775807k_tokens": .one
            ])
    }

    @Test("a mangled table is read or refused, and never stops the run", arguments: [11])
    func mangled(seed: UInt64) {
        let sound = """
            {"m": {"input_cost_per_token": 3e-06, "input_cost_per_token_above_200k_tokens": 6e-06,
              "output_cost_per_token": 1.5e-05, "cache_read_input_token_cost": "0.0000003"},
             "n": {"input_cost_per_token": 0, "mode": "chat", "max_tokens": 8192}}
            """
        var random = SplitMix(seed: seed)
        for _ in 0..<3000 {
            do throws(CatalogError) {
                let table = try LiteLLMTable(random.mangled(sound), file: "t.json")
                for entry in table.entries {
                    // Bands rise and only the last has no end.
                    let ends = entry.bands.dropLast().compactMap(\.maxInputTokens)
                    #expect(ends.count == max(0, entry.bands.count - 1), "seed \(seed)")
                    #expect(ends == ends.sorted(), "seed \(seed)")
                    #expect(entry.bands.last?.maxInputTokens == nil, "seed \(seed)")
                }
            } catch {
                #expect(error.errorDescription?.hasPrefix("t.json") == true, "seed \(seed)")
            }
        }
    }
}

@Suite("Price books")
struct PriceBookTests {
    let ledger: TestLedger

    init() throws { ledger = try TestLedger() }

    @discardableResult
    func add(
        _ json: String, name: String, from day: String, markup: String = "1"
    ) throws -> PriceBook.Import {
        let bytes = Array(json.utf8)
        let table = try LiteLLMTable(bytes, file: name)
        let day = try Day(day)
        let markup = try Exact(parsing: markup)
        return try ledger.write { db in
            try PriceBook.add(
                db, table, book: "litellm", digest: SHA256Digest.hex(bytes), sourceName: name,
                markup: markup, effectiveFrom: Zone.utc.start(of: day), at: TestLedger.start)
        }
    }

    func find(_ model: String, at time: String) throws -> PriceBook.Found? {
        let instant = try Instant(time)
        return try ledger.read {
            try PriceBook.find($0, book: "litellm", model: model, at: instant)
        }
    }

    @Test("the latest version in force that names the model; for one that is gone, the one before")
    func find() throws {
        try add(
            #"{"stays": {"input_cost_per_token": 1e-06}, "goes": {"input_cost_per_token": 2e-06}}"#,
            name: "old.json", from: "2026-01-01")
        try add(
            #"{"stays": {"input_cost_per_token": 3e-06}, "comes": {"input_cost_per_token": 4e-06}}"#,
            name: "new.json", from: "2026-03-01", markup: "1.1")
        func price(_ model: String, _ time: String) throws -> String? {
            try find(model, at: time).map {
                "\($0.entry.bands[0].price(.input)!) × \($0.markup) of \($0.sourceName)"
            }
        }
        #expect(try price("stays", "2025-12-31T23:59:59.999999999Z") == nil)
        #expect(try price("stays", "2026-01-01T00:00:00Z") == "0.000001 × 1 of old.json")
        #expect(try price("stays", "2026-02-28T23:59:59Z") == "0.000001 × 1 of old.json")
        #expect(try price("stays", "2026-03-01T00:00:00Z") == "0.000003 × 1.1 of new.json")
        #expect(try price("goes", "2026-05-01T00:00:00Z") == "0.000002 × 1 of old.json")
        #expect(try price("comes", "2026-02-01T00:00:00Z") == nil)
        #expect(try price("comes", "2026-05-01T00:00:00Z") == "0.000004 × 1.1 of new.json")
        #expect(try price("never", "2026-05-01T00:00:00Z") == nil)
    }

    @Test("a later table that loses a price unprices the model; it does not fall back")
    func losesPrice() throws {
        try add(#"{"m": {"input_cost_per_token": 1e-06}}"#, name: "a", from: "2026-01-01")
        try add(#"{"m": {"mode": "chat"}}"#, name: "b", from: "2026-02-01")
        #expect(try find("m", at: "2026-02-01T00:00:00Z")?.entry.state == .unpriced)
    }

    @Test("the order of imports does not matter, the days do")
    func order() throws {
        try add(#"{"m": {"input_cost_per_token": 2e-06}}"#, name: "late", from: "2026-03-01")
        try add(#"{"m": {"input_cost_per_token": 1e-06}}"#, name: "early", from: "2026-01-01")
        #expect(try find("m", at: "2026-02-01T00:00:00Z")?.sourceName == "early")
        #expect(try find("m", at: "2026-04-01T00:00:00Z")?.sourceName == "late")
    }

    @Test("the same table from the same day at the same markup is one version")
    func idempotent() throws {
        let json = #"{"m": {"input_cost_per_token": 1e-06}, "z": {"input_cost_per_token": 0}}"#
        let first = try add(json, name: "t", from: "2026-01-01")
        #expect(first.isNew && first.priced == 1 && first.zero == 1 && first.unpriced == 0)
        let again = try add(json, name: "t", from: "2026-01-01")
        #expect(!again.isNew && again.priced == 1)
        #expect(try add(json, name: "t", from: "2026-02-01").isNew)
        #expect(try add(json, name: "t", from: "2026-01-01", markup: "1.2").isNew)
    }

    @Test("an entry comes back from the ledger as it went in")
    func roundTrip() throws {
        let json = """
            {"m": {"input_cost_per_token": 3.0001999999999996e-07,
             "output_cost_per_token": 1.5e-05, "cache_read_input_token_cost": 1.3e-10,
             "input_cost_per_token_above_200k_tokens": 6e-06}}
            """
        try add(json, name: "t", from: "2026-01-01")
        let entry = try LiteLLMTable(Array(json.utf8), file: "t").entries[0]
        #expect(try find("m", at: "2026-01-01T00:00:00Z")?.entry == entry)
    }

    @Test("a book that nobody imported is not an empty one")
    func unknown() throws {
        #expect(throws: CatalogError.unknownPriceBook("litellm")) {
            try find("m", at: "2026-01-01T00:00:00Z")
        }
    }
}
