import Money
import TestSupport
import Testing

@testable import Checkout

/// A thousand made-up bills of each kind, which follow from a seed: written with shuffled columns,
/// with and without byte order mark, in CR LF or LF, they are read back as they were made; with one
/// digit changed they are refused or say visibly something else.
@Suite("Made-up bills")
struct BillPropertyTests {
    static let seed: UInt64 = 20_250_611
    static let count = 1000

    /// What a bill says of a movement, from whichever side.
    struct Facts: Equatable {
        let isRefund: Bool
        let numbers: [String?]
        let fen: [Int64]
        let fee: Exact

        init(_ row: ChannelBill.Row) {
            isRefund = row.kind == .refund
            numbers = [row.outTradeNo, row.transactionID, row.refundNo, row.refundID]
            fen = [row.amount.minorUnits, row.settled.minorUnits]
            fee = row.fee
        }

        init(_ movement: SampleBill.Movement, isAlipay: Bool, hasCoupons: Bool) {
            isRefund = movement.isRefund
            let refundID = isAlipay ? movement.refundNo : movement.refundID
            numbers = [
                movement.order, movement.transaction, isRefund ? movement.refundNo : nil,
                isRefund ? refundID : nil,
            ]
            fen = [Int64(movement.fen), Int64(hasCoupons ? movement.settledFen : movement.fen)]
            fee =
                isAlipay
                ? Exact(
                    coefficient: Int128(isRefund ? -movement.feeFen : movement.feeFen), scale: 2)
                : Exact(coefficient: Int128(movement.fee), scale: 5)
        }
    }

    /// Runs the body a thousand times, each with a generator of its own.
    func each(_ body: (inout SplitMix, Comment) throws -> Void) throws {
        for number in 0..<Self.count {
            var random = SplitMix(seed: Self.seed ^ UInt64(number) &* 0xd134_2543_de82_ef95)
            try body(&random, "seed \(Self.seed), bill \(number)")
        }
    }

    /// The sheet in bytes as WeChat Pay writes it, or as its files are seen.
    func weChat(_ sheet: SampleBill.Sheet, mark: Bool, lineEnd: String) -> [UInt8] {
        (mark ? [0xEF, 0xBB, 0xBF] : []) + Array(sheet.text(lineEnd: lineEnd).utf8)
    }

