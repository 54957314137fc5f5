import Catalog
import Checkout
import FX
import Ledger
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Settlement

@Suite("What a merchant is paid")
struct SettlerTests {
    func settle(
        _ terms: SampleCatalog.Terms, _ amounts: [String], opening: String = "0",
        lock: FXLock = Sample.lock()
    ) throws -> SettlementBatch {
        try Settler.settle(
            Sample.merchant(terms), month: Sample.june,
            movements: amounts.enumerated().map {
                try Movement(Sample.payment(Int64($0 + 1), Amount($1, .cny)))
            },
            opening: Amount(opening, .cny), lock: lock, calendars: [], at: Sample.closedAt)
    }

    @Test("CNY 7,650.00 at 2.5 % and 7.27: fee 191.25, net 7,458.75, USD 1,025.96")
    func workedExample() throws {
        let batch = try settle(.init(), ["7650.00"])
        #expect(batch.rows.map(\.kind) == [.payment, .platformFee])
        #expect(batch.rows.map(\.amount.decimal) == ["7650.00", "-191.25"])
        #expect(batch.rows.map(\.balance.decimal) == ["7650.00", "7458.75"])
        #expect(batch.net.decimal == "7458.75")
        #expect(batch.payout.description == "USD 1,025.96")  // 1,025.9628…
        #expect(batch.paidOut == batch.net)
        #expect(batch.closing.isZero)
        #expect(batch.state == .scheduled)
        #expect(batch.number == "SET-2026-06-mer_1-USD")
        #expect(batch.remittanceReference == "BM 2026-06 MER-1")
        #expect(batch.bank == "Example Bank ****1234")
        #expect(batch.total(.platformFee).decimal == "-191.25")
    }

    @Test("yen are whole: CNY 7,458.75 at 0.0421339 is JPY 177,025")
    func yen() throws {
        let batch = try settle(
            .init(currency: "JPY", wireFee: "2500"), ["7650.00"],
            lock: Sample.lock(.jpy, "0.0421339"))
        #expect(batch.converted.description == "JPY 177,025")  // 177,024.91…
        #expect(batch.payout.description == "JPY 174,525")
        #expect(batch.payout.currency == .jpy)
    }

    @Test("the fee is rounded for each payment, half away from zero")
    func feePerPayment() throws {
        // 2.5 % of 0.20 is half a fen: a fen three times, where 0.60 at once would cost 0.02.
        let batch = try settle(.init(), ["0.20", "0.20", "0.20"])
        #expect(batch.total(.platformFee).decimal == "-0.03")
        #expect(batch.net.decimal == "0.57")
        // 2.5 % of 0.19 is 0.00475: no fee, and no row of nothing.
        let small = try settle(.init(), ["0.19"])
        #expect(small.rows.map(\.kind) == [.payment])
    }

    @Test("the net is converted once, not payment by payment")
    func convertedOnce() throws {
        // 0.03 ÷ 7.27 is 0.0041: nothing three times; 0.09 ÷ 7.27 is 0.0124.
        let batch = try settle(.init(fee: "0"), ["0.03", "0.03", "0.03"])
        #expect(batch.converted.decimal == "0.01")
    }

    @Test("subscription and wire fee: one in CNY before the conversion, one in USD after")
    func fees() throws {
        let batch = try settle(.init(subscription: "199.00", wireFee: "15.00"), ["7650.00"])
        #expect(batch.rows.map(\.kind) == [.payment, .platformFee, .subscription])
        #expect(batch.net.decimal == "7259.75")
        #expect(batch.converted.decimal == "998.59")  // 998.5901…
        #expect(batch.wireFee.decimal == "15.00")
        #expect(batch.payout.decimal == "983.59")
        // The subscription falls due with the last instant of the month in the merchant's zone.
        #expect(batch.rows[2].at.description == "2026-06-30T15:59:59.999999999Z")
        #expect(batch.rows[2].channel == nil)
    }

