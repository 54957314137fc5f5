public import Money
public import Time

/// How the events of a period become one quantity.
///
///     var sum = Aggregator(.sum, period: (start, end))
///     try sum.add(EventValue(at: instant, number: 12_500))
///     try sum.quantity()                                      // 12500
///
/// Events may be added in any order; where order decides, time does, and then the order of adding. None of them is kept.
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
    private var initial: Exact
    /// Nanoseconds a weighted sum is divided by; the period when nil.
    private let span: Int64?
    public private(set) var eventCount = 0
    private var total = Exact.zero
    /// Σ value × nanoseconds from the start to it: what it did not add before it came.
    private var missed = Exact.zero
    private var largest: Exact?
    private var last: Latest?
    /// Places in `latestOfText` by the text's bytes: texts that merely look alike are different values.
    private var texts = ByteTable()
    private var latestOfText: [Latest] = []

    /// The last of several values, and what tells it from others of its instant.
    private struct Latest {
        var at: Int64
        var place: Int64
        var number: Exact?
        var removes: Bool
    }

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

    /// Takes an event; one outside `[start, end)` is not the period's. Of two at one instant the one added last is later.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public mutating func add(_ value: EventValue) throws(MoneyError) {
        guard value.at >= start, value.at < end else { return }
        var text = value.text ?? ""
        do {
            try text.withUTF8 { text in
                try add(
                    value.at.nanoseconds, Int64(eventCount), value.number, text,
                    removes: value.removes, follows: { _, _ in true })
            }
        } catch let error as MoneyError {
            throw error
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// Takes what happened at `at`, in nanoseconds since 1970. Nothing of it is kept that a later value makes useless, so
    /// memory grows with different texts and not with events.
    ///
    /// - Parameters:
    ///   - place: tells it from others of the same instant.
    ///   - follows: whether the first place is later than the second, of two that are at one instant.
    mutating func add(
        _ at: Int64, _ place: Int64, _ number: Exact?, _ text: UnsafeBufferPointer<UInt8>,
        removes: Bool, follows: (Int64, Int64) throws -> Bool
    ) throws {
        eventCount += 1
        let latest = Latest(at: at, place: place, number: number, removes: removes)
        func isLater(than known: Latest) throws -> Bool {
            try at > known.at || (at == known.at && follows(place, known.place))
        }
        switch kind {
        case .count: break
        case .sum: total = try total.plus(number ?? .zero)
        case .max:
            if let number, largest.map({ number > $0 }) ?? true { largest = number }
        case .latest:
            if try last.map(isLater) ?? true { last = latest }
        case .weightedSum:
            let number = number ?? .zero
            total = try total.plus(number)
            missed = try missed.plus(number.times(held(from: start.nanoseconds, to: at)))
        case .uniqueCount:
            if let known = texts[text] {
                if try isLater(than: latestOfText[known]) { latestOfText[known] = latest }
            } else {
                texts.insert(text, latestOfText.count)
                latestOfText.append(latest)
            }
        }
    }

    /// Begins with what values before the period came to: the level, the last one, or those that are present.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    mutating func begin(after earlier: Aggregator) throws(MoneyError) {
        switch kind {
        case .count, .sum, .max: break
        case .latest: initial = earlier.last?.number ?? initial
        case .weightedSum: initial = try initial.plus(earlier.total)
        case .uniqueCount:
            earlier.texts.forEach { text, place in
                if texts[text] != nil { return }
                texts.insert(text, latestOfText.count)
                latestOfText.append(earlier.latestOfText[place])
            }
        }
    }

    /// - Throws: `MoneyError.doesNotFit`.
    public func quantity() throws(MoneyError) -> Exact {
        switch kind {
        case .count: return Exact(eventCount)
        case .sum: return total
        case .max: return largest ?? .zero
        case .latest: return last?.number ?? initial
        case .uniqueCount: return Exact(latestOfText.count { !$0.removes })
        case .weightedSum: return try weighted()
        }
    }

    /// Σ level × nanoseconds it was held, over the nanoseconds of the period: the level that everything comes to, held all
    /// along, without what each value missed of it.
    private func weighted() throws(MoneyError) -> Exact {
        let whole = held(from: start.nanoseconds, to: end.nanoseconds)
        return try initial.plus(total).times(whole).minus(missed).divided(
            by: span.map { Exact($0) } ?? whole, scale: Aggregator.weightedDecimals,
            .halfAwayFromZero)
    }

    /// Nanoseconds between two instants: centuries of them pass 64 bits.
    private func held(from: Int64, to: Int64) -> Exact {
        Exact(coefficient: Int128(to) - Int128(from), scale: 0)
    }
}
