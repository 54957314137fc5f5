import Catalog
import Checkout
import GRDB
import Invoicing
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Ledger

@Suite("When revenue is earned")
struct RevenueScheduleTests {
    let ledger: SmallLedger

    init() throws { ledger = try SmallLedger() }

    private func schedule(less notes: [CreditNote] = []) throws -> RevenueSchedule {
        let stored = try ledger.file.read { try Invoice.fetchAll($0)[0] }
        return RevenueSchedule(stored.invoice, less: notes)
    }

    @Test("usage on its days, the base fee in equal parts over June, largest remainder first")
    func days() throws {
        let schedule = try schedule()
        // CNY 145.40 over 30 days: 4.84 each is 145.20, and the first 20 days have a fen more.
        let fee = schedule.parts.filter { $0.line == 1 }
        #expect(fee.map(\.day.description).first == "2026-06-01")
        #expect(fee.map(\.day.description).last == "2026-06-30")
        #expect(fee.prefix(20).allSatisfy { $0.amount.decimal == "4.85" })
        #expect(fee.dropFirst(20).allSatisfy { $0.amount.decimal == "4.84" })
        #expect(fee.allSatisfy { $0.revenue == .revenueSubscription })
        #expect(fee.allSatisfy { $0.balance == .deferredRevenue })
        // Two lines of usage, CNY 7.27 and 3.34, were used in May and billed on 1 June.
        let usage = schedule.parts.filter { $0.line > 1 }
        #expect(
            usage.allSatisfy { $0.balance == .unbilledRevenue && $0.month.description == "2026-05" }
        )
        #expect(usage.map(\.amount).total(.cny).decimal == "10.61")
        #expect(schedule.sum(of: .deferredRevenue).decimal == "145.40")
    }

    @Test("a close books the days of its month, an entry a day, and no other")
    func closes() throws {
        try ledger.file.read { db in
            let may = try RevenueSchedule.due(db, SmallLedger.merchant, Month("2026-05"))
            #expect(may.map(\.amount).total(.cny).decimal == "10.61")
            let june = try RevenueSchedule.due(db, SmallLedger.merchant, Month("2026-06"))
            #expect(june.map(\.amount).total(.cny).decimal == "145.40")
            #expect(try RevenueSchedule.due(db, SmallLedger.merchant, Month("2026-07")).isEmpty)
            let entries = Bookkeeper.recognition(
                SmallLedger.merchant, try Month("2026-06"), june)
            #expect(entries.count == 30)
            #expect(entries[29].day.description == "2026-06-30")
            #expect(
                entries[29].postings == [
                    Posting(debit: .deferredRevenue, Amount(minorUnits: 484, .cny)),
                    Posting(credit: .revenueSubscription, Amount(minorUnits: 484, .cny)),
                ])
        }
    }

    @Test("the report of May: what was earned by whom, and that it ties")
    func report() throws {
        let report = try ledger.file.read { try RecognitionReport($0, Month("2026-05")) }
        #expect(report.total.decimal == "10.61")
        #expect(report.ties)
        #expect(report.earned.allSatisfy { $0.customer == "cus_1" && $0.account == .revenueUsage })
        // Unbilled: nothing before, 10.61 earned; the invoice of 1 June bills it.
        #expect(report.balances.map(\.account) == [.unbilledRevenue])
        #expect(report.balances[0].closing.decimal == "10.61")
        let june = try ledger.file.read { try RecognitionReport($0, Month("2026-06")) }
        let unbilled = try #require(june.balances.first { $0.account == .unbilledRevenue })
        #expect(unbilled.opening.decimal == "10.61")
        #expect(unbilled.closing.decimal == "0.00")
        let deferred = try #require(june.balances.first { $0.account == .deferredRevenue })
        #expect(deferred.closing.decimal == "145.40")
    }

    @Test("the books alone say the same by month: what was earned, what opens and what closes")
    func byMonth() throws {
        try ledger.file.read { db in
            let found = try RevenueByMonth(db).rows
            for month in try [Month("2026-05"), Month("2026-06")] {
                let report = try RecognitionReport(db, month)
                for account in RevenueByMonth.earned {
                    let sum = found.filter { $0.month == month && $0.account == account }
                        .map(\.amount).total(.cny)
                    let earned = report.earned.filter { $0.account == account }
                    #expect(sum == earned.map(\.amount).total(.cny), "\(month) \(account.name)")
                }
                for balance in report.balances {
                    let own = found.filter { $0.account == balance.account }
                    let before = own.filter { $0.month < month }.map(\.amount).total(.cny)
                    let through = own.filter { $0.month <= month }.map(\.amount).total(.cny)
                    #expect(before == balance.opening && through == balance.closing)
                }
            }
            #expect(found.contains { $0.month.description == "2026-06" })
        }
    }

    @Test("a report that does not tie says both figures")
    func untied() throws {
        try ledger.tamper(
            "UPDATE posting SET minorUnits = minorUnits - 1 WHERE account = 'revenue:usage' AND entry = 2"
        )
        let report = try ledger.file.read { try RecognitionReport($0, Month("2026-05")) }
        #expect(
            report.differences == [
                "mer_1: revenue:usage has CNY 10.62 in 2026-05, its invoices and credits CNY 10.61"
            ])
    }

    @Test("books are locked once every merchant has closed, and later entries have later days")
    func locked() throws {
        let at = try Instant("2026-06-04T01:00:00Z")
        try ledger.file.write { db in
            let open = LedgerError.openMonth("mer_1", try Month("2026-06"))
            #expect(throws: open) {
                try BookLock.lock(db, through: Month("2026-06"), note: "reviewed", at: at)
            }
            let lock = try BookLock.lock(db, through: Month("2026-05"), note: "reviewed", at: at)
            #expect(lock.lastEntry == 11)
            let again = LedgerError.lockedAlready(try Month("2026-05"), through: lock.through)
            #expect(throws: again) {
                try BookLock.lock(db, through: Month("2026-05"), note: "again", at: at)
            }
            let draft = JournalEntry.Draft(
                book: .platform, day: try Day("2026-05-31"), kind: .channelFee,
                source: "channel fee 9",
                postings: [
                    Posting(debit: .channelCost, Amount(minorUnits: 5, .cny)),
                    Posting(credit: .channelClearing(.alipay), Amount(minorUnits: 5, .cny)),
                ])
            let entry = try Journal.append(db, [draft])[0]
            #expect(entry.draft.day.description == "2026-06-01")
        }
        try ledger.tamper("UPDATE journalEntry SET day = '2026-05-31' WHERE sequence = 12")
        #expect(
            try ledger.invariants()[.periodLock]?.failures.contains(
                "entry 12 (channel fee 9) is dated 2026-05-31; the books were locked through 2026-05"
            )
                == true)
    }
}