    @Test(
        "what would pay less than the minimum is carried over",
        arguments: [
            // Without fees; 363.50 ÷ 7.27 is exactly 50.
            (collected: "363.50", wire: "0", minimum: "50.00", state: "scheduled", paid: "50.00"),
            (collected: "363.42", wire: "0", minimum: "50.00", state: "carriedOver", paid: "0.00"),
            // The minimum is of what arrives, after the wire fee.
            (
                collected: "363.50", wire: "0.01", minimum: "50.00", state: "carriedOver",
                paid: "0.00"
            ),
            // Without a minimum there must still be something to send.
            (collected: "109.05", wire: "15.00", minimum: "0", state: "carriedOver", paid: "0.00"),
            (collected: "109.12", wire: "15.00", minimum: "0", state: "scheduled", paid: "0.01"),
            (collected: "0.03", wire: "0", minimum: "0", state: "carriedOver", paid: "0.00"),
        ])
    func minimum(
        collected: String, wire: String, minimum: String, state: String, paid: String
    ) throws {
        let batch = try settle(
            .init(fee: "0", wireFee: wire, minimum: minimum), [collected])
        #expect(batch.state.rawValue == state)
        #expect(batch.payout.decimal == paid)
        if batch.state == .carriedOver {
            #expect(batch.closing == batch.net)
            #expect(batch.paidOut.isZero && batch.converted.isZero && batch.wireFee.isZero)
            #expect(batch.lock == nil && batch.payoutDay == nil)
        }
    }

    @Test("what was carried over opens the next batch and is paid with it")
    func carriedOver() throws {
        let terms = SampleCatalog.Terms(fee: "0", minimum: "50.00")
        let first = try settle(terms, ["363.42"])
        #expect(first.state == .carriedOver)
        let next = try settle(terms, ["0.08"], opening: first.closing.decimal)
        #expect(next.opening.decimal == "363.42")
        #expect(next.state == .scheduled)
        #expect(next.payout.decimal == "50.00")
        #expect(next.closing.isZero)
    }

    @Test("a negative net pays nothing and stays owed to the platform")
    func negative() throws {
        let batch = try settle(.init(subscription: "199.00"), [])
        #expect(batch.net.decimal == "-199.00")
        #expect(batch.state == .carriedOver)
        #expect(batch.converted.isZero)
        #expect(batch.closing.decimal == "-199.00")
        let next = try settle(.init(), ["199.00"], opening: "-199.00")
        #expect(next.net.decimal == "-4.98")  // the fee of 4.975 rounds up
        #expect(next.state == .carriedOver)
        let nothing = try settle(.init(), [])
        #expect(nothing.net.isZero && nothing.state == .carriedOver && nothing.rows.isEmpty)
    }

    @Test(
        "opening + movements − paid out = closing, over a year of random months",
        arguments: [20_260_601, 7, 99] as [UInt64])
    func conserves(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        for _ in 0..<60 {
            let terms = SampleCatalog.Terms(
                fee:
                    "\(Int.random(in: 0...5, using: &random)).\(Int.random(in: 0...9, using: &random))",
                subscription: "\(Int.random(in: 0...300, using: &random)).00",
                wireFee: "\(Int.random(in: 0...20, using: &random)).00",
                minimum: "\(Int.random(in: 0...80, using: &random)).00")
            let merchant = try Sample.merchant(terms)
            var month = try Month("2026-01")
            var opening = Amount.zero(.cny)
            var movements = Amount.zero(.cny)
            var paidOut = Amount.zero(.cny)
            for _ in 0..<12 {
                let payments = try (0..<Int.random(in: 0...6, using: &random)).map { index in
                    try Sample.payment(
                        Int64(index),
                        Amount(minorUnits: .random(in: 1...90_000, using: &random), .cny))
                }
                let rate =
                    "\(Int.random(in: 6...7, using: &random)).\(Int.random(in: 1000...9999, using: &random))"
                let batch = try Settler.settle(
                    merchant, month: month, movements: payments.map(Movement.init),
                    opening: opening,
                    lock: Sample.lock(.usd, rate), calendars: [], at: Sample.closedAt)
                let what: Comment = "seed \(seed), \(month), \(terms)"
                var balance = opening
                for row in batch.rows {
                    balance += row.amount
                    #expect(row.balance == balance, what)
                }
                #expect(batch.net == balance, what)
                #expect(batch.closing == balance - batch.paidOut, what)
                #expect(batch.converted == batch.payout + batch.wireFee, what)
                // Half a cent at the rate is as far as a converted net may be from the net.
                let back = try batch.converted.exact.times(Exact(parsing: rate))
                let off = try back.minus(batch.paidOut.exact).magnitude
                #expect(off <= (try Exact(parsing: rate).times(Exact(parsing: "0.005"))), what)
                #expect(!batch.payout.isNegative, what)
                movements += batch.rows.map(\.amount).total(.cny)
                paidOut += batch.paidOut
                opening = batch.closing
                month = month.next
            }
            #expect(movements - paidOut == opening, "seed \(seed), \(terms)")
        }
    }

