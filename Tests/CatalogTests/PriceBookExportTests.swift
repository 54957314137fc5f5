import Foundation
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Catalog

/// Extracts of published tables that have each price key, condition and kind of rule they use; see
/// Tests/PriceTables/NOTICE.
enum PublishedTable: String, CaseIterable {
    case litellm = "litellm-1.109.1.json"
    case older = "litellm-1.81.0.json"
    case genaiPrices = "genai-prices-0.2.3.json"

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](
            try Data(
                contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                    .deletingLastPathComponent().appendingPathComponent("PriceTables/\(name)")))
    }

    func table() throws -> any PriceTable {
        try (self == .genaiPrices ? PriceTableFormat.genaiPrices : .litellm).table(
            Self.bytes(rawValue), file: rawValue)
    }
}

@Suite("Price books out and in")
struct PriceBookExportTests {
    static let start = "2026-03-01"

    /// A ledger with the table as version 1 of `book`, and that version as it comes out.
    func exported(_ table: some PriceTable, markup: Exact = .one) throws -> PriceBookFile {
        let ledger = try TestLedger()
        let from = Zone.utc.start(of: try Day(Self.start))
        return try ledger.write { db in
            _ = try PriceBook.add(
                db, table, book: "book", digest: "d", sourceName: "t.json", markup: markup,
                effectiveFrom: from, at: TestLedger.start)
            return try PriceBook.contents(db, book: "book", at: from)
        }
    }

    @Test(
        "json and csv read back as the same entries, in the same order",
        arguments: PublishedTable.allCases)
    func identity(published: PublishedTable) throws {
        let table = try published.table()
        let file = try exported(table, markup: Exact("1.2")!)
        #expect(file.entries == table.entries)
        #expect(!file.entries.isEmpty)

        let json = try PriceBookFile(Array(file.json.pretty.utf8), file: "b.json")
        #expect(json.entries == table.entries)
        #expect(json.markup == Exact("1.2") && json.book == "book")
        #expect(json.effectiveFrom == (try Day(Self.start)) && json.sourceName == "t.json")

        let text = try CSVPriceTable.text(file.entries)
        let csv = try CSVPriceTable(Array(text.utf8), file: "b.csv")
        #expect(csv.entries == table.entries)
        // Columns that no row fills are still columns that are read.
        #expect(csv.ignoredKeys.isEmpty)
        #expect(try CSVPriceTable.text(csv.entries) == text)
    }

    @Test("every price of litellm's table is in the book with every digit", arguments: [0])
    func nothingDropped(_: Int) throws {
        let root = try JSONValue(parsing: PublishedTable.bytes(PublishedTable.litellm.rawValue))
        let entries = try PublishedTable.litellm.table().entries
        var seen = 0
        for model in root.members! where model.key != "sample_spec" {
            let entry = try #require(entries.first { $0.model == model.key })
            var held = Set(entry.unitPrices.values)
            for list in [entry.bands] + entry.variants.map(\.bands) {
                held.formUnion(list.flatMap { $0.prices.values })
            }
            held.formUnion(entry.variants.flatMap { $0.unitPrices.values })
            for field in model.value.members! where field.key.contains("cost") {
                if field.key.contains("dbu_cost") { continue }
                let values = field.value.members?.map(\.value) ?? [field.value]
                for value in values {
                    seen += 1
                    #expect(held.contains(try #require(value.exact)), "\(model.key) \(field.key)")
                }
            }
        }
        #expect(seen > 168)
    }

