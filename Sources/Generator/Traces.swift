import Glibc

/// Figures of published traces that give a synthetic month its shape.
enum Traces {
    /// Twenty-one values: the least, every twentieth part, and the most.
    struct Spread: Sendable {
        let values: [Int]

        /// A value as often as the trace has one like it: between two neighbours all are alike.
        @inline(__always)
        func draw(_ dice: inout Dice) -> Int {
            let chance = Int(dice.next() >> 44)  // 20 bits
            let part = (chance * 20) >> 20
            let rest = chance * 20 - part << 20
            return values[part] + ((values[part + 1] - values[part]) * rest) >> 20
        }
    }

    // Sessions of a coding agent: callanjfox/kv-cache-tester, Apache-2.0, 42,446 requests.
    static let agentInput = Spread(values: [
        6343, 30522, 42160, 50655, 58699, 66467, 74185, 81913, 89381, 96789, 104_159, 111_219,
        117_960, 124_836, 131_790, 139_410, 148_782, 179_618, 236_310, 295_954, 894_371,
    ])
    static let agentOutput = Spread(values: [
        0, 88, 104, 116, 125, 136, 147, 160, 175, 193, 215, 241, 272, 311, 359, 426, 514, 640, 899,
        1537, 18195,
    ])
    /// Of a thousand input tokens, how many a cache of five minutes had, and how many it took.
    static let agentCacheRead = Spread(values: [
        0, 0, 869, 949, 969, 978, 983, 986, 988, 990, 992, 993, 994, 994, 995, 996, 996, 997, 998,
        998, 999,
    ])
    static let agentCacheWrite = Spread(values: [
        0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 10, 13, 16, 21, 30, 50, 129, 999, 1000,
    ])

    // Conversations: Azure/AzurePublicDataset, LLM inference trace of 2023, CC BY 4.0, 16,461 requests.
    static let chatInput = Spread(values: [
        2, 181, 212, 374, 387, 396, 402, 411, 442, 967, 1014, 1041, 1066, 1095, 1133, 1209, 1332,
        2069, 3534, 4085, 14050,
    ])
    static let chatOutput = Spread(values: [
        7, 40, 52, 63, 74, 82, 88, 93, 98, 106, 116, 134, 158, 190, 373, 393, 397, 410, 421, 447,
        1000,
    ])

    // Clients of a model platform: alibaba/ServeGen, Apache-2.0, 3.2 billion requests of 400 clients in twelve days.
    /// Requests by hour of the day; 100 is the mean.
    static let hours = [
        92, 87, 97, 93, 93, 88, 82, 93, 101, 109, 114, 113, 99, 111, 107, 92, 94, 99, 94, 101, 118,
        108, 108, 106,
    ]
    /// Its first client has 28 % of all requests, its tenth 1.6 %: as 1 over the rank to the power of 1.3. No share is 0.
    static func shares(of customers: Int) -> [UInt64] {
        (1...customers).map { rank in
            let share: Double = 125_000_000 / pow(Double(rank), 1.3)
            return UInt64(share) + 1
        }
    }
}
