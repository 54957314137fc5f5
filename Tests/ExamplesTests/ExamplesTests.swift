import CZlib
import Catalog
import Credits
import FX
import Foundation
import Invoicing
import Metering
import Money
import Rating
import Store
import TestSupport
import Testing
import Time

@testable import bm

/// The bundled month, from files to figures, held against a second program's answer:
/// `Scripts/examples-oracle.py` works out expected.json from the same files and shares no code.
@Suite("The examples' May")
struct ExamplesTests {
    static let examples = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("examples")
    static let month = Month(year: 2026, month: 5)

    static func files(_ folder: String, _ suffix: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: examples.appendingPathComponent(folder), includingPropertiesForKeys: nil
        ).filter { $0.lastPathComponent.hasSuffix(suffix) }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    static func bytes(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }

    /// The lines of a gzip file.
    static func lines(_ url: URL) throws -> [ArraySlice<UInt8>] {
        let file = try #require(gzopen(url.path, "rb"))
        defer { gzclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = gzread(file, &buffer, UInt32(buffer.count)), count > 0 {
            bytes += buffer[..<Int(count)]
        }
        return bytes.split(separator: 10)
    }

    /// The ledger of the whole month, and what intake said of it.
    static let month2026May: Result<(TestLedger, Intake.Tally), any Error> = Result {
        let ledger = try TestLedger()
        let now = try Instant("2026-07-01T00:00:00Z")
        for url in try files("catalog", ".yaml") {
            try ledger.apply(String(decoding: bytes(url), as: UTF8.self), at: now)
        }
        let moves = try bytes(examples.appendingPathComponent("moves.csv"))
        try ledger.write { _ = try DemoMoves.make($0, moves, at: now) }
        for (version, day) in [("1.81.0", "2026-01-01"), ("1.109.1", "2026-03-01")] {
            let name = "litellm-\(version).json"
            let bytes = try bytes(examples.appendingPathComponent("prices/\(name)"))
            let table = try LiteLLMTable(bytes, file: name)
            let from = Zone.utc.start(of: try Day(day))
            try ledger.write {
                try PriceBook.add(
                    $0, table, book: "litellm", digest: SHA256Digest.hex(bytes), sourceName: name,
                    markup: .one, effectiveFrom: from, at: now)
            }
        }
        let own = "bridge-2026.csv"
        let ownBytes = try bytes(examples.appendingPathComponent("prices/\(own)"))
        let ownTable = try CSVPriceTable(ownBytes, file: own)
        try ledger.write {
            try PriceBook.add(
                $0, ownTable, book: "bridge", digest: SHA256Digest.hex(ownBytes), sourceName: own,
                markup: .one, effectiveFrom: Zone.utc.start(of: Day("2026-01-01")), at: now)
        }
        for url in try files("fx", ".csv") {
            let bytes = try bytes(url)
            let table = try ECBTable(String(decoding: bytes, as: UTF8.self), file: "fx")
            try ledger.write {
                _ = try table.add($0, sourceName: "fx", digest: SHA256Digest.hex(bytes), at: now)
            }
        }
        // As the demo does, before anything is used.
        let credit = try bytes(examples.appendingPathComponent("credit.csv"))
        try ledger.write {
            _ = try DemoCredits.make($0, credit, at: Zone.shanghai.start(of: month))
        }
        var tally = Intake.Tally()
        var options = Intake.Options()
        options.backfill = true
        for url in try files("usage", ".gz") {
            let lines = try lines(url)
            tally =
                tally
                + (try ledger.write { db in
                    var intake = try Intake(
                        db, sourceName: url.lastPathComponent, now: now, options: options)
                    for line in lines { try intake.take(line) }
                    return try intake.finish()
                })
        }
        return (ledger, tally)
    }

    /// One line of an invoice in the currency of its prices; the same words from both programs.
    struct Line: Hashable, CustomStringConvertible {
        /// Which of the customer's invoices, from 0.
        let invoice: Int
        let kind: String
        /// The charge, the add-on, or the plan.
        let code: String
        let service: String
        var group: [String] = []
        var events = 0
        let units: Exact
        /// `input 5729`, for tokens.
        var classes: [String] = []
        let amount: Exact
        /// `spring_10 9.9`, in the order they take effect.
        let reductions: [String]
        /// What is left of it, rounded to the cent.
        let billed: Exact

        var description: String {
            "\(invoice): \(kind) \(code) \(service) \(group): \(units) units, \(events) events, "
                + "\(amount) \(classes) − \(reductions) = \(billed)"
        }
    }

    static func expected(_ invoices: [JSONValue]) -> [Line] {
        invoices.enumerated().flatMap { index, invoice in
            (invoice["lines"]?.array ?? []).map { line in
                Line(
                    invoice: index, kind: line["kind"]!.string!, code: line["code"]!.string!,
                    service: "\(line["from"]!.string!)..\(line["to"]!.string ?? "")",
                    group: (line["dimensions"]?.members ?? [])
                        .map { "\($0.key)=\($0.value.string!)" }.sorted(),
                    events: line["events"]?.int ?? 0, units: line["units"]!.exact!,
                    classes: (line["classes"]?.members ?? [])
                        .map { "\($0.key) \($0.value.string!)" }.sorted(),
                    amount: line["amount"]!.exact!,
                    reductions: (line["reductions"]?.array ?? [])
                        .map { "\($0["code"]!.string!) \($0["amount"]!.exact!)" },
                    billed: line["billed"]!.exact!)
            }
        }
    }

    static let kinds: [Invoice.Kind: String] = [.baseFee: "base_fee", .addOn: "add_on"]

    /// In dollars, as the prices are: what the rate makes of them is told by the scenarios.
    static func invoice(_ draft: Invoicer.Draft) throws -> Invoice {
        try Invoicer.invoice(
            draft, number: Invoice.Number(day: Day("2026-06-01"), counter: 1),
            issuedAt: Instant("2026-06-01T00:00:00Z"), currency: draft.plan.currency, lock: nil)
    }

    static func found(_ draft: Invoicer.Draft, _ index: Int) throws -> [Line] {
        let invoice = try invoice(draft)
        var fees = draft.fees[...]
        return invoice.lines.map { line in
            // Lines of usage are the draft's fees, in their order.
            let fee = line.kind == .usage ? fees.removeFirst() : nil
            var classes: [TokenClass: Int128] = [:]
            if case .tokens(let bands)? = fee?.usage.amount {
                for band in bands { classes.merge(band.byClass, uniquingKeysWith: +) }
            }
            let end = line.service.to == BillingCycle.never ? "" : line.service.to.description
            return Line(
                invoice: index, kind: kinds[line.kind] ?? line.kind.rawValue,
                code: line.charge?.text ?? code(line, draft),
                service: "\(line.service.from)..\(end)",
                group: line.group.map { "\($0.dimension)=\($0.value ?? "-")" }.sorted(),
                events: fee?.usage.eventCount ?? 0, units: line.units.exact,
                classes: classes.filter { $0.value > 0 }.map { "\($0.key.rawValue) \($0.value)" }
                    .sorted(),
                amount: line.precise.exact,
                reductions: line.reductions.map { "\($0.code) \($0.precise.exact)" },
                billed: line.amount.exact)
        }
    }

    /// Lines for fixed days have a name; the oracle has the code.
    static func code(_ line: Invoice.Line, _ draft: Invoicer.Draft) -> String {
        guard line.kind == .addOn else { return draft.plan.code.text }
        return draft.catalog.addOns.first { $0.name == line.name }!.code.text
    }

    @Test("all 88,435 lines are taken")
    func taken() throws {
        let (_, tally) = try Self.month2026May.get()
        #expect(tally.input == 88_435)
        #expect(tally.accepted == 88_435)
        #expect(tally.late == 0 && tally.withoutKey == 0)
    }

    @Test(
        "every line of every invoice comes to what the oracle says, to the last digit",
        arguments: [
            "mer_001", "mer_002", "mer_003", "mer_004", "mer_005", "mer_006", "mer_007",
        ])
    func oracle(merchant: String) throws {
        let (ledger, _) = try Self.month2026May.get()
        let document = try JSONValue(
            parsing: Self.bytes(Self.examples.appendingPathComponent("expected.json")))
        #expect(document["period"] == "2026-05")
        let customers = (document["customers"]?.array ?? []).filter {
            $0["merchant"]?.string == merchant
        }
        let (rated, drafts, standings) = try ledger.write { db in
            let id = Merchant.ID(merchant)
            let rated = try RatedMonth(db, id, Self.month)
            let drafts = try Invoicer.drafts(db, id, rated)
            try CreditBooks.prepare(db, rated, at: rated.history.zone.end(of: Self.month))
            let standings = try Invoicer.standings(
                db, id, rated, drafts, as: CreditMark(now: db))
            return (rated, drafts, standings)
        }
        #expect(!customers.isEmpty && customers.count == rated.catalog.customers.count)
        for customer in customers {
            let id = Customer.ID(try #require(customer["customer"]?.string))
            #expect(rated.catalog.customer(id)?.plan.text == customer["plan"]?.string)
            let invoices = customer["invoices"]?.array ?? []
            // Days that bring no line at all are no invoice of the oracle's.
            let mine = try #require(drafts[id]).filter { try !Self.found($0, 0).isEmpty }
            try #require(mine.count == invoices.count, "\(id)")
            for (draft, invoice) in zip(mine, invoices) {
                #expect(try Invoicer.isDue(draft) == (invoice["due"] == true), "\(id)")
            }
            let expected = Self.expected(invoices)
            var standing = try #require(standings[id])
            var found: [Line] = []
            for (index, draft) in mine.enumerated() {
                var draft = draft
                draft.standing = standing
                found += try Self.found(draft, index)
                standing = try standing.after(Self.invoice(draft))
            }
            #expect(Set(found).count == found.count, "no line stands twice")
            for line in Set(found).subtracting(expected) { Issue.record("\(id), bm: \(line)") }
            for line in Set(expected).subtracting(found) { Issue.record("\(id), oracle: \(line)") }
            for fee in rated.fees[id] ?? [] {
                #expect(fee.evidence!.digest.utf8.count == 64, "\(id) \(fee.charge)")
            }
        }
    }

    @Test("the evidence of a line has one line for each of its events, and its digest")
    func evidence() throws {
        let (ledger, _) = try Self.month2026May.get()
        try ledger.read { db in
            let rated = try RatedMonth(db, "mer_004", Self.month)
            let catalog = rated.catalog
            let zone = catalog.merchant.zone
            for (customer, fees) in rated.fees {
                for fee in fees {
                    let charge = try #require(
                        catalog.plan(catalog.customer(customer)!.plan).charges
                            .first { $0.code == fee.charge })
                    let bytes = try Evidence.file(
                        db, merchant: "mer_004", from: zone.start(of: Self.month),
                        to: zone.end(of: Self.month),
                        MeterRequest(
                            metric: catalog.metric(charge.metric), groupBy: charge.groupBy,
                            customers: [customer]),
                        group: fee.usage.group)
                    #expect(bytes.count { $0 == 10 } == fee.usage.eventCount)
                    #expect(SHA256Digest.hex(bytes) == fee.evidence?.digest)
                }
            }
        }
    }
}
