import Money
import Store
import Testing
import Time

@testable import Checkout

@Suite("Alipay's notifications")
struct AlipayMessageTests {
    /// The fields of a notification, with the sample day's first payment.
    static let payment: [(String, String)] = [
        ("notify_time", "2025-06-11 10:02:32"), ("notify_type", "trade_status_sync"),
        ("notify_id", "2025061100222100232015310547623845"), ("app_id", "2021001111111111"),
        ("charset", "UTF-8"), ("version", "1.0"), ("sign_type", "RSA2"), ("sign", "a+b/c="),
        ("trade_no", "2025061122001458860515315453"), ("out_trade_no", "INV202506110020A1"),
        ("buyer_id", "2088202222222222"), ("seller_id", "2088101111111111"),
        ("trade_status", "TRADE_SUCCESS"), ("total_amount", "3200.00"),
        ("receipt_amount", "3200.00"), ("subject", "用量账单 & May"),
        ("gmt_create", "2025-06-11 10:02:11"), ("gmt_payment", "2025-06-11 10:02:31"),
    ]

    /// As it is posted: every byte but letters and digits escaped, blanks as `+`.
    static func form(
        _ fields: [(String, String)], gbk: Bool = false
    ) throws -> [UInt8] {
        let digits = Array("0123456789ABCDEF")
        func escaped(_ text: String) throws -> String {
            let bytes = gbk ? try #require(GBK.encode(text)) : Array(text.utf8)
            return bytes.map { byte in
                if byte == 32 { return "+" }
                let isPlain =
                    (48...57).contains(byte) || (65...90).contains(byte)
                    || (97...122).contains(byte) || byte == 95 || byte == 46
                return isPlain
                    ? String(UnicodeScalar(byte))
                    : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }.joined()
        }
        return Array(
            try fields.map { try escaped($0) + "=" + escaped($1) }.joined(separator: "&").utf8)
    }

    func read(_ fields: [(String, String)], gbk: Bool = false) throws -> ChannelMessage {
        try ChannelMessage(Self.form(fields, gbk: gbk), channel: .alipay, file: "m")
    }

    /// The payment with other values; an empty one takes the field out.
    func with(_ values: [String: String]) -> [(String, String)] {
        let old = Self.payment.map { ($0, values[$0] ?? $1) }
        let new = values.sorted { $0.key < $1.key }
            .filter { value in !Self.payment.contains { $0.0 == value.key } }
        return (old + new.map { ($0.key, $0.value) }).filter { !$0.1.isEmpty }
    }

    @Test("a payment, in UTF-8 and in GBK")
    func paid() throws {
        let message = try read(Self.payment)
        #expect(message.channel == .alipay && message.account == "2088101111111111")
        #expect(message.id == "2025061100222100232015310547623845")
        #expect(message.key == message.id)
        guard case .paid(let paid) = message.event else { throw Unexpected(message) }
        #expect(paid.outTradeNo == "INV202506110020A1")
        #expect(paid.transactionID == "2025061122001458860515315453")
        #expect(paid.amount.decimal == "3200.00")
        #expect(paid.paidAt.description == "2025-06-11T02:02:31Z")
        #expect(message.fields["subject"] == "用量账单 & May")
        #expect(message.fields["sign"] == "a+b/c=")
        let gbk = try read(with(["charset": "GBK"]), gbk: true)
        #expect(gbk.fields["subject"] == "用量账单 & May")
        #expect(gbk.event == message.event)
        #expect(try read(with(["trade_status": "TRADE_FINISHED"])).event == message.event)
        // A message of a payment may say that nothing was refunded.
        #expect(try read(with(["refund_fee": "0.00"])).event == message.event)
    }

