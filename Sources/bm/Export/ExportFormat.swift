import ArgumentParser
import GRDB
import Money
import Store
import Time

/// How an export is written.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable { case csv, json, ndjson }

/// Writes the rows of a table in one format.
struct ExportWriter {
    let table: ExportTable
    let format: ExportFormat
    let sink: ExportSink
    private var count = 0

    init(_ table: ExportTable, _ format: ExportFormat, to sink: ExportSink) {
        self.table = table
        self.format = format
        self.sink = sink
    }

    mutating func begin() throws {
        switch format {
        case .csv:
            let names = table.columns.filter(\.isInCSV).map(\.name)
            try sink.write(CSVRows.line(names) + "\n")
        case .json:
            let schema = JSONValue.string(table.schema).compact
            try sink.write("{\"schema\":\(schema),\"\(table.key)\":[")
        case .ndjson: break
        }
    }

    mutating func write(_ row: [DatabaseValue]) throws {
        switch format {
        case .csv:
            let cells = try zip(table.columns, row).filter { $0.0.isInCSV }.map { column, value in
                try CSVCell.text(of: column.json(value, in: row, of: table))
            }
            try sink.write(CSVRows.line(cells) + "\n")
        case .json:
            try sink.write((count == 0 ? "\n" : ",\n") + members(row).compact)
        case .ndjson: try sink.write(members(row).compact + "\n")
        }
        count += 1
    }

    func end() throws {
        if format == .json { try sink.write("\n]}\n") }
    }

    private func members(_ row: [DatabaseValue]) throws -> JSONValue {
        var members: [JSONValue.Member] = []
        for (column, value) in zip(table.columns, row) {
            members.append(.init(column.name, try column.json(value, in: row, of: table)))
            switch column.kind {
            case .money, .fen:
                let units = Int64.fromDatabaseValue(value)
                members.append(
                    .init(column.name + "_minor_units", units.map { .int($0) } ?? .null))
            default: break
            }
        }
        return .object(members)
    }
}

extension ExportColumn {
    /// The value in JSON; what CSV writes is made from it.
    func json(
        _ value: DatabaseValue, in row: [DatabaseValue], of table: ExportTable
    ) throws -> JSONValue {
        if value.isNull { return .null }
        switch kind {
        case .text, .decimal, .day, .month:
            return .string(String.fromDatabaseValue(value) ?? "\(value)")
        case .integer: return .int(Int64.fromDatabaseValue(value)!)
        case .boolean: return .bool(Bool.fromDatabaseValue(value)!)
        case .instant: return .string(try Instant(String.fromDatabaseValue(value)!).description)
        case .json, .document: return try JSONValue(parsing: String.fromDatabaseValue(value)!)
        case .fen: return .amount(Amount(minorUnits: Int64.fromDatabaseValue(value)!, .cny))
        case .money(let name):
            let place = table.columns.firstIndex { $0.name == name }!
            let currency = try Currency(code: String.fromDatabaseValue(row[place])!)
            return .amount(Amount(minorUnits: Int64.fromDatabaseValue(value)!, currency))
        }
    }
}

/// A cell of a CSV that may be opened in a spreadsheet.
enum CSVCell {
    /// The value as a cell: nothing for null, texts as they are, anything else as JSON.
    static func text(of value: JSONValue) -> String {
        value == .null ? "" : safe(value.string ?? value.compact)
    }

    /// A text that a spreadsheet would take for a formula gets a `'` before it, as the spreadsheets
    /// themselves mark a text; a number keeps its sign. One that begins with `'` before such a text gets
    /// another, so that leaving one out always gives the text back.
    ///
    ///     CSVCell.safe("=1+1")     // '=1+1
    ///     CSVCell.safe("-12.50")   // -12.50
    static func safe(_ text: String) -> String {
        let bare = text.unicodeScalars.drop { $0 == "'" }
        guard let first = bare.first, "=+-@\t\r\n".unicodeScalars.contains(first) else {
            return text
        }
        if Exact(text) != nil { return text }
        return "'" + text
    }
}
