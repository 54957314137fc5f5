import Catalog
import Foundation
import GRDB
import Store
import TestSupport
import Testing
import Time

@testable import bm

/// A month of two merchants, and all that can be exported of it.
@Suite("Exports")
struct ExportTests {
    private static let scenario = """
        merchant mer_1 tax=6
          plan api USD base=10
            charge calls standard 1
          customer cus_1 api since=2026-04-01
          customer cus_2 api since=2026-04-01 stops=4
        merchant mer_2
          plan free CNY
            charge calls standard 1
          customer cus_4 free since=2026-04-01
        rates 2026-05-29 USD=1 CNY=7.27
        rates 2026-06-30 USD=1 CNY=7.27
        event 2026-05-10T12:00:00+08:00 cus_1 calls 5 key==1+1
        event 2026-05-10T12:00:00+08:00 cus_2 calls 9
        event 2026-05-10T12:00:00+08:00 cus_4 calls 9
        close 2026-05 at 2026-06-01T09:00:00+08:00
        bill mer_1 at 2026-06-04T10:00:00+08:00
            2026-06-03T09:00:00+08:00 cus_1 2026-05 4200001 115.59 fee=0.69
        bill mer_2 at 2026-06-04T10:01:00+08:00
            2026-06-03T09:00:00+08:00 cus_4 2026-05 4200002 9.00
        note cus_1 2026-05 2=1 to=channel at 2026-06-05T09:00:00+08:00
        collect mer_1 at 2026-06-20T00:00:00Z
        settle mer_1 2026-06 at 2026-07-01T07:00:00+08:00
        """

    private static let end = try! Instant("2026-07-01T00:00:00Z")

    private func run() throws -> ScenarioRun {
        let run = try ScenarioRun(Scenario("exports", ExportTests.scenario))
        #expect(run.problems == [])
        return run
    }

    private func text(
        _ run: ScenarioRun, _ name: String, _ format: ExportFormat, merchant: String? = nil,
        month: String? = nil, at instant: Instant = end
    ) throws -> String {
        let table = try #require(ExportTables.named(name))
        let bytes = try ExportSink.bytes { sink in
            var writer = ExportWriter(table, format, to: sink)
            try run.ledger.read { db in
                try writer.begin()
                let request = ExportRequest(
                    merchants: try merchant.map { [$0] }
                        ?? MerchantCatalog.merchants(db).map(\.text),
                    isNarrowed: merchant != nil, month: try month.map { try Month($0) },
                    asOf: instant)
                try table.forEach(db, request) { try writer.write($0) }
                try writer.end()
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func rows(_ json: String, _ name: String) throws -> [JSONValue] {
        try #require(
            JSONValue(parsing: json.trimmingCharacters(in: .newlines))[
                name.replacing("-", with: "_")]?.array)
    }

    @Test(
        "every table gives the same rows in three formats, with its columns as they are described")
    func formats() throws {
        let run = try run()
        var empty: Set<String> = []
        for table in ExportTables.all {
            let month = table.needsPeriod ? "2026-05" : nil
            let json = try rows(text(run, table.name, .json, month: month), table.name)
            let lines = try text(run, table.name, .ndjson, month: month).split(separator: "\n")
                .map { try JSONValue(parsing: String($0)) }
            #expect(json == lines, "\(table.name)")
            let csv = try CSVRows(Array(text(run, table.name, .csv, month: month).utf8)).rows
            #expect(csv.count == json.count + 1, "\(table.name)")
            #expect(
                csv[0].cells == table.columns.filter(\.isInCSV).map(\.name), "\(table.name)")
            for row in json {
                let keys = try #require(row.members).map(\.key)
                let plain = keys.filter { !$0.hasSuffix("_minor_units") }
                #expect(plain == table.columns.map(\.name), "\(table.name)")
                #expect(Set(keys).count == keys.count, "\(table.name)")
            }
            if json.isEmpty { empty.insert(table.name) }
        }
        // What the month did not have; of all others there is a row at least.
        #expect(
            empty == [
                "price-book-entries", "credits", "credit-movements", "invoice-voids", "refunds",
                "channel-messages", "published-files", "payouts", "adjustments", "anomalies",
                "balance-movements",
            ])
    }

