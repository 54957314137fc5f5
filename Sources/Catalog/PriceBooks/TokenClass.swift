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
