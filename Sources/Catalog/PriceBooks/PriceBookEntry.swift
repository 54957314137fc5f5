public import Money
import Store

/// What one model costs by class of token, in bands of input size.
public struct PriceBookEntry: Sendable, Equatable {
    /// What a table says about a model's price.
    public enum State: String, Sendable {
        /// At least one price above zero.
        case priced
        /// The table says zero for every class, and not whether that means free.
        case zero
        /// The table says that it is free.
        case free
        /// The table names the model and gives no price.
        case unpriced
    }

    public let model: String
    public let state: State
    /// By rising bound; the last has none. Empty when unpriced.
    public let bands: [Band]

    /// Prices for requests of up to `maxInputTokens`; of one token, in USD.
    public struct Band: Sendable, Equatable {
        /// The largest request, by all its input tokens, that pays this band; nil has no end.
        public let maxInputTokens: Int64?
        /// Price by class; a class without one falls back (see `price(_:)`).
        public let prices: [TokenClass: Exact]

        public init(maxInputTokens: Int64?, prices: [TokenClass: Exact]) {
            self.maxInputTokens = maxInputTokens
            self.prices = prices
        }

        /// The price of a class: its own, or the class it falls back to, or nil.
        public func price(_ tokenClass: TokenClass) -> Exact? {
            prices[tokenClass] ?? tokenClass.fallback.flatMap { price($0) }
        }
    }
}

/// A class of tokens; the classes of one request are disjoint.
public enum TokenClass: String, Sendable, CaseIterable, Comparable {
    case input
    case cacheRead = "cache_read"
    case cacheWrite = "cache_write"
    case cacheWriteOneHour = "cache_write_1h"
    case output
    case reasoning
    case imageOutput = "image_output"

    /// The class whose price stands in where a table has none.
    public var fallback: TokenClass? {
        switch self {
        case .input, .output: nil
        case .cacheRead, .cacheWrite: .input
        case .cacheWriteOneHour: .cacheWrite
        case .reasoning, .imageOutput: .output
        }
    }

    /// Whether it is part of what a request sends in, and so of its size.
    public var isInput: Bool {
        switch self {
        case .input, .cacheRead, .cacheWrite, .cacheWriteOneHour: true
        case .output, .reasoning, .imageOutput: false
        }
    }

    public static func < (a: TokenClass, b: TokenClass) -> Bool {
        allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
    }
}

extension PriceBookEntry {
    /// How the entry is kept.
    var document: JSONValue {
        let bands = bands.map { band -> JSONValue in
            var members: [JSONValue.Member] = [
                .init("max_input_tokens", band.maxInputTokens.map { .string("\($0)") } ?? .null)
            ]
            for tokenClass in TokenClass.allCases {
                if let price = band.prices[tokenClass] {
                    members.append(.init(tokenClass.rawValue, .exact(price)))
                }
            }
            return .object(members)
        }
        return .object([.init("currency", "USD"), .init("bands", .array(bands))])
    }

    init(model: String, state: String, document: JSONValue) {
        guard let state = State(rawValue: state), let bands = document["bands"]?.array else {
            preconditionFailure("the price book entry \(model) is not one this version wrote")
        }
        self.model = model
        self.state = state
        self.bands = bands.map { band in
            var prices: [TokenClass: Exact] = [:]
            for tokenClass in TokenClass.allCases {
                prices[tokenClass] = band[tokenClass.rawValue]?.exact
            }
            return Band(
                maxInputTokens: band["max_input_tokens"]?.string.flatMap { Int64($0) },
                prices: prices)
        }
    }
}
