import Money
import Store
import TestSupport
import Testing
import Time

@testable import Catalog

@Suite("Mangled price tables")
struct MangledPriceTableTests {
    static let csv = """
        model,match,from,hours_utc,max_input_tokens,per,input,output,unit,price
        m,"{""starts_with"":""m""}",,,200000,1000000,3,15,,
        m,,,,,1000000,6,22.5,,
        m,,2026-03-13,,,1000000,3,15,,
        m,,,16:30-00:30,,1000000,1,5,,
        "i, small",,,,,1,,,output_image,0.04
        """
    static let genai = """
        {"providers": [{"provider": "p", "models": [{"id": "m", "match": {"or": [{"equals": "m"},
         {"regex": "^m-[0-9]{8}$"}]}, "context_window": 200000, "prices": [
         {"when": null, "prices": {"input_mtok": {"base": "5", "tiers":
          [{"above_input_tokens": 200000, "price": "10"}]}, "web_searches_kcount": "10"}},
         {"when": {"from_date": "2026-03-13"}, "prices": {"input_mtok": "5"}},
         {"when": {"time_utc": ["16:30:00+00:00", "00:30:00+00:00"]}, "prices": {}}],
         "variants": [{"when": {"processing": "batch"}, "from": null, "prices": {}}]}]}]}
        """
    static let litellm = """
        {"m": {"tiered_pricing": [{"range": [0, 32000.0], "input_cost_per_token": 1e-06},
          {"range": [32000.0, 1000000.0], "input_cost_per_token": 2e-06}],
          "off_peak_pricing": {"input_cost_per_token": 1.5e-07,
           "windows": [{"hours_utc": ["00:00-01:00"], "weekdays": [1, 5]}]},
          "search_context_cost_per_query": {"low": 0.01}, "output_cost_per_image_batches": 0.04}}
        """

    /// What is read can be kept, priced on any day and written out; all else is an error that
    /// names the file.
    @Test(
        "a mangled table is read or refused, and never stops the run",
        arguments: [
            (PriceTableFormat.csv, csv), (.genaiPrices, genai), (.litellm, litellm), (.json, ""),
        ])
    func mangled(format: PriceTableFormat, sound: String) throws {
        let seed: UInt64 = 7
        var random = SplitMix(seed: seed)
        var sound = sound
        if format == .json {
            sound =
                PriceBookFile(
                    entries: try CSVPriceTable(Array(Self.csv.utf8), file: "t").entries, book: "b",
                    sourceName: "s", effectiveFrom: try Day("2026-01-01"), markup: .one
                ).json.pretty
        }
        #expect(try !format.table(Array(sound.utf8), file: "t").entries.isEmpty)
        var read = 0
        for _ in 0..<2000 {
            do throws(CatalogError) {
                let table = try format.table(random.mangled(sound), file: "t")
                read += 1
                for entry in table.entries {
                    let day = entry.inForce(on: Day(sinceEpoch: 20_600))
                    for list in [entry.bands, day.bands] + entry.variants.map(\.bands) {
                        let ends = list.dropLast().compactMap(\.maxInputTokens)
                        #expect(ends.count == max(0, list.count - 1), "seed \(seed)")
                        #expect(ends == ends.sorted(), "seed \(seed)")
                        #expect(list.last?.maxInputTokens == nil, "seed \(seed)")
                    }
                    _ = entry.document.canonical
                    // CSV has no columns for some of them and says so; it must not crash.
                    _ = try? CSVPriceTable.text([entry])
                }
            } catch {
                #expect(error.errorDescription?.hasPrefix("t") == true, "seed \(seed)")
            }
        }
        // Most of what is changed is a digit or a name: some must get through, or nothing was tried.
        #expect(read > 20 && read < 2000)
    }
}