    @Test("each of the table's 168 price keys is read as a price of its unit")
    func keys() throws {
        let text = String(
            decoding: try PublishedTable.bytes("litellm-1.109.1-price-keys.csv"), as: UTF8.self)
        var units: Set<String> = []
        var count = 0
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ",", maxSplits: 1).map(String.init)
            let (name, unit) = (parts[0], parts.count > 1 ? parts[1] : "")
            count += 1
            let key = LiteLLMKey(name)
            if unit.isEmpty || unit == "factor" || unit == "\"\"" {
                #expect(key == nil, "\(name) is a list, a word or a factor, no price")
            } else if unit.hasPrefix("DBU") {
                #expect(key == nil, "\(name) is not in US dollars")
            } else {
                let key = try #require(key, "\(name)")
                switch key.priced {
                case .tokens:
                    #expect(["token", "reasoning token", "image token"].contains(unit), "\(name)")
                case .unit(let word):
                    // Two keys with one name would overwrite each other.
                    let isNew = units.insert("\(word) \(key.service ?? "")").inserted
                    #expect(isNew, "\(name)")
                    let noun = unit.trimmingCharacters(in: ["\""])
                        .split(separator: ",")[0].split(separator: " ").last!
                    #expect(word.contains(noun), "\(name) is for one \(noun)")
                }
            }
        }
        #expect(count == 168)
    }

    @Test("a book changes on the days of its versions and on those its entries name")
    func changeDays() throws {
        let ledger = try TestLedger()
        for (start, text) in [
            ("2026-01-01", "model,from,input_per_million\nm,,4\nm,2026-03-13,3\nn,2026-03-13,1"),
            ("2026-02-01", "model,input_per_million\nm,4"),
        ] {
            let table = try CSVPriceTable(Array(text.utf8), file: "t.csv")
            let from = Zone.utc.start(of: try Day(start))
            try ledger.write { db in
                _ = try PriceBook.add(
                    db, table, book: "book", digest: start, sourceName: "t", markup: .one,
                    effectiveFrom: from, at: TestLedger.start)
            }
        }
        let days = try ledger.read { try PriceBook.changeDays($0, book: "book") }
        #expect(days.map(\.description) == ["2026-01-01", "2026-02-01", "2026-03-13"])
        #expect(try ledger.read { try PriceBook.changeDays($0, book: "none") }.isEmpty)
    }

    @Test("a name that several rules fit takes the first; those at other prices are its rivals")
    func rivals() throws {
        let ledger = try TestLedger()
        let rule = #""{""starts_with"":""m""}""#
        let text = """
            model,match,input_per_million,unit,price_per_token
            a/m,\(rule),3,,
            b/m,\(rule),3.3,,
            c/m,\(rule),3,,
            c/m,,,web_search,10
            0/n,"{""equals"":""n""}",,,
            d/n,"{""equals"":""n""}",9,,
            """
        let table = try CSVPriceTable(Array(text.utf8), file: "t.csv")
        try ledger.write { db in
            _ = try PriceBook.add(
                db, table, book: "book", digest: "d", sourceName: "t", markup: .one,
                effectiveFrom: TestLedger.start, at: TestLedger.start)
        }
        func found(_ model: String) throws -> [String?] {
            try ledger.read { db in
                [try PriceBook.find(db, book: "book", model: model, at: TestLedger.start)]
                    .map { $0?.entry.model }
                    + (try PriceBook.rivals(db, book: "book", model: model, at: TestLedger.start))
            }
        }
        #expect(try found("m-1") == ["a/m", "b/m"])
        #expect(try found("B/m-1") == ["b/m"])
        #expect(try found("a/m") == ["a/m"])
        #expect(try found("z/m") == [nil])
        // An entry without a price gives way to one that has one, unless it is meant by name.
        #expect(try found("n") == ["d/n", "0/n"])
        #expect(try found("0/n") == ["0/n"])
    }

    @Test("a free entry stays free on the way out and in")
    func free() throws {
        let table = try CSVPriceTable(
            Array("model,state,input_per_token\na,free,0\nb,,0\nc,,".utf8), file: "t.csv")
        let file = try exported(table)
        #expect(file.entries.map(\.state) == [.free, .zero, .unpriced])
        let json = try PriceBookFile(Array(file.json.compact.utf8), file: "b.json")
        #expect(json.entries == table.entries)
    }

    @Test("a band may end at the largest number there is")
    func largestBound() throws {
        let table = try CSVPriceTable(
            Array(
                "model,max_input_tokens,input_per_token\nm,9223372036854775807,1\nm,,2".utf8),
            file: "t.csv")
        let json = try PriceBookFile(Array(exported(table).json.compact.utf8), file: "b.json")
        #expect(json.entries == table.entries)
    }

    @Test("the version in force, or the one numbered; no other")
    func versions() throws {
        let ledger = try TestLedger()
        for (model, day) in [("old", "2026-01-01"), ("new", "2026-03-01")] {
            let table = try CSVPriceTable(
                Array("model,input_per_token\n\(model),1".utf8), file: "t.csv")
            let from = Zone.utc.start(of: try Day(day))
            try ledger.write { db in
                _ = try PriceBook.add(
                    db, table, book: "book", digest: model, sourceName: model, markup: .one,
                    effectiveFrom: from, at: TestLedger.start)
            }
        }
        func models(_ book: String, _ version: Int64?, _ time: String) throws -> [String] {
            try ledger.read {
                try PriceBook.contents($0, book: book, version: version, at: Instant(time))
            }.entries.map(\.model)
        }
        #expect(try models("book", nil, "2026-02-28T23:59:59Z") == ["old"])
        #expect(try models("book", nil, "2026-03-01T00:00:00Z") == ["new"])
        #expect(try models("book", 1, "2026-03-01T00:00:00Z") == ["old"])
        #expect(try models("book", 2, "2025-01-01T00:00:00Z") == ["new"])
        #expect(throws: CatalogError.self) { try models("book", 3, "2026-03-01T00:00:00Z") }
        #expect(throws: CatalogError.self) { try models("book", nil, "2025-12-31T00:00:00Z") }
        #expect(throws: CatalogError.unknownPriceBook("b")) {
            try models("b", nil, "2026-03-01T00:00:00Z")
        }
        let names = try ledger.read {
            try PriceBook.names($0, book: "book", at: Instant("2026-03-01T00:00:00Z"))
        }
        #expect(names == ["new", "old"])
    }

    @Test(
        "a document that is not as we write it is refused by key",
        arguments: [
            (#""markup": "1""#, #""markup": "0""#, "markup is missing or wrong"),
            (#""state": "priced""#, #""state": "free""#, "entries[0].state is missing or wrong"),
            (#""input": "1""#, #""input": "-1""#, "entries[0].bands[0].input is missing or wrong"),
            (#""input": "1""#, #""inptu": "1""#, "entries[0].bands[0].inptu is missing or wrong"),
            (
                #""max_input_tokens": null"#, #""max_input_tokens": "7""#,
                "entries[0].bands is missing or wrong"
            ),
            ("bm.price_book/1", "bm.price_book/2", #"schema is "bm.price_book/2""#),
            (#""model": "m""#, #""model": """#, "entries[0].model is missing or wrong"),
            (
                #""state": "priced""#, #""state": "priced", "unit_prices": {"": "1"}"#,
                "entries[0].unit_prices. is missing or wrong"
            ),
            (#""currency": "USD""#, #""currency": "CNY""#, "currency is missing or wrong"),
        ])
    func broken(part: String, other: String, found: String) throws {
        let entry = PriceBookEntry(
            model: "m",
            bands: [PriceBookEntry.Band(maxInputTokens: nil, prices: [.input: .one])],
            unitPrices: [:])
        let text = PriceBookFile(
            entries: [entry], book: "b", sourceName: "s", effectiveFrom: try Day("2026-01-01"),
            markup: .one
        ).json.pretty
        #expect(text.contains(part))
        do throws(CatalogError) {
            let bytes = Array(text.replacingOccurrences(of: part, with: other).utf8)
            _ = try PriceBookFile(bytes, file: "b.json")
            Issue.record("read")
        } catch {
            guard case .notAPriceTable("b.json", _, found, _) = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
