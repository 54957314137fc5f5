import Money
import TestSupport
import Testing

@testable import EInvoicing

@Suite("Price and quantity of a line")
struct PriceTests {
    struct Case: Sendable {
        let gross: String, units: String
        let quantity: String, price: String, base: String
    }

    @Test(
        "quantity × price ÷ base is what the line costs, the price never below zero (BR-27)",
        arguments: [
            // 116.32 ÷ 2 = 58.16: the price of one ends.
            Case(gross: "116.32", units: "2", quantity: "2", price: "58.16", base: "1"),
            // 727.00 ÷ 10,000 = 0.0727, at four decimals.
            Case(gross: "727.00", units: "10000", quantity: "10000", price: "0.0727", base: "1"),
            // 7.27 ÷ 10,000 = 0.000727 has two more, and 10.00 ÷ 3 no end: the price of all.
            Case(gross: "7.27", units: "10000", quantity: "10000", price: "7.27", base: "10000"),
            Case(gross: "10.00", units: "3", quantity: "3", price: "10", base: "3"),
            Case(gross: "0.61", units: "1300.5", quantity: "1300.5", price: "0.61", base: "1300.5"),
            // Counted, and free.
            Case(gross: "0.00", units: "500", quantity: "500", price: "0", base: "1"),
            // Taken back: both signs say so.
            Case(gross: "-72.70", units: "-2", quantity: "-2", price: "36.35", base: "1"),
            // Nothing counted: once.
            Case(gross: "5.00", units: "0", quantity: "1", price: "5", base: "1"),
            Case(gross: "-5.00", units: "0", quantity: "-1", price: "5", base: "1"),
            Case(gross: "0.00", units: "0", quantity: "1", price: "0", base: "1"),
            // More is counted and less is owed, or the other way round: no price of a unit says that.
            Case(gross: "-5.00", units: "100", quantity: "-1", price: "5", base: "1"),
            Case(gross: "5.00", units: "-100", quantity: "1", price: "5", base: "1"),
        ])
    func cases(_ c: Case) throws {
        let price = EInvoice.Price(
            try Amount(c.gross, .cny), units: Exact(c.units)!, UnitCode("tokens"))
        #expect(price.quantity == Exact(c.quantity)!)
        #expect(price.amount == Exact(c.price)!)
        #expect(price.base == Exact(c.base)!)
    }

    @Test("a currency without decimals: JPY 1,701 for 4 is 425.25 for one")
    func yen() throws {
        let price = EInvoice.Price(try Amount("1701", .jpy), units: Exact(4), .one)
        #expect(price.amount == Exact("425.25")!)
        let thirds = EInvoice.Price(try Amount("1701", .jpy), units: Exact(16), .one)
        // 106.3125 has four decimals, two more than are allowed: the price of all.
        #expect(thirds.amount == Exact(1701) && thirds.base == Exact(16))
    }

    @Test("it holds for any amount and any units; seed 2101")
    func always() throws {
        var random = SplitMix(seed: 2101)
        for number in 0..<5000 {
            let gross = Amount(
                minorUnits: Int64.random(in: -1_000_000_000...1_000_000_000, using: &random), .cny)
            let units = Exact(
                coefficient: Int128(Int64.random(in: -1_000_000...1_000_000, using: &random)),
                scale: Int.random(in: 0...12, using: &random))
            let price = EInvoice.Price(gross, units: units, .one)
            #expect(!price.amount.isNegative && price.base > .zero)
            // Without a division: quantity × price = gross × base.
            let left = try price.quantity.times(price.amount)
            #expect(try left == gross.exact.times(price.base), "seed 2101, case \(number)")
        }
    }

    @Test(
        "units by their English word; what no code is for is ZZ",
        arguments: [
            ("tokens", "C62"), ("token", "C62"), ("Requests", "C62"), ("queries", "C62"),
            ("minutes", "MIN"), ("seconds", "SEC"), ("hours", "HUR"), ("days", "DAY"),
            ("month", "MON"), ("GB", "E34"), ("thousand tokens", "MIL"),
            // A product of two units; a bit is no byte; a word that could be anything.
            ("GB-days", "ZZ"), ("Gb", "ZZ"), ("widgets", "ZZ"), ("", "ZZ"), ("s", "ZZ"),
        ])
    func units(word: String, code: String) {
        #expect(UnitCode(word).code == code)
    }
}
