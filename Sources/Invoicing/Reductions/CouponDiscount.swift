public import Money

/// Something taken off lines: a share of each, or an amount over all it is for.
public struct CouponDiscount: Sendable, Equatable {
    public let id: String
    public let value: Value
    public let metrics: [String]
    public let plans: [String]
    public let lines: [String]

    /// How much.
    public enum Value: Sendable, Equatable {
        case fixed(Amount)
        /// 10 means ten hundredths.
        case percent(Exact)
    }

    public init(
        id: String, value: Value, metrics: [String] = [], plans: [String] = [],
        lines: [String] = []
    ) {
        self.id = id
        self.value = value
        self.metrics = metrics
        self.plans = plans
        self.lines = lines
    }

    /// What a coupon looks at to know whether a line is one of its.
    struct Subject {
        let line: String
        let plan: String?
        let metric: String?
    }

    func applies(to subject: Subject) -> Bool {
        switch rank {
        case 0: subject.metric.map(metrics.contains) ?? false
        case 1: subject.plan.map(plans.contains) ?? false
        case 2: lines.contains(subject.line)
        default: true
        }
    }

    /// Which kind of limit it has, the narrowest first.
    private var rank: Int {
        if !metrics.isEmpty { return 0 }
        if !plans.isEmpty { return 1 }
        return lines.isEmpty ? 3 : 2
    }

    /// In the order they take effect: for metrics, for plans, for lines, then the others, each kind
    /// in the order given.
    static func ordered(_ coupons: [CouponDiscount]) -> [CouponDiscount] {
        coupons.enumerated().sorted {
            ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
        }.map(\.element)
    }

    /// What it takes off each of `left`; a line below nothing is left as it is.
    ///
    /// - Parameter scale: decimals to which a share is rounded; nil leaves it exact.
    func parts(of left: [Exact], scale: Int?) throws(MoneyError) -> [Exact] {
        let open = left.map { max(.zero, $0) }
        switch value {
        case .percent(let percent):
            return try open.map { line throws(MoneyError) in
                let share = try line.times(percent).shifted(right: 2)
                return min(
                    line, scale.map { share.rounded(toScale: $0, .halfAwayFromZero) } ?? share)
            }
        case .fixed(let amount):
            var whole = Exact.zero
            for line in open { whole = try whole.plus(line) }
            if amount.exact >= whole { return open }
            return try CouponDiscount.allocated(amount, over: open)
        }
    }

    /// By the size of the lines, to the minor unit, and never more than a line.
    private static func allocated(
        _ amount: Amount, over lines: [Exact]
    ) throws(MoneyError) -> [Exact] {
        // Sizes to the millionth; the largest amount there can be fits.
        let weights = lines.map { Int64($0.rounded(toScale: 6, .down).scaled(to: 6) ?? 0) }
        if weights.allSatisfy({ $0 == 0 }) { return lines.map { _ in .zero } }
        var parts = try amount.allocated(over: weights).map(\.exact)
        var over = Exact.zero
        for index in parts.indices where parts[index] > lines[index] {
            over = try over.plus(parts[index].minus(lines[index]))
            parts[index] = lines[index]
        }
        for index in parts.indices where !over.isZero {
            let more = min(over, try lines[index].minus(parts[index]))
            parts[index] = try parts[index].plus(more)
            over = try over.minus(more)
        }
        return parts
    }
}
