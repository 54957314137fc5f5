public import Money
public import Time

/// How the events of a period become one quantity.
///
///     var sum = Aggregator(.sum, period: (start, end))
///     try sum.add(EventValue(at: instant, number: 12_500))
///     try sum.quantity()                                      // 12500
///
/// Events may be added in any order; where order decides, time does, and then the order of adding.
public struct Aggregator: Sendable {
    /// The quantity of a period without events is 0, but for a level that is carried in.
    public enum Kind: String, Sendable, CaseIterable {
        case count, sum
        /// The largest value.
        case max
        /// The last value.
        case latest
        /// How many different values; with operations, how many are present at the end.
        case uniqueCount = "unique_count"
        /// A level that values raise and lower, times the share of the period it is held.
        case weightedSum = "weighted_sum"
    }

    /// What an aggregation reads of an event.
    public struct EventValue: Sendable {
        public let at: Instant
        /// The field as a number, for all but count and unique count.
        public let number: Exact?
        /// The field as a text, for unique count.
        public let text: String?
        /// Whether a unique value is taken away instead of added.
        public let removes: Bool

        public init(
            at: Instant, number: Exact? = nil, text: String? = nil, removes: Bool = false
        ) {
            self.at = at
            self.number = number
            self.text = text
            self.removes = removes
        }
    }

    private let kind: Kind
    private let start: Instant
    private let end: Instant
    private let initial: Exact
    /// Nanoseconds a weighted sum is divided by; the period when nil.
    private let span: Int64?
    private var values: [EventValue] = []
    private var total = Exact.zero
    public private(set) var eventCount = 0

    /// - Parameters:
    ///   - initial: the level or last value carried in from the period before.
    ///   - span: nanoseconds a weighted sum is divided by; the length of the period when nil.
    public init(
        _ kind: Kind, from start: Instant, to end: Instant, initial: Exact = .zero,
        span: Int64? = nil
    ) {
        self.kind = kind
        self.span = span
        self.start = start
        self.end = end
        self.initial = initial
    }

    /// Decimals of a weighted sum, whose exact value may have no end.
    public static let weightedDecimals = 12

    /// Takes an event; one outside `[start, end)` is not the period's.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public mutating func add(_ value: EventValue) throws(MoneyError) {
        guard value.at >= start, value.at < end else { return }
        eventCount += 1
        switch kind {
        case .count: break
        case .sum: total = try total.plus(value.number ?? .zero)
        case .max, .latest, .uniqueCount, .weightedSum: values.append(value)
        }
    }

    /// - Throws: `MoneyError.doesNotFit`.
    public func quantity() throws(MoneyError) -> Exact {
        switch kind {
        case .count: return Exact(eventCount)
        case .sum: return total
        case .max: return values.compactMap(\.number).max() ?? .zero
        case .latest: return ordered.last?.number ?? initial
        case .uniqueCount: return Exact(present)
        case .weightedSum: return try weighted()
        }
    }

    /// By time; what happened at one instant stays in the order it was added.
    private var ordered: [EventValue] {
        values.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }.map(\.element)
    }

    private var present: Int {
        var present: Set<[UInt8]> = []
        for value in ordered {
            // By bytes: texts that merely look alike are different values.
            let text = Array((value.text ?? "").utf8)
            if value.removes { present.remove(text) } else { present.insert(text) }
        }
        return present.count
    }

    /// Σ level × nanoseconds it was held, over the nanoseconds of the period.
    private func weighted() throws(MoneyError) -> Exact {
        var level = initial
        var since = start.nanoseconds
        var sum = Exact.zero
        for value in ordered {
            sum = try sum.plus(level.times(held(from: since, to: value.at.nanoseconds)))
            since = value.at.nanoseconds
            level = try level.plus(value.number ?? .zero)
        }
        sum = try sum.plus(level.times(held(from: since, to: end.nanoseconds)))
        return try sum.divided(
            by: span.map { Exact($0) } ?? held(from: start.nanoseconds, to: end.nanoseconds),
            scale: Aggregator.weightedDecimals,
            .halfAwayFromZero)
    }

    /// Nanoseconds between two instants: centuries of them pass 64 bits.
    private func held(from: Int64, to: Int64) -> Exact {
        Exact(coefficient: Int128(to) - Int128(from), scale: 0)
    }
}
