import Testing

@testable import Web

@Suite("The axis of a chart")
struct ScaleTests {
    @Test(
        "its steps are round, its ends hold every value, and zero is one of them",
        arguments: [
            ([37], [0, 10, 20, 30, 40]), ([0], [0, 1]),
            ([-120, 80], [-150, -100, -50, 0, 50, 100]),
            ([5_743], [0, 2_000, 4_000, 6_000]), ([1], [0, 1]), ([7], [0, 2, 4, 6, 8]),
            ([-3], [-3, -2, -1, 0]),
        ])
    func ticks(values: [Int], ticks: [Int]) { #expect(Scale(of: values).ticks == ticks) }

    @Test("may leave out zero")
    func withoutZero() {
        #expect(
            Scale(of: [71_000, 73_000], fromZero: false).ticks == [
                71_000, 71_500, 72_000, 72_500, 73_000,
            ])
    }

    @Test("holds any values, and steps by the same 1, 2, 2.5 or 5")
    func any() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let values = (0..<3).map { _ in
                Int.random(in: -9...9, using: &generator)
                    * Int.random(in: 1...1_000_000_000_000, using: &generator)
            }
            let scale = Scale(of: values)
            #expect(scale.low <= values.min()! && scale.high >= values.max()!, "\(values)")
            #expect(scale.ticks.contains(0), "\(values)")
            let steps = Set(zip(scale.ticks, scale.ticks.dropFirst()).map { $1 - $0 })
            #expect(steps.count == 1 && (1...6).contains(scale.ticks.count - 1), "\(values)")
            var step = steps.first!
            while step % 10 == 0 { step /= 10 }
            #expect([1, 2, 25, 5].contains(step), "\(values): \(steps)")
            // The top of the plot is the greatest tick, its foot the least.
            #expect(
                scale.depth(scale.high, height: 100) == 0
                    && scale.depth(scale.low, height: 100) == 1_000)
        }
    }

    @Test(
        "a tick is short in both languages",
        arguments: [
            (0, 0, "0", "0"), (9_999, 0, "9,999", "9,999"), (12_400, 0, "12.4K", "1.24万"),
            (2_500_000, 0, "2.5M", "250万"), (3_000_000_000, 0, "3B", "30亿"),
            (1_240_000, 2, "12.4K", "1.24万"), (12_345, 2, "123.45", "123.45"),
            (-20_000, 0, "−20K", "−2万"), (72_500, 4, "7.25", "7.25"),
        ])
    func short(value: Int, decimals: Int, english: String, chinese: String) {
        #expect(Scale.short(value, decimals: decimals) == Label(english, zh: chinese))
    }

    @Test(
        "a figure has all its digits",
        arguments: [
            (123_456, 2, "1,234.56"), (-5, 2, "−0.05"), (-1_234, 0, "−1,234"), (7, 4, "0.0007"),
        ])
    func figure(value: Int, decimals: Int, text: String) {
        #expect(Frame.figure(value, decimals: decimals) == text)
    }

    @Test(
        "a heat map's shades are fifths of the greatest, and nothing has none",
        arguments: [(0, 0), (1, 1), (20, 1), (21, 2), (60, 3), (61, 4), (100, 5)])
    func shade(value: Int, shade: Int) { #expect(HeatMap.shade(value, of: 100) == shade) }
}
