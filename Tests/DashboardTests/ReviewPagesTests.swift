import Catalog
import Money
import Store
import TestSupport
import Testing
import Time
import Web

@testable import Dashboard

@Suite("The pages of margin, caps and rates")
struct ReviewPagesTests {
    let ledger = try! TestLedger()

    func table(_ path: String, _ id: String, of files: [SiteFile]) throws -> [[String]] {
        let page = try #require(files.first { $0.path == path })
        let read = try #require(PageReader.read(page))
        let table = try #require(read.all("table").first { $0.attributes["id"] == id })
        return table.all("tr").dropFirst().map { row in
            row.children.map { $0.words.replacing("\u{a0}", with: " ") }
        }
    }

    /// A book that says 3 and 15 per million tokens, with a fifth on top of it.
    func priced() throws {
        try ledger.apply(Fixture.catalog)
        let json = #"{"m": {"input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05}}"#
        try ledger.add(prices: json, markup: "1.2")
        try ledger.ingest([
            Fixture.event(
                id: "c", "model_call", #"{"model":"m","in":10000000,"out":1000000}"#)
        ])
    }

    @Test("the book that plans name says the cost; revenue less cost is the margin")
    func margin() throws {
        try priced()
        let rows = try table(
            "margin.html", "margin-models", of: SiteSample.pages(of: ledger))
        let row = try #require(rows.first { $0[0] == "m" })
        // 10 M × 3 + 1 M × 15 a million: 45.00. A fifth on top of it, times the plan's 1.2: 64.80.
        #expect(row[3] == "USD 45.00")
        #expect(row[2] == "USD 64.80")
        // 64.80 − 45.00; 1,980 ÷ 6,480 = 30.56 %
        #expect(row[4] == "19.80")
        #expect(row[5] == "30.56")
    }

    @Test("a book that is not there is refused by its name")
    func unknownBook() throws {
        try priced()
        #expect(throws: CatalogError.unknownPriceBook("other")) {
            try ledger.read {
                try AllMerchants($0, asOf: SiteSample.end, costBook: "other")
            }
        }
    }

    @Test("a cap that is reached is shown with the event that reached it and what came after")
    func caps() throws {
        var one = SampleCatalog.Customer.one
        one.plan = "payg"
        one.terms = ["caps: [{amount: \"40\", reaction: pause}]"]
        let catalog = SampleCatalog(
            metrics: [.init("units", ("Units", "单位"), unit: ("units", "个"), ["aggregation: sum"])],
            plans: [
                .init(
                    "payg", ("Pay as you go", "按量付费"),
                    [
                        SampleCatalog.Charge(
                            "fee", ("Units", "单位"), metric: "units",
                            price: "{model: standard, unit_price: \"0.05\"}")
                    ])
            ], customers: [one])
        try ledger.apply(catalog.yaml)
        try ledger.ingest([
            Fixture.event(id: "a", "units", quantity: "400", at: "2026-05-02T08:00:00Z"),
            Fixture.event(id: "b", "units", quantity: "500", at: "2026-05-03T08:00:00Z"),
            Fixture.event(id: "d", "units", quantity: "100", at: "2026-05-05T08:00:00Z"),
        ])
        let files = try SiteSample.pages(of: ledger)
        // 400 and 500 at 0.05 are 45.00, above 40.00; 100 more are 5.00.
        let row = try #require(try table("limits.html", "caps", of: files).first)
        #expect(row[2...] == ["USD 40.00", "USD 50.00", "USD 0.00", row[5], "USD 5.00"])
        #expect(row[5].contains("2026-05-03 16:00") && row[5].contains("b"))
        // 50 of 40
        #expect(try table("limits.html", "shares", of: files)[0][3] == "125.0")
    }

    @Test("what rounding takes of the lines of a month is their exact amounts less what is billed")
    func residues() throws {
        let rows = try table("fx.html", "residues", of: SiteSample.pages())
        // One call at 0.08 a thousand, at 7.27: 0.0005816, billed as 0.00. Fees of 20 and 50 have no residue.
        #expect(rows == [["2026-05", "4", "654.30", "−0.0005816", "0.0005816"]])
    }

    @Test("the journal of a day says how many entries were booked and the hash of the last")
    func journal() throws {
        let files = try SiteSample.pages()
        let rows = try table("ledger.html", "journal", of: files)
        #expect(rows.map { $0[0] } == rows.map { $0[0] }.sorted())
        #expect(rows.reduce(0) { $0 + (Int($1[1]) ?? .max / 99) } == 9)
        let page = try #require(files.first { $0.path == "ledger.html" })
        let head = try #require(PageReader.read(page)).all("dd")[0].words
        #expect(head.count == 64 && rows.last?[4] == "\(head.prefix(16))…")
    }

    @Test("a line's day names its first events with their local times, and the search finds them")
    func events() throws {
        let files = try SiteSample.pages()
        let page = try #require(
            files.first { $0.path == "merchants/mer_1/invoices/INV-2026-0601-0001.html" })
        let days = try #require(PageReader.read(page)).all("table").filter {
            $0.attributes["class"] == "days"
        }
        // 09:41:23 UTC in Shanghai
        #expect(days.first?.all("td").last?.words == "evt_1 17:41:23")
        let found = files.filter { $0.path.hasPrefix("search/") && $0.path != "search/names.js" }
            .map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
        // By the first of the two lines that count it: calls, then seconds.
        #expect(found.contains("\"merchants/mer_1/invoices/INV-2026-0601-0001.html#line-2\""))
        #expect(found.contains("[\"evt_1\","))
    }

    @Test("of a merchant with more events than are asked for none is named", arguments: [0, 1])
    func fewEvents(most: Int) throws {
        let ledger = try SiteSample.ledger()
        let events = try ledger.read { db in
            let all = try AllMerchants(db, asOf: SiteSample.end, costBook: nil)
            var lookup = LineEventLookup(most: most)
            try lookup.ask(db, MerchantData(db, all, 0))
            return try lookup.answer(db)
        }
        #expect(events[0].billed.map(\.id) == (most == 0 ? [] : ["evt_1"]))
    }
}
