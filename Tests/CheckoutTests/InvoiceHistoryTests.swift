import Money
import Store
import TestSupport
import Testing
import Time

@testable import Checkout

/// An invoice of CNY 7,650.00; its code is made at 09:00 in Shanghai and ends at 11:00.
@Suite("What became of an invoice")
struct InvoiceHistoryTests {
    let world: OrderTests
    let order: PaymentOrder

    init() throws {
        world = try OrderTests()
        order = try world.issue(OrderRequest(.wechatPay))
    }

    func history(after seconds: Int64 = 9000) throws -> InvoiceHistory {
        try world.ledger.file.read {
            try InvoiceHistory($0, world.stored, at: OrderTests.time(seconds))
        }
    }

    @Test("paid once, in time and in full is nothing to tell")
    func plain() throws {
        try world.book(
            .init(order.outTradeNo, "T1", "7650.00", fee: "0", at: "2025-06-11 09:10:00"))
        let history = try history()
        #expect(!history.isNotable)
        #expect(history.settledAt == OrderTests.time(600))
        #expect(history.events.map(\.left.decimal) == ["0.00"])
        // Ten minutes are 600 seconds: a second before nothing had come.
        #expect(try self.history(after: 599).events.isEmpty)
    }

    @Test("paid short, paid again after the code had ended, and taken back in part")
    func everything() throws {
        try world.book(
            .init(order.outTradeNo, "T1", "7000.00", fee: "0", at: "2025-06-11 09:10:00"),
            .init(order.outTradeNo, "T2", "650.00", fee: "0", at: "2025-06-11 10:59:59"),
            .init(order.outTradeNo, "T3", "7650.00", fee: "0", at: "2025-06-11 11:00:00"))
        let taken = Chargeback(
            channel: .wechatPay, transactionID: "T3", reference: "DSP1",
            amount: try Amount("100.00", .cny), at: OrderTests.time(8000), reason: "not mine")
        _ = try world.ledger.file.write { try taken.record($0, at: OrderTests.time(9000)) }
        let history = try history()
        #expect(history.events.map(\.reference) == ["T1", "T2", "T3", "DSP1"])
        #expect(history.events.map(\.kind) == [.payment, .payment, .payment, .chargeback])
        #expect(
            history.events.map(\.remarks) == [[.short], [.short], [.again, .afterCode], []])
        // 7650 − 7000 = 650; − 650 = 0; − 7650; + 100.
        #expect(history.events.map(\.left.decimal) == ["650.00", "0.00", "-7650.00", "-7550.00"])
        #expect(history.settledAt == OrderTests.time(7199))
        #expect(history.received.decimal == "15300.00")
        #expect(history.chargedBack.decimal == "100.00" && history.refunded.isZero)
        #expect(history.events.last?.reason == "not mine")
        let account = try world.ledger.file.read {
            try InvoiceAccount($0, world.stored, at: OrderTests.time(9000))
        }
        #expect(account.excess.decimal == "7550.00")
    }
}
