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

    init(isTokens: Bool) { self.isTokens = isTokens }

    @inline(__always)
    mutating func see(_ occurredAt: Int64) {
        count += 1
        if occurredAt < first { first = occurredAt }
        if occurredAt > last { last = occurredAt }
    }

    /// Counts a request in the band of its size. Intake has refused those whose classes would leave
    /// less than nothing.
    mutating func add(tokens: Routes.TokenRoute, _ slots: borrowing [Int64]) {
        var request = TokenRequest(inputIncludesCache: tokens.inputIncludesCache)
        request.input = slots[tokens.input]
        request.output = slots[tokens.output]
        request.cacheRead = slots[tokens.cacheRead]
        request.cacheWrite = slots[tokens.cacheWrite]
        request.cacheWriteOneHour = slots[tokens.cacheWriteOneHour]
        request.reasoning = min(slots[tokens.reasoning], request.output)
        let size = request.size(.totalInput)
        let band = tokens.bandEnds.firstIndex { size <= $0 } ?? tokens.bandEnds.count
        while bands.count <= tokens.bandEnds.count { bands.append(MeteredUsage.TokenTotals()) }
        bands[band].add(request)
    }

    func measured() throws(MoneyError) -> MeteredUsage.Measured {
        if isTokens { return .tokens(bands) }
        return .units(Quantity(sum: try decimal.plus(Exact(coefficient: whole, scale: 0))))
    }
}
