import FX
import Money
import Store
import TestSupport
import Testing
import Time

/// 10,000 rates and amounts from a seed that a failure prints.
@Suite("Rates of every size")
struct FXPropertyTests {
    static let seed: UInt64 = 20_260_531
    static let count = 10_000

    /// A rate of 1 to 8 digits from about 0.0001 to 99,999,999.
    private func rate(_ random: inout SplitMix) -> Exact {
        let digits = Int.random(in: 1...8, using: &random)
        let bound = (0..<digits).reduce(Int64(1)) { product, _ in product * 10 }
        let coefficient = Int64.random(in: 1..<bound, using: &random)
        return Exact(
            coefficient: Int128(coefficient), scale: Int.random(in: 0...4, using: &random))
    }

    private func lock(_ random: inout SplitMix, spread: Exact = .zero) throws -> FXLock {
        let base = Currency.payout.randomElement(using: &random)!
        let day = try Day("2026-05-29")
        let legs = (rate(&random), rate(&random))
        let crossed = try FXRate.cross(
            base: .init(base: .eur, quote: base, value: legs.0),
            quote: .init(base: .eur, quote: .cny, value: legs.1), day: day, source: "ECB")
        return FXLock(
            purpose: .settlement, rate: crossed, spread: spread, wantedDay: day.advanced(by: 2),
            lockedAt: Sample.now)
    }

    @Test("there and back differs by at most half a unit at each rounding")
    func thereAndBack() throws {
        var random = SplitMix(seed: Self.seed)
        for number in 1...Self.count {
            // From a ten-thousandth on, so that what comes out can be paid.
            let coefficient = Int64.random(in: 1..<100_000_000, using: &random)
            let digits = String(coefficient).utf8.count
            let value = Exact(
                coefficient: Int128(coefficient),
                scale: Int.random(in: 0...digits + 3, using: &random))
            let lock = try Sample.lock(
                Currency.payout.randomElement(using: &random)!, value.description)
            let fen = Int64.random(in: 1...100_000_000, using: &random)
            let amount = Amount(minorUnits: fen, .cny)
            let there = try lock.convert(amount)
            let back = try lock.convert(there)
            let apart = try back.exact.minus(amount.exact).magnitude
            // Half a unit of the payout currency at the rate, and half a fen.
            let unit = Exact(coefficient: 5, scale: there.currency.minorUnitDigits + 1)
            let bound = try unit.times(lock.rate.value).plus(Exact(coefficient: 5, scale: 3))
            #expect(
                apart <= bound,
                "seed \(Self.seed), \(number): \(amount) → \(there) → \(back) at \(lock.rate.text)")
        }
    }

    @Test("a lock's JSON read back is the same lock")
    func json() throws {
        var random = SplitMix(seed: Self.seed)
        for number in 1...Self.count {
            let spread = Exact(
                coefficient: Int128(Int64.random(in: 0...20_000_000, using: &random)), scale: 8)
            let lock = try lock(&random, spread: number % 3 == 0 ? .zero : spread)
            let text = lock.json.compact
            let read = try FXLock(JSONFields(JSONValue(parsing: text)), purpose: .settlement)
            #expect(read == lock, "seed \(Self.seed), \(number): \(text)")
        }
    }

    @Test("a cross rate is the fraction of its legs, by long division, half-even at 8 digits")
    func crosses() throws {
        var random = SplitMix(seed: Self.seed)
        for number in 1...Self.count {
            let rate = try lock(&random).rate
            let legs = rate.derivedFrom.map(\.value)
            #expect(
                try rate.value == Self.longDivision(legs[1], legs[0]),
                "seed \(Self.seed), \(number): \(rate.derivation ?? "") is not \(rate.value)")
            #expect(rate.isDerivedRight)
        }
    }

    @Test(
        "a ninth digit that is exactly a half goes to the even neighbour",
        arguments: [
            // 11 ÷ 1024 = 0.0107421875 and 13 ÷ 1024 = 0.0126953125
            ("11", "0.010742188"), ("13", "0.012695312"),
        ])
    func ties(quote: String, value: String) throws {
        let rate = try FXRate.cross(
            base: .init(base: .eur, quote: .usd, value: Exact(1024)),
            quote: .init(base: .eur, quote: .cny, value: Exact(parsing: quote)),
            day: Day("2026-05-29"), source: "ECB")
        #expect(rate.value.description == value)
    }

    @Test(
        "rates of many digits have their eight as well",
        arguments: [
            // 10^12 ÷ 7 = 142857142857.14…, which has twelve digits before the point
            ("1000000000000", "7", "142857140000"), ("1", "0.000000000007", "142857140000"),
            ("0.000000000001", "1000000000000", "0.000000000000000000000001"),
            ("99999999.999999999999", "1", "100000000"),
        ])
    func wide(quote: String, base: String, value: String) throws {
        let rate = try FXRate.cross(
            base: .init(base: .eur, quote: .usd, value: Exact(parsing: base)),
            quote: .init(base: .eur, quote: .cny, value: Exact(parsing: quote)),
            day: Day("2026-05-29"), source: "ECB")
        #expect(rate.value.description == value)
    }

    /// The quotient digit by digit, as at school: an answer that shares nothing with the program's.
    private static func longDivision(_ a: Exact, _ b: Exact) throws -> Exact {
        func power(_ n: Int) -> Int128 { (0..<n).reduce(1) { product, _ in product * 10 } }
        var rest = a.coefficient * power(b.scale)
        var divisor = b.coefficient * power(a.scale)
        var exponent = 0
        while rest < divisor {
            rest *= 10
            exponent -= 1
        }
        while rest >= divisor * 10 {
            divisor *= 10
            exponent += 1
        }
        var digits: Int128 = 0
        for place in 0..<8 {
            if place > 0 { rest *= 10 }
            digits = digits * 10 + rest / divisor
            rest %= divisor
        }
        if rest * 2 > divisor || (rest * 2 == divisor && digits % 2 == 1) { digits += 1 }
        let scale = 7 - exponent
        return scale >= 0
            ? Exact(coefficient: digits, scale: scale)
            : Exact(coefficient: digits * power(-scale), scale: 0)
    }
}
