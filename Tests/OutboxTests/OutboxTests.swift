import Catalog
import Ledger
import Store
import TestSupport
import Testing
import Time

@testable import Outbox

@Suite("The outbox")
struct OutboxTests {
    private struct Stop: Error {}

    @Test("a fact is told of with its transaction, once, and its sequence never changes")
    func once() throws {
        let store = try ToldLedger()
        #expect(try store.told() == [])
        try store.invoice(1, fen: 900)
        #expect(try store.told() == ["1/1 mer_1 invoice.finalized INV-1"])
        try store.touch()
        #expect(try store.told().count == 1)
        try store.pay(1, fen: [900])
        let first = try store.told()
        #expect(
            first == [
                "1/1 mer_1 invoice.finalized INV-1", "2/2 mer_1 payment.received alipay/T1",
                "3/3 mer_1 invoice.paid INV-1",
            ])
        try store.invoice(2, fen: 100)
        #expect(try store.told().prefix(3) == first[...])
        #expect(try store.failures() == [])
    }

    @Test("the latest events come first, as many as are asked for, and none of after the instant")
    func latest() throws {
        let store = try ToldLedger()
        try store.invoice(1, fen: 900)
        try store.pay(1, fen: [900])
        func kinds(_ count: Int, at instant: Instant) throws -> [OutboxEvent.Kind] {
            try store.ledger.read {
                try OutboxEvent.latest($0, count, at: instant).map(\.content.kind)
            }
        }
        let end = try Instant("2030-01-01T00:00:00Z")
        #expect(try kinds(2, at: end) == [.invoicePaid, .paymentReceived])
        #expect(try kinds(9, at: end).count == 3)
        #expect(try kinds(9, at: Instant("2000-01-01T00:00:00Z")) == [])
        let other = try store.ledger.read { try OutboxEvent.latest($0, 9, of: "mer_9", at: end) }
        #expect(other.isEmpty)
    }

    @Test("what is not kept is not told of")
    func rollBack() throws {
        let store = try ToldLedger()
        try store.invoice(1, fen: 900)
        #expect(throws: Stop.self) { try store.pay(1, fen: [900], failing: Stop()) }
        #expect(try store.told().count == 1)
        try store.pay(1, fen: [400])
        #expect(try store.told().last == "2/2 mer_1 payment.received alipay/T1")
    }

    @Test("every fact can be asked for, and one that is not there says nothing")
    func readable() throws {
        let store = try ToldLedger()
        try store.ledger.read { db in
            for table in Fact.Table.allCases {
                let found = try Fact(table: table, id: 99).statement(db)
                #expect(found?.content == nil, "\(table)")
                let (untold, count) = (try Fact.untold(db, table), try Fact.count(db, table))
                #expect(untold.isEmpty && count == 0, "\(table)")
            }
        }
    }

    @Test("a ledger of before there was an outbox is told of with the next transaction")
    func catchesUp() throws {
        let silent = try ToldLedger(isTelling: false)
        try silent.invoice(1, fen: 900)
        try silent.pay(1, fen: [900])
        #expect(try silent.told() == [])
        #expect(try !silent.failures().isEmpty)
        try silent.ledger.write(Outbox.tell)
        #expect(try silent.told().count == 3)
        #expect(try silent.failures() == [])
    }

    /// 9.00 are asked for. In one transaction or in several, it is the payment that brings what is due to
    /// nothing that pays it, and each after it is too much.
    @Test("an invoice is paid by the payment that leaves nothing due", arguments: [true, false])
    func paid(together: Bool) throws {
        let store = try ToldLedger()
        try store.invoice(1, fen: 900)
        for part in together ? [[400, 500, 1]] : [[400], [500], [1]] {
            try store.pay(1, fen: part.map { Int64($0) })
        }
        #expect(
            try store.told().dropFirst().map { $0.split(separator: " ", maxSplits: 2)[2] } == [
                "payment.received alipay/T1", "payment.received alipay/T2", "invoice.paid INV-1",
                "payment.received alipay/T3", "invoice.overpaid INV-1",
            ])
        #expect(try store.failures() == [])
    }

    @Test("an invoice that asks for nothing is paid when it is issued")
    func nothing() throws {
        let store = try ToldLedger()
        try store.invoice(1, fen: 0)
        #expect(
            try store.told() == [
                "1/1 mer_1 invoice.finalized INV-1", "2/2 mer_1 invoice.paid INV-1",
            ])
    }

    @Test("a merchant's events are numbered among themselves")
    func merchants() throws {
        let store = try ToldLedger()
        try store.invoice(1, fen: 900)
        try store.invoice(2, fen: 900, of: "cus_b1")
        try store.invoice(3, fen: 900)
        #expect(
            try store.told(.init(merchant: "mer_1")) == [
                "1/1 mer_1 invoice.finalized INV-1", "3/2 mer_1 invoice.finalized INV-3",
            ])
        #expect(
            try store.told(.init(merchant: "mer_1", after: 1)) == [
                "3/2 mer_1 invoice.finalized INV-3"
            ])
        #expect(try store.told(.init(after: 1)).count == 2)
        #expect(try store.told(.init(kind: .invoicePaid)) == [])
        // What the other merchant is told is the same, whatever happens here.
        let alone = try ToldLedger()
        try alone.invoice(2, fen: 900, of: "cus_b1")
        #expect(try bodies(alone, "mer_2") == bodies(store, "mer_2"))
        #expect(try bodies(alone, "mer_2").count == 1)
    }

    private func bodies(_ store: ToldLedger, _ merchant: String) throws -> [String] {
        var bodies: [String] = []
        try store.ledger.read {
            try OutboxEvent.forEach($0, .init(merchant: .init(merchant))) {
                bodies.append($0.cloudEvent.canonical)
            }
        }
        return bodies
    }

    @Test("an event is found by its id, for going on behind it")
    func places() throws {
        let store = try ToldLedger()
        try store.invoice(1, fen: 900, of: "cus_b1")
        try store.invoice(2, fen: 900)
        var ids: [String] = []
        try store.ledger.read { db in
            try OutboxEvent.forEach(db) { ids.append($0.id) }
            #expect(try OutboxEvent.place(db, of: ids[1]) == 2)
            #expect(try OutboxEvent.place(db, of: ids[1], merchant: "mer_1") == 1)
            #expect(try OutboxEvent.place(db, of: ids[1], merchant: "mer_2") == nil)
        }
    }

    /// Due on 15 June in Shanghai, which ends at 16:00 in UTC.
    @Test("an invoice is overdue when its day is over where the merchant is, and something is due")
    func overdue() throws {
        let store = try ToldLedger()
        try store.invoice(1, fen: 900)
        try store.invoice(2, fen: 900)
        try store.invoice(3, fen: 900)
        try store.pay(1, fen: [900])
        try store.pay(3, fen: [400])
        func notice(_ time: String) throws -> Int {
            try store.ledger.write {
                try Outbox.noticeOverdue($0, "mer_1", at: Instant(time))
            }
        }
        #expect(try notice("2026-06-15T15:59:59Z") == 0)
        #expect(try notice("2026-06-15T16:00:00Z") == 2)
        #expect(try notice("2026-07-15T16:00:00Z") == 0)
        var due: [String?] = []
        try store.ledger.read { db in
            try OutboxEvent.forEach(db, .init(kind: .invoiceOverdue)) {
                due.append($0.content.data["due"]?.string)
            }
        }
        #expect(due == ["9.00", "5.00"])
        #expect(try store.failures() == [])
    }
}

