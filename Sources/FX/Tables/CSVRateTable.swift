public import Money
import Store
import Time

/// A plain table of somebody's own rates: `date,base,quote,rate` in any order, by header name.
///
/// `rate` is units of `quote` for one `base`, in either direction; a pair may stand in both, and each is
/// then used as it is printed. Columns of other names are named and counted, and so are rows of
/// currencies that bm does not know.
///
///     date,base,quote,rate
///     2026-05-29,USD,CNY,7.27      // CNY 7.27 for USD 1
public struct CSVRateTable: RateTable {
    /// A fifth. Rates that somebody keeps by hand are checked closer than those a central bank prints.
    public static let jumpLimit = Exact(coefficient: 12, scale: 1)

    public let source: String
    public let rates: [FXRate]
    public let ignored: [IgnoredRates]

    /// Reads a table whole.
    ///
    /// - Parameter source: whose rates they are, as documents will name them.
    /// - Throws: `FXError.notASource`, `FXError.notARateTable` with line, what was found and what is
    ///   allowed.
    public init(_ text: String, file: String, source: String) throws(FXError) {
        self.source = try CSVRateTable.checked(source)
        let table = try RateRows(text, file: file)
        guard let header = table.rows.first else {
            throw table.fail(1, "nothing", "a header with \(CSVRateTable.names)")
        }
        let columns = try Columns(header.cells, table, header.line)
        var rates: [FXRate] = []
        var seen: Set<[String]> = []
        var unknown: [String: Int] = [:]
        for row in table.rows.dropFirst() {
            let cells = row.cells.map(RateRows.trimmed)
            guard cells.count == header.cells.count else {
                throw table.fail(
                    row.line, "\(cells.count) columns", "\(header.cells.count), as the header has")
            }
            let codes = [cells[columns.base], cells[columns.quote]]
            for code in codes where !CSVRateTable.isCode(code) {
                throw table.fail(
                    row.line, "“\(code)”", "a currency's three letters, such as USD")
            }
            guard let day = try? Day(cells[columns.date]) else {
                throw table.fail(row.line, "“\(cells[columns.date])”", "a day such as 2025-06-11")
            }
            let pair = "\(codes[0])/\(codes[1])"
            if codes[0] == codes[1] {
                throw table.fail(row.line, pair, "two currencies: one for itself has no rate")
            }
            guard seen.insert(codes + ["\(day)"]).inserted else {
                throw table.fail(row.line, "a second rate of \(pair) for \(day)", "one a day")
            }
            guard let value = RateRows.value(cells[columns.rate]) else {
                throw table.fail(
                    row.line, "“\(cells[columns.rate])” for \(pair)", RateRows.allowedValue)
            }
            guard let base = Currency(rawValue: codes[0]), let quote = Currency(rawValue: codes[1])
            else {
                for code in codes where Currency(rawValue: code) == nil {
                    unknown[code, default: 0] += 1
                }
                continue
            }
            rates.append(
                FXRate(base: base, quote: quote, value: value, day: day, source: self.source))
        }
        guard !rates.isEmpty else {
            throw table.fail(1, "no rate at all", "a row for each day and pair")
        }
        self.rates = rates
        let rows = table.rows.count - 1
        ignored =
            columns.ignored.map { IgnoredRates(kind: .column, name: $0, count: rows) }
            + unknown.sorted { $0.key < $1.key }.map {
                IgnoredRates(kind: .currency, name: $0.key, count: $0.value)
            }
    }

    static let names = "date, base, quote and rate"

    private static func isCode(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { (65...90).contains($0) }
    }

    /// The name, where it can stand on an invoice and is not the European Central Bank's.
    private static func checked(_ source: String) throws(FXError) -> String {
        let isPlain = source.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                || [32, 45, 46, 95].contains($0)
        }
        guard isPlain, (1...40).contains(source.utf8.count), RateRows.trimmed(source) == source,
            ![ECBTable.source, FXRate.identitySource].contains(where: {
                $0.lowercased() == source.lowercased()
            })
        else { throw .notASource(source) }
        return source
    }

    /// Where the four stand, and what else there is.
    private struct Columns {
        let date: Int
        let base: Int
        let quote: Int
        let rate: Int
        let ignored: [String]

        init(_ cells: [String], _ table: RateRows, _ line: Int) throws(FXError) {
            let names = cells.map { RateRows.trimmed($0).lowercased() }
            func index(_ name: String) throws(FXError) -> Int {
                let found = names.indices.filter { names[$0] == name }
                guard found.count == 1 else {
                    throw table.fail(
                        line, found.isEmpty ? "no column \(name)" : "the column \(name) twice",
                        "a header with \(CSVRateTable.names), each once")
                }
                return found[0]
            }
            date = try index("date")
            base = try index("base")
            quote = try index("quote")
            rate = try index("rate")
            let read = [date, base, quote, rate]
            ignored = cells.indices.filter { !read.contains($0) && !names[$0].isEmpty }
                .map { RateRows.trimmed(cells[$0]) }
        }
    }
}
