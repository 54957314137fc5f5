import Catalog
import GRDB
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Ledger

@Suite("Postings by hand")
struct ManualPostingTests {
    let ledger: SmallLedger

    init() throws { ledger = try SmallLedger() }

    private func posting(
        _ rows: String, code: String = "P-1", kind: ManualPosting.Kind = .manual,
        day: String = "2026-06-15"
    ) throws -> ManualPosting {
        let text = "book,account,currency,debit,credit\n" + rows
        return try ManualPosting(
            CSVRows(Array(text.utf8)).rows, code: code, kind: kind, day: Day(day), note: "test")
    }

    private static let tax = "mer_1,tax_payable,CNY,9.36,\nmer_1,bank:CNY,CNY,,9.36\n"

    private func post(_ posting: ManualPosting) throws -> Bool {
        try ledger.file.write { try posting.post($0, at: Instant("2026-06-15T01:00:00Z")) }
    }

    @Test("tax that was paid: once, however often it is sent, and taken back by what names it")
    func tax() throws {
        let paid = try posting(Self.tax)
        #expect(try post(paid))
        #expect(try !post(paid))
        try ledger.file.read { db in
            // CNY 9.36 of tax was owed on the invoice.
            let owed = try Journal.balance(db, .merchant("mer_1"), .taxPayable, .cny)
            #expect(owed.isZero)
            #expect(try ManualPosting.fetchAll(db) == [paid])
        }
        let early = try ManualPosting(
            reversing: paid, code: "P-1-E", day: Day("2026-06-14"), note: "before it")
        let fifteenth = try Day("2026-06-15")
        #expect(
            throws: LedgerError.beforeItsPosting(
                "P-1", posted: fifteenth, found: try Day("2026-06-14"))
        ) { try post(early) }
        let back = try ManualPosting(
            reversing: paid, code: "P-1-R", day: Day("2026-06-15"), note: "twice")
        #expect(back.source == "manual P-1-R, which takes back P-1")
        #expect(try post(back))
        let again = try ManualPosting(
            reversing: paid, code: "P-1-S", day: Day("2026-06-15"), note: "twice")
        #expect(throws: LedgerError.reversedAlready("P-1", by: "P-1-R")) { try post(again) }
        for (name, invariant) in try ledger.invariants() {
            #expect(invariant.holds, "\(name): \(invariant.failures)")
        }
    }

    @Test(
        "a row that is refused says where, what and what is allowed",
        arguments: [
            ("mer_1,receivable:cus_1,CNY,1.00,\n", "the account “receivable:cus_1”"),
            ("platform,merchant_payable:mer_1,CNY,1.00,\n", "the account “merchant_payable:mer_1”"),
            ("mer_1,bank:CNY,CNY,1.001,\n", "debit “1.001”, credit “”"),
            ("mer_1,bank:CNY,CNY,1.00,1.00\n", "debit “1.00”, credit “1.00”"),
            ("mer_1,bank:CNY,CNY,-1.00,\n", "debit “-1.00”"),
            ("mer_1,bank:JPY,CNY,1.00,\n", "CNY in bank:JPY"),
            ("mer_1,bank:CNY,XXX,1.00,\n", "the currency “XXX”"),
            ("mer_1,bank:CNY,CNY\n", "3 cells"),
            ("", "nothing"),
        ])
    func refused(rows: String, found: String) throws {
        let error = #expect(throws: LedgerError.self) { try posting(rows) }
        guard case .row(2, let what, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(what.hasPrefix(found))
    }

    @Test(
        "what does not balance, is known otherwise, or is of no book is refused, and nothing is kept"
    )
    func unbalanced() throws {
        #expect(throws: LedgerError.unbalanced("mer_1", Amount(minorUnits: 936, .cny))) {
            try posting("mer_1,tax_payable,CNY,9.36,\n")
        }
        _ = try post(posting(Self.tax))
        let other = try posting(Self.tax.replacing("9.36", with: "9.35"))
        #expect(throws: LedgerError.differs("P-1")) { try post(other) }
        let nobody = try posting(
            "mer_9,tax_payable,CNY,1.00,\nmer_9,bank:CNY,CNY,,1.00\n", code: "P-2")
        #expect(throws: LedgerError.unknownBook("mer_9")) { try post(nobody) }
        #expect(try ledger.file.read { try ManualPosting.fetchAll($0).count } == 1)
    }

    @Test("what was there before is posted before the first entry, in both books alike")
    func opening() throws {
        let rows = """
            platform,bank:CNY,CNY,250.00,
            platform,merchant_payable:mer_1,CNY,,250.00
            mer_1,due_from_platform,CNY,250.00,
            mer_1,opening_balance,CNY,,250.00

            """
        let late = try posting(rows, kind: .opening, day: "2026-04-30")
        #expect(throws: LedgerError.openedAlready("mer_1")) { try post(late) }
        let empty = try SmallLedger(empty: true)
        try empty.know()
        let one = try posting(
            rows.replacing("due_from_platform,CNY,250.00", with: "due_from_platform,CNY,249.00")
                .replacing("opening_balance,CNY,,250.00", with: "opening_balance,CNY,,249.00"),
            kind: .opening, day: "2026-04-30")
        #expect(
            throws: LedgerError.noMirror(
                "mer_1", owed: Amount(minorUnits: 25_000, .cny),
                due: Amount(minorUnits: 24_900, .cny))
        ) {
            try empty.file.write { try one.post($0, at: Instant("2026-05-01T00:00:00Z")) }
        }
        let owed = try empty.file.write { db in
            try late.post(db, at: Instant("2026-05-01T00:00:00Z"))
            return try ManualPosting.openingPayable(db, "mer_1")
        }
        #expect(owed.decimal == "250.00")
        let found = try empty.invariants()
        for (name, invariant) in found {
            #expect(invariant.holds, "\(name): \(invariant.failures)")
        }
        #expect(found[.postedByHand]?.checked == 1)
    }

    @Test(
        "an opening that a settlement opened with is not taken back, nor one of nobody or of a later day"
    )
    func settled() throws {
        let nobody = try posting(
            "platform,merchant_payable:ghost,CNY,,7.00\nplatform,opening_balance,CNY,7.00,\n",
            kind: .opening, day: "2026-04-30")
        #expect(throws: LedgerError.unknownBook("ghost")) { try post(nobody) }
        let owing = "mer_1,receivable:cus_9,CNY,7.00,\nmer_1,opening_balance,CNY,,7.00\n"
        let empty = try SmallLedger(empty: true)
        try empty.know()
        let opening = try posting(owing, kind: .opening, day: "2026-04-30")
        #expect(throws: LedgerError.unknownCustomer("cus_9", of: "mer_1")) {
            try empty.file.write { try opening.post($0, at: Instant("2026-05-01T00:00:00Z")) }
        }
        let ours = try posting(
            owing.replacing("cus_9", with: "cus_1"), kind: .opening, day: "2026-04-30")
        #expect(try empty.file.write { try ours.post($0, at: Instant("2026-05-01T00:00:00Z")) })
        let later = LedgerError.futureDay(try Day("2026-06-16"), now: try Day("2026-06-15"))
        #expect(throws: later) { try post(posting(Self.tax, day: "2026-06-16")) }
        let opened = try posting(
            "platform,merchant_payable:mer_1,CNY,,7.00\nplatform,opening_balance,CNY,7.00,\n",
            kind: .opening, day: "2026-04-30")
        let back = try ManualPosting(
            reversing: opened, code: "P-2", day: Day("2026-06-15"), note: "test")
        #expect(throws: LedgerError.settledAlready("mer_1")) { try post(back) }
    }

    @Test("nothing is locked with something in rounding, and nothing is posted into what is locked")
    func rounding() throws {
        let at = try Instant("2026-06-16T01:00:00Z")
        let fen = "platform,rounding,CNY,0.01,\nplatform,channel_clearing:alipay,CNY,,0.01\n"
        let posting = try posting(fen, day: "2026-05-31")
        _ = try post(posting)
        #expect(throws: LedgerError.roundingLeft("platform", Amount(minorUnits: 1, .cny))) {
            try ledger.file.write {
                try BookLock.lock($0, through: Month("2026-05"), note: "test", at: at)
            }
        }
        _ = try post(
            ManualPosting(reversing: posting, code: "P-1-R", day: Day("2026-05-31"), note: "test"))
        try ledger.file.write {
            _ = try BookLock.lock($0, through: Month("2026-05"), note: "test", at: at)
        }
        let inside = try self.posting(Self.tax, code: "P-3", day: "2026-05-31")
        let locked = LedgerError.lockedDay(try Day("2026-05-31"), open: try Day("2026-06-01"))
        #expect(throws: locked) {
            try post(inside)
        }
    }

    @Test(
        "posted_by_hand: what is changed about it is seen",
        arguments: [
            "UPDATE manualEntry SET note = 'other'", "UPDATE manualEntry SET day = '2026-06-14'",
            "UPDATE posting SET minorUnits = minorUnits * 2 WHERE entry = 12",
            "DELETE FROM manualEntry",
        ])
    func tampered(sql: String) throws {
        _ = try post(posting(Self.tax))
        try ledger.tamper(sql)
        #expect(try ledger.invariants()[.postedByHand]?.holds == false)
    }
}
