import CZlib
import Catalog
import Foundation
import Metering
import Money
import Rating
import Store
import TestSupport
import Testing
import Time

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

    /// What one group of one charge came to; the same words from both programs.
    struct Line: Hashable, CustomStringConvertible {
        let customer: String
        let charge: String
        let group: [String]
        let units: String
        let events: Int
        let amount: String
        /// `input 5729`, for tokens.
        let classes: [String]

        var description: String {
            "\(customer) \(charge) \(group): \(units) units, \(events) events, \(amount) \(classes)"
        }
    }

    static let classNames = ["uncached_input": "input"]

    static func expected(_ document: JSONValue, merchant: String) -> [Line] {
        var lines: [Line] = []
        for customer in document["customers"]?.array ?? []
        where customer["merchant"]?.string == merchant {
            for charge in customer["charges"]?.array ?? [] {
                for group in charge["groups"]?.array ?? [] {
                    let values = group["dimensions"]?.members ?? []
                    lines.append(
                        Line(
                            customer: customer["customer"]!.string!,
                            charge: charge["charge"]!.string!,
                            group: values.map { "\($0.key)=\($0.value.string!)" }.sorted(),
                            units: group["units"]!.string!, events: group["events"]!.int!,
                            amount: group["amount"]!.string!,
                            classes: (group["classes"]?.members ?? [])
                                .filter { $0.value.string != "0" }
                                .map { "\(classNames[$0.key] ?? $0.key) \($0.value.string!)" }
                                .sorted()))
                }
            }
        }
        return lines
    }

    static func found(_ rated: RatedMonth) -> [Line] {
        rated.catalog.customers.flatMap { customer in
            (rated.fees[customer.id] ?? []).map { fee in
                var classes: [TokenClass: Int128] = [:]
                if case .tokens(let bands) = fee.usage.amount {
                    for band in bands { classes.merge(band.byClass, uniquingKeysWith: +) }
                }
                return Line(
                    customer: customer.id.text, charge: fee.charge.text,
                    group: fee.usage.group.map { "\($0.dimension)=\($0.value ?? "-")" }.sorted(),
                    units: fee.explanation.units.description, events: fee.usage.eventCount,
                    amount: fee.amount.exact.description,
                    classes: classes.map { "\($0.key.rawValue) \($0.value)" }.sorted())
            }
        }
    }

    @Test("all 64,812 lines are taken")
    func taken() throws {
        let (_, tally) = try Self.month2026May.get()
        #expect(tally.input == 64_812)
        #expect(tally.accepted == 64_812)
        #expect(tally.late == 0 && tally.withoutKey == 0)
    }

    @Test(
        "every customer, charge and group comes to what the oracle says, to the last digit",
        arguments: ["mer_001", "mer_002", "mer_003", "mer_004", "mer_005", "mer_006"])
    func oracle(merchant: String) throws {
        let (ledger, _) = try Self.month2026May.get()
        let document = try JSONValue(
            parsing: Self.bytes(Self.examples.appendingPathComponent("expected.json")))
        #expect(document["period"] == "2026-05")
        let expected = Self.expected(document, merchant: merchant)
        #expect(!expected.isEmpty)
        let rated = try ledger.read { try RatedMonth($0, Merchant.ID(merchant), Self.month) }
        let found = Self.found(rated)
        #expect(Set(found).count == found.count, "no line stands twice")
        // A charge without group_by has a line in the oracle also where nothing was used; it costs
        // nothing there, and there is no fee for it.
        let used = expected.filter { $0.events > 0 || $0.amount != "0" }
        for line in Set(found).subtracting(used) { Issue.record("bm alone: \(line)") }
        for line in Set(used).subtracting(found) { Issue.record("oracle alone: \(line)") }
        // What a customer owes is the sum of its lines.
        for customer in document["customers"]?.array ?? []
        where customer["merchant"]?.string == merchant {
            let id = Customer.ID(try #require(customer["customer"]?.string))
            var sum = PreciseAmount.zero(.usd)
            for fee in rated.fees[id] ?? [] { sum = try sum.plus(fee.amount) }
            #expect(sum.exact == customer["usage_amount"]?.exact, "\(id)")
            #expect(rated.catalog.customer(id)?.plan.text == customer["plan"]?.string)
            for fee in rated.fees[id] ?? [] {
                #expect(fee.evidenceDigest!.utf8.count == 64, "\(id) \(fee.charge)")
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
                    #expect(SHA256Digest.hex(bytes) == fee.evidenceDigest)
                }
            }
        }
    }
}
