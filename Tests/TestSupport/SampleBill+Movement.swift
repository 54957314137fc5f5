extension SampleBill {
    /// A payment or a refund of a made-up day, in integers of its own, so that what is read can be
    /// compared with something that no reader touched.
    public struct Movement: Sendable {
        public let isRefund: Bool
        public let order: String
        public let transaction: String
        public let refundNo: String
        public let refundID: String
        /// Gross and without coupons, never negative.
        public let fen: Int
        public let settledFen: Int
        /// In China, since midnight of 2025-06-11.
        public let seconds: Int

        /// 0.60 % in hundred-thousandths of a yuan, as WeChat Pay's trade bill prints it: CNY 7650.00
        /// cost 45.90000.
        public var fee: Int { (isRefund ? -6 : 6) * settledFen }
        /// The same in whole fen, half up, as both fund bills and Alipay print it, without its sign.
        public var feeFen: Int { (settledFen * 6 + 500) / 1000 }
        public var time: String { SampleBill.time(seconds) }
    }

    /// One line of a fund bill.
    public struct Flow: Sendable {
        public let number: String
        public let movement: Movement?
        /// As FundBill.Kind has it.
        public let kind: String
        /// Signed.
        public let fen: Int
        public let balanceFen: Int
        public let seconds: Int
        public var time: String { SampleBill.time(seconds) }
    }

    /// `2025-06-11 09:41:22`, or as many days later.
    static func time(_ seconds: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "2025-06-\(11 + seconds / 86_400) \(two(seconds / 3600 % 24)):"
            + "\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    /// Up to twelve movements of a day or three.
    public static func movements(
        payments: Bool = true, refunds: Bool = true, coupons: Bool = true,
        using random: inout SplitMix
    ) -> [Movement] {
        (0..<Int.random(in: 0...12, using: &random)).map { number in
            let isRefund = !payments || (refunds && Bool.random(using: &random))
            let fen = Int.random(in: 1...10_000_000, using: &random)
            let free = coupons && Bool.random(using: &random)
            return Movement(
                isRefund: isRefund, order: "INV20250611\(1000 + number)M1W1",
                transaction: "42000027112025061173001\(10_000 + number)",
                refundNo: isRefund ? "RF\(2000 + number)" : "",
                refundID: isRefund ? "503031023820250611\(20_000 + number)" : "",
                fen: fen, settledFen: free ? Int.random(in: 0...fen, using: &random) : fen,
                seconds: Int.random(in: 0..<(3 * 86_400), using: &random))
        }
    }

    /// What the movements, and now and then a withdrawal, do to an account, in order of time.
    public static func flows(_ movements: [Movement], using random: inout SplitMix) -> [Flow] {
        var balance = Int.random(in: 1_000_000_000...2_000_000_000, using: &random)
        var flows: [Flow] = []
        func add(_ kind: String, _ fen: Int, _ movement: Movement?, _ seconds: Int) {
            balance += fen
            flows.append(
                Flow(
                    number: "\(5_463_244_653_7000 + flows.count * 7)", movement: movement,
                    kind: kind, fen: fen, balanceFen: balance, seconds: seconds))
        }
        for movement in movements.sorted(by: { $0.seconds < $1.seconds }) {
            let sign = movement.isRefund ? -1 : 1
            guard movement.settledFen > 0 else { continue }
            add(
                movement.isRefund ? "refund" : "payment", sign * movement.settledFen, movement,
                movement.seconds)
            if movement.feeFen > 0 {
                add(
                    movement.isRefund ? "feeRefund" : "fee", -sign * movement.feeFen, movement,
                    movement.seconds)
            }
            if Int.random(in: 0..<6, using: &random) == 0 {
                add(
                    "withdrawal", -Int.random(in: 1...10_000, using: &random), nil, movement.seconds
                )
            }
        }
        return flows
    }
}
