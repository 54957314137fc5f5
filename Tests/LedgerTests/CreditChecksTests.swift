import Catalog
import Credits
import FX
import GRDB
import Invoicing
import Metering
import Money
import Rating
import Store
import TestSupport
import Testing
import Time

@testable import Ledger

/// The small ledger, and on 1 June USD 3 of credit sold and drawn on both usage lines of June's
/// invoice.
///
/// 3 × 7.27 = CNY 21.81, 6 % of it 1.31, together 23.12. The lines of USD 1.00 and 0.46 cost
/// 21.81 × 1 / 3 = 7.27, and 21.81 × 1.46 / 3 = 10.6142, 10.61, less 7.27: 3.34.
private struct CreditLedger {
    let ledger: SmallLedger

    init() throws {
        ledger = try SmallLedger()
        let instant = try Instant("2026-06-01T02:00:00Z")
        try ledger.file.write { db in
            let merchant = SmallLedger.merchant
            let catalog = try MerchantCatalog(db, merchant, at: instant)
            let lock = FXLock(
                purpose: .invoice,
                rate: try FXRate.find(db, base: .usd, quote: .cny, on: Day("2026-05-31")),
                wantedDay: try Day("2026-05-31"), lockedAt: instant)
            let invoice = try TopUpInvoice(
                TopUpInvoice.Draft(
                    catalog: catalog, customer: catalog.customers[0], grant: "po-1",
                    units: Exact(3), unit: CreditUnit(.usd)),
                number: Invoice.nextNumber(db, merchant, on: Day("2026-06-01")),
                issuedAt: instant, currency: .cny, lock: lock)
            let row = try invoice.insert(db, fxLockID: lock.insert(db))
            try Journal.append(db, Bookkeeper.entries(for: invoice))
            let grant = try CreditGrant(
                id: "po-1", customer: "cus_1", kind: .paid, unit: CreditUnit(.usd),
                amount: Exact(3), effectiveAt: Instant("2026-05-01T00:00:00+08:00"), reason: "test",
                grantedBy: "test", grantedAt: instant,
                sale: CreditGrant.Sale(invoice: row, cost: invoice.amount))
            try grant.insert(db)
            try grant.activate(db, .onAccount, from: grant.effectiveAt, at: instant)
        }
        try use(
            ("evt_4", "10", "100", "m-1"), ("evt_5", "11", "46", "m-2"))
        try bill(at: Instant("2026-07-01T02:00:00Z"))
    }

    private func use(_ events: (id: String, day: String, units: String, model: String)...) throws {
        try ledger.ingest(
            events.map { event in
                Fixture.event(
                    id: event.id, "output_tokens", quantity: event.units,
                    at: "2026-06-\(event.day)T09:41:23Z", "{\"model\":\"\(event.model)\"}")
            })
    }

    /// June, as the command does: USD 20.00 for July, and usage that credit pays.
    private func bill(at instant: Instant) throws {
        let (merchant, june) = (SmallLedger.merchant, try Month("2026-06"))
        try ledger.file.write { db in
            let rated = try RatedMonth(db, merchant, june)
            let drafts = try Invoicer.drafts(db, merchant, rated)
            let mark = try CreditMark(now: db)
            var draft = drafts["cus_1"]![0]
            draft.standing = try Invoicer.standings(
                db, merchant, rated, drafts, as: mark)["cus_1"]!
            let lock = FXLock(
                purpose: .invoice,
                rate: try FXRate.find(db, base: .usd, quote: .cny, on: Day("2026-06-30")),
                wantedDay: try Day("2026-06-30"), lockedAt: instant)
            let invoice = try Invoicer.invoice(
                draft, number: Invoice.nextNumber(db, merchant, on: Day("2026-07-01")),
                issuedAt: instant, currency: .cny, lock: lock)
            let id = try invoice.insert(db, fxLockID: lock.insert(db))
            try Journal.append(db, Bookkeeper.entries(for: invoice))
            let rows = try Invoice.lineRows(db, invoice: id)
            for draw in invoice.draws {
                let movement = draw.reduction.movement(line: rows[draw.line]!, of: invoice)
                var balance = try CreditBalance.fetch(db, movement.grant)!
                let cost = try balance.apply(movement)
                try Journal.append(
                    db,
                    Bookkeeper.entries(
                        for: movement, row: movement.insert(db), cost: cost,
                        paying: invoice.lines[draw.line - 1], merchant: merchant,
                        zone: rated.history.zone))
            }
            try CloseMark.record(db, merchant, june, zone: rated.history.zone, at: instant)
            try Journal.append(
                db,
                Bookkeeper.recognition(merchant, june, RevenueSchedule.due(db, merchant, june)))
            try mark.insert(db, merchant, june)
        }
    }

    func balance(_ account: Account) throws -> String {
        try ledger.file.read {
            try Journal.balance($0, .merchant(SmallLedger.merchant), account, .cny).decimal
        }
    }

    func check() throws -> Invariant {
        try ledger.invariants()[.creditsMatchLedger]!
    }
}

