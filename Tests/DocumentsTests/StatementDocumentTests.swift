import Catalog
import Documents
import FX
import Money
import TestSupport
import Testing
import Time
import Typesetting

@testable import Checkout
@testable import Settlement

@Suite("The settlement statement")
struct StatementDocumentTests {
    /// CNY 7,650.00 at 2.5 % and 7.27, less CNY 199.00 and USD 15.00.
    func batch(_ amount: String = "7650.00", spread: String = "0") throws -> SettlementBatch {
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        let merchant = try ledger.read {
            try MerchantCatalog($0, "mer_1", at: Sample.issued).merchant
        }
        let payment = Payment(
            id: 1, invoice: 1, invoiceNumber: "INV-2026-0601-0019", merchant: "mer_1",
            customer: "cus_1", channel: .alipay, outTradeNo: "INV202606010019M1Z1",
            transactionID: "2026060122001458860515315453", amount: try Amount(amount, .cny),
            channelFee: try Amount("45.90", .cny), paidAt: Sample.issued)
        let closed = try Instant("2026-07-01T09:00:00+08:00")
        let lock = try FXLock.sample(
            .settlement, spread: spread, of: "2026-06-30", wanted: "2026-06-30", at: closed)
        return try Settler.settle(
            merchant, month: Month("2026-06"), movements: [Movement(payment)], lock: lock,
            calendars: [.cny, .usd].compactMap { BankCalendar($0) }, at: closed)
    }

    @Test("every figure of the waterfall, by hand, and the check row")
    func figures() throws {
        let batch = try batch()
        let text = Sample.words(
            try Sample.studio().statement(batch, digest: "0", language: .english))
        // 7,650.00 − 191.25 − 199.00 = 7,259.75; ÷ 7.27 = 998.59; − 15.00 = 983.59.
        for figure in [
            "7,650.00", "−191.25", "−199.00", "7,259.75", "998.59", "−15.00", "USD 983.59",
        ] {
            #expect(text.contains(figure), "no \(figure)")
        }
        #expect(
            text.contains(
                "opening 0.00 + movements 7,259.75 − paid out 7,259.75 = closing CNY 0.00"))
        #expect(text.contains("Example Bank ****1234"))
    }

    @Test("every kind of row has its words and its bar, and what is held says why")
    func everyKind() throws {
        let plain = try batch()
        var rows: [SettlementBatch.Row] = []
        var balance = Amount.zero(.cny)
        for (index, kind) in SettlementBatch.Kind.allCases.enumerated() {
            let amount = Amount(minorUnits: 100_001 + Int64(index), .cny)
            balance += amount
            rows.append(
                SettlementBatch.Row(
                    kind: kind, reference: "R\(index)", at: plain.closedAt,
                    channel: kind == .payment ? "alipay" : nil, amount: amount, balance: balance,
                    reason: nil))
        }
        let held = SettlementBatch(
            number: plain.number, merchant: plain.merchant, merchantName: plain.merchantName,
            month: plain.month, day: try Day("2026-06-21"), zone: plain.zone,
            language: plain.language, closedAt: plain.closedAt, currency: .usd,
            opening: .zero(.cny), rows: rows, lock: nil, converted: .zero(.usd),
            spread: .zero(.usd),
            wireFee: .zero(.usd), payoutDay: nil, state: .held, remittanceReference: "BM",
            bank: plain.bank, platformFeePercent: plain.platformFeePercent,
            minimumPayout: plain.minimumPayout, share: nil)
        let english = Sample.words(
            try Sample.studio().statement(held, digest: "0", language: .english))
        for words in [
            "Refund", "Fee returned", "Chargeback", "Returned payout", "Revenue share",
            "Adjustment", "Reserve held", "Reserve released", "Held", "not complete",
        ] {
            #expect(english.contains(words), "no \(words)")
        }
        for row in rows {
            // In the waterfall, on its bar, and among the movements.
            let figure = row.amount.grouped
            #expect(english.ranges(of: figure).count >= 3, "\(row.kind) \(figure)")
        }
        let both = Sample.words(try Sample.studio().statement(held, digest: "0", language: .both))
        for words in ["退款", "拒付", "退汇", "收入分成", "调整", "风险留存金", "暂缓划款"] {
            #expect(both.contains(words), "no \(words)")
        }
    }

    @Test("the chart goes on to the payout, in its currency, as the table prints it")
    func chart() throws {
        let pages = try Sample.studio().statement(batch(), digest: "0", language: .english)
        let alts = pages.document.structure.compactMap { node in
            if case .figure(alt: let alt) = node.tag { alt } else { nil }
        }
        #expect(
            alts == [
                "Opening balance CNY 0.00; Collected, Alipay CNY 7,650.00; "
                    + "Platform fee 2.5%, channel cost included CNY -191.25; "
                    + "Platform subscription CNY -199.00; Net CNY 7,259.75; "
                    + "Converted at USD/CNY 7.27 USD 998.59; Wire fee USD -15.00; "
                    + "Payout USD 983.59"
            ])
        // Bars, from the left. The net and what it converts to are one height; the payout is
        // 983.59 / 998.59 of it.
        let heights = pages.document.dump.split(separator: "\n").compactMap { line -> Double? in
            let words = line.split(separator: " ")
            return words.first == "rect" && line.contains(" radius 1.0 ") ? Double(words[4]) : nil
        }
        #expect(heights.count == 8)
        #expect(heights[4] == heights[5])
        #expect(abs(heights[7] / heights[5] - 983.59 / 998.59) < 0.003)
    }

    @Test("a spread is a row and a bar of its own, and a sentence says what it is")
    func spread() throws {
        let pages = try Sample.studio().statement(
            batch(spread: "0.005"), digest: "0", language: .english)
        let text = Sample.words(pages)
        // 998.59 − 4.99 − 15.00 = 978.60
        for figure in ["998.59", "FX spread 0.5%", "−4.99", "−15.00", "USD 978.60"] {
            #expect(text.contains(figure), "no \(figure)")
        }
        #expect(text.contains("Converted at USD/CNY 7.27"))
        #expect(
            text.replacing("\n", with: " ").contains(
                "A spread of 0.5% is kept of what it gives: USD 4.99 of USD 998.59."))
        #expect(
            !Sample.words(
                try Sample.studio().statement(
                    batch(), digest: "0", language: .english)
            ).contains("spread"))
    }

    @Test("a month that collected nothing has no chart and no table of channels")
    func nothingCollected() throws {
        let pages = try Sample.studio().statement(batch("0.00"), digest: "0", language: .english)
        let text = Sample.words(pages)
        #expect(text.contains("CNY −199.00"))
        #expect(!text.contains("By channel"))
        #expect(!pages.document.dump.contains(" radius 1.0 "))
    }

    @Test("what is not paid out says so, and why")
    func carriedOver() throws {
        let text = Sample.words(
            try Sample.studio().statement(batch("300.00"), digest: "0", language: .english))
        #expect(text.contains("Carried over"))
        // 300.00 − 7.50 − 199.00
        #expect(text.contains("CNY 93.50"))
        #expect(text.contains("USD 50.00"))
        #expect(!text.contains("Value date"))
    }

    @Test("Chinese beside English, as it reads")
    func reads() throws {
        let pages = try Sample.studio().statement(batch(), digest: "0", language: .both)
        #expect(
            Snapshot.difference(Sample.words(pages) + "\n", "statement-both.txt", beside: #filePath)
                == nil)
        #expect(pages.missingGlyphs.isEmpty)
    }
}
