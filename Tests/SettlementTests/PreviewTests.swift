import Catalog
import Checkout
import FX
import GRDB
import Invoicing
import Ledger
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Settlement

/// Random contracts in a ledger: what a preview shows is what a close at the same time then does.
@Suite("A preview is the close to come")
struct PreviewTests {
    let store = SettlementStoreTests()
    var file: LedgerFile { store.ledger.file }

    /// A rate for every day from May to September, in all currencies: a little other each day.
    private func rates() throws {
        var text = "Date,USD,CNY,GBP,AUD,NZD,HKD,SGD,JPY,THB\n"
        var day = try Day("2026-05-20")
        while day < (try Day("2026-10-05")) {
            let last = day.number % 10
            text +=
                "\(day),1.1\(last),7.9\(last),0.85,1.6\(last),1.8\(last),8.7\(last),1.46,17\(last).2,37.\(last)\n"
            day = day.advanced(by: 1)
        }
        try file.write {
            _ = try ECBTable(text, file: "ecb.csv").add(
                $0, sourceName: "ecb.csv", digest: "d", at: Sample.closedAt)
        }
    }

    /// A refund or chargeback of a payment, as the rooms before would book it.
    private func refund(_ payment: Int64, _ kind: String, _ fen: Int64, at time: Instant) throws {
        try file.write { db in
            try db.execute(
                sql: """
                    INSERT INTO channelMessage (channel, key, receivedAt, account, kind,
                        outTradeNo, isSoFar, document)
                    VALUES ('wechat_pay', ?, ?, '', 'other', '', 0, '{}')
                    """, arguments: ["r\(payment)", time.column])
            try db.execute(
                sql: """
                    INSERT INTO refund (paymentId, kind, refundId, amountFen,
                        refundedAt, bookedAt, messageId) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    payment, kind, "R\(payment)", fen, time.column, time.column,
                    db.lastInsertedRowID,
                ])
            for refund in try Refund.fetchAll(db, payment: payment) {
                try Journal.append(db, Bookkeeper.entries(for: refund))
            }
        }
    }

    private func invariants(_ what: Comment) throws {
        for name in [Invariant.Name.balanced, .chain, .mirror, .settledOnce, .conserved] {
            let found = try file.read(Checks.all).first { $0.name == name }
            #expect(found?.failures == [], what)
        }
    }

    @Test(
        "with any contract, in any currency, over four months",
        arguments: Currency.payout, [11, 12, 13] as [UInt64])
    func same(currency: Currency, seed: UInt64) throws {
        let sample = try RandomMonth(currency, seed: seed)
        var random = sample.random
        let what: Comment = "seed \(seed), \(sample.terms)"
        try rates()
        try store.ledger.apply(Sample.yaml(sample.terms))
        var counter = 0
        for name in ["2026-06", "2026-07", "2026-08", "2026-09"] {
            let month = try Month(name)
            let start = Zone.shanghai.start(of: month)
            let length = Zone.shanghai.end(of: month).seconds - start.seconds
            let times = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                start.advanced(bySeconds: .random(in: 0..<length, using: &random))
            }.sorted()
            for time in times {
                counter += 1
                let fen = Int64.random(in: 2...90_000, using: &random)
                try store.pay(counter, Amount(minorUnits: fen, .cny).decimal, at: "\(time)")
                if Bool.random(using: &random) {
                    let kind = Bool.random(using: &random) ? "refund" : "chargeback"
                    try refund(
                        Int64(counter), kind, .random(in: 1...fen, using: &random),
                        at: time.advanced(bySeconds: .random(in: 1...4_000_000, using: &random)))
                }
            }
            if Bool.random(using: &random) {
                try file.write {
                    _ = try Adjustment.record(
                        $0, "mer_1", Amount(minorUnits: 1_234, .cny), month: month, reason: "r",
                        reference: "adj \(month)", at: start)
                }
            }
            let now = Zone.shanghai.end(of: month).advanced(bySeconds: 86_400)
            // Days that are paid are closed up to the middle first, then the rest with the month.
            let middle = month.firstDay.advanced(by: 14)
            let early = Zone.shanghai.start(of: middle.advanced(by: 1))
            let first = try file.write {
                try Settler.close($0, "mer_1", through: middle, at: early)
            }
            let preview = try file.read {
                try Settler.preview($0, "mer_1", month: month, at: now)
            }
            try invariants(what)
            let closed = try file.write { try Settler.close($0, "mer_1", month: month, at: now) }
            #expect(!closed.isEmpty, what)
            #expect(closed.map(\.json.canonical) == preview.map(\.json.canonical), what)
            let again = try file.write { try Settler.close($0, "mer_1", month: month, at: now) }
            #expect(again.isEmpty, what)
            let kept = try file.read {
                try SettlementBatch.fetchAll($0, month: month).map(\.batch.json.canonical)
            }
            #expect(kept == (first + closed).map(\.json.canonical), what)
            try payouts(first + closed, &random, at: now)
            try invariants(what)
        }
    }

    /// Every payout is sent, and paid or returned.
    private func payouts(
        _ batches: [SettlementBatch], _ random: inout SplitMix, at now: Instant
    ) throws {
        for batch in batches where batch.state == .scheduled {
            let end: PayoutEvent.Step = Bool.random(using: &random) ? .paid : .returned
            try file.write { db in
                for step in [.sent, end] {
                    _ = try PayoutEvent.record(
                        db, number: batch.number, step, bankReference: "b", at: now, now: now)
                }
            }
        }
    }

    @Test("a month's statement gathers its batches, and its sums run from opening to closing")
    func statement() throws {
        try rates()
        try store.ledger.apply(
            Sample.yaml(.init(subscription: "1.00", more: ["payout: t_plus_1"])))
        try store.pay(1, "70.00", at: "2026-06-17T01:00:00Z")
        try store.pay(2, "140.00", at: "2026-06-19T01:00:00Z")
        let closed = try file.write {
            try Settler.close($0, "mer_1", month: Sample.june, at: Sample.closedAt)
        }
        let found = try file.read { try MonthStatement.fetchAll($0, Sample.june) }
        let statement = try #require(found.first)
        #expect(found.count == 1)
        #expect(
            statement.batches.map(\.batch.number) == [
                "SET-2026-06-17-mer_1-USD", "SET-2026-06-21-mer_1-USD", "SET-2026-06-30-mer_1-USD",
            ])
        #expect(
            statement.totals.map { "\($0.kind.rawValue) \($0.amount.decimal)" }
                == ["payment 210.00", "platformFee -5.25", "subscription -1.00"])
        let sum = statement.opening + statement.totals.map(\.amount).total(.cny)
        #expect(sum - statement.paidOut == statement.closing)
        #expect(statement.closing.decimal == "-1.00")
        #expect(statement.payouts == [closed.map(\.payout).total(.usd)])
        #expect(statement.json["batches"]?.array?.count == 3)
        #expect(statement.json["batches"]?.array?[0]["payout_state"] == "scheduled")
        #expect(try file.read { try MonthStatement.fetchAll($0, Sample.june.next) }.isEmpty)
    }

    @Test("a preview of days that are paid shows those that are over, or the one that runs")
    func running() throws {
        try rates()
        try store.ledger.apply(Sample.yaml(.init(more: ["payout: t_plus_1"])))
        try store.pay(1, "70.00", at: "2026-06-01T01:00:00Z")
        func numbers(_ time: String) throws -> [String] {
            try file.read {
                try Settler.preview($0, "mer_1", month: Sample.june, at: Instant(time)).map(
                    \.number)
            }
        }
        #expect(try numbers("2026-06-01T02:00:00Z") == ["SET-2026-06-01-mer_1-USD"])
        try store.pay(2, "70.00", at: "2026-06-02T01:00:00Z")
        // The second is not over yet.
        #expect(try numbers("2026-06-02T02:00:00Z") == ["SET-2026-06-01-mer_1-USD"])
        #expect(
            try numbers("2026-06-02T16:00:00Z")
                == ["SET-2026-06-01-mer_1-USD", "SET-2026-06-02-mer_1-USD"])
        let closed = try file.write {
            try Settler.close(
                $0, "mer_1", through: Day("2026-06-01"), at: Instant("2026-06-02T02:00:00Z"))
        }
        #expect(closed.map(\.number) == ["SET-2026-06-01-mer_1-USD"])
        #expect(try numbers("2026-06-02T03:00:00Z") == ["SET-2026-06-02-mer_1-USD"])
    }

    @Test("what stops a day, an adjustment or a payout says why, and changes nothing")
    func refused() throws {
        try rates()
        try store.ledger.apply(Sample.yaml(.init(more: ["payout: t_plus_1"])))
        try store.pay(1, "70.00", at: "2026-06-01T01:00:00Z")
        let now = try Instant("2026-06-02T02:00:00Z")
        let day = try Day("2026-06-02")
        #expect(
            throws: SettlementError.dayNotOver(
                "mer_1", day, endsAt: try Instant("2026-06-02T16:00:00Z"))
        ) { try file.write { try Settler.close($0, "mer_1", through: day, at: now) } }
        #expect(throws: SettlementError.adjustmentOfNothing("mer_1", "a")) {
            try file.write {
                try Adjustment.record(
                    $0, "mer_1", .zero(.cny), month: Sample.june, reason: "r", reference: "a",
                    at: now)
            }
        }
        #expect(throws: SettlementError.unknownBatch("SET-1")) {
            try file.write {
                try PayoutEvent.record(
                    $0, number: "SET-1", .sent, bankReference: "b", at: now, now: now)
            }
        }
        let number = try #require(
            try file.write {
                try Settler.close($0, "mer_1", through: Day("2026-06-01"), at: now)
            }.first?.number)
        for time in [now.advanced(bySeconds: -1), now.advanced(bySeconds: 61)] {
            #expect(throws: SettlementError.self) {
                try file.write {
                    try PayoutEvent.record(
                        $0, number: number, .sent, bankReference: "b", at: time,
                        now: now.advanced(bySeconds: 60))
                }
            }
        }
        #expect(
            throws: SettlementError.payoutStep(number, .released, state: .scheduled)
        ) {
            try file.write {
                try PayoutEvent.record(
                    $0, number: number, .released, bankReference: "b", at: now, now: now)
            }
        }
        let events = try file.read { try PayoutEvent.fetchAll($0, number: number) }
        #expect(events.isEmpty)
    }
}
