import Foundation
import GRDB
import Money
import Store
import Time

@testable import Catalog
@testable import Checkout
@testable import FX
@testable import Invoicing
@testable import Ledger
@testable import Metering
@testable import Rating
@testable import Settlement

/// A ledger with one merchant's May billed, paid in June and settled: seven journal entries.
///
///     1      the invoice of May                        CNY 165.37
///     2, 3   the settlement of May, carried over       CNY −10.00
///     4, 5   the payment of the invoice by WeChat Pay  CNY 165.37
///     6, 7   the settlement of June                    USD 18.43
final class SmallLedger {
    let file: LedgerFile
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("bm-ledger-\(UUID().uuidString)")

    /// Where the published file is.
    var output: String { folder.appendingPathComponent("output").path }

    static let merchant: Merchant.ID = "mer_001"
    static let number = "INV-2026-0601-0001"

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// - Parameter empty: a ledger in which nothing has happened.
    convenience init(empty: Bool = false) throws {
        try self.init(copying: empty ? nil : SmallLedger.built)
        if empty { return }
        var folder = try OutputFolder(output)
        try folder.add(SmallLedger.document, at: "2026-05/invoice.pdf")
        try folder.put { _ in false }
    }

    private init(copying bytes: [UInt8]?) throws {
        let path = folder.appendingPathComponent("ledger.sqlite").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if let bytes { try WholeFile.write(bytes, to: path) }
        file = try LedgerFile.create(path)
    }

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
    private func know() throws {
        let start = try Instant("2026-05-01T00:00:00Z")
        try file.write { db in
            _ = try CatalogFile(yaml: SmallLedger.yaml, file: "sample.yaml").apply(
                db, sourceName: "sample.yaml", at: start)
            let table = try ECBTable(
                "Date,USD,CNY\n2026-06-30,1,7.27\n2026-05-29,1,7.27\n", file: "ecb.csv")
            _ = try table.add(db, sourceName: "ecb.csv", digest: "d", at: start)
            var options = Intake.Options()
            options.backfill = true
            var intake = try Intake(
                db, sourceName: "may.ndjson", now: Instant("2026-05-31T00:00:00Z"),
                options: options)
            for (id, day, units, model) in [
                ("evt_1", "03", 60, "m-1"), ("evt_2", "04", 40, "m-1"), ("evt_3", "05", 46, "m-2"),
            ] {
                let line = """
                    {"id":"\(id)","customer_id":"cus_001","metric":"output_tokens",\
                    "quantity":"\(units)","timestamp":"2026-05-\(day)T09:41:23Z",\
                    "properties":{"model":"\(model)"}}
                    """
                try intake.take(Array(line.utf8)[...])
            }
            let tally = try intake.finish()
            precondition(tally.accepted == 3, "\(tally)")
        }
    }

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
                Invoicer.Draft(
                    catalog: rated.catalog, customer: rated.catalog.customers[0], month: may,
                    fees: rated.fees["cus_001"] ?? []),
                number: Invoice.nextNumber(db, SmallLedger.merchant, on: Day("2026-06-01")),
                issuedAt: instant, currency: .cny, lock: lock)
            _ = try invoice.insert(db, fxLockID: lock.insert(db))
            try Journal.append(db, Bookkeeper.entries(for: invoice))
            try db.execute(
                sql: """
                    INSERT INTO periodClose (merchantId, month, closedAt) VALUES (1, '2026-05', ?)
                    """,
                arguments: [instant.column])
        }
    }

    /// The invoice paid by WeChat Pay on 3 June, as its bill says: a fee of 0.60 %, 0.99222.
    private func collect() throws {
        let instant = try Instant("2026-06-03T01:00:00Z")
        try file.write { db in
            let stored = try Invoice.fetchOne(db, Invoice.Number(SmallLedger.number)!)
            let order = try Cashier.open(db, stored, channel: .wechatPay, at: instant)
            let bill = """
                交易时间,商户号,微信订单号,商户订单号,交易状态,货币种类,手续费,订单金额,申请退款金额
                `2026-06-03 09:41:22,`1900000109,`4200001,`\(order.outTradeNo),`SUCCESS,`CNY,`0.99222,`165.37,`0.00
                总交易单数,手续费总金额,订单总金额
                `1,`0.99222,`165.37
                """
            let result = try ChannelBill(
                Array(bill.utf8), channel: .wechatPay, file: "20260603.csv"
            ).add(db, sourceName: "20260603.csv", digest: "b", at: instant)
            precondition(result.payments.count == 1, "\(result)")
            for payment in try Payment.fetchAll(db) {
                try Journal.append(db, Bookkeeper.entries(for: payment))
            }
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
                source: "invoice mer_001/\(SmallLedger.number)",
                sourceDigest: String(repeating: "0", count: 64)
            ).insert($0, at: Instant("2026-06-01T01:00:00Z"))
        }
    }

    /// Changes facts as somebody with the file in hand could: the triggers go, and come back when
    /// it is done, so that only what was changed gives it away.
    func tamper(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: file.path, configuration: configuration)
        try queue.write { db in
            let triggers = try Row.fetchAll(
                db, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            for trigger in triggers {
                try db.execute(sql: "DROP TRIGGER \"\(trigger[0] as String)\"")
            }
            try db.execute(sql: sql)
            for trigger in triggers { try db.execute(sql: trigger[1]) }
        }
        try queue.close()
    }

    /// Every invariant by its name.
    func invariants() throws -> [Invariant.Name: Invariant] {
        let found = try file.read {
            Checks.all($0) + [try Checks.documents($0, output: OutputFolder(output))]
        }
        return Dictionary(uniqueKeysWithValues: found.map { ($0.name, $0) })
    }

    static let yaml = """
        effective: 2026-01-01
        merchant:
          id: mer_001
          name: {en: Example Lantern AI (Demo) Ltd, zh-Hans: 示例灯笼智能（演示）有限公司}
          product: {en: AI API, zh-Hans: AI 接口}
          registration: 91990000MA00000A9E
          address: {en: 1 Lantern Alley, zh-Hans: 灯笼弄1号}
          email: billing@lantern.example.com
          time_zone: Asia/Shanghai
          language: zh-Hans
          tax: {name: {en: VAT, zh-Hans: 增值税}, percent: "6"}
          payment_terms_days: 14
          channels:
            wechat_pay: {mchid: "1900000109", appid: wx2421b1c4370ec43b}
            alipay: {pid: "2088101111111111"}
          settlement:
            currency: USD
            bank: {name: Example Harbour Bank (Demo), account_last4: "1234"}
            platform_fee_percent: "2.5"
            subscription: "10.00"
            wire_fee: "1.00"
            minimum_payout: "0"
        metrics:
          - code: output_tokens
            name: {en: Output tokens, zh-Hans: 输出 token}
            unit: {en: tokens, zh-Hans: token}
            aggregation: sum
        plans:
          - code: developer
            name: {en: Developer, zh-Hans: 开发者版}
            currency: USD
            interval: monthly
            base_fee: "20"
            charges:
              - {code: output, name: {en: Output tokens, zh-Hans: 输出 token}, metric: output_tokens,
                 group_by: [model], price: {model: standard, unit_price: "0.01"}}
        customers:
          - id: cus_001
            name: {en: Example Osmanthus Tea House (Demo) Ltd, zh-Hans: 示例桂花茶舍（演示）有限公司}
            address: {en: 8 Osmanthus Steps, zh-Hans: 桂花阶8号}
            email: accounts@osmanthus.example.com
            language: both
            plan: developer
            since: 2026-01-01
        """
}
