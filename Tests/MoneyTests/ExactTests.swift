import Money
import TestSupport
import Testing

@Suite("Exact decimal numbers")
struct ExactTests {
    @Test(
        "read as written, printed in plain digits",
        arguments: [
            ("12400.00", "12400"),
            ("1.5e-07", "0.00000015"),
            ("3.0001999999999996e-07", "0.00000030001999999999996"),  // 17 digits, as published
            ("1.3E-10", "0.00000000013"),
            ("-0.050", "-0.05"),
            ("+7", "7"),
            ("1e3", "1000"),
            ("0e-99", "0"),
            ("000123", "123"),
        ])
    func reads(text: String, printed: String) throws {
        #expect(try Exact(parsing: text).description == printed)
    }

    @Test(
        "anything else is refused whole",
        arguments: [
            "", "-", ".", "1.", ".5", "12abc", " 1", "1 ", "1,000", "1e", "1e999", "NaN", "0x10",
            "１２",
            "999999999999999999999999999999999999999999",
            // The smallest integer has no magnitude: as an exponent it must be refused, not trap.
            "1e-9223372036854775808", "1e9223372036854775807",
        ])
    func refuses(text: String) {
        #expect(throws: MoneyError.notANumber(text)) { try Exact(parsing: text) }
    }

    @Test(
        "rounded by name",
        arguments: [
            // value, places, half away, half even, up, down
            ("2.5", 0, "3", "2", "3", "2"),
            ("-2.5", 0, "-3", "-2", "-2", "-3"),
            ("1.005", 2, "1.01", "1", "1.01", "1"),
            ("10.6142", 2, "10.61", "10.61", "10.62", "10.61"),
            ("0.0049999", 2, "0", "0", "0.01", "0"),
            // Nothing is not what a begun unit rounds up to, however little of it was begun.
            ("1e-40", 0, "0", "0", "1", "0"), ("-1e-40", 1, "0", "0", "0", "-0.1"),
            ("99999999999999999999999999999999999999e-40", 0, "0", "0", "1", "0"),
        ])
    func rounds(
        value: String, places: Int, halfAway: String, halfEven: String, up: String, down: String
    ) throws {
        let number = try Exact(parsing: value)
        #expect(number.rounded(toScale: places, .halfAwayFromZero).description == halfAway)
        #expect(number.rounded(toScale: places, .halfEven).description == halfEven)
        #expect(number.rounded(toScale: places, .up).description == up)
        #expect(number.rounded(toScale: places, .down).description == down)
    }

    @Test("division is rounded once, at the scale asked for")
    func divides() throws {
        // CNY 12,400.00 at 7.29 is USD 1700.960219478738 (twelve decimals), USD 1700.96.
        let quotient = try Exact(12_400).divided(
            by: Exact(parsing: "7.29"), scale: 12, .halfAwayFromZero)
        #expect(quotient.description == "1700.960219478738")
        #expect(throws: MoneyError.self) {
            try Exact.one.divided(by: .zero, scale: 2, .halfEven)
        }
    }

    @Test(
        "a product is rounded once, however many digits it has",
        arguments: [
            (RoundingRule.halfAwayFromZero, "1160.77", "-1160.77"),
            (.halfEven, "1160.77", "-1160.77"), (.up, "1160.77", "-1160.76"),
            (.down, "1160.76", "-1160.77"),
        ])
    func roundsProducts(rule: RoundingRule, positive: String, negative: String) throws {
        // 1160.7693420678054583682356558183280588544, which needs 41 digits.
        let price = try Exact(parsing: "152.360919219987762812232056090136")
        let rate = try Exact(parsing: "7.6185504")
        #expect(throws: MoneyError.self) { try price.times(rate) }
        #expect(try price.times(rate, scale: 2, rule).description == positive)
        #expect(try price.negated.times(rate, scale: 2, rule).description == negative)
        #expect(throws: MoneyError.self) {
            try Exact(coefficient: .max, scale: 0).times(Exact(2), scale: 2, rule)
        }
    }

    @Test("a product rounded at once is the whole product rounded")
    func roundsAsTheWhole() throws {
        var random = SplitMix(seed: 41)
        for _ in 0..<10_000 {
            let a = Exact(
                coefficient: Int128(Int64.random(in: -999_999...999_999, using: &random)),
                scale: Int.random(in: 0...9, using: &random))
            let b = Exact(
                coefficient: Int128(Int64.random(in: -5_000...5_000, using: &random)),
                scale: Int.random(in: 0...6, using: &random))
            for rule in RoundingRule.allCases {
                let wanted = Int.random(in: 0...8, using: &random)
                #expect(
                    try a.times(b, scale: wanted, rule)
                        == a.times(b).rounded(toScale: wanted, rule), "\(a) × \(b) \(rule)")
            }
        }
    }

    @Test("comparison holds across scales, also where no common scale fits")
    func compares() throws {
        let tiny = Exact(coefficient: 1, scale: 40)
        let half = try Exact(parsing: "0.5")
        #expect(tiny < half)
        #expect(half.negated < tiny.negated)
        #expect(!(half < tiny))
        #expect(try Exact(parsing: "-1.5") < Exact(parsing: "-1.25"))
        #expect(try Exact(parsing: "1.50") == Exact(parsing: "1.5"))
    }

    @Test("what does not fit says so and never wraps")
    func overflows() throws {
        let huge = Exact(coefficient: Int128.max, scale: 0)
        #expect(throws: MoneyError.self) { try huge.plus(.one) }
        #expect(throws: MoneyError.self) { try huge.times(Exact(2)) }
        // −2¹²⁷ alone has no opposite: −2¹²⁶ − 2¹²⁶ and −2¹²⁶ × 2 would be it.
        let half = Exact(coefficient: -(Int128(1) << 126), scale: 0)
        #expect(throws: MoneyError.self) { try half.plus(half) }
        #expect(throws: MoneyError.self) { try half.times(Exact(2)) }
        #expect(throws: MoneyError.self) { try huge.negated.minus(.one) }
        #expect(try half.plus(half.plus(.one)) == huge.negated)
        let units = try Exact(parsing: "1e18")
        #expect(try units.times(Exact(parsing: "1e-10")).description == "100000000")
    }

    @Test("grouped for people")
    func groups() throws {
        #expect(try Exact(parsing: "4200000").grouped(minimumScale: 0) == "4,200,000")
        #expect(try Exact(parsing: "-1234.5").grouped(minimumScale: 2) == "-1,234.50")
        #expect(try Exact(parsing: "999").grouped(minimumScale: 2) == "999.00")
        #expect(try Exact(parsing: "-999.1234567").grouped(minimumScale: 0) == "-999.1234567")
        #expect(try Exact(parsing: "-123456789").grouped(minimumScale: 0) == "-123,456,789")
    }
}