    /// USD 10 and 5 at 7.27 are 72.70 and 36.35, with 6 % 6.54 tax; the note takes USD 1 off: 7.27,
    /// and of the tax what 101.78 have less, 6.11: 0.43. Of 115.59 that came 7.70 too much is left.
    @Test("an invoice says what came of it by then, with its minor units")
    func invoices() throws {
        let run = try run()
        let found = try rows(text(run, "invoices", .json, merchant: "mer_1"), "invoices")
        #expect(found.count == 2)
        func cells(_ row: JSONValue) -> [String?] {
            ["number", "state", "subtotal", "tax", "total", "credited", "paid", "due"].map {
                row[$0]?.string
            }
        }
        #expect(
            cells(found[0]) == [
                "INV-2026-0601-0001", "paid", "109.05", "6.54", "115.59", "7.70", "115.59", "-7.70",
            ])
        #expect(found[0]["due_minor_units"]?.int == -770)
        #expect(found[0]["document"]?["lines"]?.array?.count == 2)
        // USD 10 and the cap of 4: 72.70 + 29.08 and 6.11 tax.
        #expect(
            cells(found[1]) == [
                "INV-2026-0601-0002", "overdue", "101.78", "6.11", "107.89", "0.00", "0.00",
                "107.89",
            ])
        // The day it is due on ends at 16:00 in UTC.
        for (time, state) in [("2026-06-15T15:59:59Z", "due"), ("2026-06-15T16:00:00Z", "overdue")]
        {
            let then = try rows(
                text(run, "invoices", .json, merchant: "mer_1", at: Instant(time)), "invoices")
            #expect(then[1]["state"]?.string == state)
        }
        let early = try rows(
            text(run, "invoices", .json, merchant: "mer_1", at: Instant("2026-06-02T00:00:00Z")),
            "invoices")
        #expect(early[0]["paid"]?.string == "0.00" && early[0]["credited"]?.string == "0.00")
        let before = try text(run, "invoices", .ndjson, at: Instant("2026-06-01T00:59:59Z"))
        #expect(before == "")
    }

    @Test("evidence is what the invoice prints, and is not written once its events are others")
    func evidence() throws {
        let run = try run()
        func pack(_ text: String) throws -> Pack {
            try run.ledger.read { db in
                try EvidencePack.make(
                    db, PackSubject(db, text, merchant: "mer_1", orPayment: true), line: nil)
            }
        }
        // The line of cus_1's calls, by its invoice and by the channel's number of its payment.
        for text in ["inv_2026_0601_0001", "4200001"] {
            let file = try #require(try pack(text).files["line-02.ndjson"])
            #expect(String(decoding: file, as: UTF8.self).contains("\"quantity\":\"5\""))
        }
        #expect(throws: CommandError.nothingNamed("4711")) { try pack("4711") }
        #expect(throws: CommandError.nothingNamed("4200002")) { try pack("4200002") }
        try run.ledger.tamper("UPDATE usageEvent SET quantity = 6 WHERE quantity = 5")
        #expect {
            _ = try pack("4200001")
        } throws: { error in
            guard case CommandError.otherEvidence(let line, let printed, let found) = error else {
                return false
            }
            return line == "INV-2026-0601-0001#2" && printed != found
        }
    }

    @Test("a merchant's export has nothing of another, a month's nothing of another")
    func narrowed() throws {
        let run = try run()
        for table in ExportTables.all where table.takesMerchant {
            let month = table.needsPeriod ? "2026-05" : nil
            for line in try text(run, table.name, .ndjson, merchant: "mer_1", month: month)
                .split(separator: "\n")
            {
                #expect(!line.contains("mer_2") && !line.contains("cus_4"), "\(table.name)")
            }
        }
        #expect(try text(run, "payments", .ndjson, month: "2026-05") == "")
        #expect(
            try text(run, "payments", .ndjson, month: "2026-06").split(separator: "\n").count == 2)
    }

    @Test(
        "a text that is a formula to a spreadsheet is marked as text, and a number stays one",
        arguments: [
            ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"),
            // Leaving one ' out gives the text back, whatever it was.
            ("'=1", "''=1"), ("'quoted'", "'quoted'"), ("-12.50", "-12.50"), ("-0.5", "-0.5"),
            ("plain", "plain"), ("", ""), ("1=1", "1=1"),
        ])
    func formulas(text: String, cell: String) {
        #expect(CSVCell.safe(text) == cell)
    }
}

