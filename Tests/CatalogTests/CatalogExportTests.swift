import Foundation
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Catalog

@Suite("Catalogs written as YAML")
struct CatalogExportTests {
    static let examples = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("examples/catalog")

    /// What the ledger keeps of each object, by its kind and code.
    static func documents(_ file: CatalogFile) -> [String: [UInt8]] {
        Dictionary(
            uniqueKeysWithValues: file.objects.map {
                ("\($0.kind) \($0.code)", Array($0.node.json.canonical.utf8))
            })
    }

    /// File, apply, export, apply: the same documents, and nothing new.
    static func roundTrip(_ yaml: String, _ note: Comment) throws {
        let ledger = try TestLedger()
        let written = try CatalogFile(yaml: yaml, file: "a.yaml")
        #expect(try ledger.apply(yaml).added == written.objects.count, note)
        let exported = try ledger.read {
            try CatalogFile($0, written.merchant.id, at: TestLedger.end)
        }.yaml
        let again = try CatalogFile(yaml: exported, file: "b.yaml")
        #expect(documents(again) == documents(written), note)
        #expect(again.effective == written.effective, note)
        #expect(try ledger.apply(exported).version == nil, note)
        // And into a ledger that knows nothing of it.
        let other = try TestLedger()
        #expect(try other.apply(exported).added == written.objects.count, note)
        #expect(try other.apply(yaml).version == nil, note)
    }

    @Test("an example goes through the ledger and comes back the same")
    func exampleFiles() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.examples.path)
            .filter { $0.hasSuffix(".yaml") }
        #expect(names.count >= 6)
        for name in names.sorted() {
            let url = Self.examples.appendingPathComponent(name)
            try Self.roundTrip(String(contentsOf: url, encoding: .utf8), "\(name)")
        }
        try Self.roundTrip(Fixture.catalog, "the sample catalog")
    }

    @Test("so does a catalog made by chance", arguments: 1...120)
    func random(seed: UInt64) throws {
        try Self.roundTrip(RandomCatalog(seed: seed).yaml, "seed \(seed)")
    }

    @Test(
        "a text is quoted wherever a reader could take it for something else",
        arguments: [
            ("ai_free", "ai_free"), ("Asia/Shanghai", "Asia/Shanghai"), ("文字", "文字"),
            ("Example One (Test) Ltd", "Example One (Test) Ltd"),
            ("0.08", "\"0.08\""), ("2026-01-01", "\"2026-01-01\""), ("off", "\"off\""),
            ("Null", "\"Null\""), ("~", "\"~\""), ("", "\"\""), ("12:30", "\"12:30\""),
            ("a: b", "\"a: b\""), ("a b ", "\"a b \""), ("say \"hi\"", "\"say \\\"hi\\\"\""),
            ("a\\b", "\"a\\\\b\""), ("a\nb", "\"a\\nb\""), ("\u{7}", "\"\\x07\""),
            ("\u{202E}x", "\"\\u202Ex\""), ("🍵", "\"\\U0001F375\""),
        ])
    func scalar(text: String, written: String) throws {
        #expect(CatalogYAML.scalar(text) == written)
        let place = CatalogNode.Place(file: "a", line: 0, key: "")
        let node = CatalogNode(.map([(text, CatalogNode(.scalar(text), at: place))]), at: place)
        for yaml in [CatalogYAML.document(node), CatalogYAML.flow(node)] {
            let read = try CatalogNode(yaml: yaml, file: "b")
            #expect(Array(read.json.canonical.utf8) == Array(node.json.canonical.utf8))
        }
    }

    @Test("what is exported reads as a catalog is written by hand")
    func layout() throws {
        let file = try CatalogFile(yaml: Fixture.catalog, file: "c.yaml")
        let lines = file.yaml.split(separator: "\n").map(String.init)
        #expect(lines[0] == "effective: \"2026-01-01\"")
        #expect(lines.contains("  name: {en: Example One (Test) Ltd, zh-Hans: 示例一（测试）有限公司}"))
        #expect(lines.contains("  - code: model_tokens"))
        #expect(lines.contains("    input_includes_cache: true"))
        #expect(
            lines.contains(
                "        price: {model: standard, unit_price: \"0.08\", per: \"1000\"}"))
        #expect(lines.allSatisfy { $0.count <= CatalogYAML.width })
    }
}

