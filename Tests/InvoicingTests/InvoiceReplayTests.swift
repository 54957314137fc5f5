import Catalog
import GRDB
import Metering
import Money
import Rating
import TestSupport
import Testing
import Time

@testable import Invoicing

@Suite("A closed month again")
struct InvoiceReplayTests {
    static let may = WhatIfTests.may
    let ledger = try! TestLedger()

    func use(_ id: String, _ quantity: String, _ customer: String = "cus_1") throws {
        try ledger.ingest([
            Fixture.event(id: id, customer: customer, "units", quantity: quantity)
        ])
    }

    /// Bills the month as the command does; prices are in CNY, so that nothing is converted.
    func close() throws {
        let at = try Instant("2026-06-01T02:00:00Z")
        try ledger.write { db in
            let drafts = try Invoicer.drafts(db, "mer_1", RatedMonth(db, "mer_1", Self.may))
            for (_, drafts) in drafts.sorted(by: { $0.key < $1.key }) {
                for draft in drafts where try Invoicer.isDue(draft) {
                    let number = try Invoice.nextNumber(
                        db, "mer_1", on: Zone.shanghai.day(of: at))
                    _ = try Invoicer.invoice(
                        draft.withOpenCoupons(db), number: number, issuedAt: at, currency: .cny,
                        lock: nil
                    ).insert(db, fxLockID: nil)
                }
            }
            try CloseMark.record(db, "mer_1", Self.may, zone: .shanghai, at: at)
        }
    }

    func replay(_ catalog: SampleCatalog? = nil) throws -> [InvoiceReplay] {
        let file = try catalog.map { try CatalogFile(yaml: $0.yaml, file: "new.yaml") }
        return try ledger.read {
            try InvoiceReplay.all(
                $0, "mer_1", Self.may, supposing: file.map { [.file($0)] } ?? []
            ).invoices
        }
    }

    @Test("a month that is not closed has nothing to be held against")
    func notClosed() throws {
        try ledger.apply(WhatIfTests.catalog().yaml)
        #expect(throws: InvoicingError.notClosed("mer_1", Self.may)) { try replay() }
    }

    @Test("nothing changes where nothing came after the close")
    func same() throws {
        try ledger.apply(WhatIfTests.catalog().yaml)
        try use("a", "1000")
        try close()
        #expect(try replay().isEmpty)
        #expect(try replay(WhatIfTests.catalog()).isEmpty)
    }

    @Test("late events: the line, the difference with tax, and a debit note")
    func late() throws {
        try ledger.apply(WhatIfTests.catalog().yaml)
        try use("a", "1000")
        try close()
        try use("late", "500")
        try use("new", "100", "cus_2")
        let invoices = try replay()
        #expect(invoices.map(\.customer) == ["cus_1", "cus_2"])
        // 1,500 × 0.05 = 75 for 50: 25.00 and 6 % of it.
        #expect(invoices[0].difference == PreciseAmount(Exact("26.5")!, .cny))
        #expect(invoices[0].correction == .debitNote)
        #expect(invoices[0].number?.text == "INV-2026-0601-0001")
        #expect(invoices[0].lines.count == 1)
        let precise = try invoices[0].lines[0].precise()
        #expect(precise.before == PreciseAmount(Exact(50), .cny))
        #expect(precise.after == PreciseAmount(Exact(75), .cny))
        // Nothing was billed: 100 × 0.05, before tax.
        #expect(invoices[1].number == nil)
        #expect(invoices[1].difference == PreciseAmount(Exact(5), .cny))
        #expect(invoices[1].correction == .invoice)
    }

    @Test("a catalog that costs less: a credit note; nothing is written")
    func cheaper() throws {
        try ledger.apply(WhatIfTests.catalog().yaml)
        try use("a", "1000")
        try close()
        let invoices = try replay(WhatIfTests.catalog(price: "0.04"))
        // 40 for 50: 10.00 and 6 % of it.
        #expect(invoices.map(\.difference) == [PreciseAmount(Exact("-10.6")!, .cny)])
        #expect(invoices.map(\.correction) == [.creditNote])
        #expect(try ledger.read { try Invoice.fetchAll($0).count } == 1)
        #expect(try replay().isEmpty)
    }

    @Test("lines that come and go: both are listed")
    func lines() throws {
        try ledger.apply(WhatIfTests.catalog().yaml)
        try use("a", "1000")
        try close()
        var other = WhatIfTests.catalog()
        other.plans[0].charges[0].code = "renamed"
        let replay = try #require(try replay(other).first)
        #expect(replay.lines.map { $0.before?.charge } == ["fee", nil])
        #expect(replay.lines.map { $0.after?.charge } == [nil, "renamed"])
        #expect(replay.difference.isZero)
        #expect(replay.correction == nil)
    }
}
