import Catalog
import Checkout
import FX
import GRDB
import Ledger
import Money
import Rating
import Store
import TestSupport
import Testing
import Time

@testable import Invoicing
@testable import Settlement

@Suite("Closing a month")
struct SettlementStoreTests {
    let ledger = try! TestLedger()

    static let june = Sample.june
    static let may = try! Month("2026-05")
    static let july = try! Month("2026-07")

    /// A merchant with rates for every day used here and one invoice of CNY 7,650.00.
    func open(_ terms: SampleCatalog.Terms = .init()) throws {
        try ledger.file.write { db in
            _ = try CatalogFile(yaml: Sample.yaml(terms), file: "sample.yaml").apply(
                db, sourceName: "sample.yaml", at: Sample.closedAt)
            // 7.27 ÷ 1: what comes out of the cross is the figure itself.
            let days = ["2026-06-01", "2026-07-01", "2026-08-03", "2026-09-01"]
            let table = try ECBTable(
                "Date,USD,CNY\n" + days.map { "\($0),1,7.27\n" }.joined(), file: "ecb.csv")
            _ = try table.add(db, sourceName: "ecb.csv", digest: "d", at: Sample.closedAt)
        }
    }

    /// A payment at that time, from invoice to bill, in the books.
    func pay(_ counter: Int, _ yuan: String, at time: String) throws {
        try ledger.file.write { db in
            let instant = try Instant(time)
            let invoice = try Invoicer.invoice(
                Invoicer.drafts("cus_1", RatedMonth(db, "mer_1", Self.may))[0],
                number: Invoice.Number(day: Day("2026-06-01"), counter: counter),
                issuedAt: Instant("2026-06-01T01:00:00Z"), currency: .cny, lock: nil)
            _ = try invoice.insert(db, fxLockID: nil)
            let stored = try Invoice.fetchOne(db, invoice.number)
            let order = try Cashier.open(db, stored, channel: .wechatPay, at: instant)
            try db.execute(
                sql: """
                    INSERT INTO channelMessage (channel, key, receivedAt, account, kind,
                        outTradeNo, isSoFar, document)
                    VALUES ('wechat_pay', ?, ?, '', 'other', '', 0, '{}')
                    """, arguments: ["m\(counter)", instant.column])
            try db.execute(
                sql: """
                    INSERT INTO payment (orderId, channel, transactionId, amountFen, paidAt,
                        bookedAt, messageId)
                    SELECT id, channel, ?, ?, ?, ?, ? FROM paymentOrder WHERE outTradeNo = ?
                    """,
                arguments: [
                    "4200\(counter)", try Amount(yuan, .cny).minorUnits, instant.column,
                    instant.column, db.lastInsertedRowID, order.outTradeNo,
                ])
            let payments = try Payment.fetchAll(db, id: db.lastInsertedRowID)
            for payment in payments { try Journal.append(db, Bookkeeper.entries(for: payment)) }
        }
    }

    func close(_ month: Month, at time: String) throws -> SettlementBatch? {
        let instant = try Instant(time)
        return try ledger.file.write {
            try Settler.close($0, "mer_1", month: month, at: instant).last
        }
    }

