public import Catalog

/// The tokens of one model call as it reports them.
public struct TokenRequest: Sendable, Equatable {
    public var input: Int64 = 0
    public var output: Int64 = 0
    public var cacheRead: Int64 = 0
    public var cacheWrite: Int64 = 0
    public var cacheWriteOneHour: Int64 = 0
    public var reasoning: Int64 = 0
    public var imageOutput: Int64 = 0
    /// Whether the reported input counts cached tokens too. Providers differ; it is never guessed.
    public var inputIncludesCache: Bool

    public init(inputIncludesCache: Bool) { self.inputIncludesCache = inputIncludesCache }

    /// What was sent in beside the plain input: read from a cache or written to one.
    public var cached: Int64 { cacheRead + cacheWrite + cacheWriteOneHour }

    /// The size that chooses the band: all tokens that were sent in, or the input as it is reported.
    public func size(_ bandBy: Tokens.BandBy) -> Int64 {
        bandBy == .reportedInput || inputIncludesCache ? input : input + cached
    }

    /// The class that would hold less than nothing; nil where the counts agree with each other.
    ///
    /// 100 input tokens that include 120 cached ones leave −20 of plain input.
    public var negativeClass: TokenClass? {
        if inputIncludesCache, cached > input { return .input }
        return reasoning + imageOutput > output ? .output : nil
    }

    /// How many classes there are.
    static let classCount = 7

    /// The request in disjoint classes: what was reported inside another is taken out of it.
    @inline(__always)
    func forEachClass(_ body: (TokenClass, Int64) -> Void) {
        body(.input, inputIncludesCache ? input - cached : input)
        body(.cacheRead, cacheRead)
        body(.cacheWrite, cacheWrite)
        body(.cacheWriteOneHour, cacheWriteOneHour)
        body(.output, output - reasoning - imageOutput)
        body(.reasoning, reasoning)
        body(.imageOutput, imageOutput)
    }
}

extension MeteredUsage.TokenTotals {
    /// Counts a request of this band.
    @inline(__always)
    public mutating func add(_ request: TokenRequest) {
        requests += 1
        request.forEachClass { tokenClass, count in
            if count != 0 { byClass[tokenClass, default: 0] += Int128(count) }
        }
    }
}
