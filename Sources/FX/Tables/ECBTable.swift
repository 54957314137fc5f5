public import Money
import Store
import Time

/// The European Central Bank's table of euro reference rates: a column a currency, units of it for
/// one euro, a row a day.
///
/// It comes as the whole history and as the last 90 days (`2025-06-11`, newest row first) and as the
/// last day alone (`11 June 2025`, with a blank before each cell). Rows and header may end in a comma,
/// which makes an empty last column; `N/A` or nothing is a day without a rate; currencies that bm does
/// not know are named and counted, not read.
///
///     Date, USD, JPY, CNY,
///     11 June 2025, 1.1429, 165.92, 8.2106,     // CNY 8.2106 for EUR 1 on 2025-06-11
public struct ECBTable: RateTable {
    public static let source = "ECB"
    /// Half as much again. The largest move from one day to the next from 2015 to July 2026 is
    /// EUR/TRY of 2021-12-21: 20.0434 to 14.7132, by a factor of 1.36.
    public static let jumpLimit = Exact(coefficient: 15, scale: 1)

    public let rates: [FXRate]
    public let ignored: [IgnoredRates]
    public var source: String { ECBTable.source }

    /// Reads a table whole.
    ///
    /// - Throws: `FXError.notARateTable` with line, what was found and what is allowed.
    public init(_ text: String, file: String) throws(FXError) {
        let table = try RateRows(text, file: file)
        guard let header = table.rows.first, RateRows.trimmed(header.cells[0]) == "Date" else {
            let found = table.rows.first.map { "“\($0.cells[0].prefix(40))”" } ?? "nothing"
            throw table.fail(1, found, "a header that begins with Date")
        }
        let (columns, unknown) = try ECBTable.columns(header.cells, table, header.line)
        var rates: [FXRate] = []
        var counts = [Int](repeating: 0, count: unknown.count)
        var seen: Set<Day> = []
        for row in table.rows.dropFirst() {
            let cells = row.cells.map(RateRows.trimmed)
            guard let day = Day(ecb: cells[0]) else {
                throw table.fail(
                    row.line, "“\(cells[0])”", "a day such as 2025-06-11 or 11 June 2025")
            }
            guard seen.insert(day).inserted else {
                throw table.fail(row.line, "a second row of \(day)", "one a day")
            }
            for (column, currency) in columns {
                guard column < cells.count else {
                    throw table.fail(
                        row.line, "\(cells.count) columns", "as many as the header has")
                }
                if ECBTable.isNone(cells[column]) { continue }
                guard let value = RateRows.value(cells[column]) else {
                    throw table.fail(
                        row.line, "“\(cells[column])” for \(currency.code)",
                        "\(RateRows.allowedValue), or N/A")
                }
                rates.append(
                    FXRate(
                        base: .eur, quote: currency, value: value, day: day,
                        source: ECBTable.source))
            }
            for (index, column) in unknown.enumerated()
            where column.index < cells.count && !ECBTable.isNone(cells[column.index]) {
                counts[index] += 1
            }
        }
        guard !rates.isEmpty else { throw table.fail(1, "no rate at all", "a row a day") }
        self.rates = rates
        ignored = zip(unknown, counts).map {
            IgnoredRates(kind: .currency, name: $0.name, count: $1)
        }
    }

    private static func isNone(_ cell: String) -> Bool { cell.isEmpty || cell == "N/A" }

    /// The columns that are read, and those of currencies bm does not know.
    private static func columns(
        _ cells: [String], _ table: RateRows, _ line: Int
    ) throws(FXError) -> (known: [(Int, Currency)], unknown: [(index: Int, name: String)]) {
        var known: [(Int, Currency)] = []
        var unknown: [(index: Int, name: String)] = []
        for (index, cell) in cells.enumerated().dropFirst() {
            let name = RateRows.trimmed(cell)
            if name.isEmpty { continue }
            guard let currency = Currency(rawValue: name) else {
                unknown.append((index, name))
                continue
            }
            guard currency != .eur, !known.contains(where: { $0.1 == currency }) else {
                throw table.fail(line, "the column \(name)", "a currency once, and not EUR itself")
            }
            known.append((index, currency))
        }
        return (known, unknown)
    }
}

extension Day {
    /// A day as the ECB writes it: `2025-06-11` in the tables of many days, `11 June 2025` in that of
    /// one. Nil for anything else.
    init?(ecb text: String) {
        if let day = try? Day(text) {
            self = day
            return
        }
        let words = text.split(separator: " ")
        guard words.count == 3, let month = Day.monthNames.firstIndex(of: String(words[1])) else {
            return nil
        }
        let digits = words[0].utf8.count == 1 ? "0" + words[0] : String(words[0])
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        guard let day = try? Day("\(words[2])-\(number)-\(digits)") else { return nil }
        self = day
    }

    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
}
