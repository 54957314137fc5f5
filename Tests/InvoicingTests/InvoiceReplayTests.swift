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
                        draft.billed(db, to: Standing()), number: number, issuedAt: at,
                        currency: .cny,
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

    @Test("late events change no invoice of the month: they wait for the next one")
    func late() throws {
        try ledger.apply(WhatIfTests.catalog().yaml)
        try use("a", "1000")
        try close()
        try use("late", "500")
        try use("new", "100", "cus_2")
        let replay = try ledger.read { try InvoiceReplay.all($0, "mer_1", Self.may) }
        #expect(replay.invoices.isEmpty)
        #expect(replay.late.map(\.usage.customer) == ["cus_1", "cus_2"])
        // 500 × 0.05 and 100 × 0.05.
        #expect(replay.late.map(\.amount.exact) == [Exact(25), Exact(5)])
    }

    @Test("a customer who was not billed and would be: an invoice, before tax")
    func notBilled() throws {
        try ledger.apply(WhatIfTests.catalog(price: "0").yaml)
        try use("a", "1000")
        try use("b", "100", "cus_2")
        try close()
        let invoices = try replay(WhatIfTests.catalog())
        #expect(invoices.map(\.customer) == ["cus_1", "cus_2"])
        #expect(invoices.map(\.number?.text) == [nil, nil])
        #expect(invoices.map(\.difference.exact) == [Exact(50), Exact(5)])
        #expect(invoices.map(\.correction) == [.invoice, .invoice])
    }

    @Test("a dearer catalog: the line, the difference with tax, and a debit note")
    func dearer() throws {
        try ledger.apply(WhatIfTests.catalog().yaml)
        try use("a", "1000")
        try close()
        let invoices = try replay(WhatIfTests.catalog(price: "0.075"))
        // 1,000 × 0.075 = 75 for 50: 25.00 and 6 % of it.
        #expect(invoices.map(\.difference) == [PreciseAmount(Exact("26.5")!, .cny)])
        #expect(invoices.map(\.correction) == [.debitNote])
        #expect(invoices.map(\.number?.text) == ["INV-2026-0601-0001"])
        let line = try #require(invoices.first?.lines.first).precise()
        #expect(line.before == PreciseAmount(Exact(50), .cny))
        #expect(line.after == PreciseAmount(Exact(75), .cny))
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
