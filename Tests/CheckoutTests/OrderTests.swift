import GRDB
import Invoicing
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Checkout

/// An invoice of CNY 7,650.00 whose orders are made two hours at a time: codes made at 01:00 end at 03:00.
@Suite("The life of a payment order")
struct OrderTests {
    let ledger = try! TestLedger()
    let stored: StoredInvoice

    init() throws { stored = try Sample.stored(ledger) }

    static func time(_ seconds: Int64) -> Instant { Sample.now.advanced(bySeconds: seconds) }

    @discardableResult
    func issue(_ request: OrderRequest, after seconds: Int64 = 0) throws -> PaymentOrder {
        try ledger.file.write {
            try Cashier.issue(
                $0, invoice: stored.id, stored.invoice.number, total: stored.invoice.total, request,
                at: Self.time(seconds))
        }
    }

    func account(_ order: PaymentOrder, after seconds: Int64) throws -> OrderAccount {
        try ledger.file.read {
            try InvoiceOrder.fetchOne($0, order.outTradeNo, at: Self.time(seconds)).account
        }
    }

    func end(
        _ order: PaymentOrder, _ kind: OrderAccount.End.Kind = .closed, reason: String? = nil,
        after seconds: Int64
    ) throws {
        try ledger.file.write {
            try Cashier.end(
                $0, InvoiceOrder.fetchOne($0, order.outTradeNo, at: Self.time(seconds)), kind,
                reason: reason, at: Self.time(seconds))
        }
    }

    /// A bill of the day, booked at the last second of the run. Bills print China Standard Time.
    @discardableResult
    func book(
        _ payments: SampleBill.Payment..., after seconds: Int64 = 9000
    ) throws
        -> ChannelBooking
    {
        let bytes = try SampleBill.weChat(payments)
        return try ledger.file.write {
            _ = try ChannelBill(bytes, channel: .wechatPay, file: "bill").insert(
                $0, sourceName: "bill", digest: SHA256Digest.hex(bytes), at: Self.time(seconds))
            return try ChannelBooking($0, at: Self.time(seconds))
        }
    }

    func due() throws -> String { try ledger.file.read { try Cashier.due($0, stored) }.decimal }

    @Test("the channel's code is kept exactly as given, by its scheme alone")
    func payload() throws {
        let given = "weixin://wxpay/bizpayurl/up?pr=NwY5Mz9&groupid=00"
        let order = try issue(OrderRequest(.wechatPay, .channel(given)))
        #expect(order.payload == given)
        #expect(order.payloadKind == .channel)
        #expect(try account(order, after: 60).payload == given)
    }

