import Foundation
import GRDB
import Metering
import Money
import Store
import TestSupport
import Time

@testable import Catalog
@testable import Checkout
@testable import FX
@testable import Invoicing
@testable import Ledger
@testable import Rating
@testable import Settlement

/// A ledger with one merchant's May billed, paid in June and settled: eleven journal entries.
///
///     1        the invoice of May                        CNY 165.37
///     2 – 4    the days of May that had usage            CNY 10.61
///     5, 6     the settlement of May, carried over       CNY −10.00
///     7, 8     the payment of the invoice by WeChat Pay  CNY 165.37
///     9        what WeChat Pay kept of it
///     10, 11   the settlement of June                    USD 18.43
final class SmallLedger {
    private let ledger: TestLedger
    var file: LedgerFile { ledger.file }

    /// Where the published file is.
    var output: String { ledger.output }

    static let merchant: Merchant.ID = "mer_1"
    static let number = "INV-2026-0601-0001"

    /// - Parameter empty: a ledger in which nothing has happened.
    convenience init(empty: Bool = false) throws {
        try self.init(copying: empty ? nil : SmallLedger.built)
        if empty { return }
        var folder = try OutputFolder(output)
        try folder.add(SmallLedger.document, at: "2026-05/invoice.pdf")
        try folder.put { _ in false }
    }

    private init(copying bytes: [UInt8]?) throws { ledger = try TestLedger(copying: bytes) }

    /// The ledger's file. Built once, because every write waits for the disk, and copied for each
    /// test that spoils it.
    private static let built: [UInt8] = {
        do {
            let ledger = try SmallLedger(copying: nil)
            try ledger.know()
            try ledger.bill()
            try ledger.settle("2026-05", at: "2026-06-01T01:00:00Z")
            try ledger.collect()
            try ledger.settle("2026-06", at: "2026-07-01T01:00:00Z")
            try ledger.publish()
            try ledger.file.checkpoint()
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: ledger.file.path)))
        } catch {
            fatalError("the sample ledger: \(error)")
        }
    }()

    private static let document = Array("an invoice".utf8)

    /// Catalog, rates and three events of May in two models.
    func know() throws {
        let terms = SampleCatalog.Terms(subscription: "10.00", wireFee: "1.00")
        try ledger.apply(SampleCatalog.one(on: "developer", baseFee: "20", terms: terms).yaml)
        try file.write { db in
            let table = try ECBTable(
                "Date,USD,CNY\n2026-06-30,1,7.27\n2026-05-29,1,7.27\n", file: "ecb.csv")
            _ = try table.add(db, sourceName: "ecb.csv", digest: "d", at: TestLedger.start)
        }
        let events = [
            ("evt_1", "03", "60", "m-1"), ("evt_2", "04", "40", "m-1"),
            ("evt_3", "05", "46", "m-2"),
        ].map { id, day, units, model in
            Fixture.event(
                id: id, "output_tokens", quantity: units, at: "2026-05-\(day)T09:41:23Z",
                "{\"model\":\"\(model)\"}")
        }
        try ingest(events)
    }

    func ingest(_ lines: [String]) throws {
        let tally = try ledger.ingest(lines)
        precondition(tally.accepted == lines.count, "\(tally)")
    }

    /// Lines as they come, whatever becomes of each.
    func take(_ lines: [String]) throws -> Intake.Tally { try ledger.ingest(lines) }

    /// May: USD 20.00 for June, USD 1.00 and USD 0.46 of usage, at 7.27, and 6 % of tax.
    ///
    /// CNY 145.40 + 7.27 + 3.34 = 156.01, tax 9.36, total 165.37.
    private func bill() throws {
        let instant = try Instant("2026-06-01T01:00:00Z")
        let may = try Month("2026-05")
        try file.write { db in
            let rated = try RatedMonth(db, SmallLedger.merchant, may)
            let lock = FXLock(
                purpose: .invoice,
                rate: try FXRate.find(db, base: .usd, quote: .cny, on: Day("2026-05-31")),
                wantedDay: try Day("2026-05-31"), lockedAt: instant)
            let invoice = try Invoicer.invoice(
                Invoicer.drafts("cus_1", rated)[0],
                number: Invoice.nextNumber(db, SmallLedger.merchant, on: Day("2026-06-01")),
                issuedAt: instant, currency: .cny, lock: lock)
            _ = try invoice.insert(db, fxLockID: lock.insert(db))
            try Journal.append(db, Bookkeeper.entries(for: invoice))
            try CloseMark.record(
                db, SmallLedger.merchant, may, zone: rated.catalog.merchant.zone, at: instant)
            let earned = try RevenueSchedule.due(db, SmallLedger.merchant, may)
            try Journal.append(db, Bookkeeper.recognition(SmallLedger.merchant, may, earned))
        }
    }

    /// The invoice paid by WeChat Pay on 3 June, as its bill says: a fee of 0.60 %, 0.99222.
    private func collect() throws {
        let ordered = try Instant("2026-06-03T01:00:00Z")
        // The bill of a day comes the morning after.
        let instant = try Instant("2026-06-04T02:00:00Z")
        try file.write { db in
            let stored = try Invoice.fetchOne(db, Invoice.Number(SmallLedger.number)!)
            let order = try Cashier.open(db, stored, channel: .wechatPay, at: ordered)
            let bill = try SampleBill.weChat([
                .init(
                    order.outTradeNo, "4200001", "165.37", fee: "0.99222",
                    at: "2026-06-03 09:41:22")
            ])
            _ = try ChannelBill(bill, channel: .wechatPay, file: "20260603.csv")
                .insert(db, sourceName: "20260603.csv", digest: "b", at: instant)
            try Journal.append(
                db, Bookkeeper.entries(for: ChannelBooking(db, at: instant)))
        }
    }

    private func settle(_ month: String, at time: String) throws {
        let instant = try Instant(time)
        try file.write {
            _ = try Settler.close($0, SmallLedger.merchant, month: Month(month), at: instant)
        }
    }

    private func publish() throws {
        try file.write {
            try PublishedFile(
                path: "2026-05/invoice.pdf", bytes: SmallLedger.document, kind: "invoice",
                source: "invoice mer_1/\(SmallLedger.number)",
                sourceDigest: String(repeating: "0", count: 64)
            ).insert($0, at: Instant("2026-06-01T01:00:00Z"))
        }
    }

    func tamper(_ sql: String) throws { try ledger.tamper(sql) }

    /// Every invariant by its name.
    func invariants() throws -> [Invariant.Name: Invariant] {
        let found = try file.read {
            Checks.all($0) + [Checks.documents($0, output: try OutputFolder(output))]
        }
        return Dictionary(uniqueKeysWithValues: found.map { ($0.name, $0) })
    }
}