    @Test("a spread of 0.5 % keeps USD 4.99 of 998.59, as a posting of its own in both books")
    func spread() throws {
        let batch = try settle(
            .init(subscription: "199.00", wireFee: "15.00"), ["7650.00"],
            lock: Sample.lock(spread: "0.005"))
        // 7,259.75 ÷ 7.27 = 998.5900…; 7,259.75 × 0.995 ÷ 7.27 = 993.5971…
        #expect(batch.converted.description == "USD 993.60")
        #expect(batch.spread.description == "USD 4.99")
        #expect(batch.payout.description == "USD 978.60")
        #expect(batch.lock?.rate.value.description == "7.27")
        let entries = Settler.entries(for: batch).map { entry in
            entry.postings.filter { $0.amount.currency == .usd }.map {
                "\($0.account.name) \($0.amount.decimal)"
            }
        }
        #expect(
            entries == [
                [
                    "fx_clearing 998.59", "payout_in_transit:mer_1 -978.60",
                    "platform_revenue -4.99", "platform_revenue -15.00",
                ],
                [
                    "fx_clearing -998.59", "payout_expected 978.60", "payment_fees 4.99",
                    "payment_fees 15.00",
                ],
            ])
        #expect(batch.json["fx_spread"]?.string == "4.99")
        #expect(batch.json["fx"]?["spread"]?.string == "0.005")
        #expect(try SettlementBatch(snapshot: batch.json) == batch)
    }

    @Test("the spread decides with what is left of it whether the minimum is reached")
    func spreadBelowMinimum() throws {
        // CNY 100.00 less 2.50 is 97.50: USD 13.41 at the published rate, 13.34 less 0.5 %.
        func state(_ minimum: String, _ spread: String) throws -> SettlementBatch.State {
            try settle(.init(minimum: minimum), ["100.00"], lock: Sample.lock(spread: spread)).state
        }
        #expect(try state("13.41", "0") == .scheduled)
        #expect(try state("13.41", "0.005") == .carriedOver)
        #expect(try state("13.34", "0.005") == .scheduled)
    }

    @Test("the entries of a batch balance in each currency and mirror each other")
    func entries() throws {
        let batch = try settle(.init(subscription: "199.00", wireFee: "15.00"), ["7650.00"])
        let entries = Settler.entries(for: batch)
        #expect(entries.map(\.book.code) == ["platform", "mer_1"])
        func figures(_ index: Int) -> [String] {
            entries[index].postings.map { "\($0.account.name) \($0.amount)" }
        }
        #expect(
            figures(0) == [
                "merchant_payable:mer_1 CNY 7,650.00", "platform_revenue CNY -191.25",
                "platform_revenue CNY -199.00", "fx_clearing CNY -7,259.75",
                "fx_clearing USD 998.59", "payout_in_transit:mer_1 USD -983.59",
                "platform_revenue USD -15.00",
            ])
        #expect(
            figures(1) == [
                "due_from_platform CNY -7,650.00", "payment_fees CNY 191.25",
                "payment_fees CNY 199.00", "fx_clearing CNY 7,259.75", "fx_clearing USD -998.59",
                "payout_expected USD 983.59", "payment_fees USD 15.00",
            ])
        for entry in entries {
            for currency in [Currency.cny, .usd] {
                let sum = entry.postings.map(\.amount).filter { $0.currency == currency }
                    .total(currency)
                #expect(sum.isZero)
            }
        }
    }

    @Test("a batch that pays nothing out books its fees and no conversion")
    func entriesCarriedOver() throws {
        let batch = try settle(.init(subscription: "199.00"), [])
        let postings = Settler.entries(for: batch)[0].postings
        #expect(
            postings.map { "\($0.account.name) \($0.amount)" }
                == ["merchant_payable:mer_1 CNY 199.00", "platform_revenue CNY -199.00"])
    }
}
