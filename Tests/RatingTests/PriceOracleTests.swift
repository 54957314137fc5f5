import Catalog
import Foundation
import Metering
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Rating

/// 1,084 real calls with what they cost by four price tables, worked out by others: what a price
/// book made from the same tables makes of them must be the same, to the last digit. Where the
/// files come from stands in Tests/PriceTables/NOTICE.
@Suite("Calls with a known cost")
struct PriceOracleTests {
    static let tables = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("PriceTables")
    /// The day for which the oracle asked genai-prices.
    static let day = "2026-02-15T12:00:00Z"

    /// A call's cells by column name.
    static func rows(_ name: String) throws -> [[String: String]] {
        let text = try String(contentsOf: tables.appendingPathComponent(name), encoding: .utf8)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    static func ledger(_ table: String, _ format: PriceTableFormat) throws -> TestLedger {
        let ledger = try TestLedger()
        let bytes = [UInt8](try Data(contentsOf: tables.appendingPathComponent(table)))
        let prices = try format.table(bytes, file: table)
        try ledger.write { db in
            _ = try PriceBook.add(
                db, prices, book: "book", digest: SHA256Digest.hex(bytes), sourceName: table,
                markup: .one, effectiveFrom: Instant("2026-01-01T00:00:00Z"), at: TestLedger.start)
        }
        return ledger
    }

    /// The cost of one call, the way an invoice line gets it: its band by its size, then its classes.
    static func cost(
        _ entry: PriceBookEntry, _ call: [String: String], cache life: String,
        write tokenClass: TokenClass
    ) throws -> Exact {
        func count(_ column: String) throws -> Int64 { try #require(Int64(call[column] ?? "")) }
        let prices = try TokenPrices(entry)
        var totals = prices.bands.map { _ in MeteredUsage.TokenTotals() }
        let size = try count("input_tokens_total")
        let band = entry.bands.compactMap(\.maxInputTokens).firstIndex { size <= $0 }
        var total = MeteredUsage.TokenTotals()
        total.requests = 1
        total.byClass = [
            .input: Int128(try count("uncached_input_\(life)")),
            .cacheRead: Int128(try count("cache_read_\(life)")),
            tokenClass: Int128(try count("cache_write_\(life)")),
            .output: Int128(try count("output_tokens")),
        ]
        // What the columns say they add up to, or the rows were put together wrongly.
        #expect(total.byClass.filter { $0.key.isInput }.values.reduce(0, +) == Int128(size))
        totals[band ?? totals.count - 1] = total
        return try Pricer.price(.tokens(totals), .tokens(Tokens(prices: .own(prices))))
            .steps.sum()
    }

    @Test(
        "every call costs what its column says",
        arguments: [
            ("usd_genai_prices_5m", "genai-prices-0.2.3.json", PriceTableFormat.genaiPrices, 0),
            ("usd_genai_prices_1h", "genai-prices-0.2.3.json", .genaiPrices, 0),
            // claude-opus-4-6 came later than this table, and two models had gone from the next.
            ("usd_litellm_1.81.0_5m", "litellm-1.81.0.json", .litellm, 199),
            ("usd_litellm_1.109.1_5m", "litellm-1.109.1.json", .litellm, 138),
        ])
    func costs(column: String, table: String, format: PriceTableFormat, absent: Int) throws {
        let life = column.hasSuffix("1h") ? "1h" : "5m"
        let ledger = try Self.ledger(table, format)
        var calls = try Self.rows("claude_code_cost_sample.csv")
        if life == "1h" {
            let others = try Self.rows("claude_code_cost_sample_1h.csv")
            try #require(others.count == calls.count)
            for (index, other) in others.enumerated() {
                for key in ["trace_id", "agent_id", "seq"] {
                    try #require(other[key] == calls[index][key])
                }
                calls[index].merge(other) { $1 }
            }
        }
        #expect(calls.count == 1084)
        var found: [String: PriceBookEntry?] = [:]
        var missing = 0
        for call in calls {
            let model = try #require(call["model"])
            if found[model] == nil {
                found[model] = .some(
                    try ledger.read {
                        try PriceBook.find($0, book: "book", model: model, at: Instant(Self.day))
                    }?.entry)
            }
            let expected = try #require(call[column])
            guard let entry = found[model]! else {
                // A table without the model prices nothing: empty, not zero.
                #expect(expected == "", "\(model)")
                missing += 1
                continue
            }
            let cost = try Self.cost(
                entry, call, cache: life, write: life == "1h" ? .cacheWriteOneHour : .cacheWrite)
            #expect(
                cost == Exact(expected), "\(model) \(call["trace_id"]!) \(call["seq"]!) by \(table)"
            )
        }
        #expect(missing == absent)
    }

    @Test("a name is priced by the model whose rule fits, first by its provider's")
    func names() throws {
        let ledger = try Self.ledger("genai-prices-0.2.3.json", .genaiPrices)
        func entry(_ model: String, at time: String = Self.day) throws -> PriceBookEntry? {
            try ledger.read {
                try PriceBook.find($0, book: "book", model: model, at: Instant(time))?.entry
            }
        }
        #expect(try entry("Claude-Sonnet-4-20250514")?.model == "anthropic/claude-sonnet-4-0")
        #expect(
            try entry("anthropic/claude-opus-4-6")?.model == "anthropic/claude-opus-4-6")
        #expect(try entry("claude-nothing") == nil)
        let day = try Instant(Self.day)
        func rivals(_ model: String) throws -> [String] {
            try ledger.read { try PriceBook.rivals($0, book: "book", model: model, at: day) }
        }
        #expect(try rivals("anthropic/claude-opus-4-6").isEmpty)
        // Above 200,000 tokens until 12 March 2026, one price from the 13th on (UTC).
        #expect(
            try entry("claude-opus-4-6", at: "2026-03-12T23:59:59Z")?.bands.map(\.maxInputTokens)
                == [200_000, nil])
        #expect(
            try entry("claude-opus-4-6", at: "2026-03-13T00:00:00Z")?.bands.map(\.maxInputTokens)
                == [nil])
    }
}