@Suite("Packs")
struct PackTests {
    private func folder() throws -> String {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("bm-pack-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        return path
    }

    private func pack(_ subject: String = "mer_1/INV-1", _ text: String = "a") -> Pack {
        var pack = Pack(.evidence, subject: subject)
        pack.add(Array(text.utf8), at: "below/line-01.ndjson")
        return pack
    }

    private func names(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    @Test("a pack is written whole, lists its files, and is replaced by itself alone")
    func written() throws {
        let root = try folder()
        defer { try? FileManager.default.removeItem(atPath: root) }
        let path = root + "/pack"
        try pack().write(to: path)
        #expect(try names(path) == ["SHA256SUMS", "below", "pack.json"])
        // From printf a | sha256sum.
        let sums = try String(contentsOfFile: path + "/SHA256SUMS", encoding: .utf8)
        #expect(
            sums.hasPrefix(
                "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  below/line-01.ndjson\n"
            ))
        try pack("mer_1/INV-1", "b").write(to: path)
        #expect(try String(contentsOfFile: path + "/below/line-01.ndjson", encoding: .utf8) == "b")
        // Nothing is left beside it.
        #expect(try names(root) == ["pack"])
        #expect(throws: CommandError.notOurPack(path, found: "a pack of mer_1/INV-1")) {
            try pack("mer_1/INV-2").write(to: path)
        }
        try Data().write(to: URL(fileURLWithPath: path + "/below/mine"))
        #expect(
            throws: CommandError.notOurPack(path, found: "below/mine, which is not of the pack")
        ) { try pack().write(to: path) }
        #expect(try String(contentsOfFile: path + "/below/line-01.ndjson", encoding: .utf8) == "b")
    }

    @Test("a folder of somebody else is left as it is, an empty one is taken")
    func foreign() throws {
        let root = try folder()
        defer { try? FileManager.default.removeItem(atPath: root) }
        try Data().write(to: URL(fileURLWithPath: root + "/file"))
        #expect(throws: CommandError.notOurPack(root, found: "something else")) {
            try pack().write(to: root)
        }
        #expect(throws: CommandError.notOurPack(root + "/file", found: "no folder")) {
            try pack().write(to: root + "/file")
        }
        #expect(try names(root) == ["file"])
        try FileManager.default.createDirectory(
            atPath: root + "/empty", withIntermediateDirectories: false)
        try pack().write(to: root + "/empty")
        #expect(try names(root + "/empty").count == 3)
    }

    @Test("a ZIP has the same bytes every time, and is not written over another file")
    func zip() throws {
        let root = try folder()
        defer { try? FileManager.default.removeItem(atPath: root) }
        try pack().writeZip(to: root + "/a.zip")
        try pack().writeZip(to: root + "/a.zip")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: root + "/a.zip"))
        #expect([UInt8](bytes) == ZipFile.bytes(pack().all, in: "a"))
        #expect(bytes.starts(with: [0x50, 0x4B, 3, 4]))
        #expect(throws: CommandError.notOurPack(root + "/a.zip", found: "something else")) {
            try pack("mer_1/INV-1", "b").writeZip(to: root + "/a.zip")
        }
    }
}
