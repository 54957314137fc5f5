import ArgumentParser
import Store

/// How events are written in a file.
enum EventFormat: String, ExpressibleByArgument, CaseIterable {
    /// One object a line.
    case ndjson
    /// One array of objects, over any number of lines.
    case json
    /// A table: its first row names the fields, and other columns are properties.
    case csv

    /// Events one after another, each as one object.
    ///
    /// - Throws: `CommandError.missingFile`, `.damaged`, `.notUTF8`, `.notAnArray`,
    ///   `.notATable`.
    func lines(_ path: String) throws -> any EventLines {
        switch self {
        case .ndjson: return try LineReader(path)
        case .json:
            guard let elements = JSONElements.split(try InputFile.bytes(path, withMark: false))
            else {
                throw CommandError.notAnArray(path)
            }
            return Elements(elements)
        case .csv:
            do {
                let rows = try CSVRows(try InputFile.textBytes(path)).rows
                return Elements(try EventTable(rows).lines)
            } catch let error as CSVError {
                throw CommandError.notATable(path, error)
            }
        }
    }

    /// The elements of an array; the place of each counts as its line.
    private final class Elements: EventLines {
        private let count: Int
        private var rest: ArraySlice<ArraySlice<UInt8>>

        init(_ elements: [ArraySlice<UInt8>]) {
            count = elements.count
            rest = elements[...]
        }

        var share: Double { count > 0 ? 1 - Double(rest.count) / Double(count) : 1 }

        func next() -> ArraySlice<UInt8>? { rest.popFirst() }
    }
}

/// Hands out events one after another; nil at the end.
protocol EventLines: AnyObject {
    func next() throws -> ArraySlice<UInt8>?
    /// How much of the file is read, from 0 to 1.
    var share: Double { get }
}

extension LineReader: EventLines {}

/// Rows of a table as the objects that the reader of events takes.
///
///     id,customer_id,metric,quantity,timestamp,model
///     evt_1,cus_1,tokens_output,60000,2026-05-03T09:41:23+08:00,m-1
struct EventTable {
    /// One object for each row but the first.
    let lines: [ArraySlice<UInt8>]

    /// Columns that are fields of an event; every other one is a property. An empty cell says nothing.
    private static let fields: Set<String> = [
        "id", "idempotency_key", "customer_id", "customer", "metric", "quantity", "timestamp",
        "unit_price",
    ]

    /// - Throws: `CSVError` where the first row does not name what every event has: a table without
    ///   names would lose its first event, and have none.
    init(_ rows: [CSVRows.Row]) throws(CSVError) {
        let names = rows.first?.cells ?? []
        if let first = rows.first {
            let lacks = [["customer_id", "customer"], ["metric"]].filter {
                !$0.contains(where: names.contains)
            }
            if let lack = lacks.first {
                throw CSVError(
                    line: first.line,
                    found: "no column \(lack[0]) in “\(names.joined(separator: ",").prefix(60))”",
                    allowed: "a first row of names: customer_id, metric, and such as quantity")
            }
        }
        lines = rows.dropFirst().map { row in
            // The reader of events knows no such field, and so says what is wrong with the row.
            guard row.cells.count == names.count else {
                let found = "\(row.cells.count) in line \(row.line), \(names.count) in the first"
                return Array(JSONValue.object([.init("columns", .string(found))]).compact.utf8)[...]
            }
            var members: [JSONValue.Member] = []
            var properties: [JSONValue.Member] = []
            for (name, cell) in zip(names, row.cells) where !cell.isEmpty {
                let member = JSONValue.Member(name, .string(cell))
                if EventTable.fields.contains(name) {
                    members.append(member)
                } else {
                    properties.append(member)
                }
            }
            members.append(.init("properties", .object(properties)))
            return Array(JSONValue.object(members).compact.utf8)[...]
        }
    }
}
