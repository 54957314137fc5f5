import Testing

@testable import Generator

@Suite("Chance from a seed")
struct DiceTests {
    @Test("xoshiro256** from 1, 2, 3, 4, as its authors' program prints it")
    func published() {
        var dice = Dice(state: (1, 2, 3, 4))
        let first: [UInt64] = [
            11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
            607_988_272_756_665_600,
        ]
        #expect(first.map { _ in dice.next() } == first)
    }

    @Test("splitmix64 from 1234567, as published")
    func filling() {
        let gamma: UInt64 = 0x9E37_79B9_7F4A_7C15
        let states = (1...3).map { 1_234_567 &+ gamma &* UInt64($0) }
        #expect(
            states.map(Dice.mixed) == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }

    @Test("a number below a bound is below it, and each comes as often as the others")
    func below() {
        var dice = Dice(seed: 7)
        var counts = [Int](repeating: 0, count: 6)
        for _ in 0..<60_000 { counts[dice.below(6)] += 1 }
        // Five standard deviations of 60,000 throws of a die are 456.
        #expect(counts.allSatisfy { abs($0 - 10_000) < 456 }, "\(counts)")
    }

    @Test(
        "a draw by weight gives each place its weight, to a part of two to the 32nd",
        arguments: [[1], [5, 0, 5], [1, 2, 3, 4], [1_000_000, 1, 1], [7, 7, 7, 7, 7, 7, 7]])
    func weights(_ weights: [UInt64]) {
        let draw = WeightedDraw(weights)
        let sum = Double(weights.reduce(0, +))
        for (place, weight) in weights.enumerated() {
            #expect(abs(draw.chance(of: place) - Double(weight) / sum) < 1e-9)
        }
    }
}