@Suite("outbox_matches")
struct OutboxCheckTests {
    /// Three events of an invoice that is paid, and one of another merchant.
    private func store() throws -> ToldLedger {
        let store = try ToldLedger()
        try store.invoice(1, fen: 900)
        try store.pay(1, fen: [900])
        try store.invoice(2, fen: 100, of: "cus_b1")
        #expect(try store.failures() == [])
        #expect(try store.ledger.read { Outbox.check($0) }.checked == 4)
        return store
    }

    @Test(
        "it barks at every way in which events and facts can differ",
        arguments: [
            ("DELETE FROM outboxEvent WHERE sequence = 4", "2 rows of invoice, 1 are told of"),
            ("DELETE FROM outboxEvent WHERE sequence = 2", "event 3 follows event 1"),
            ("DELETE FROM outboxEvent WHERE sequence = 3", "event 3 should be invoice.paid"),
            ("UPDATE outboxEvent SET sequence = 9 WHERE sequence = 4", "event 9 follows event 3"),
            (
                "UPDATE outboxEvent SET number = 2 WHERE sequence = 4",
                "event 4 is number 2 of mer_2"
            ),
            (
                "UPDATE outboxEvent SET payload = replace(payload, '9.00', '9.01') WHERE sequence = 2",
                "its fact payment.received alipay/T1"
            ),
            (
                "UPDATE outboxEvent SET eventId = 'evt_x' WHERE sequence = 1",
                "the id of what it says"
            ),
            ("UPDATE outboxEvent SET kind = 'invoice.voided' WHERE sequence = 1", "event 1 says"),
            ("UPDATE payment SET amountFen = 899", "event 2 says"),
            ("UPDATE invoice SET dueDay = '2026-06-16' WHERE id = 1", "event 1 says"),
            ("DELETE FROM payment", "tells of payment 1, which is not there"),
            (
                "UPDATE outboxEvent SET factTable = 'price' WHERE sequence = 4",
                "event 4 tells of a price"
            ),
            ("UPDATE outboxEvent SET kind = 'x' WHERE sequence = 4", "cannot be read"),
        ])
    func barks(sql: String, says: String) throws {
        let store = try store()
        try store.ledger.tamper(sql)
        let failures = try store.failures()
        #expect(failures.contains { $0.contains(says) }, "\(failures)")
    }
}
