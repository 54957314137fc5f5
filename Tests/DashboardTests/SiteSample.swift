import Catalog
import Checkout
import Documents
import FX
import Foundation
import GRDB
import Invoicing
import Ledger
import Metering
import Money
import Rating
import Settlement
import Store
import TestSupport
import Time
import Web

@testable import Dashboard

/// A merchant whose May is billed to two customers, of whom one paid; June pays out what May carried.
enum SiteSample {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The last of the ledger's days.
    static let end = try! Instant("2026-07-01T02:00:00.5Z")

    /// - Parameter region: what an event says its region is, as JSON writes it.
    static func pages(
        _ catalog: String = Fixture.catalog, region: String = "east"
    ) throws -> [SiteFile] {
        try pages(of: ledger(catalog, region: region))
    }

    static func ledger(
        _ catalog: String = Fixture.catalog, region: String = "east"
    ) throws -> TestLedger {
        let ledger = try TestLedger()
        try ledger.apply(catalog.replacing("base_fee: \"0\"", with: "base_fee: \"20\""))
        try ledger.ingest([
            Fixture.event(
                "call", "{\"status\":\"ok\",\"seconds\":\"200\",\"region\":\"\(region)\"}")
        ])
        try bill(ledger)
        try collect(ledger)
        try settle(ledger, "2026-06", at: "2026-07-01T01:00:00Z")
        return ledger
    }

    /// The documents' words.
    static let wording = try! Wording([
        TemplateFile(
            yaml: String(
                contentsOf: root.appendingPathComponent("templates/documents/wording.yaml"),
                encoding: .utf8), path: "wording.yaml")
    ])

    /// Of any ledger, at the same time.
    static func pages(of ledger: TestLedger) throws -> [SiteFile] {
        let sites = Sites(
            templates: try Templates(root.appendingPathComponent("templates/site").path),
            wording: wording)
        return try ledger.read { db in
            var files: [SiteFile] = []
            try sites.make(db, asOf: end) { files.append($0) }
            return files
        }
    }

    private static func bill(_ ledger: TestLedger) throws {
        let instant = try Instant("2026-06-01T01:00:00Z")
        let may = try Month("2026-05")
        try ledger.write { db in
            let table = try ECBTable(
                "Date,USD,CNY\n2026-06-30,1,7.27\n2026-05-29,1,7.27\n", file: "ecb.csv")
            _ = try table.add(db, sourceName: "ecb.csv", digest: "d", at: TestLedger.start)
            let rated = try RatedMonth(db, "mer_1", may)
            for customer in rated.catalog.customers {
                let lock = FXLock(
                    purpose: .invoice,
                    rate: try FXRate.find(db, base: .usd, quote: .cny, on: Day("2026-05-31")),
                    wantedDay: try Day("2026-05-31"), lockedAt: instant)
                let invoice = try Invoicer.invoice(
                    Invoicer.drafts(customer.id, rated)[0],
                    number: Invoice.nextNumber(db, "mer_1", on: Day("2026-06-01")),
                    issuedAt: instant, currency: .cny, lock: lock)
                _ = try invoice.insert(db, fxLockID: lock.insert(db))
                try Journal.append(db, Bookkeeper.entries(for: invoice))
            }
            try CloseMark.record(
                db, "mer_1", may, zone: rated.catalog.merchant.zone, at: instant)
            try Journal.append(
                db,
                Bookkeeper.recognition("mer_1", may, RevenueSchedule.due(db, "mer_1", may)))
        }
        try settle(ledger, "2026-05", at: "2026-06-01T01:00:00Z")
    }

    private static func collect(_ ledger: TestLedger) throws {
        let instant = try Instant("2026-06-03T01:00:00Z")
        try ledger.write { db in
            let stored = try Invoice.fetchAll(db)[0]
            let order = try Cashier.open(db, stored, channel: .wechatPay, at: instant)
            let total = stored.invoice.total.decimal
            let bill = """
                交易时间,商户号,微信订单号,商户订单号,交易状态,货币种类,手续费,订单金额,申请退款金额
                `2026-06-03 09:41:22,`\(SampleCatalog().mchid),`4200001,`\(order.outTradeNo),`SUCCESS,`CNY,`0.00000,`\(total),`0.00
                总交易单数,手续费总金额,订单总金额
                `1,`0.00000,`\(total)
                """
            // The bill of a day comes the morning after.
            let imported = try Instant("2026-06-04T02:00:00Z")
            _ = try ChannelBill(Array(bill.utf8), channel: .wechatPay, file: "20260603.csv")
                .insert(db, sourceName: "20260603.csv", digest: "b", at: imported)
            try Journal.append(
                db, Bookkeeper.entries(for: ChannelBooking(db, at: imported)))
        }
    }

    private static func settle(_ ledger: TestLedger, _ month: String, at time: String) throws {
        try ledger.write {
            _ = try Settler.close($0, "mer_1", month: Month(month), at: Instant(time))
        }
    }
}
