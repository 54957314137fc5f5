public import Money
import Store
import Time

/// A publisher's rates as a file states them.
public protocol RateTable: Sendable {
    /// Who published them: `ECB`, or the name that was given.
    var source: String { get }
    /// In the order of the file.
    var rates: [FXRate] { get }
    /// What was not read, by name: columns, and currencies that bm does not know.
    var ignored: [IgnoredRates] { get }
    /// How many times as large, or as small, a rate may be as the one beside it.
    static var jumpLimit: Exact { get }
}

/// Something of a file that was not read, and how many of its cells.
public struct IgnoredRates: Sendable, Hashable {
    /// Whether the name is a column's or a currency's.
    public enum Kind: String, Sendable { case column, currency }

    public let kind: Kind
    public let name: String
    public let count: Int

    /// `currency XXX (3)`
    public var text: String { "\(kind.rawValue) \(name) (\(count))" }
}

/// The rows of a file of rates, and how its errors are worded.
struct RateRows {
    let file: String
    let rows: [CSVRows.Row]

    /// - Throws: `FXError.notARateTable` where the text is no table at all.
    init(_ text: String, file: String) throws(FXError) {
        self.file = file
        do {
            rows = try CSVRows(Array(text.utf8)).rows
        } catch {
            throw .notARateTable(
                file, line: error.line, found: error.found, allowed: error.allowed)
        }
    }

    func fail(_ line: Int, _ found: String, _ allowed: String) -> FXError {
        .notARateTable(file, line: line, found: found, allowed: allowed)
    }

    /// A cell without the blanks around it, as the ECB's daily file has them.
    static func trimmed(_ cell: String) -> String {
        String(cell.trimmingPrefix(while: \.isWhitespace)).trimmingTrailingBlanks
    }

    /// A published rate: decimal text, never a binary fraction.
    ///
    /// From 0.000000000001 to 1,000,000,000,000 with up to 20 digits: wider than any rate that is
    /// published, and narrow enough that a rate of two of them always has its eight digits.
    static func value(_ text: String) -> Exact? {
        guard let value = Exact(text), value >= smallest, value <= largest,
            String(value.coefficient).utf8.count <= 20
        else { return nil }
        return value
    }

    static let allowedValue =
        "a decimal above zero, from 0.000000000001 to 1000000000000 with up to 20 digits"
    private static let smallest = Exact(coefficient: 1, scale: 12)
    private static let largest = Exact(1_000_000_000_000)
}

extension String {
    fileprivate var trimmingTrailingBlanks: String {
        String(reversed().trimmingPrefix(while: \.isWhitespace).reversed())
    }
}
