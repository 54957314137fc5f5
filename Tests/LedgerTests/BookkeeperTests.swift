import Catalog
import GRDB
import Money
import Store
import Testing
import Time

@testable import Checkout
@testable import Invoicing
@testable import Ledger

@Suite("Which event books what")
struct BookkeeperTests {
    let ledger = try! SmallLedger()

    func invoice() throws -> Invoice {
        try ledger.file.read { try Invoice.fetchOne($0, Invoice.Number(SmallLedger.number)!) }
            .invoice
    }

    func figures(_ entry: JournalEntry.Draft) -> [String] {
        entry.postings.map { "\($0.account.name) \($0.amount)" }
    }

    @Test(
        "an invoice: the customer owes it; what was used is billed, the base fee deferred, tax owed"
    )
    func invoiceEntry() throws {
        let entries = Bookkeeper.entries(for: try invoice())
        #expect(entries.count == 1)
        #expect(entries[0].book == .merchant("mer_1"))
        #expect(entries[0].day.description == "2026-06-01")
        #expect(entries[0].source == "invoice mer_1/INV-2026-0601-0001")
        #expect(
            figures(entries[0]) == [
                "receivable:cus_1 CNY 165.37", "unbilled_revenue CNY -10.61",
                "deferred_revenue CNY -145.40", "tax_payable CNY -9.36",
            ])
    }

    @Test("a payment: both books, and what one owes the other is due")
    func paymentEntries() throws {
        let payment = try #require(try ledger.file.read { try Payment.fetchAll($0) }.first)
        let entries = Bookkeeper.entries(for: payment)
        #expect(entries.map(\.book) == [.platform, .merchant("mer_1")])
        #expect(entries.allSatisfy { $0.source == "payment wechat_pay/4200001" })
        #expect(
            figures(entries[0]) == [
                "channel_clearing:wechat_pay CNY 165.37", "merchant_payable:mer_1 CNY -165.37",
            ])
        #expect(
            figures(entries[1])
                == ["due_from_platform CNY 165.37", "receivable:cus_1 CNY -165.37"])
    }

    @Test(
        "a payment is booked on its day in China, as the channels cut their bills",
        arguments: [
            ("2026-06-02T15:59:59Z", "2026-06-02"), ("2026-06-02T16:00:00Z", "2026-06-03"),
        ])
    func paymentDay(paidAt: String, day: String) throws {
        let entries = Bookkeeper.entries(for: try payment("1.00", fee: "0.01", at: paidAt))
        #expect(entries.allSatisfy { $0.day.description == day })
    }

    @Test("legs of zero are left out")
    func zeroLegs() throws {
        let entries = Bookkeeper.entries(
            for: try payment("0.10", fee: "0.00", at: "2026-06-03T00:00:00Z"))
        #expect(
            figures(entries[0]) == [
                "channel_clearing:wechat_pay CNY 0.10", "merchant_payable:mer_1 CNY -0.10",
            ])
    }

    @Test("every entry balances in each currency, over random payments; seed 20260601")
    func balances() throws {
        var state: UInt64 = 20_260_601
        func random(_ bound: Int64) -> Int64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64(state >> 33) % bound
        }
        for _ in 0..<500 {
            let amount = Amount(minorUnits: 1 + random(10_000_000), .cny)
            let fee = Amount(minorUnits: random(amount.minorUnits + 1), .cny)
            let entries = Bookkeeper.entries(
                for: try payment(amount.decimal, fee: fee.decimal, at: "2026-06-03T00:00:00Z"))
            for entry in entries {
                #expect(entry.postings.map(\.amount.minorUnits).reduce(0, +) == 0)
            }
            func sum(_ account: Account) -> Amount {
                entries.flatMap(\.postings).filter { $0.account == account }.map(\.amount)
                    .total(.cny)
            }
            #expect((sum(.merchantPayable("mer_1")) + sum(.dueFromPlatform)).isZero)
            #expect(sum(.channelClearing(.wechatPay)) == amount)
        }
    }

    @Test("a refund takes back in both books what the payment brought")
    func refundEntries() throws {
        let refund = Refund(
            id: 1, payment: try payment("165.37", fee: "0.99", at: "2026-06-03T01:00:00Z"),
            kind: .refund, refundID: "5030001", refundNo: nil, amount: try Amount("65.37", .cny),
            channelFee: .zero(.cny), refundedAt: try Instant("2026-06-04T16:00:00Z"))
        let entries = Bookkeeper.entries(for: refund)
        #expect(entries.allSatisfy { $0.source == "refund wechat_pay/5030001" })
        #expect(entries.allSatisfy { $0.day.description == "2026-06-05" })
        #expect(
            figures(entries[0]) == [
                "merchant_payable:mer_1 CNY 65.37", "channel_clearing:wechat_pay CNY -65.37",
            ])
        #expect(
            figures(entries[1])
                == ["receivable:cus_1 CNY 65.37", "due_from_platform CNY -65.37"])
    }

    @Test("what a channel keeps is the platform's cost, what it gives back lowers it")
    func feeEntries() throws {
        let kept = ChannelFee(
            id: 3, channel: .wechatPay, amount: try Amount("0.99", .cny),
            at: try Instant("2026-06-03T01:00:00Z"), isOfFundBill: false)
        let entries = Bookkeeper.entries(for: kept)
        #expect(entries.map(\.source) == ["channel fee 3"])
        #expect(
            figures(entries[0]) == [
                "channel_cost CNY 0.99", "channel_clearing:wechat_pay CNY -0.99",
            ])
        let back = ChannelFee(
            id: 4, channel: .alipay, amount: try Amount("-1.20", .cny),
            at: try Instant("2026-06-03T01:00:00Z"), isOfFundBill: false)
        #expect(
            figures(Bookkeeper.entries(for: back)[0])
                == ["channel_cost CNY -1.20", "channel_clearing:alipay CNY 1.20"])
    }

    @Test("a withdrawal moves what the channel held to our bank")
    func withdrawal() throws {
        let withdrawal = Withdrawal(
            id: 1, channel: .alipay, flowNo: "5463", amount: try Amount("20000.00", .cny),
            at: try Instant("2026-06-03T16:30:00Z"))
        let entries = Bookkeeper.entries(for: withdrawal)
        // Half past midnight of the fourth in UTC+8.
        #expect(entries.map { "\($0.source) \($0.day)" } == ["withdrawal alipay/5463 2026-06-04"])
        #expect(
            figures(entries[0]) == [
                "bank:CNY CNY 20,000.00", "channel_clearing:alipay CNY -20,000.00",
            ])
    }

    @Test("an entry that does not balance is our bug and traps")
    func traps() async {
        await #expect(processExitsWith: .failure) {
            _ = JournalEntry.Draft(
                book: .platform, day: Day(sinceEpoch: 0), kind: .payment, source: "payment x",
                postings: [
                    Posting(debit: .channelCost, Amount(minorUnits: 2, .cny)),
                    Posting(credit: .platformRevenue, Amount(minorUnits: 1, .cny)),
                ])
        }
        // One currency cannot make up for another.
        await #expect(processExitsWith: .failure) {
            _ = JournalEntry.Draft(
                book: .platform, day: Day(sinceEpoch: 0), kind: .payment, source: "payment x",
                postings: [
                    Posting(debit: .channelCost, Amount(minorUnits: 1, .cny)),
                    Posting(credit: .platformRevenue, Amount(minorUnits: 1, .usd)),
                ])
        }
    }

    private func payment(_ yuan: String, fee: String, at time: String) throws -> Payment {
        Payment(
            id: 1, invoice: 1, invoiceNumber: SmallLedger.number, merchant: "mer_1",
            customer: "cus_1", channel: .wechatPay, outTradeNo: "INV202606010001M1W1",
            transactionID: "4200001", amount: try Amount(yuan, .cny),
            channelFee: try Amount(fee, .cny), paidAt: try Instant(time))
    }
}
