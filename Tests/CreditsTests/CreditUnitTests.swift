import Money
import Testing

@testable import Credits

@Suite("Units of credit")
struct CreditUnitTests {
    @Test("a currency pays itself, a unit pays what it is worth")
    func value() throws {
        let credits = try CreditUnit("credits", worth: UnitPrice("0.01", .usd))
        #expect(try CreditUnit(.usd).value(of: number("2.5")) == number("2.5"))
        #expect(try credits.value(of: number("250")) == number("2.5"))
        #expect(
            try credits.amount(paying: number("2.5"), ofAtMost: number("5000")) == number("250"))
        #expect(CreditUnit(.usd).isCurrency && !credits.isCurrency)
        #expect(credits.currency == .usd)
    }

    /// 1 ÷ 3 = 0.333…: up at the twelfth decimal, and never more than is left.
    @Test("a division without an end is rounded up, to what is left at most")
    func endless() throws {
        let unit = try CreditUnit("points", worth: UnitPrice("3", .usd))
        #expect(
            try unit.amount(paying: .one, ofAtMost: number("10")) == number("0.333333333334"))
        #expect(
            try unit.amount(paying: .one, ofAtMost: number("0.3333333333335"))
                == number("0.3333333333335"))
    }

    @Test(
        "tokens, currencies and worthless things are no units of credit",
        arguments: [
            ("tokens", "1"), ("Token", "1"), ("USD", "1"), ("usd", "1"), ("", "1"),
            ("credits", "0"), ("two words", "1"),
        ])
    func refused(name: String, worth: String) throws {
        let price = try UnitPrice(worth, .usd)
        #expect(throws: CreditsError.notAUnit(name, price)) { try CreditUnit(name, worth: price) }
    }
}
