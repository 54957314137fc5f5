/// Chance from a seed: xoshiro256**, by Blackman and Vigna, filled by splitmix64. The same seed throws the same.
struct Dice {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    init(state: (UInt64, UInt64, UInt64, UInt64)) { self.state = state }

    init(seed: UInt64) {
        var filling = seed
        func fill() -> UInt64 {
            filling &+= 0x9E37_79B9_7F4A_7C15
            return Dice.mixed(filling)
        }
        state = (fill(), fill(), fill(), fill())
    }

    /// One number for another, none twice: splitmix64's last step. What counts up becomes what looks like chance.
    static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    @inline(__always)
    mutating func next() -> UInt64 {
        let times = state.1 &* 5
        let result = ((times << 7) | (times >> 57)) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = (state.3 << 45) | (state.3 >> 19)
        return result
    }

    /// A number from 0 up to, and without, `bound`.
    @inline(__always)
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }
}

/// Draws one of many by weight in constant time: Vose's alias method, in whole numbers.
struct WeightedDraw {
    /// Of 2^32, how much of each place is its own; the rest is its alias's.
    private let own: [UInt32]
    private let alias: [Int32]

    /// - Parameter weights: at least one of them above 0, their sum below 2^31.
    init(_ weights: [UInt64]) {
        let count = UInt64(weights.count)
        let sum = weights.reduce(0, +)
        precondition(sum > 0 && sum < 1 << 31, "weights sum to \(sum)")
        // Each weight in parts of which every place has `sum`.
        var parts = weights.map { $0 * count }
        var own = [UInt32](repeating: .max, count: weights.count)
        var alias = (0..<Int32(weights.count)).map { $0 }
        var small = parts.indices.filter { parts[$0] < sum }
        var large = parts.indices.filter { parts[$0] >= sum }
        while let lacking = small.popLast(), let giving = large.last {
            own[lacking] = UInt32((parts[lacking] << 32) / sum)
            alias[lacking] = Int32(giving)
            parts[giving] -= sum - parts[lacking]
            if parts[giving] < sum { small.append(large.removeLast()) }
        }
        self.own = own
        self.alias = alias
    }

    /// How likely a place is drawn, of 1.
    func chance(of place: Int) -> Double {
        let parts = own.indices.map { other in
            let own = (Double(own[other]) + 1) / 0x1p32
            return (other == place ? own : 0) + (alias[other] == place ? 1 - own : 0)
        }
        return parts.reduce(0, +) / Double(own.count)
    }

    @inline(__always)
    func draw(_ dice: inout Dice) -> Int {
        let place = dice.below(own.count)
        return UInt32(truncatingIfNeeded: dice.next()) <= own[place] ? place : Int(alias[place])
    }
}
