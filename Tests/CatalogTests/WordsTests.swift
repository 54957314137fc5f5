import Testing

@testable import Catalog

@Suite("Charges in words")
struct WordsTests {
    @Test(
        "a price is said as a person would say it",
        arguments: [
            (
                "{model: standard, unit_price: \"0.08\", per: \"1000\"}",
                ["0.08 per 1,000 units"]
            ),
            ("{model: standard, unit_price: \"0.125\"}", ["0.125 each"]),
            (
                "{model: graduated, per: \"1000000\", tiers: [{up_to: \"1000000\", unit_price: \"0.50\"}, "
                    + "{up_to: \"10000000\", unit_price: \"0.30\", flat_fee: \"5\"}]}",
                [
                    "graduated, each unit at the price of its own tier",
                    "  up to 1,000,000: 0.50 per 1,000,000 units",
                    "  up to 10,000,000: 0.30 per 1,000,000 units, and 5.00 once",
                    "  above 10,000,000: no price, usage there stops the bill",
                ]
            ),
            (
                "{model: volume, bounds: exclusive, zero_units: nothing, beyond_last_tier: last_price, "
                    + "tiers: [{up_to: \"10\", unit_price: \"1\", flat_fee: \"2\"}]}",
                [
                    "volume, all units at the price of the tier their total is in",
                    "  below 10: 1.00 each, and 2.00 once", "  above 10: the last price goes on",
                    "  nothing used: nothing due",
                ]
            ),
            (
                "{model: package, package_size: \"1000\", package_price: \"4\", free_units: \"1000\"}",
                [
                    "4.00 per package of 1,000 units, the first 1,000 free; a package begun is due whole"
                ]
            ),
            (
                "{model: percentage, rate_percent: \"2.9\", fixed_per_event: \"0.30\", "
                    + "free_events: 3, free_amount: \"500\", per_event_max: \"9\", "
                    + "method: whichever_first}",
                [
                    "2.9 % of each event's amount and 0.3 an event",
                    "  free: the first 3 events and an amount of 500, whichever ends first",
                    "  at most 9 an event",
                ]
            ),
            (
                "{model: graduated_percentage, tiers: [{rate_percent: \"1.5\"}]}",
                [
                    "graduated share of the amount, each part at the rate of its own tier",
                    "  all: 1.5 %",
                ]
            ),
            ("{model: dynamic}", ["the price stands on each event"]),
            (
                "{model: matrix, dimensions: [size, place], prices: [{when: {size: hd, place: cn}, "
                    + "unit_price: \"0.12\"}]}",
                [
                    "a price by size and place", "  place cn, size hd: 0.12 each",
                    "  others: no price",
                ]
            ),
            (
                "{model: block_tiers, policy: top_tier, tiers: [{block_size: \"10\", max_blocks: \"5\", "
                    + "block_price: \"2\"}, {block_size: \"20\", block_price: \"3\"}]}",
                [
                    "blocks, begun ones whole; all blocks at the price of the tier their number is in",
                    "  up to 5 blocks: 2.00 per block of 10 units",
                    "  above: 3.00 per block of 20 units",
                ]
            ),
            (
                "{model: tokens, price_book: litellm, dimension: model}",
                ["by class of token at the prices of the book litellm, by model"]
            ),
            (
                "{model: tokens, per: \"1000000\", bands: [{max_input_tokens: 200000, input: \"3\", "
                    + "cache_read: \"0.30\", output: \"15\"}, {input: \"6\", output: \"22.5\"}], "
                    + "off_peak: {utc_from: \"16:30\", utc_to: \"00:30\", bands: [{input: \"1\"}]}}",
                [
                    "by class of token; a request is as large as all its input tokens",
                    "  requests of up to 200,000 input tokens: input 3.00 · cache_read 0.30 · "
                        + "output 15.00 per 1,000,000",
                    "  larger requests: input 6.00 · output 22.50 per 1,000,000",
                    "  from 16:30 to 00:30 UTC:", "    all requests: input 1.00 per 1,000,000",
                ]
            ),
        ])
    func price(yaml: String, words: [String]) throws {
        let model = try ChargeModel(CatalogNode(yaml: yaml, file: "p.yaml"))
        #expect(model.words(unit: "units") == words)
    }

    @Test("terms are said in the order they take effect")
    func terms() throws {
        let sample = LintSample(terms: [
            "minimum: \"5\"", "maximum: \"500\"", "discount_percent: \"20\"",
            "multiplier: \"1.2\"", "included: \"1500\"",
            "convert: {operation: divide, factor: \"1024\", rounding: up}",
        ])
        let file = try sample.file()
        #expect(
            file.plans[0].charges[0].words(file.metrics[0]) == [
                "measured units ÷ 1024, rounded up to whole ones",
                "the first 1,500 units of a period cost nothing", "0.08 per 1,000 units",
                "every unit price × 1.2", "less 20 %", "at most 500.00 a period",
                "at least 5.00 a period",
            ])
        let grouped = try LintSample(terms: ["group_by: [place]"]).file()
        #expect(
            grouped.plans[0].charges[0].words(grouped.metrics[0]).last == "a line for each place")
    }

    @Test(
        "a metric says what it counts",
        arguments: [
            ("units", "", "sum over events “use”"),
            (
                "runs", "{status: [ok, slow], asset: [image]}",
                "number over events “run” whose asset is image and status is ok or slow"
            ),
            (
                "tokens", "",
                "tokens by class (in, out, r, w, l; the input includes cached ones) over events "
                    + "“model_call”"
            ),
        ])
    func metric(code: String, filter: String, words: String) throws {
        var sample = LintSample(metric: code, filter: filter)
        if code == "tokens" { sample.price = ["{model: tokens, bands: [{input: \"1\"}]}"] }
        #expect(try sample.file().metrics[0].words == words)
    }
}
