public import GRDB

extension Seal {
    /// What `differences` has looked at, and what of it is not as it was sealed.
    public struct Found: Sendable, Equatable {
        /// Rows of all tables, and seals.
        public var checked = 0
        public var failures: [String] = []
    }

    /// Every row that differs from what was sealed, is gone or came from somewhere else, by its table and
    /// the numbers among which it stands; every seal that is not as it was made.
    ///
    ///     rows 5 to 8 of invoice are not what seal 14 says
    ///
    /// A table that cannot be read is told of and the others are read all the same.
    public static func differences(_ db: Database) throws -> Found {
        var found = Found()
        let ranges = try chain(db, &found)
        for name in Schema.names where Schema.sealing[name] != .not {
            do {
                guard let table = try SealedTable(db, name) else {
                    found.failures.append("the table \(name) is gone")
                    continue
                }
                let sealed = ranges[name] ?? []
                if table.sealing == .each {
                    try compareEach(db, table, sealed, &found)
                } else {
                    try compare(db, table, sealed, &found)
                }
            } catch {
                found.failures.append("the table \(name) cannot be read: \(error)")
            }
        }
        for name in ranges.keys.sorted() where !Schema.names.contains(name) {
            found.failures.append("rows of \(name) are sealed, and bm knows no such table")
        }
        return found
    }

    /// The hashes of all seals, the first first. The last is the head: kept somewhere else, it fixes every
    /// row there was with it.
    public static func heads(_ db: Database) throws -> [String] {
        try String.fetchAll(db, sql: "SELECT hash FROM seal ORDER BY id")
    }

    /// A range and the seal it is part of.
    private struct Sealed {
        let seal: Int64
        let range: SealedRange
    }

    // MARK: - The seals themselves

    /// Follows the seals from the first to the last.
    ///
    /// - Returns: what they say of each table, in the order of its keys.
    private static func chain(_ db: Database, _ found: inout Found) throws -> [String: [Sealed]] {
        var bySeal: [Int64: [(id: Int64, range: SealedRange)]] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT id, sealId, tableName, firstKey, lastKey, columnCount, rowCount, digest
                FROM sealedRange ORDER BY id
                """)
        while let row = try rows.next() {
            let keys = [row[3] as Int64, row[4]]
            let range = SealedRange(
                table: row[2], keys: keys.min()!...keys.max()!, columnCount: row[5],
                rowCount: row[6], digest: row[7])
            bySeal[row[1], default: []].append((row[0], range))
        }
        var previous = firstHash
        var number: Int64 = 0
        var byTable: [String: [Sealed]] = [:]
        for row in try Row.fetchAll(
            db, sql: "SELECT id, origin, previousHash, hash FROM seal ORDER BY id")
        {
            let id: Int64 = row[0]
            number += 1
            found.checked += 1
            if id != number { found.failures.append("seal \(number) is missing: \(id) follows") }
            number = id
            let ranges = bySeal.removeValue(forKey: id) ?? []
            if row[2] != previous {
                found.failures.append("seal \(id) names another seal before it")
            }
            let text = ranges.reduce(heading(id, row[1], row[2])) { $0 + $1.range.text(id: $1.id) }
            if SHA256Digest.hex(text.utf8) != row[3] {
                found.failures.append("seal \(id) does not have the hash of its content")
            }
            previous = row[3]
            for (_, range) in ranges {
                byTable[range.table, default: []].append(Sealed(seal: id, range: range))
                if row[1] == Origin.other.rawValue {
                    found.failures.append(
                        "\(words(range)) came from another program, before seal \(id)")
                }
            }
        }
        found.failures += bySeal.keys.sorted().map {
            "seal \($0) is missing, and ranges of it are there"
        }
        return byTable.mapValues {
            $0.sorted { $0.range.keys.lowerBound < $1.range.keys.lowerBound }
        }
    }

    /// `row 7 of invoice`, `rows 5 to 8 of invoice`, `rows of fxRate with importId 2`.
    private static func words(_ range: SealedRange) -> String {
        let (first, last) = (range.keys.lowerBound, range.keys.upperBound)
        switch Schema.sealing[range.table] ?? .byNumber {
        case .with(_, let column):
            return first == last
                ? "rows of \(range.table) with \(column) \(first)"
                : "rows of \(range.table) with \(column) \(first) to \(last)"
        case .each: return "a row of \(range.table)"
        case .byNumber, .byBatch, .not:
            return first == last
                ? "row \(first) of \(range.table)" : "rows \(first) to \(last) of \(range.table)"
        }
    }

    // MARK: - The rows

    private static func compare(
        _ db: Database, _ table: SealedTable, _ sealed: [Sealed], _ found: inout Found
    ) throws {
        let rows = try SealedRows(db, table)
        var next = sealed.startIndex
        var digest: RowDigest?
        var strays = 0
        var firstStray: Int64 = 0
        var failures: [String] = []
        func width() -> Int { min(sealed[next].range.columnCount, rows.columnCount) }
        func finish() {
            let (seal, range) = (sealed[next].seal, sealed[next].range)
            let count = digest?.rowCount ?? 0
            if count == 0 {
                failures.append(
                    "\(words(range)): all \(range.rowCount) that seal \(seal) has are gone")
            } else if count != range.rowCount {
                failures.append(
                    "\(words(range)): \(count) are there, seal \(seal) has \(range.rowCount)")
            } else if digest?.hex() != range.digest {
                failures.append("\(words(range)): not what seal \(seal) says")
            }
            digest = nil
            next += 1
        }
        try rows.forEach { key, row in
            found.checked += 1
            while next < sealed.endIndex, sealed[next].range.keys.upperBound < key { finish() }
            guard next < sealed.endIndex, sealed[next].range.keys.contains(key) else {
                if strays == 0 { firstStray = key }
                strays += 1
                return
            }
            if digest == nil { digest = rows.digest(columns: width()) }
            digest?.add(row, columns: width())
        }
        while next < sealed.endIndex { finish() }
        if strays > 0 {
            failures.append(
                "\(table.name): rows that no seal has: \(strays), the first with \(table.key) "
                    + "\(firstStray)")
        }
        found.failures += failures
    }

    /// Rows that were sealed each for itself are found again by their digest.
    private static func compareEach(
        _ db: Database, _ table: SealedTable, _ sealed: [Sealed], _ found: inout Found
    ) throws {
        var waiting = Dictionary(grouping: sealed, by: \.range.digest)
        let rows = try SealedRows(db, table)
        let widths = Set(sealed.map { min($0.range.columnCount, rows.columnCount) })
        var strays = 0
        try rows.forEach { _, row in
            found.checked += 1
            for width in widths {
                var digest = rows.digest(columns: width)
                digest.add(row, columns: width)
                if waiting.removeValue(forKey: digest.hex()) != nil { return }
            }
            strays += 1
        }
        found.failures += waiting.values.flatMap { $0 }.sorted { $0.seal < $1.seal }.map {
            "\(words($0.range)) that seal \($0.seal) has is gone or says something else"
        }
        if strays > 0 {
            found.failures.append("\(table.name): rows that no seal has: \(strays)")
        }
    }
}