    /// Changes one digit at a time: in a checked column and in the summary the bill is refused, in any
    /// other cell it is at least another bill.
    func spoil<Bill: Equatable>(
        _ sheet: SampleBill.Sheet, _ bill: Bill, using random: inout SplitMix, _ comment: Comment,
        read: (SampleBill.Sheet) throws -> Bill
    ) throws {
        let checked = sheet.headers.indices.filter { sheet.checked.contains(sheet.headers[$0]) }
        let columns =
            [checked.randomElement(using: &random)!, checked.randomElement(using: &random)!]
            + [sheet.headers.indices.randomElement(using: &random)!]
        for column in columns where !sheet.rows.isEmpty {
            let row = Int.random(in: sheet.rows.indices, using: &random)
            let spoiled = sheet.changingDigit(row: row, column: column, using: &random)
            guard let spoiled else { continue }
            let what = "\(sheet.headers[column]) \(spoiled.rows[row][column])"
            do {
                let other = try read(spoiled)
                #expect(other != bill, "\(comment): \(what) changes nothing")
                // Of one row alone no balance follows.
                let isAlone = what.contains("账户") && sheet.rows.count == 1
                #expect(
                    isAlone || !checked.contains(column), "\(comment): \(what) is not noticed")
            } catch is CheckoutError {}
        }
        var spoiled = sheet
        let place = sheet.after.indices.last { sheet.after[$0].contains { $0.isNumber } }!
        spoiled.after[place] = SampleBill.changingDigit(sheet.after[place], using: &random)!
        #expect(throws: CheckoutError.self, "\(comment): \(spoiled.after[place]) is not noticed") {
            try read(spoiled)
        }
    }

    @Test("WeChat Pay's trade bills", arguments: SampleBill.WeChatLayout.allCases)
    func weChatTrade(layout: SampleBill.WeChatLayout) throws {
        try each { random, comment in
            let movements = SampleBill.movements(
                payments: layout.lists.payments, refunds: layout.lists.refunds,
                coupons: layout != .before, using: &random)
            var sheet = SampleBill.weChat(layout, movements)
            func read(_ sheet: SampleBill.Sheet, _ mark: Bool, _ end: String) throws -> ChannelBill
            {
                try ChannelBill(
                    weChat(sheet, mark: mark, lineEnd: end), channel: .wechatPay, file: "bill")
            }
            let bill = try read(sheet, true, "\r\n")
            #expect(
                bill.rows.map(Facts.init)
                    == movements.map { Facts($0, isAlipay: false, hasCoupons: layout != .before) },
                comment)
            #expect(try read(sheet, false, "\n") == bill, comment)
            sheet.shuffleColumns(using: &random)
            #expect(try read(sheet, Bool.random(using: &random), "\r\n") == bill, comment)
            try spoil(sheet, bill, using: &random, comment) { try read($0, true, "\n") }
        }
    }

    @Test("Alipay's business bills, alone and in a ZIP with their summary")
    func alipayTrade() throws {
        try each { random, comment in
            let movements = SampleBill.movements(using: &random)
            var sheet = SampleBill.alipay(movements)
            func bytes(_ text: String) throws -> [UInt8] { try #require(GBK.encode(text)) }
            func read(_ sheet: SampleBill.Sheet, _ end: String) throws -> ChannelBill {
                try ChannelBill(
                    bytes(sheet.text(lineEnd: end)), channel: .alipay, file: "bill")
            }
            let bill = try read(sheet, "\r\n")
            #expect(
                bill.rows.map(Facts.init)
                    == movements.map { Facts($0, isAlipay: true, hasCoupons: true) }, comment)
            #expect(try read(sheet, "\n") == bill, comment)
            sheet.shuffleColumns(using: &random)
            let members = [
                (name: "汇总.csv", bytes: try bytes(SampleBill.alipaySummary(movements))),
                (name: "明细.csv", bytes: try bytes(sheet.text(lineEnd: "\r\n"))),
            ]
            let zip = Sample.zip(members.shuffled(using: &random))
            #expect(try ChannelBill(zip, channel: .alipay, file: "bill") == bill, comment)
            try spoil(sheet, bill, using: &random, comment) { try read($0, "\n") }
        }
    }

    /// What a fund bill says of a flow, from whichever side.
    func facts(_ rows: [FundBill.Row]) -> [[String]] {
        rows.map {
            [
                $0.flowNo, $0.kind.rawValue, $0.transactionID ?? "", $0.ourNo ?? "",
                "\($0.amount.minorUnits)", "\($0.balance.minorUnits)",
            ]
        }
    }

    func facts(
        _ flows: [SampleBill.Flow], numbers: (SampleBill.Movement) -> [String]
    ) -> [[String]] {
        flows.map {
            [$0.number, $0.kind] + ($0.movement.map(numbers) ?? ["", ""])
                + ["\($0.fen)", "\($0.balanceFen)"]
        }
    }

    @Test("WeChat Pay's fund bills, in any order of rows")
    func weChatFund() throws {
        try each { random, comment in
            let flows = SampleBill.flows(SampleBill.movements(using: &random), using: &random)
            var sheet = SampleBill.weChatFund(flows)
            func read(_ sheet: SampleBill.Sheet, _ mark: Bool, _ end: String) throws -> FundBill {
                try FundBill(
                    weChat(sheet, mark: mark, lineEnd: end), channel: .wechatPay, file: "bill")
            }
            let bill = try read(sheet, true, "\r\n")
            let expected = facts(flows) { [SampleBill.source($0), SampleBill.ours($0)] }
            #expect(facts(bill.rows) == expected, comment)
            #expect(try read(sheet, false, "\n") == bill, comment)
            sheet.shuffleColumns(using: &random)
            #expect(try read(sheet, false, "\r\n") == bill, comment)
            try spoil(sheet, bill, using: &random, comment) { try read($0, true, "\n") }
            sheet.rows.shuffle(using: &random)
            #expect(facts(try read(sheet, true, "\n").rows) == expected, comment)
        }
    }

    @Test("Alipay's account bills, with a minus or without, in any order of rows")
    func alipayAccount() throws {
        try each { random, comment in
            let flows = SampleBill.flows(SampleBill.movements(using: &random), using: &random)
            var sheet = SampleBill.alipayAccount(flows, minus: Bool.random(using: &random))
            func bytes(_ text: String) throws -> [UInt8] { try #require(GBK.encode(text)) }
            func read(_ sheet: SampleBill.Sheet, _ end: String) throws -> FundBill {
                try FundBill(bytes(sheet.text(lineEnd: end)), channel: .alipay, file: "bill")
            }
            let bill = try read(sheet, "\r\n")
            let expected = facts(flows) { [$0.transaction, $0.order] }
            #expect(facts(bill.rows) == expected, comment)
            #expect(try read(sheet, "\n") == bill, comment)
            sheet.shuffleColumns(using: &random)
            let zip = Sample.zip([
                (name: "汇总.csv", bytes: try bytes(SampleBill.alipayAccountSummary(flows))),
                (name: "明细.csv", bytes: try bytes(sheet.text(lineEnd: "\r\n"))),
            ])
            #expect(try FundBill(zip, channel: .alipay, file: "bill") == bill, comment)
            try spoil(sheet, bill, using: &random, comment) { try read($0, "\n") }
            sheet.rows.shuffle(using: &random)
            #expect(facts(try read(sheet, "\n").rows) == expected, comment)
        }
    }
}
