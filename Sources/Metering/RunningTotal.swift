import Catalog
import Money

/// A total while the scan runs: whole numbers in one integer, the rest in an exact decimal.
struct RunningTotal {
    var count = 0
    var first = Int64.max
    var last = Int64.min
    var whole: Int128 = 0
    var decimal = Exact.zero
    let isTokens: Bool
    var bands: [MeteredUsage.TokenTotals] = []
    /// Values that are not added up, for the aggregation at the end.
    private(set) var values: [Value] = []
    private let keeps: Keeps

    /// A value with what puts it in order.
    struct Value {
        let at: Int64
        let sequence: Int64
        let number: Exact?
        var price: Exact?
        let text: String?
        let removes: Bool
    }

    /// Which values the aggregation can still need.
    enum Keeps { case all, largest, last }

    init(_ request: MeterRequest) {
        let metric = request.metric
        isTokens = metric.isTokens
        keeps =
            switch metric.aggregation {
            case .max: .largest
            case .latest: .last
            default: .all
            }
    }

    /// Keeps a number, unless what is kept already makes it useless.
    mutating func keep(_ number: Exact, at: Int64, _ sequence: Int64) {
        let value = Value(at: at, sequence: sequence, number: number, text: nil, removes: false)
        switch keeps {
        case .largest where values.count == 1 && number <= values[0].number!: return
        case .last where !values.isEmpty && at < values[0].at: return
        case .largest: values = [value]
        // Of one instant all stay: their keys decide which is the last.
        case .last where !values.isEmpty && at > values[0].at: values = [value]
        default: values.append(value)
        }
    }

    mutating func keep(_ number: Exact, price: Exact, at: Int64, _ sequence: Int64) {
        values.append(
            Value(
                at: at, sequence: sequence, number: number, price: price, text: nil,
                removes: false))
    }

    mutating func keep(_ text: String, _ removes: Bool, at: Int64, _ sequence: Int64) {
        values.append(
            Value(at: at, sequence: sequence, number: nil, text: text, removes: removes))
    }

    @inline(__always)
    mutating func see(_ occurredAt: Int64) {
        count += 1
        if occurredAt < first { first = occurredAt }
        if occurredAt > last { last = occurredAt }
    }

    /// Counts a request in the band of its size. Intake has refused those whose classes would leave
    /// less than nothing.
    mutating func add(tokens: Routes.TokenRoute, at: Int64, _ slots: borrowing [Int64]) {
        var request = TokenRequest(inputIncludesCache: tokens.inputIncludesCache)
        request.input = slots[tokens.input]
        request.output = slots[tokens.output]
        request.cacheRead = slots[tokens.cacheRead]
        request.cacheWrite = slots[tokens.cacheWrite]
        request.cacheWriteOneHour = slots[tokens.cacheWriteOneHour]
        request.reasoning = min(slots[tokens.reasoning], request.output)
        request.imageOutput = min(
            slots[tokens.imageOutput], request.output - request.reasoning)
        let band = tokens.band(of: request.size(tokens.bandBy), at: at)
        while bands.count < tokens.count { bands.append(MeteredUsage.TokenTotals()) }
        bands[band].add(request)
    }

    func measured() throws(MoneyError) -> MeteredUsage.Measured {
        if isTokens { return .tokens(bands) }
        return .units(Quantity(sum: try decimal.plus(Exact(coefficient: whole, scale: 0))))
    }
}