@Suite("Versions of a catalog")
struct CatalogVersionTests {
    let ledger: TestLedger

    init() throws {
        ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        try ledger.apply(Fixture.otherCatalog)
        try ledger.apply(
            Fixture.catalog.replacing("effective: 2026-01-01", with: "effective: 2026-06-01")
                .replacing("base_fee: \"9.90\"", with: "base_fee: \"12\""))
    }

    @Test("a version is the catalog as its apply left it")
    func version() throws {
        func fee(_ number: Int64) throws -> String {
            try ledger.read { try CatalogFile($0, "mer_1", version: number) }
                .plans.first { $0.code == "idle" }!.baseFee.exact.description
        }
        #expect(try fee(1) == "9.9")
        #expect(try fee(3) == "12")
        #expect(
            throws: CatalogError.unknownVersion("mer_1", 2, known: [1, 3])
        ) { try fee(2) }
        let versions = try ledger.read { try CatalogVersion.all($0, "mer_1") }
        #expect(versions.map(\.number) == [1, 3])
        #expect(versions.map(\.revisions) == [13, 1])
        #expect(versions[1].effectiveFrom == (try Instant("2026-05-31T16:00:00Z")))
        #expect(throws: CatalogError.unknownMerchant("mer_9")) {
            try ledger.read { try CatalogFile($0, "mer_9", version: 1) }
        }
    }

    @Test("a version knows nothing of a later one, even of the same day")
    func sameDay() throws {
        try ledger.apply(Fixture.catalog.replacing("base_fee: \"9.90\"", with: "base_fee: \"11\""))
        func fee(_ number: Int64) throws -> String {
            try ledger.read { try CatalogFile($0, "mer_1", version: number) }
                .plans.first { $0.code == "idle" }!.baseFee.exact.description
        }
        #expect(try fee(1) == "9.9")
        #expect(try fee(4) == "11")
        // The fourth says nothing of June, which the third still decides.
        #expect(try fee(3) == "12")
    }

    @Test("an export holds from the first day by which all of it holds")
    func effective() throws {
        func export(_ time: String) throws -> CatalogFile {
            let instant = try Instant(time)
            return try ledger.read { try CatalogFile($0, "mer_1", at: instant) }
        }
        #expect(try export("2026-05-31T15:59:59Z").effective == Day("2026-01-01"))
        let june = try export("2026-05-31T16:00:00Z")
        #expect(try june.effective == Day("2026-06-01"))
        #expect(try ledger.apply(june.yaml).version == nil)
        #expect(try ledger.apply(export("2026-05-31T15:59:59Z").yaml).version == nil)
    }

    @Test("objects that hold from the middle of a day, after a change of zone, are not lost")
    func zone() throws {
        // 1 July in New York begins twelve hours after 1 July in Shanghai.
        try ledger.apply(
            Fixture.catalog.replacing("effective: 2026-01-01", with: "effective: 2026-07-01")
                .replacing("base_fee: \"9.90\"", with: "base_fee: \"13\""))
        try ledger.apply(
            Fixture.catalog.replacing("effective: 2026-01-01", with: "effective: 2026-06-15")
                .replacing("time_zone: Asia/Shanghai", with: "time_zone: America/New_York")
                .replacing("base_fee: \"9.90\"", with: "base_fee: \"12\""))
        let file = try ledger.read {
            try CatalogFile($0, "mer_1", at: Instant("2026-08-01T00:00:00Z"))
        }
        // In New York it is still 30 June when the fee of 13 begins to hold.
        #expect(try file.effective == Day("2026-07-01"))
        #expect(try ledger.apply(file.yaml).version == nil)
    }
}
