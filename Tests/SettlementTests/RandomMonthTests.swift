import FX
import Foundation
import Ledger
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Catalog
@testable import Settlement

@Suite("Random contracts")
struct RandomMonthTests {
    /// Nine currencies, 19 merchants in each, six months each: 1,026 months.
    @Test(
        "1,000 months: what goes in comes out, in every currency",
        arguments: Currency.payout)
    func months(currency: Currency) throws {
        for seed in UInt64(1)...19 {
            var sample = try RandomMonth(currency, seed: seed * 1_000 + 7)
            try run(&sample, "seed \(seed * 1_000 + 7), \(sample.terms)")
        }
    }

    private func run(_ sample: inout RandomMonth, _ what: Comment) throws {
        let merchant = sample.merchant
        let currency = merchant.settlement.currency
        let calendars = [BankCalendar(.cny), BankCalendar(currency)].compactMap { $0 }
        var items = OpenItems()
        var books = Books(merchant.id)
        var month = try Month("2026-01")
        var held = Amount.zero(.cny)
        var sent: [ReturnedPayout] = []
        for _ in 0..<6 {
            items.movements = sample.movements(of: month)
            items.adjustments = sample.adjustments(of: month)
            items.soFar = MonthSoFar()
            items.returned = Int.random(in: 0..<3, using: &sample.random) == 0 ? sent : []
            for payout in items.returned { books.returned(payout) }
            sent = []
            for movement in items.movements { books.post(movement) }
            let days =
                sample.isDaily ? PayoutCalendar.days(of: month, calendars) : [month.lastDay]
            let monthOpening = items.opening
            var monthRows = Amount.zero(.cny)
            var monthPaid = Amount.zero(.cny)
            for day in days {
                let cut = merchant.zone.start(of: day.advanced(by: 1))
                var taken = items.taken(before: cut)
                taken.returned = items.returned
                let batch = try Settler.settle(
                    merchant, month: month, day: sample.isDaily ? day : nil, items: taken,
                    lock: sample.lock(currency), volumeLock: sample.lock(.usd),
                    calendars: calendars, at: cut)
                try check(batch, taken, what)
                for entry in Settler.entries(for: batch) { books.post(entry) }
                held -= batch.total(.reserveHeld) + batch.total(.reserveReleased)
                monthRows += batch.rows.map(\.amount).total(.cny)
                monthPaid += batch.paidOut
                if batch.state == .scheduled {
                    sent.append(
                        ReturnedPayout(
                            id: 0, number: batch.number, at: cut, amount: try batch.owedAgain()))
                }
                items = try items.after(batch, taken)
            }
            #expect(items.movements.isEmpty, what)
            #expect(monthOpening + monthRows - monthPaid == items.opening, what)
            // Of every reserve that was held, what is not released is still held.
            #expect(held == items.reserves.map(\.amount).total(.cny), what)
            #expect(items.reserves.allSatisfy { $0.releaseDay > month.lastDay }, what)
            books.check(owed: items.opening, held: held, what)
            month = month.next
        }
    }

    private func check(_ batch: SettlementBatch, _ items: OpenItems, _ what: Comment) throws {
        var balance = batch.opening
        for row in batch.rows {
            balance += row.amount
            #expect(row.balance == balance, what)
            #expect(!row.amount.isZero, what)
        }
        #expect(batch.opening == items.opening, what)
        #expect(batch.net == balance, what)
        #expect(batch.closing == batch.net - batch.paidOut, what)
        #expect(batch.converted == batch.payout + batch.wireFee, what)
        #expect(!batch.payout.isNegative && !batch.paidOut.isNegative, what)
        #expect(batch.state != .held || batch.closing > .zero(.cny), what)
        if let share = batch.share {
            #expect(!share.amount.isNegative && share.amount <= share.base, what)
            #expect(
                batch.total(.revenueShare)
                    == (share.terms.direction == .toMerchant ? share.amount : -share.amount), what)
        }
        #expect(try SettlementBatch(snapshot: batch.json) == batch, what)
        let read = try JSONValue(parsing: batch.json.canonical)
        #expect(try SettlementBatch(snapshot: read).json.canonical == batch.json.canonical, what)
    }
}

/// Balances of both books, kept by a second, plainer way than the ledger's.
private struct Books {
    let merchant: Merchant.ID
    var balances: [String: Int64] = [:]
    /// Collected less paid back, in fen.
    var cash: Int64 = 0
    var paidOut: Int64 = 0
    var kept: Int64 = 0

    init(_ merchant: Merchant.ID) { self.merchant = merchant }

    mutating func post(_ movement: Movement) {
        let sign: Int64 = movement.kind == .payment ? 1 : -1
        let fen = sign * movement.amount.minorUnits
        cash += fen
        balances["platform merchant_payable:\(merchant) CNY", default: 0] -= fen
        balances["\(merchant) due_from_platform CNY", default: 0] += fen
    }

    mutating func returned(_ payout: ReturnedPayout) {
        paidOut -= payout.amount.minorUnits
        balances["platform merchant_payable:\(merchant) CNY", default: 0] -=
            payout.amount.minorUnits
        balances["\(merchant) due_from_platform CNY", default: 0] += payout.amount.minorUnits
    }

    mutating func post(_ entry: JournalEntry.Draft) {
        for posting in entry.postings {
            let key =
                "\(entry.book.code) \(posting.account.name) \(posting.amount.currency.code)"
            balances[key, default: 0] += posting.amount.minorUnits
            guard entry.book == .platform, posting.amount.currency == .cny else { continue }
            switch posting.account {
            case .platformRevenue, .revenueShare, .adjustments: kept -= posting.amount.minorUnits
            case .fxClearing: paidOut -= posting.amount.minorUnits
            default: break
            }
        }
    }

    func check(owed: Amount, held: Amount, _ what: Comment) {
        let payable = -balances["platform merchant_payable:\(merchant) CNY", default: 0]
        #expect(payable == owed.minorUnits, what)
        #expect(balances["\(merchant) due_from_platform CNY", default: 0] == payable, what)
        let reserve = -balances["platform reserve:\(merchant) CNY", default: 0]
        #expect(reserve == held.minorUnits, what)
        #expect(balances["\(merchant) reserve_due CNY", default: 0] == reserve, what)
        #expect(cash == paidOut + kept + reserve + payable, what)
    }
}
