import Money
import Store
import Time

/// A price table of our own in comma-separated values: a row for each band of a model's token
/// prices, and a row for each price of another unit.
///
///     model,max_input_tokens,per,input,output,unit,price
///     house-large,200000,1000000,3,15,,
///     house-large,,1000000,6,22.5,,
///     house-image,,1,,,output_image,0.04
///
/// The first line names the columns, in any order. Needed are `model` and one with prices; and what
/// prices are for: a column `per` (1, 1000, 1000000 …), or names such as `input_per_million`,
/// `price_per_thousand`, `output_per_token`. Prices are US dollars.
///
/// | column | says |
/// |---|---|
/// | `model` | its name; rows of one model stand together |
/// | `state` | `priced`, `zero`, `unpriced`, or `free`, which no prices alone say |
/// | `match` | which other names mean the model, as JSON; on its first row |
/// | `service`, `from`, `hours_utc`, `weekdays`, `weekday_zone` | when the row holds |
/// | `max_input_tokens` | the largest request of the band; the last band has none |
/// | `per` | how many tokens or units the prices of the row are for: a power of ten |
/// | `input`, `cache_read`, `cache_write`, `cache_write_1h`, `output`, `reasoning`, `image_output` | prices of tokens |
/// | `unit`, `price` | another unit and its price |
///
/// Other columns are counted in `ignoredKeys`, by the models that fill them.
public struct CSVPriceTable: PriceTable {
    public let entries: [PriceBookEntry]
    public let ignoredKeys: [String: Int]
    public var format: PriceTableFormat { .csv }

    /// Columns that are written, in this order; `CSVColumns` reads them in any.
    static let columns =
        ["model", "state", "match", "service", "from", "hours_utc", "weekdays", "weekday_zone"]
        + ["max_input_tokens", "per"] + TokenClass.allCases.map(\.rawValue) + ["unit", "price"]

    /// Reads a table whole.
    ///
    /// - Throws: `CatalogError.notAPriceTable` with line, column and value.
    public init(_ bytes: [UInt8], file: String) throws(CatalogError) {
        let rows: [CSVRows.Row]
        do {
            rows = try CSVRows(bytes).rows
        } catch {
            throw .notAPriceTable(
                file, line: error.line, found: error.found, allowed: error.allowed)
        }
        guard let header = rows.first else {
            throw .notAPriceTable(file, line: 1, found: "nothing", allowed: "a line of names")
        }
        let columns = try CSVColumns(header.cells, PriceTablePlace(file: file, line: header.line))
        var entries: [PriceBookEntry] = []
        var ignored: [String: Set<String>] = [:]
        var seen: Set<String> = []
        var model: CSVModel?
        for row in rows.dropFirst() {
            let place = PriceTablePlace(file: file, line: row.line)
            guard row.cells.count <= columns.count else {
                throw place.problem("\(row.cells.count) cells", "at most \(columns.count)")
            }
            let name = columns["model", row]
            if name.isEmpty { throw place.problem("no model", "a model on every row") }
            if name != model?.name {
                if let model { entries.append(try model.entry()) }
                guard seen.insert(name).inserted else {
                    throw place.problem("\(name) again", "the rows of a model together")
                }
                model = CSVModel(name: name, place: place)
            }
            try model!.read(row, columns)
            for column in columns.ignored where !columns[column, row].isEmpty {
                ignored[column, default: []].insert(name)
            }
        }
        if let model { entries.append(try model.entry()) }
        self.entries = entries
        var counts: [String: Int] = [:]
        for column in columns.ignored { counts[column] = ignored[column]?.count ?? 0 }
        ignoredKeys = counts
    }
}

/// The columns of a table: where they are, and what their prices are for.
struct CSVColumns {
    /// Powers of ten that a column's name says.
    private static let endings = [
        ("_per_token", 0), ("_per_unit", 0), ("_per_thousand", 3), ("_per_million", 6),
    ]
    private static let priced = Set(TokenClass.allCases.map(\.rawValue) + ["price"])

    let count: Int
    private var index: [String: Int] = [:]
    /// Powers of ten by column; nil for those that take it from `per`.
    private(set) var powers: [String: Int] = [:]
    private(set) var ignored: [String] = []

    init(_ header: [String], _ place: PriceTablePlace) throws(CatalogError) {
        count = header.count
        for (column, cell) in header.enumerated() {
            var name = cell
            for (ending, power) in CSVColumns.endings where cell.hasSuffix(ending) {
                let short = String(cell.dropLast(ending.count))
                if CSVColumns.priced.contains(short) {
                    name = short
                    powers[short] = power
                }
            }
            guard index.updateValue(column, forKey: name) == nil else {
                throw place.problem("the column \(cell) again", "a column once")
            }
            if !CSVPriceTable.columns.contains(name) { ignored.append(name) }
        }
        let found = CSVColumns.priced.filter { index[$0] != nil }
        guard index["model"] != nil, !found.isEmpty else {
            throw place.problem(
                "“\(header.joined(separator: ",").prefix(60))”",
                "columns model and at least one of "
                    + (TokenClass.allCases.map(\.rawValue) + ["price"]).joined(separator: ", "))
        }
        for column in found.sorted() where powers[column] == nil && index["per"] == nil {
            throw place.problem(
                "the column \(column) does not say what its prices are for",
                "a column per, or \(column)_per_million")
        }
        if index["price"] != nil, index["unit"] == nil {
            throw place.problem("a column price without unit", "both")
        }
    }

    /// The cell of a column; empty where there is none.
    subscript(_ column: String, _ row: CSVRows.Row) -> String {
        guard let at = index[column], at < row.cells.count else { return "" }
        return row.cells[at]
    }
}
