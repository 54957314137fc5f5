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

    mutating func add(tokens: Routes.TokenRoute, _ slots: borrowing [Int64]) {
        let input = slots[tokens.input]
        let cached =
            slots[tokens.cacheRead] + slots[tokens.cacheWrite] + slots[tokens.cacheWriteOneHour]
        // Disjoint classes: what was reported inside another is taken out of it. Intake has
        // refused events where that would leave less than nothing.
        let uncached = tokens.inputIncludesCache ? input - cached : input
        let size = tokens.inputIncludesCache ? input : input + cached
        let reasoning = min(slots[tokens.reasoning], slots[tokens.output])
        let band = tokens.bandEnds.firstIndex { size <= $0 } ?? tokens.bandEnds.count
        while bands.count <= tokens.bandEnds.count { bands.append(MeteredUsage.TokenTotals()) }
        bands[band].requests += 1
        func add(_ tokenClass: TokenClass, _ value: Int64) {
            if value != 0 { bands[band].byClass[tokenClass, default: 0] += Int128(value) }
        }
        add(.input, uncached)
        add(.cacheRead, slots[tokens.cacheRead])
        add(.cacheWrite, slots[tokens.cacheWrite])
        add(.cacheWriteOneHour, slots[tokens.cacheWriteOneHour])
        add(.output, slots[tokens.output] - reasoning)
        add(.reasoning, reasoning)
    }

    func measured() throws(MoneyError) -> MeteredUsage.Measured {
        if isTokens { return .tokens(bands) }
        return .units(Quantity(sum: try decimal.plus(Exact(coefficient: whole, scale: 0))))
    }
}
