import Crypto
import GRDB
import GRDBSQLite
import Store

/// Finds events by their idempotency key, and says where new ones stand.
///
/// A key stands in the tree of its merchant's day, and a repeat nearly always says the same day; but the same key on any
/// other day is a conflict, so all days are asked. Few look-ups go from day to day; for many, a filter of all the
/// merchant's keys says at once that a key is nowhere.
struct KeyIndex {
    /// What is known of a merchant.
    private struct Merchant {
        /// The last sequence of each of its days.
        var last: [Int64: Int64]
        var count: Int
        /// Days looked into without a filter.
        var looks = 0
        var filter: KeyFilter?
    }

    private let db: Database
    private var merchants: [Int64: Merchant] = [:]
    private let findKey: Statement
    private let rows: RowInsert

    init(_ db: Database) throws {
        self.db = db
        findKey = try db.makeStatement(
            sql: "SELECT sequence FROM usageEventKey WHERE block = ? AND hash = ?")
        rows = try RowInsert(db, "usageEventKey", columns: 3)
    }

    /// 64 bits of SHA-256 over merchant and key: enough to find candidates, and not to be forged
    /// into long chains of them.
    static func hash(_ merchantRow: Int64, _ key: String) -> Int64 {
        var key = key
        return key.withUTF8 { hash(merchantRow, $0) }
    }

    /// The same of the key's bytes: the merchant's number in digits, byte 31, the key.
    static func hash(_ merchantRow: Int64, _ key: UnsafeBufferPointer<UInt8>) -> Int64 {
        var hasher = SHA256()
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: key.count + 21) { bytes in
            var start = 20
            bytes[start] = 31
            var rest = merchantRow
            repeat {
                start -= 1
                bytes[start] = 48 + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            for (place, byte) in key.enumerated() { bytes[21 + place] = byte }
            hasher.update(
                bufferPointer: UnsafeRawBufferPointer(
                    rebasing: UnsafeRawBufferPointer(bytes)[start..<21 + key.count]))
        }
        return hasher.finalize().withUnsafeBytes {
            Int64(bigEndian: $0.loadUnaligned(as: Int64.self))
        }
    }

    /// Whether a key with this hash is certainly new: false of every key that is there, and of few others.
    mutating func isNew(_ merchantRow: Int64, hash: Int64) throws -> Bool {
        if let filter = try filter(merchantRow) { return !filter.mayContain(hash) }
        return try first(merchantRow, hash: hash) { $0 } == nil
    }

    /// What `match` gives for the first event whose key has this hash and for which it gives something; nil where there is
    /// none.
    ///
    /// - Parameter block: the merchant's day that is asked before all others.
    mutating func first<Found>(
        _ merchantRow: Int64, hash: Int64, block: Int64? = nil,
        _ match: (_ sequence: Int64) throws -> Found?
    ) throws -> Found? {
        if let filter = try filter(merchantRow) {
            if !filter.mayContain(hash) { return nil }
        } else {
            merchants[merchantRow]!.looks += merchants[merchantRow]!.last.count
        }
        var sequences: [Int64] = []
        let others = merchants[merchantRow]!.last.keys.filter { $0 != block }
        for block in [block].compactMap({ $0 }) + others {
            try findKey.forEachRow {
                sqlite3_bind_int64($0, 1, block)
                sqlite3_bind_int64($0, 2, hash)
            } _: {
                sequences.append(sqlite3_column_int64($0, 0))
            }
            for sequence in sequences {
                if let found = try match(sequence) { return found }
            }
            sequences.removeAll()
        }
        return nil
    }

    /// The filter of a merchant's keys; nil for as long as days are looked into.
    private mutating func filter(_ merchantRow: Int64) throws -> KeyFilter? {
        try load(merchantRow)
        // From there on a filter costs less than it spares: among millions, a row of the tree is read seventy times
        // faster than found. So both together cost at most twice what the better of them would.
        if merchants[merchantRow]!.filter == nil,
            merchants[merchantRow]!.looks > merchants[merchantRow]!.count / 64
        {
            try makeFilter(merchantRow)
        }
        return merchants[merchantRow]!.filter
    }

    /// Where a new event stands: behind the last of its merchant's day.
    ///
    /// - Throws: `MeteringError.dayIsFull`.
    mutating func nextSequence(_ merchantRow: Int64, block: Int64) throws -> Int64 {
        try load(merchantRow)
        let all = EventSequence.sequences(inBlock: block)
        let sequence = (merchants[merchantRow]!.last[block] ?? all.lowerBound) + 1
        guard all.contains(sequence) else {
            throw MeteringError.dayIsFull(EventSequence.day(ofBlock: block))
        }
        merchants[merchantRow]!.last[block] = sequence
        return sequence
    }

    /// Adds the keys of events that are new.
    mutating func insert(_ keys: [(hash: Int64, sequence: Int64)]) throws {
        try rows.run(keys) { row, key in
            row.bind(1, EventSequence.block(of: key.sequence))
            row.bind(2, key.hash)
            row.bind(3, key.sequence)
        }
        for (hash, sequence) in keys {
            let merchant = EventSequence.merchant(of: sequence)
            merchants[merchant]!.count += 1
            if let filter = merchants[merchant]!.filter {
                if merchants[merchant]!.count > filter.capacity {
                    try makeFilter(merchant)
                } else {
                    merchants[merchant]!.filter!.insert(hash)
                }
            }
        }
    }

    private mutating func load(_ merchantRow: Int64) throws {
        if merchants[merchantRow] != nil { return }
        let last = try EventSequence.lastOfDays(db, merchantRow)
        merchants[merchantRow] = Merchant(
            last: Dictionary(uniqueKeysWithValues: last.map { (EventSequence.block(of: $0), $0) }),
            // Numbers of a day have no gaps.
            count: last.reduce(0) { $0 + Int($1 % EventSequence.aDay) })
    }

    private mutating func makeFilter(_ merchantRow: Int64) throws {
        var filter = KeyFilter(capacity: max(1 << 16, merchants[merchantRow]!.count * 2))
        let blocks = EventSequence.blocks(of: merchantRow)
        let hashes = try db.makeStatement(
            sql: "SELECT hash FROM usageEventKey WHERE block BETWEEN ? AND ?")
        try hashes.forEachRow {
            sqlite3_bind_int64($0, 1, blocks.lowerBound)
            sqlite3_bind_int64($0, 2, blocks.upperBound)
        } _: {
            filter.insert(sqlite3_column_int64($0, 0))
        }
        merchants[merchantRow]!.filter = filter
    }
}