    @Test("a partial refund and a full one say the total so far")
    func refunded() throws {
        for (status, fee, fen) in [
            ("TRADE_SUCCESS", "250.00", Int64(25_000)), ("TRADE_CLOSED", "3200.00", 320_000),
        ] {
            let message = try read(
                with([
                    "trade_status": status, "refund_fee": fee, "out_biz_no": "RF202506110020R2",
                    "gmt_refund": "2025-06-11 17:20:40.123",
                ]))
            guard case .refunded(let refund) = message.event else { throw Unexpected(message) }
            #expect(refund.amount == .soFar(Amount(minorUnits: fen, .cny)))
            #expect(refund.refundNo == "RF202506110020R2" && refund.refundID == nil)
            #expect(refund.transactionID == "2025061122001458860515315453")
            #expect(refund.refundedAt.description == "2025-06-11T09:20:40.123Z")
        }
    }

    @Test("closed unpaid, and waiting for the payer")
    func states() throws {
        func order(_ state: String) -> ChannelMessage.Order {
            ChannelMessage.Order(
                outTradeNo: "INV202506110020A1", transactionID: "2025061122001458860515315453",
                state: state)
        }
        #expect(
            try read(with(["trade_status": "TRADE_CLOSED", "gmt_payment": ""])).event
                == .closed(order("TRADE_CLOSED")))
        #expect(
            try read(with(["trade_status": "WAIT_BUYER_PAY", "gmt_payment": ""])).event
                == .waiting(order("WAIT_BUYER_PAY")))
    }

    @Test(
        "a wrong field is named with what stands there and what may",
        arguments: [
            (
                ["total_amount": "3200.001"], "total_amount", "“3200.001”",
                "yuan above 0 with two decimals"
            ),
            (["total_amount": "0.00"], "total_amount", "“0.00”", "yuan above 0 with two decimals"),
            (
                ["total_amount": ""], "total_amount", "it is missing",
                "yuan above 0 with two decimals"
            ),
            (["trans_currency": "USD"], "trans_currency", "“USD”", "CNY"),
            (["seller_id": "shop@example.cn"], "seller_id", "“shop@example.cn”", "8 to 16 digits"),
            (
                ["gmt_payment": "11 June"], "gmt_payment", "“11 June”",
                "a time such as 2025-06-11 10:02:31"
            ),
            (
                ["trade_status": "PAID"], "trade_status", "“PAID”",
                "WAIT_BUYER_PAY, TRADE_SUCCESS, TRADE_FINISHED or TRADE_CLOSED"
            ),
            (
                ["notify_type": "dut_user_sign"], "notify_type", "“dut_user_sign”",
                "trade_status_sync"
            ),
            (["charset": "Big5"], "charset", "“Big5”", "UTF-8 or GBK"),
            (
                ["gmt_refund": "2025-06-11 17:20:40"], "refund_fee", "it is missing",
                "yuan above 0 with two decimals"
            ),
            (
                ["gmt_refund": "2025-06-11 17:20:40", "refund_fee": "3200.01"], "refund_fee",
                "“3200.01”", "at most total_amount, CNY 3,200.00"
            ),
        ])
    func wrong(_ values: [String: String], _ field: String, _ found: String, _ allowed: String) {
        let message = allowed.replacing("10:02:31", with: "09:41:22")
        #expect(
            throws: CheckoutError.badMessage("m", field: field, found: found, allowed: message)
        ) { try read(with(values)) }
    }

    @Test("what is no form is said to be what it is")
    func noForm() {
        func read(_ text: String) throws -> ChannelMessage {
            try ChannelMessage(Array(text.utf8), channel: .alipay, file: "m")
        }
        for (text, field, found) in [
            (" {\"mchid\":1}", "message", "JSON, which --channel wechat_pay reads"),
            ("trade_no", "message", "“trade_no”"), ("=1", "message", "“=1”"),
            ("subject=%E4%B", "subject", "“%E4%B”"), ("subject=%zz", "subject", "“%zz”"),
            ("subject=%FF", "subject", "bytes that are not UTF-8"),
            ("trade_no=1&trade_no=2", "trade_no", "it stands twice"),
            ("", "seller_id", "it is missing"),
        ] {
            #expect {
                try read(text)
            } throws: { error in
                guard case CheckoutError.badMessage("m", field, found, _) = error else {
                    return false
                }
                return true
            }
        }
    }
}
