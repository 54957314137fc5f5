import Catalog
import Money

/// A total while the scan runs: whole numbers in one integer, the rest in an exact decimal.
struct RunningTotal {
    var count = 0
    var first = Int64.max
    var last = Int64.min
    var whole: Int128 = 0
    var decimal = Exact.zero
    /// Of values that are not added up.
    var aggregator: Aggregator?
    /// The values themselves, for charges that price each; nothing else keeps what it has read.
    private(set) var values: [Value] = []
    private let isTokens: Bool
    /// Requests of each band, and their tokens: the classes of the first band, then those of the next.
    private var requests: [Int] = []
    private var tokens: [Int128] = []

    /// A value with what puts it in order.
    struct Value {
        let at: Int64
        let sequence: Int64
        let number: Exact
        let price: Exact?
    }

    init(isTokens: Bool = false, aggregator: Aggregator? = nil) {
        self.isTokens = isTokens
        self.aggregator = aggregator
    }

    mutating func keep(_ number: Exact, price: Exact?, at: Int64, _ sequence: Int64) {
        values.append(Value(at: at, sequence: sequence, number: number, price: price))
    }

    @inline(__always)
    mutating func see(_ occurredAt: Int64) {
        count += 1
        if occurredAt < first { first = occurredAt }
        if occurredAt > last { last = occurredAt }
    }

    /// Counts a request in the band of its size. Intake has refused those whose classes would leave
    /// less than nothing.
    @inline(__always)
    mutating func add(
        tokens route: borrowing Routes.TokenRoute, at: Int64, _ slots: UnsafePointer<Int64>
    ) {
        var request = TokenRequest(inputIncludesCache: route.inputIncludesCache)
        request.input = slots[route.input]
        request.output = slots[route.output]
        request.cacheRead = slots[route.cacheRead]
        request.cacheWrite = slots[route.cacheWrite]
        request.cacheWriteOneHour = slots[route.cacheWriteOneHour]
        request.reasoning = min(slots[route.reasoning], request.output)
        request.imageOutput = min(
            slots[route.imageOutput], request.output - request.reasoning)
        let band = route.band(of: request.size(route.bandBy), at: at)
        if requests.count < route.count {
            requests += repeatElement(0, count: route.count - requests.count)
            tokens += repeatElement(0, count: route.count * TokenRequest.classCount - tokens.count)
        }
        requests[band] += 1
        var place = band * TokenRequest.classCount
        request.forEachClass { _, count in
            tokens[place] += Int128(count)
            place += 1
        }
    }

    /// What was added up.
    func measured() throws(MoneyError) -> MeteredUsage.Measured {
        if isTokens { return .tokens(tokenTotals) }
        return .units(Quantity(sum: try decimal.plus(Exact(coefficient: whole, scale: 0))))
    }

    private var tokenTotals: [MeteredUsage.TokenTotals] {
        requests.indices.map { band in
            var totals = MeteredUsage.TokenTotals()
            totals.requests = requests[band]
            var place = band * TokenRequest.classCount
            TokenRequest(inputIncludesCache: false).forEachClass { tokenClass, _ in
                if tokens[place] != 0 { totals.byClass[tokenClass] = tokens[place] }
                place += 1
            }
            return totals
        }
    }
}
