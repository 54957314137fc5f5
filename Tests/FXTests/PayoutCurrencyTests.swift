import FX
import Money
import Testing
import Time

@Suite("The nine payout currencies")
struct PayoutCurrencyTests {
    /// CNY 12,345.67 divided by a written-down rate, worked out by long division.
    @Test(
        "CNY 12,345.67 in each, to its minor unit",
        arguments: [
            (Currency.usd, "7.27", "USD 1,698.17"),  // 1,698.16643…
            (.nzd, "4.2861", "NZD 2,880.40"),  // 2,880.39709…
            (.aud, "4.7315", "AUD 2,609.25"),  // 2,609.25076…
            (.hkd, "0.92647", "HKD 13,325.49"),  // 13,325.49353…
            (.thb, "0.22318", "THB 55,317.10"),  // 55,317.09830…
            (.eur, "8.2106", "EUR 1,503.63"),  // 1,503.62580…
            (.gbp, "9.7624", "GBP 1,264.61"),  // 1,264.61423…
            (.sgd, "5.6433", "SGD 2,187.67"),  // 2,187.66856…
            (.jpy, "0.050417", "JPY 244,871"),  // 244,871.17440…: the yen has no smaller unit
        ])
    func converts(currency: Currency, rate: String, payout: String) throws {
        let lock = try Sample.lock(currency, rate)
        #expect(try lock.convert(Amount("12345.67", .cny)).description == payout)
        #expect(
            try lock.convert(Amount("-12345.67", .cny))
                == -(try lock.convert(Amount("12345.67", .cny))))
    }

    @Test(
        "halves go away from zero, on either side of it",
        arguments: [
            // 1.01 ÷ 2 = 0.505
            (Currency.usd, "2", "1.01", "0.51"), (.usd, "2", "-1.01", "-0.51"),
            // 1.00 ÷ 0.4 = 2.5 yen
            (.jpy, "0.4", "1.00", "3"), (.jpy, "0.4", "-1.00", "-3"),
            // 0.99 ÷ 0.4 = 2.475 yen: rounded once, not first to 2.48 and then to 2
            (.jpy, "0.4", "0.99", "2"), (.thb, "0.4", "0.99", "2.48"),
        ])
    func halves(currency: Currency, rate: String, yuan: String, result: String) throws {
        let converted = try Sample.lock(currency, rate).convert(Amount(yuan, .cny))
        #expect(converted.decimal == result)
    }

    @Test("they are these nine, and only the yen is whole")
    func minorUnits() {
        #expect(
            Currency.payout.map(\.code).joined(separator: " ")
                == "USD NZD AUD HKD THB EUR GBP SGD JPY")
        #expect(Currency.payout.filter { $0.minorUnitDigits == 0 } == [.jpy])
        #expect(Currency.payout.filter { $0.minorUnitDigits == 2 }.count == 8)
    }
}