    @Test("the preview is the batch that a close at the same time would make, and changes nothing")
    func previewEqualsClose() throws {
        try open(.init(subscription: "199.00", wireFee: "15.00", minimum: "50.00"))
        try pay(1, "7650.00", at: "2026-06-03T01:41:22Z")
        let before = try ledger.file.read { try Journal.head($0) }
        let preview = try ledger.file.write {
            try Settler.preview($0, "mer_1", month: Self.june, at: Sample.closedAt)[0]
        }
        #expect(try ledger.file.read { try Journal.head($0) } == before)
        let rows = try ledger.file.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM settlementBatch")
        }
        #expect(rows == 0)
        let batch = try #require(try close(Self.june, at: "2026-07-02T01:00:00Z"))
        #expect(batch.json == preview.json)
        #expect(batch.payout.decimal == "983.59")  // as worked out in SettlerTests
        let stored = try ledger.file.read { try SettlementBatch.fetchAll($0) }
        #expect(stored.map(\.digest) == [batch.json.digest])
        #expect(stored[0].batch == batch)
    }

    @Test("a contract's spread comes into the lock, its row and the batch, apart from the rate")
    func spread() throws {
        try open(
            .init(subscription: "199.00", wireFee: "15.00", more: ["fx_spread_percent: \"0.5\""]))
        try pay(1, "7650.00", at: "2026-06-03T01:41:22Z")
        let batch = try #require(try close(Self.june, at: "2026-07-02T01:00:00Z"))
        #expect(batch.payout.decimal == "978.60")  // as worked out in SettlerTests
        let kept = try ledger.read { db in
            try Row.fetchAll(db, sql: "SELECT value, spread FROM fxLock").map {
                "\($0[0] as String) \($0[1] as String)"
            }
        }
        #expect(kept == ["7.27 0.005"])
        #expect(try ledger.read { try FXLock.fetch($0, id: 1) } == batch.lock)
    }

    @Test("a month is closed once: the second close changes nothing, a preview says so")
    func closedOnce() throws {
        try open()
        try pay(1, "7650.00", at: "2026-06-03T01:41:22Z")
        let batch = try #require(try close(Self.june, at: "2026-07-02T01:00:00Z"))
        let head = try ledger.file.read { try Journal.head($0) }
        #expect(try close(Self.june, at: "2026-07-03T01:00:00Z") == nil)
        #expect(try ledger.file.read { try Journal.head($0) } == head)
        #expect(throws: SettlementError.alreadyClosed(batch.number)) {
            try ledger.file.read {
                try Settler.preview($0, "mer_1", month: Self.june, at: Sample.closedAt)
            }
        }
    }

    @Test("a month is not closed before it is over in the merchant's zone")
    func notOver() throws {
        try open()
        try pay(1, "7650.00", at: "2026-06-03T01:41:22Z")
        #expect(
            throws: SettlementError.monthNotOver(
                "mer_1", Self.june, endsAt: try Instant("2026-06-30T16:00:00Z"))
        ) { try close(Self.june, at: "2026-06-30T15:59:59Z") }
        // The last rate published by then is June's first, 29 days old.
        #expect(throws: FXError.self) { try close(Self.june, at: "2026-06-30T16:00:00Z") }
    }

    @Test("what came before the cut is settled, what came at it belongs to the next month")
    func cut() throws {
        try open()
        try pay(1, "100.00", at: "2026-06-30T15:59:59.999999999Z")
        try pay(2, "40.00", at: "2026-06-30T16:00:00Z")
        let june = try #require(try close(Self.june, at: "2026-07-02T01:00:00Z"))
        #expect(june.total(.payment).decimal == "100.00")
        let july = try #require(try close(Self.july, at: "2026-08-04T01:00:00Z"))
        #expect(july.total(.payment).decimal == "40.00")
        let settled = try ledger.file.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM settledPayment")
        }
        #expect(settled == 2)
    }

    @Test("a late payment of a closed month is settled with the next")
    func late() throws {
        try open()
        _ = try close(Self.june, at: "2026-07-02T01:00:00Z")
        // The bill that shows it was imported after the close.
        try pay(1, "7650.00", at: "2026-06-30T01:00:00Z")
        let july = try #require(try close(Self.july, at: "2026-08-04T01:00:00Z"))
        #expect(july.total(.payment).decimal == "7650.00")
    }

    @Test("what a batch leaves opens the next")
    func carries() throws {
        try open(.init(subscription: "199.00"))
        let june = try #require(try close(Self.june, at: "2026-07-02T01:00:00Z"))
        #expect(june.closing.decimal == "-199.00")
        let july = try #require(try close(Self.july, at: "2026-08-04T01:00:00Z"))
        #expect(july.opening.decimal == "-199.00")
        #expect(july.closing.decimal == "-398.00")
        let owed = try ledger.file.read {
            try Journal.balance($0, .platform, .merchantPayable("mer_1"), .cny)
        }
        #expect(owed.decimal == "398.00")  // a debit: the merchant owes the platform
    }

    @Test("months are settled one after the other: an older one and a later one are refused")
    func outOfTurn() throws {
        try open(.init(subscription: "199.00"))
        _ = try close(Self.june, at: "2026-07-02T01:00:00Z")
        for month in [Self.may, Self.july.next] {
            let refused = SettlementError.outOfTurn("mer_1", month, next: Self.july)
            #expect(throws: refused) { try close(month, at: "2026-09-04T01:00:00Z") }
        }
        let july = try #require(try close(Self.july, at: "2026-08-04T01:00:00Z"))
        #expect(july.opening.decimal == "-199.00")
    }
}
