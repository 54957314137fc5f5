import GRDB

/// Fixes what each transaction has added: the rows' digests, in one hash that names the hash before it.
///
/// `LedgerFile.write` seals at the end of every transaction, so nothing is written that is not sealed, and a
/// row that says something else than it did is found by `differences`. Nothing in it is secret: who can
/// rewrite all seals as well is found by the head, kept somewhere else.
public enum Seal {
    /// The hash before the first seal.
    static let firstHash = String(repeating: "0", count: 64)

    /// Who has added the rows.
    enum Origin: String {
        /// This program, in the transaction that ends with the seal.
        case bm
        /// Another one: the rows were there, unsealed, when a transaction began.
        case other
    }

    /// Rows a range at most: what a failure names.
    private static let rangeRows = 256

    /// The hash of the last seal: which state of the ledger this is, as far as this program has written it.
    static func head(_ db: Database) throws -> String {
        try String.fetchOne(db, sql: "SELECT hash FROM seal ORDER BY id DESC LIMIT 1") ?? firstHash
    }

    /// Seals every row that is not sealed yet. Reads what is new and not what there is.
    static func add(_ db: Database, _ origin: Origin) throws {
        let ranges = try unsealed(db)
        if ranges.isEmpty { return }
        let last = try Row.fetchOne(db, sql: "SELECT id, hash FROM seal ORDER BY id DESC LIMIT 1")
        let id = (last?[0] ?? 0) as Int64 + 1
        let previous: String = last?[1] ?? firstHash
        var text = heading(id, origin.rawValue, previous)
        for range in ranges {
            let insert = try db.cachedStatement(
                sql: """
                    INSERT INTO sealedRange
                        (sealId, tableName, firstKey, lastKey, columnCount, rowCount, digest)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """)
            try insert.execute(arguments: [
                id, range.table, range.keys.lowerBound, range.keys.upperBound, range.columnCount,
                range.rowCount, range.digest,
            ])
            text += range.text(id: db.lastInsertedRowID)
        }
        try db.execute(
            sql: "INSERT INTO seal (id, origin, previousHash, hash) VALUES (?, ?, ?, ?)",
            arguments: [id, origin.rawValue, previous, SHA256Digest.hex(text.utf8)])
    }

    /// What a seal's hash begins with, before its ranges.
    static func heading(_ id: Int64, _ origin: String, _ previous: String) -> String {
        "\(id) \(origin) \(previous)\n"
    }

    // MARK: - What is new

    private static func unsealed(_ db: Database) throws -> [SealedRange] {
        let tables = try SealedTable.all(db)
        let numbered = try newNumbers(db, tables)
        return try tables.flatMap { table -> [SealedRange] in
            switch table.sealing {
            case .byNumber: return try numbered[table.name].map { try ranges(db, table, $0) } ?? []
            case .with(let parent, _):
                return try numbered[parent].map { try ranges(db, table, $0) } ?? []
            case .byBatch:
                guard let batches = numbered["usageBatch"] else { return [] }
                return try batchRanges(db, batches).flatMap { try ranges(db, table, $0) }
            case .each: return try newRows(db, table)
            case .not: return []
            }
        }
    }

    /// The numbers after the last sealed one, of each table that has such.
    private static func newNumbers(
        _ db: Database, _ tables: [SealedTable]
    ) throws -> [String: ClosedRange<Int64>] {
        let parts = tables.filter { $0.sealing == .byNumber }.map {
            """
            SELECT '\($0.name)', (SELECT max(\($0.key)) FROM \($0.name)), (SELECT max(lastKey)
            FROM sealedRange WHERE tableName = '\($0.name)')
            """
        }
        let statement = try db.cachedStatement(sql: parts.joined(separator: " UNION ALL "))
        var found: [String: ClosedRange<Int64>] = [:]
        let rows = try Row.fetchCursor(statement)
        while let row = try rows.next() {
            guard let last = row[1] as Int64? else { continue }
            let sealed: Int64? = row[2]
            if last > sealed ?? .min { found[row[0]] = (sealed.map { $0 + 1 } ?? .min)...last }
        }
        return found
    }

    /// The events that usage batches have accepted.
    private static func batchRanges(
        _ db: Database, _ batches: ClosedRange<Int64>
    ) throws -> [ClosedRange<Int64>] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT firstSequence, lastSequence FROM usageBatchRange
                    WHERE batchId BETWEEN ? AND ? ORDER BY firstSequence
                    """),
            arguments: [batches.lowerBound, batches.upperBound]
        ).map { ($0[0] as Int64)...($0[1] as Int64) }
    }

    /// The digests of the rows with these keys. Rows with one key stay together.
    private static func ranges(
        _ db: Database, _ table: SealedTable, _ keys: ClosedRange<Int64>
    ) throws -> [SealedRange] {
        let rows = try SealedRows(db, table, keys: keys)
        var found: [SealedRange] = []
        var digest = rows.digest(columns: rows.columnCount)
        var first: Int64 = 0
        var last: Int64 = 0
        func end() {
            if digest.rowCount == 0 { return }
            found.append(
                SealedRange(
                    table: table.name, keys: first...last, columnCount: rows.columnCount,
                    rowCount: digest.rowCount, digest: digest.hex()))
            digest = rows.digest(columns: rows.columnCount)
        }
        try rows.forEach { key, row in
            if digest.rowCount >= rangeRows, key != last { end() }
            if digest.rowCount == 0 { first = key }
            digest.add(row, columns: rows.columnCount)
            last = key
        }
        end()
        return found
    }

    /// The rows of a table of few that no seal has, each a range of its own under its place among them.
    private static func newRows(_ db: Database, _ table: SealedTable) throws -> [SealedRange] {
        let sealed = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT digest, lastKey FROM sealedRange WHERE tableName = ?"),
            arguments: [table.name])
        let count = try Int.fetchOne(
            db.cachedStatement(sql: "SELECT count(*) FROM \(table.name)"))!
        if count <= sealed.count { return [] }
        let known = Set(sealed.map { $0[0] as String })
        var place = sealed.map { $0[1] as Int64 }.max() ?? 0
        let rows = try SealedRows(db, table)
        var found: [SealedRange] = []
        try rows.forEach { _, row in
            var digest = rows.digest(columns: rows.columnCount)
            digest.add(row, columns: rows.columnCount)
            let hex = digest.hex()
            if known.contains(hex) { return }
            place += 1
            found.append(
                SealedRange(
                    table: table.name, keys: place...place, columnCount: rows.columnCount,
                    rowCount: 1, digest: hex))
        }
        return found
    }
}