@Suite("Credit in the books")
struct CreditChecksTests {
    @Test("credit that is sold is owed, and earned as it is drawn")
    func booked() throws {
        let ledger = try CreditLedger()
        // 21.81 − 10.61, and 10.61 beside the 7.27 + 3.34 that the invoice itself earned.
        #expect(try ledger.balance(.creditLiability) == "-11.20")
        #expect(try ledger.balance(.revenueUsage) == "-21.22")
        // 23.12 of the top-up, and of June the fee alone: 145.40 and 6 % of it, 8.72. May is paid.
        #expect(try ledger.balance(.receivable("cus_1")) == "177.24")
        #expect(try ledger.balance(.taxPayable) == "-19.39")  // 9.36 + 1.31 + 8.72
        let found = try ledger.ledger.invariants()
        for (name, invariant) in found {
            #expect(invariant.holds, "\(name): \(invariant.failures)")
        }
        // A sale, a grant, what one merchant owes, and two lines that were drawn on.
        #expect(found[.creditsMatchLedger]?.checked == 5)
    }

    @Test(
        "whatever is changed about credit is seen",
        arguments: [
            ("UPDATE creditGrant SET costFen = 2182", "is not as it was sold"),
            ("UPDATE creditGrant SET amount = '4'", "is not as it was sold"),
            ("UPDATE creditMovement SET amount = '-2' WHERE id = 1", "is not posted at its cost"),
            ("UPDATE creditMovement SET amount = '-4' WHERE id = 1", "overdrawn"),
            ("DELETE FROM creditMovement WHERE id = 2", "“credit movement 2” is booked and never"),
            ("DELETE FROM creditMovement WHERE id = 2", "owes CNY 11.20 in credit"),
            (
                "DELETE FROM creditMovement WHERE id = 2",
                "mer_1/INV-2026-0701-0001 line 3 prints po-1 0.46 0.46 in USD, and draws nothing"
            ),
            (
                "UPDATE creditMovement SET value = '-0.4' WHERE id = 2",
                "line 3 prints po-1 0.46 0.46 in USD, and draws po-1 0.46 0.4"
            ),
            (
                "UPDATE creditMovement SET invoiceLineId = 1 WHERE id = 2",
                "mer_1/INV-2026-0601-0001 line 1 prints nothing in USD, and draws po-1 0.46 0.46"
            ),
            (
                "UPDATE posting SET minorUnits = minorUnits + 1 WHERE account = 'credit_liability'",
                "the journal does not post what the invoice says"
            ),
            (
                "UPDATE invoice SET taxMinorUnits = 132, totalMinorUnits = 2313 WHERE kind = 'topUp'",
                "its row is not as its snapshot says"
            ),
            (
                "UPDATE invoiceLine SET preciseAmount = '4' WHERE kind = 'topUp'",
                "its row is not as its snapshot says"
            ),
            (
                "UPDATE invoice SET fxLockId = 1 WHERE kind = 'topUp'",
                "its row is not as its snapshot says"
            ),
            ("UPDATE creditActivation SET reason = 'paid'", "po-1 lives, and is not paid"),
            (
                "UPDATE invoice SET snapshot = replace(snapshot, '21.81', '21.82') WHERE kind = 'topUp'",
                "the snapshot does not have its digest"
            ),
            (
                "UPDATE journalEntry SET kind = 'credit' WHERE sequence = 1",
                "“invoice mer_1/INV-2026-0601-0001” is booked and never happened"
            ),
        ])
    func barks(sql: String, says: String) throws {
        let ledger = try CreditLedger()
        try ledger.ledger.tamper(sql)
        let failures = try ledger.check().failures
        #expect(failures.contains { $0.contains(says) }, "\(failures)")
    }

    private func movement(_ kind: CreditMovement.Kind) throws -> [JournalEntry.Draft] {
        let instant = try Instant("2026-05-20T16:00:00Z")
        let balance = CreditBalance(
            try CreditGrant(
                id: "g", customer: "cus_1", kind: .promotional, unit: CreditUnit(.cny),
                amount: Exact(10), effectiveAt: Instant("2026-05-01T00:00:00Z"),
                expiresAt: instant, reason: "", grantedBy: "", grantedAt: instant),
            liveFrom: try Instant("2026-05-01T00:00:00Z"))
        let movement =
            kind == .expire
            ? try CreditEnd.expiries(of: [balance], at: instant) { _ in instant }[0]
            : try CreditEnd.void(balance, reference: nil, at: instant, reason: "")
        return Bookkeeper.entries(
            for: movement, row: 12, cost: Amount(minorUnits: 5, .cny), merchant: "mer_1",
            zone: .shanghai)
    }

    @Test("what ends is breakage, of the merchant's own day")
    func breakage() throws {
        for kind in [CreditMovement.Kind.expire, .void] {
            let entry = try #require(try movement(kind).first)
            #expect(entry.source == "credit movement 12" && entry.kind == .credit)
            // 16:00 UTC is midnight in Shanghai.
            #expect(entry.day == (try Day("2026-05-21")))
            #expect(
                entry.postings.map { "\($0.account.name) \($0.amount)" }
                    == ["credit_liability CNY 0.05", "revenue:breakage CNY -0.05"])
        }
    }
}
