public import Time

/// A synthetic month of usage: as many lines as are asked for, and what they need to be billed.
///
///     let month = GeneratedMonth(lines: 1_000_000, seed: 1)
///     let tally = try month.write { part in … }       // NDJSON, in parts of a megabyte
///     tally.accepted                                  // what intake should say, too
///     try month.setup()                               // catalogs, prices, rates
///
/// Lines stand in the order they are reported, which is nearly that of their time. Of a thousand, ten are repeats and
/// twenty come up to three days late; of a hundred thousand, ten have another line's id and fifty are broken.
public struct GeneratedMonth: Sendable {
    /// Calls of how many customers are told apart; the study that the shares are from has 1,246 in all its classes.
    public static let usualCustomers = 1246
    public static let usualMerchants = 50
    /// More would not have a catalog that anyone waits for.
    public static let mostCustomers = 100_000
    public static let mostMerchants = 1000
    /// Far more than a ledger takes in a month.
    public static let mostLines = 100_000_000_000

    /// Shanghai's: merchants of a synthetic month have their days there.
    public let month: Month
    /// How many lines, repeats and broken ones among them.
    public let lines: Int
    public let seed: UInt64
    public let merchants: Int
    public let customers: Int

    /// - Parameters:
    ///   - lines: 0 or more.
    ///   - merchants: 1 to `mostMerchants`, and no more than there are customers.
    ///   - customers: 1 to `mostCustomers`.
    public init(
        _ month: Month = Month(year: 2026, month: 5), lines: Int, seed: UInt64,
        merchants: Int = usualMerchants, customers: Int = usualCustomers
    ) {
        precondition(
            (0...GeneratedMonth.mostLines).contains(lines)
                && (1...GeneratedMonth.mostCustomers).contains(customers))
        precondition((1...min(customers, GeneratedMonth.mostMerchants)).contains(merchants))
        self.month = month
        self.lines = lines
        self.seed = seed
        self.merchants = merchants
        self.customers = customers
    }

    /// The merchant that a customer buys from, both counted from 0.
    func merchant(of customer: Int) -> Int { customer % merchants }

    static func code(merchant: Int) -> String { "syn_mer_\(padded(merchant + 1, 3))" }
    static func code(customer: Int) -> String { "syn_cus_\(padded(customer + 1, 5))" }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// What was written, counted while it was; what intake counts is held against it.
    public struct Tally: Sendable, Equatable {
        public var lines = 0
        /// New events: the lines without repeats and what has to be refused.
        public var accepted = 0
        public var repeats = 0
        /// Of the accepted, reported more than an hour after they happened.
        public var delayed = 0
        /// By the reason that intake should give, in its own words.
        public var rejected: [String: Int] = [:]
        /// Of the accepted, by event name.
        public var events: [String: Quantity] = [:]
        public var bytes = 0

        /// How many events of a name there are, and what they come to.
        public struct Quantity: Sendable, Equatable {
            public var count = 0
            /// The sum of their quantities, in thousandths.
            public var thousandths = 0
        }

        public init() {}
    }

    /// Writes all lines, in order.
    ///
    /// - Parameter sink: takes each part; the bytes are gone when it returns.
    public func write(_ sink: (UnsafeRawBufferPointer) throws -> Void) rethrows -> Tally {
        var writer = LineWriter(self)
        // Each hour has its share of all lines, and the shares of all hours before it are whole, so none is lost.
        let weights = hourWeights()
        let sum = weights.reduce(0, +)
        var before = 0
        var written = 0
        for (hour, weight) in weights.enumerated() {
            before += weight
            let until = Int(Int128(lines) * Int128(before) / Int128(sum))
            let count = until - written
            for place in 0..<count {
                writer.line(hour: hour, place: place, of: count)
                if writer.buffer.isFull { try writer.handOn(to: sink) }
            }
            written = until
        }
        try writer.handOn(to: sink)
        return writer.counted()
    }

    /// How busy each hour of the month is beside the others. Weekends are calmer, as in the study's days.
    private func hourWeights() -> [Int] {
        (0..<month.length).flatMap { day in
            let isWeekend = month.firstDay.advanced(by: day).weekday > 5
            return Traces.hours.map { $0 * (isWeekend ? 84 : 106) }
        }
    }
}