    @Test(
        "what is no code of the channel is refused",
        arguments: [
            (Channel.wechatPay, "https://qr.alipay.com/bavh4wjlxf12tper3a"),
            (.alipay, "weixin://wxpay/bizpayurl?pr=NwY5Mz9"), (.wechatPay, "weixin://"),
            (.alipay, "http://qr.alipay.com/bavh"), (.alipay, ""),
            (.wechatPay, "weixin://wxpay/ bizpayurl"), (.wechatPay, "weixin://wxpay/付款"),
            (.alipay, "https://qr.alipay.com/a\n"),
            (.wechatPay, "weixin://" + String(repeating: "a", count: 504)),
        ])
    func noCode(channel: Channel, code: String) {
        #expect(throws: CheckoutError.notACode(channel, code)) {
            try issue(OrderRequest(channel, .channel(code)))
        }
    }

    @Test("hosts and paths are the channel's own, and 512 bytes are a code")
    func anyHost() throws {
        // 9 bytes of scheme and 503 more.
        let longest = "weixin://" + String(repeating: "a", count: 503)
        #expect(try issue(OrderRequest(.wechatPay, .channel(longest))).payload == longest)
        let moved = "https://pay.alipay.example/x"
        #expect(try issue(OrderRequest(.alipay, .channel(moved))).payload == moved)
    }

    @Test("a code ends a minute from now at the earliest and two hours from now at the latest")
    func expiry() throws {
        for (channel, seconds) in [
            (Channel.wechatPay, Int64(59)), (.wechatPay, 7201), (.alipay, 59), (.alipay, 7201),
            (.alipay, -60),
        ] {
            let ends = Self.time(seconds)
            #expect(
                throws: CheckoutError.badExpiry(
                    channel, ends, first: Self.time(60), last: Self.time(7200))
            ) { try issue(OrderRequest(channel, expiresAt: ends)) }
        }
        #expect(
            try issue(OrderRequest(.wechatPay, expiresAt: Self.time(60))).expiresAt
                == Self.time(60))
        let last = try issue(OrderRequest(.alipay, expiresAt: Self.time(7200)))
        #expect(try account(last, after: 7199).payload != nil)
        #expect(try account(last, after: 7200).payload == nil)
    }

    @Test("Alipay takes up to 100,000,000.00; WeChat Pay says no end")
    func most() throws {
        func order(_ channel: Channel, _ fen: Int64) throws -> PaymentOrder {
            try Cashier.order(
                for: stored.invoice, due: Amount(minorUnits: fen, .cny), merchantNumber: 1,
                channel: channel, attempt: 1, at: Sample.now)
        }
        #expect(try order(.alipay, 10_000_000_000).amount.decimal == "100000000.00")
        #expect(throws: CheckoutError.self) { try order(.alipay, 10_000_000_001) }
        #expect(try order(.wechatPay, 10_000_000_001).amount.decimal == "100000000.01")
    }

    @Test(
        "while an order can be paid, another of its channel is refused; with reissue it is closed")
    func reissue() throws {
        let first = try issue(OrderRequest(.wechatPay))
        #expect(throws: CheckoutError.stillOpen(first)) {
            try issue(OrderRequest(.wechatPay), after: 60)
        }
        // The other channel's is another one.
        #expect(try issue(OrderRequest(.alipay), after: 60).outTradeNo == "INV202506110019M1Z1")
        let second = try issue(OrderRequest(.wechatPay, replaces: true), after: 120)
        #expect(second.outTradeNo == "INV202506110019M1W2")
        let old = try account(first, after: 120)
        #expect(old.state == .closed)
        #expect(old.payload == nil)
        #expect(old.endsAt == Self.time(120))
        // Asked about a time before, it was open.
        #expect(try account(first, after: 119).state == .created)
    }

    @Test("after a payment of a part the next order asks for the rest, without reissue")
    func rest() throws {
        let first = try issue(OrderRequest(.wechatPay))
        let second = try issue(OrderRequest(.alipay))
        // 09:10 in China is 01:10, ten minutes after both were made.
        try book(.init(first.outTradeNo, "T1", "7000.00", fee: "0", at: "2025-06-11 09:10:00"))
        #expect(try account(first, after: 1200).remarks == [.underpaid])
        // The other one still asks for all of it: it is not shown any more.
        #expect(try account(second, after: 1200).payload == nil)
        let rest = try issue(OrderRequest(.alipay), after: 9001)
        #expect(rest.amount.decimal == "650.00")
        #expect(rest.attempt == 2)
        #expect(try account(second, after: 9001).state == .expired)
    }

    @Test("a code pays one order: given again it is refused, also for another invoice's")
    func knownCode() throws {
        let code = "weixin://wxpay/bizpayurl?pr=NwY5Mz9"
        let order = try issue(OrderRequest(.wechatPay, .channel(code)))
        #expect(throws: CheckoutError.knownCode(code, order.outTradeNo)) {
            try issue(OrderRequest(.wechatPay, .channel(code)), after: 7200)
        }
        // Nothing of what was refused stays.
        #expect(
            try ledger.file.read { try PaymentOrder.fetchAll($0, invoice: stored.id) } == [order])
    }

    @Test("a paid invoice and a void one get no order")
    func nothingToPay() throws {
        let order = try issue(OrderRequest(.wechatPay))
        try book(.init(order.outTradeNo, "T1", "7650.00", fee: "0", at: "2025-06-11 09:10:00"))
        #expect(throws: CheckoutError.nothingToPay(stored.invoice.number, .paid)) {
            try issue(OrderRequest(.wechatPay), after: 9001)
        }
        let other = try Sample.stored(ledger, fee: "1.00", counter: 20)
        try ledger.file.write {
            try InvoiceVoid(at: Sample.now, reason: "never owed", closedThrough: Month("2026-05"))
                .insert($0, other)
        }
        #expect(throws: CheckoutError.nothingToPay(other.invoice.number, .void)) {
            try ledger.file.write {
                try Cashier.issue(
                    $0, invoice: other.id, other.invoice.number, total: other.invoice.total,
                    OrderRequest(.wechatPay), at: Sample.now)
            }
        }
    }

    @Test("closed and failed say when and why, once, and only of an order that waits")
    func ends() throws {
        let closed = try issue(OrderRequest(.wechatPay))
        let failed = try issue(OrderRequest(.alipay))
        try end(closed, after: 600)
        try end(failed, .failed, reason: "PAYERROR", after: 700)
        #expect(try account(closed, after: 600).state == .closed)
        #expect(try account(failed, after: 700).state == .failed)
        #expect(try account(failed, after: 700).end?.reason == "PAYERROR")
        #expect(throws: CheckoutError.notOpen(closed.outTradeNo, .closed)) {
            try end(closed, .failed, reason: "late", after: 800)
        }
        // Said for a time before, it would have ended twice.
        #expect(throws: CheckoutError.notOpen(closed.outTradeNo, .closed)) {
            try end(closed, after: 300)
        }
        let expired = try issue(OrderRequest(.wechatPay), after: 800)
        #expect(throws: CheckoutError.notOpen(expired.outTradeNo, .expired)) {
            try end(expired, after: 8000)
        }
        #expect(throws: CheckoutError.unknownOrder("INV209901010001M1W1")) {
            try ledger.file.read {
                try InvoiceOrder.fetchOne($0, "INV209901010001M1W1", at: Sample.now)
            }
        }
        // An order is not known before it was made.
        #expect(throws: CheckoutError.unknownOrder(expired.outTradeNo)) {
            try account(expired, after: 799)
        }
    }

    @Test("expired is told by the clock; what is noted of it changes nothing and is noted once")
    func expire() throws {
        let order = try issue(OrderRequest(.wechatPay))
        func expire(_ seconds: Int64) throws -> [String] {
            try ledger.file.write { try Cashier.expire($0, at: Self.time(seconds)) }
                .map(\.account.order.outTradeNo)
        }
        #expect(try expire(7199) == [])
        let before = try account(order, after: 7300)
        #expect(before.state == .expired)
        #expect(try expire(7300) == [order.outTradeNo])
        #expect(try account(order, after: 7300) == before)
        #expect(try expire(7400) == [])
        // One that was closed in time is not expired later.
        let closed = try issue(OrderRequest(.wechatPay), after: 7400)
        try end(closed, after: 7500)
        #expect(try expire(20_000) == [])
    }

    @Test("money that comes for an order that had ended is booked, and said to be late")
    func late() throws {
        let expired = try issue(OrderRequest(.wechatPay))
        // 11:00 in China is 03:00, when the code ended.
        let first = try book(
            .init(expired.outTradeNo, "T1", "7650.00", fee: "0", at: "2025-06-11 11:00:00"),
            after: 7300)
        #expect(first.payments.count == 1 && first.parked.isEmpty)
        #expect(try account(expired, after: 7300).state == .paid)
        #expect(try account(expired, after: 7300).remarks == [.late])
        #expect(try account(expired, after: 7199).state == .created)
        #expect(try due() == "0.00")
    }

    @Test(
        "so it is for a closed order, one paid twice, and one of a void invoice: more came than is owed"
    )
    func tooMuch() throws {
        let closed = try issue(OrderRequest(.wechatPay))
        try end(closed, after: 60)
        let second = try issue(OrderRequest(.wechatPay), after: 120)
        // 09:30 is 01:30, half an hour later.
        let at = "2025-06-11 09:30:00"
        let booking = try book(
            .init(second.outTradeNo, "T1", "7650.00", fee: "0", at: at),
            .init(closed.outTradeNo, "T2", "7650.00", fee: "0", at: at),
            .init(second.outTradeNo, "T3", "7650.00", fee: "0", at: at))
        #expect(booking.payments.count == 3 && booking.parked.isEmpty)
        #expect(try account(closed, after: 9000).remarks == [.late])
        #expect(try account(second, after: 9000).remarks == [.overpaid])
        // 7,650.00 − 3 × 7,650.00
        #expect(try due() == "-15300.00")

        let other = try Sample.stored(ledger, fee: "1.00", counter: 20)
        let order = try ledger.file.write {
            let order = try Cashier.open($0, other, channel: .wechatPay, at: Sample.now)
            try InvoiceVoid(
                at: Self.time(60), reason: "never owed", closedThrough: Month("2026-05")
            ).insert($0, other)
            return order
        }
        #expect(try account(order, after: 60).payload == nil)
        let late = try book(.init(order.outTradeNo, "T4", "1.00", fee: "0", at: at))
        #expect(late.payments.count == 1 && late.parked.isEmpty)
        #expect(try ledger.file.read { try Cashier.due($0, other) }.decimal == "-1.00")
    }

    @Test("paid, then refunded in parts: 7,650.00 − 650.00 − 7,000.00")
    func refunded() throws {
        let order = try issue(OrderRequest(.wechatPay))
        try book(.init(order.outTradeNo, "T1", "7650.00", fee: "0", at: "2025-06-11 09:10:00"))
        #expect(try account(order, after: 9000).state == .paid)
        try book(
            .refund(order.outTradeNo, "T1", "650.00", id: "R1", at: "2025-06-11 09:20:00"))
        #expect(try account(order, after: 1200).state == .partlyRefunded)
        try book(
            .refund(order.outTradeNo, "T1", "7000.00", id: "R2", at: "2025-06-11 09:30:00"))
        #expect(try account(order, after: 1800).state == .refunded)
        // At 09:29 in China half of it had not gone back yet.
        #expect(try account(order, after: 1740).state == .partlyRefunded)
        // It is due again, by a new order: a channel pays an order once.
        #expect(try account(order, after: 1800).payload == nil)
        #expect(try issue(OrderRequest(.wechatPay), after: 9001).attempt == 2)
    }

    @Test("the number to tell the channel is the one the next order has")
    func next() throws {
        func next() throws -> String {
            try ledger.file.read {
                try Cashier.nextOutTradeNo(
                    $0, invoice: stored.id, stored.invoice.number, channel: .wechatPay)
            }
        }
        for _ in 1...2 {
            let number = try next()
            #expect(try issue(OrderRequest(.wechatPay, replaces: true)).outTradeNo == number)
        }
    }
}

