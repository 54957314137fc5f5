import Foundation
public import GRDB
import Store

/// One column of one row of a ledger file made to say something else, as somebody with the file in hand
/// could: the triggers that refuse it go, and come back.
///
///     let place = try Spoiling.place(db, table: "invoice", &random)
///     try place.spoil(db)   // invoice.dueDay of row 3: a byte
///
/// It is done in the transaction of whoever calls it, so that it can be taken back.
public struct Spoiling: CustomStringConvertible {
    public let table: String
    public let column: String
    private let key: [(column: String, value: DatabaseValue)]
    private let old: DatabaseValue
    private let new: DatabaseValue

    /// What was changed into what: `invoice.dueDay (id 3): "2026-06-15" -> "2026-06-1u"`.
    public var description: String {
        let row = key.map { "\($0.column) \($0.value)" }.joined(separator: ", ")
        return "\(table).\(column) (\(row)): \(old) -> \(new)"
    }

    /// The tables that have rows, by name.
    public static func tables(_ db: Database) throws -> [String] {
        try LedgerFile.tables.filter {
            try Int.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM \($0))") == 1
        }
    }

    /// A change of any column of any row of the table.
    public static func place(
        _ db: Database, table: String, _ random: inout SplitMix
    ) throws -> Spoiling {
        let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)")!
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM \(table) LIMIT 1 OFFSET ?",
            arguments: [Int.random(in: 0..<count, using: &random)])!
        let columns = try db.columns(in: table)
        let column = columns.randomElement(using: &random)!
        let old = row[column.name] as DatabaseValue
        var new = old
        // NULL where the schema lets it stand; it stands already in a few columns.
        if !column.isNotNull, column.primaryKeyIndex == 0,
            Int.random(in: 0..<4, using: &random) == 0
        {
            new = .null
        }
        while new == old {
            new = changed(old, column.type, &random)
        }
        return Spoiling(
            table: table, column: column.name,
            key: try db.primaryKey(table).columns.map { ($0, row[$0]) }, old: old, new: new)
    }

    /// The value with one byte, digit or bit of it changed.
    private static func changed(
        _ old: DatabaseValue, _ type: String, _ random: inout SplitMix
    ) -> DatabaseValue {
        switch old.storage {
        case .null: return type == "TEXT" ? "x".databaseValue : 7.databaseValue
        case .int64(let number):
            if Bool.random(using: &random) {
                return (number ^ (1 << Int64.random(in: 0..<63, using: &random))).databaseValue
            }
            var digits = Array("\(number)".utf8)
            let place = digits.indices.randomElement(using: &random)!
            if digits[place] == UInt8(ascii: "-") { return (-number).databaseValue }
            digits[place] = UInt8.random(in: 48...57, using: &random)
            return (Int64(String(decoding: digits, as: UTF8.self)) ?? number).databaseValue
        case .double(let number): return number.nextUp.databaseValue
        case .string(let text):
            var bytes = Array(text.utf8)
            if bytes.isEmpty { return "x".databaseValue }
            // Another printable byte, so that it stays a text.
            let place = bytes.indices.filter { bytes[$0] < 128 }.randomElement(using: &random)
            guard let place else { return (text + "x").databaseValue }
            bytes[place] = UInt8.random(in: 32...126, using: &random)
            return String(decoding: bytes, as: UTF8.self).databaseValue
        case .blob(let data):
            var bytes = data
            if bytes.isEmpty { return Data([0]).databaseValue }
            bytes[bytes.indices.randomElement(using: &random)!] ^=
                1 << UInt8.random(in: 0..<8, using: &random)
            return bytes.databaseValue
        }
    }

    /// Changes it.
    ///
    /// - Throws: what SQLite has against it: a CHECK, a UNIQUE, a text that is no JSON.
    public func spoil(_ db: Database) throws {
        let triggers = try Row.fetchAll(
            db, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?",
            arguments: [table])
        for trigger in triggers { try db.execute(sql: "DROP TRIGGER \"\(trigger[0] as String)\"") }
        let row = key.map { "\"\($0.column)\" = ?" }.joined(separator: " AND ")
        try db.execute(
            sql: "UPDATE \(table) SET \"\(column)\" = ? WHERE \(row)",
            arguments: StatementArguments([new] + key.map(\.value)))
        precondition(db.changesCount == 1, "\(self) has changed \(db.changesCount) rows")
        for trigger in triggers { try db.execute(sql: trigger[1]) }
    }
}
