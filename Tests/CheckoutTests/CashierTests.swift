import GRDB
import Invoicing
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Checkout

@Suite("Payment orders")
struct CashierTests {
    let ledger = try! TestLedger()

    func open(
        _ stored: StoredInvoice, _ channel: Channel = .wechatPay, after seconds: Int64 = 0
    ) throws -> PaymentOrder {
        try ledger.file.write {
            try Cashier.open(
                $0, stored, channel: channel, at: Sample.now.advanced(bySeconds: seconds))
        }
    }

    @Test("an order asks for what is due and says that it is a sandbox order")
    func order() throws {
        let order = try open(Sample.stored(ledger))
        #expect(order.amount == (try Amount("7650.00", .cny)))
        #expect(order.outTradeNo == "INV202506110019M1W1")
        #expect(order.payloadKind == .sandbox)
        #expect(order.payload == "sandbox://wechat_pay/INV202506110019M1W1?fen=765000")
        #expect(order.expiresAt.description == "2025-06-11T03:00:00Z")
    }

    @Test("order numbers are legal for both channels and never the same")
    func orderNumbers() throws {
        let stored = try Sample.stored(ledger)
        let late = try ledger.file.write {
            try Sample.invoice($0, fee: "7650.00", counter: 99_999)
        }
        let legal = try Regex("^[0-9A-Za-z_]{6,32}$")
        var seen: Set<String> = []
        for invoice in [stored.invoice, late] {
            for merchant: Int64 in [1, 11, 9_999_999] {
                for channel in Channel.allCases {
                    for attempt in [1, 2, 11, 9999] {
                        let number = try Cashier.order(
                            for: invoice, due: invoice.total, merchantNumber: merchant,
                            channel: channel, attempt: attempt, at: Sample.now
                        ).outTradeNo
                        #expect(number.firstMatch(of: legal) != nil, "\(number)")
                        #expect(seen.insert(number).inserted, "\(number) twice")
                    }
                }
            }
        }
        #expect(seen.count == 2 * 3 * 2 * 4)
    }

    @Test("while its code is good, the same order is shown again")
    func shownAgain() throws {
        let stored = try Sample.stored(ledger)
        let first = try open(stored)
        #expect(try open(stored, after: 7199) == first)
        #expect(!first.isExpired(at: Sample.now.advanced(bySeconds: 7199)))
        #expect(first.isExpired(at: Sample.now.advanced(bySeconds: 7200)))
    }

    @Test("after two hours a new attempt has a new number; the old one stays")
    func expired() throws {
        let stored = try Sample.stored(ledger)
        let first = try open(stored)
        let second = try open(stored, after: 7200)
        #expect(second.attempt == 2)
        #expect(second.outTradeNo == "INV202506110019M1W2")
        #expect(second.createdAt == first.expiresAt)
        let all = try ledger.file.read { try PaymentOrder.fetchAll($0, invoice: stored.id) }
        #expect(all == [first, second])
    }

    @Test("the channels count their attempts apart")
    func channels() throws {
        let stored = try Sample.stored(ledger)
        _ = try open(stored, .wechatPay)
        let alipay = try open(stored, .alipay, after: 60)
        #expect(alipay.attempt == 1)
        #expect(alipay.outTradeNo == "INV202506110019M1Z1")
    }

    @Test("nothing due is not payable")
    func zero() throws {
        let stored = try Sample.stored(ledger)
        for due in [Amount.zero(.cny), Amount(minorUnits: -1, .cny)] {
            #expect(throws: CheckoutError.notPayable(stored.invoice.number, due)) {
                try Cashier.order(
                    for: stored.invoice, due: due, merchantNumber: 1, channel: .wechatPay,
                    attempt: 1, at: Sample.now)
            }
        }
        // An order for as little as a fen is one.
        let fen = try Cashier.order(
            for: stored.invoice, due: Amount(minorUnits: 1, .cny), merchantNumber: 1,
            channel: .alipay, attempt: 1, at: Sample.now)
        #expect(fen.payload.hasSuffix("?fen=1"))
    }

    @Test("a paid invoice gets no order, though the last one's code is still good")
    func paid() throws {
        let stored = try Sample.stored(ledger)
        let order = try open(stored)
        try pay(order, "7650.00", "45.90", "4200001")
        #expect(try ledger.file.read { try Cashier.due($0, stored) }.isZero)
        #expect(throws: CheckoutError.notPayable(stored.invoice.number, .zero(.cny))) {
            try open(stored, after: 60)
        }
    }

    @Test("after a payment of a part, a new order asks for the rest")
    func partlyPaid() throws {
        let stored = try Sample.stored(ledger)
        try pay(try open(stored), "7000.00", "42.00", "4200001")
        let rest = try open(stored, after: 60)
        #expect(rest.attempt == 2)
        #expect(rest.amount == (try Amount("650.00", .cny)))
    }

    private func pay(
        _ order: PaymentOrder, _ yuan: String, _ fee: String, _ transaction: String
    ) throws {
        let bill = try ChannelBill(
            SampleBill.weChat([.init(order.outTradeNo, transaction, yuan, fee: fee)]),
            channel: .wechatPay, file: "bill.csv")
        try ledger.file.write {
            _ = try bill.insert(
                $0, sourceName: "bill.csv", digest: transaction, at: Sample.later)
            _ = try ChannelBooking($0, at: Sample.later)
        }
    }
}