/// What a page may draw. The codes are made at second 0 and end at 7200; CNY 10.00 is due.
@Suite("How an invoice can be paid")
struct PaymentMeansTests {
    static let ten = Amount(minorUnits: 1000, .cny)

    func account(
        _ channel: Channel = .wechatPay, _ kind: PaymentOrder.PayloadKind = .channel,
        fen: Int64 = 1000, due: Amount = ten, end: OrderAccount.End? = nil, at seconds: Int64 = 60
    ) -> OrderAccount {
        OrderAccount(
            PaymentOrder(
                channel: channel, attempt: 1, outTradeNo: "ORDER1\(channel.rawValue)",
                amount: Amount(minorUnits: fen, .cny), payload: "code of \(kind)",
                payloadKind: kind, createdAt: OrderTests.time(0), expiresAt: OrderTests.time(7200)),
            due: due, end: end, at: OrderTests.time(seconds))
    }

    func means(_ orders: [OrderAccount], due: Amount = ten, link: String? = nil) -> PaymentMeans {
        PaymentMeans(due: due, orders: orders, payLink: link)
    }

    @Test("codes that can be paid come first, then the link, then sandbox codes")
    func order() {
        let (code, sandbox) = (account(), account(.alipay, .sandbox))
        #expect(means([code, sandbox], link: "L") == .codes([code]))
        #expect(means([sandbox], link: "L") == .link("L"))
        #expect(means([sandbox]) == .codes([sandbox]))
        #expect(means([], link: "L") == .link("L"))
        #expect(means([]) == .none)
        let other = account(.alipay)
        #expect(means([code, other]) == .codes([code, other]))
    }

    @Test("a code that ended, was closed, or asks for another amount is over")
    func over() {
        let closed = OrderAccount.End(.closed, at: OrderTests.time(30))
        for gone in [
            account(at: 7200), account(end: closed), account(fen: 999),
            account(.wechatPay, .sandbox, at: 7200),
        ] {
            #expect(means([gone]) == .over(gone))
            #expect(means([gone], link: "L") == .link("L"))
            #expect(gone.payload == nil)
        }
        #expect(account(at: 7199).payload == "code of channel")
    }

    @Test("where nothing is due nothing is drawn, not even the link")
    func nothingDue() {
        for fen: Int64 in [0, -1] {
            let due = Amount(minorUnits: fen, .cny)
            #expect(means([account(due: due)], due: due, link: "L") == .nothingDue)
        }
    }
}
