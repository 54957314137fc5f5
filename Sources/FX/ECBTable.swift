import Money
import Time

/// The European Central Bank's table of euro reference rates: a column a currency, units of it for
/// one euro, a row a day.
///
/// Rows and header may end in a comma, which makes an empty last column; `N/A` is a day without a
/// rate; currencies that bm does not know are counted, not read.
public struct ECBTable: Sendable {
    public static let source = "ECB"

    /// In the order of the file.
    public let rates: [FXRate]
    /// Currency codes of columns that were not read.
    public let ignoredCurrencies: [String]

    /// Reads a table whole.
    ///
    /// - Throws: `FXError.notARateTable` with line, what was found and what is allowed.
    public init(_ text: String, file: String) throws(FXError) {
        var rates: [FXRate] = []
        var columns: [(index: Int, currency: Currency)] = []
        var ignored: [String] = []
        var seen: Set<Day> = []
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                .map { $0.trimmingPrefix(while: \.isWhitespace) }
            func fail(_ found: String, _ allowed: String) -> FXError {
                .notARateTable(file, line: index + 1, found: found, allowed: allowed)
            }
            if index == 0 {
                guard cells.first == "Date" else {
                    throw fail("“\(line.prefix(40))”", "a header that begins with Date")
                }
                for (column, name) in cells.enumerated().dropFirst() where !name.isEmpty {
                    if let currency = Currency(rawValue: String(name)) {
                        guard currency != .eur,
                            !columns.contains(where: { $0.currency == currency })
                        else {
                            throw fail("the column \(name)", "a currency once, and not EUR itself")
                        }
                        columns.append((column, currency))
                    } else {
                        ignored.append(String(name))
                    }
                }
                continue
            }
            if line.isEmpty { continue }
            guard let first = cells.first, let day = try? Day(String(first)) else {
                throw fail("“\(cells.first ?? "")”", "a day such as 2025-06-11")
            }
            guard seen.insert(day).inserted else {
                throw fail("a second row of \(day)", "one a day")
            }
            for (column, currency) in columns {
                guard column < cells.count else {
                    throw fail("\(cells.count) columns", "as many as the header has")
                }
                if cells[column] == "N/A" || cells[column].isEmpty { continue }
                guard let value = Exact(String(cells[column])), value > .zero else {
                    throw fail(
                        "“\(cells[column])” for \(currency.code)", "a number above zero, or N/A")
                }
                rates.append(
                    FXRate(
                        base: .eur, quote: currency, value: value, day: day,
                        source: ECBTable.source))
            }
        }
        guard !rates.isEmpty else {
            throw .notARateTable(file, line: 1, found: "no rate at all", allowed: "a row a day")
        }
        self.rates = rates
        ignoredCurrencies = ignored
    }
}
