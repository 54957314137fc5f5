import Store

/// A table with named columns, as both channels print them.
///
/// Columns are found by the name before a parenthesis, because `收支金额(元)` and `收支金额（元）` are
/// one column of two years, and by any of the names they had.
struct BillTable {
    let file: String
    /// As printed, without empty ones at the end.
    let headers: [String]
    /// Positions by stem; of a stem that stands twice none.
    private let positions: [String: Int]
    private let repeated: Set<String>
    /// Positions in the order of their headers, so that shuffled columns keep equal cells.
    private let sorted: [Int]

    init(file: String, headers: [String]) {
        self.file = file
        var printed = headers
        while printed.last?.isEmpty ?? false { printed.removeLast() }
        self.headers = printed
        var positions: [String: Int] = [:]
        var repeated: Set<String> = []
        for (position, header) in printed.enumerated() {
            let stem = BillTable.stem(header)
            if positions.updateValue(position, forKey: stem) != nil { repeated.insert(stem) }
        }
        for stem in repeated { positions[stem] = nil }
        self.positions = positions
        self.repeated = repeated
        sorted = printed.indices.sorted { a, b in
            printed[a] == printed[b]
                ? a < b : printed[a].utf8.lexicographicallyPrecedes(printed[b].utf8)
        }
    }

    /// The name before its unit: `收入金额（+元）` → `收入金额`.
    static func stem(_ header: String) -> String {
        BillText.trimmed(String(header.prefix { $0 != "(" && $0 != "（" }))
    }

    func fail(_ line: Int, _ found: String, _ allowed: String) -> CheckoutError {
        .notABill(file, line: line, found: found, allowed: allowed)
    }

    /// Where the first of these columns that the file has stands.
    func position(_ names: [String]) -> Int? {
        for name in names {
            if let position = positions[name] { return position }
        }
        return nil
    }

    func has(_ name: String) -> Bool { positions[name] != nil }

    /// Whether it is there, but more than once, so that none of them can be believed.
    func isRepeated(_ names: [String]) -> Bool { !repeated.isDisjoint(with: names) }

    /// A line of the table. Empty cells past the last column are commas that a spreadsheet left.
    func line(_ values: [String], number: Int) throws(CheckoutError) -> BillLine {
        var values = values
        while values.count > headers.count, values.last?.isEmpty ?? false { values.removeLast() }
        guard values.count == headers.count else {
            throw fail(number, "\(values.count) columns", "\(headers.count), as the header has")
        }
        return BillLine(table: self, number: number, cells: values)
    }

    /// Cells by header, ordered by header.
    func json(_ cells: [String]) -> JSONValue {
        .object(sorted.map { .init(headers[$0], .string(cells[$0])) })
    }
}
