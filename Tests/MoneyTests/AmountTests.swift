import Money
import TestSupport
import Testing

@Suite("Amounts")
struct AmountTests {
    @Test("the worked example: 4,200,000 units at 0.50 and 0.30 a million cost CNY 10.61 at 7.27")
    func workedExample() throws {
        let first = try Quantity("1000000").times(UnitPrice("0.0000005", .usd))
        let second = try Quantity("3200000").times(UnitPrice("0.0000003", .usd))
        let fee = try first.plus(second)
        #expect(fee.description == "USD 1.46")
        let inYuan = PreciseAmount(try fee.exact.times(Exact(parsing: "7.27")), .cny)
        #expect(inYuan.description == "CNY 10.6142")
        #expect(try inYuan.rounded(.halfAwayFromZero) == Amount("10.61", .cny))
    }

    @Test("an amount has no more decimals than its currency pays")
    func decimals() throws {
        #expect(try Amount("12400.00", .cny).minorUnits == 1_240_000)
        #expect(try Amount("1701", .jpy).description == "JPY 1,701")
        #expect(throws: MoneyError.tooManyDecimals("12400.001", .cny)) {
            try Amount("12400.001", .cny)
        }
        #expect(throws: MoneyError.tooManyDecimals("1701.5", .jpy)) { try Amount("1701.5", .jpy) }
        // A trailing zero is not a decimal that matters.
        #expect(try Amount("1701.0", .jpy) == Amount("1701", .jpy))
    }

    @Test("allocation: largest remainder first, ties to the earlier part")
    func allocates() throws {
        let parts = try Amount("100.00", .cny).allocated(over: [1, 1, 1])
        #expect(parts.map(\.decimal) == ["33.34", "33.33", "33.33"])
        let negative = try Amount("-0.05", .cny).allocated(over: [1, 0, 1])
        #expect(negative.map(\.decimal) == ["-0.03", "0.00", "-0.02"])
        #expect(throws: MoneyError.self) { try Amount("1.00", .cny).allocated(over: [0, 0]) }
    }

    @Test("the parts of an allocation add up to the whole", arguments: [20_260_601])
    func conserves(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        for _ in 0..<10_000 {
            let whole = Amount(minorUnits: Int64(random.next() % 2_000_001) - 1_000_000, .cny)
            let weights = (0..<Int(1 + random.next() % 12)).map { _ in Int64(random.next() % 1000) }
            guard weights.contains(where: { $0 > 0 }) else { continue }
            let parts = try whole.allocated(over: weights)
            #expect(parts.total(.cny) == whole, "seed \(seed): \(whole) over \(weights)")
        }
    }
}
