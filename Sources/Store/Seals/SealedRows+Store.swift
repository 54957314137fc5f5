import Crypto
import GRDB
import GRDBSQLite

/// The rows of a table as they are sealed: one after another in the order of their key, each column
/// with its type and its length.
///
/// Statements are stepped as SQLite gives them: a million rows are taken in and sealed in one go.
struct SealedRows {
    let table: String
    private let statement: Statement
    private let columns: [String]

    /// The table's columns in the order they were declared.
    var columnCount: Int { columns.count }

    /// - Parameter keys: rows whose key lies in it; nil for all.
    init(_ db: Database, _ table: SealedTable, keys: ClosedRange<Int64>? = nil) throws {
        self.table = table.name
        columns = table.columns
        let narrow = keys == nil ? "" : " WHERE \(table.key) BETWEEN ? AND ?"
        statement = try db.cachedStatement(
            sql: """
                SELECT \(table.key), \(SealedRows.list(columns)) FROM \(table.name)\(narrow)
                ORDER BY \(table.key), \(SealedRows.list(table.primaryKey))
                """)
        try statement.setArguments(keys.map { [$0.lowerBound, $0.upperBound] } ?? [])
    }

    private static func list(_ columns: [String]) -> String {
        columns.map { "\"\($0)\"" }.joined(separator: ", ")
    }

    /// Every row with its key.
    func forEach(_ body: (_ key: Int64, _ row: Row) throws -> Void) throws {
        try statement.forEachRow { try body(sqlite3_column_int64($0, 0), Row(raw: $0)) }
    }

    /// A digest that begins with the table and the first `count` of its columns, so that a row of one
    /// table is not one of another.
    func digest(columns count: Int) -> RowDigest {
        RowDigest("\(table) (\(columns.prefix(count).joined(separator: ", ")))\n")
    }

    /// The row that the statement stands on.
    struct Row {
        fileprivate let raw: OpaquePointer
    }
}

/// SHA-256 over rows.
struct RowDigest {
    private var hasher = SHA256()
    private var bytes: [UInt8] = []
    private(set) var rowCount = 0

    fileprivate init(_ heading: String) { hasher.update(data: Array(heading.utf8)) }

    /// Adds the row's first `columns` columns: a letter for the type; eight bytes for a number, else
    /// four for the length and the bytes themselves, the lowest first.
    mutating func add(_ row: SealedRows.Row, columns: Int) {
        rowCount += 1
        for column in 1...Int32(columns) {
            switch sqlite3_column_type(row.raw, column) {
            case SQLITE_INTEGER:
                bytes.append(UInt8(ascii: "i"))
                append(sqlite3_column_int64(row.raw, column))
            case SQLITE_FLOAT:
                bytes.append(UInt8(ascii: "r"))
                append(sqlite3_column_double(row.raw, column).bitPattern)
            case SQLITE_TEXT:
                bytes.append(UInt8(ascii: "t"))
                let text = sqlite3_column_text(row.raw, column)
                append(UnsafeRawPointer(text), count: sqlite3_column_bytes(row.raw, column))
            case SQLITE_BLOB:
                bytes.append(UInt8(ascii: "b"))
                let blob = sqlite3_column_blob(row.raw, column)
                append(blob, count: sqlite3_column_bytes(row.raw, column))
            default: bytes.append(UInt8(ascii: "n"))
            }
        }
        if bytes.count > 1 << 15 { flush() }
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ start: UnsafeRawPointer?, count: Int32) {
        append(UInt32(count))
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: Int(count)))
    }

    private mutating func flush() {
        bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        bytes.removeAll(keepingCapacity: true)
    }

    /// 64 lower-case hexadecimal digits.
    mutating func hex() -> String {
        flush()
        return SHA256Digest.hexadecimal(hasher.finalize())
    }
}
