public import GRDB

/// An open ledger: one SQLite file in WAL mode, with this version's schema.
///
///     let ledger = try LedgerFile.open("ledger.sqlite")
///     let invoices = try ledger.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM invoice") }
///
/// Reads see one consistent state and may run beside each other and beside a write; there is one
/// writer at a time, across processes. The command opens the transaction, the rooms write into it.
public final class LedgerFile: Sendable {
    public let path: String
    private let pool: DatabasePool

    /// `bmL1` as a SQLite application id: what tells a ledger from other SQLite files.
    static let applicationID = 0x626D_4C31

    private init(path: String, pool: DatabasePool) {
        self.path = path
        self.pool = pool
    }

    /// Makes an empty ledger at `path`, or opens the ledger that is there already.
    ///
    /// - Throws: `StoreError.notALedger` for any other file, `StoreError.cannotWrite`.
    public static func create(_ path: String) throws -> LedgerFile {
        if try fileKind(path) != .absent { return try open(path) }
        return try opening(path) {
            try DatabasePool(path: path, configuration: configuration(prepare: true))
        }
    }

    /// Opens the ledger at `path` and brings its schema up to this version.
    ///
    /// - Throws: `StoreError.missing`, `StoreError.notALedger`, `StoreError.newerLedger`,
    ///   `StoreError.busy`, `StoreError.cannotWrite`.
    public static func open(_ path: String) throws -> LedgerFile {
        switch try fileKind(path) {
        case .absent: throw StoreError.missing(path)
        case .other(let found): throw StoreError.notALedger(path, found: found)
        case .ledger: break
        }
        return try opening(path) {
            try DatabasePool(path: path, configuration: configuration(prepare: false))
        }
    }

    private static func opening(
        _ path: String, _ open: () throws -> DatabasePool
    ) throws -> LedgerFile {
        do {
            let pool = try open()
            let migrator = Migrations.migrator
            if try pool.read({ try migrator.hasBeenSuperseded($0) }) {
                throw StoreError.newerLedger(path)
            }
            if try pool.read({ try !migrator.hasCompletedMigrations($0) }) {
                try migrator.migrate(pool)
            }
            return LedgerFile(path: path, pool: pool)
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        }
    }

    private static func configuration(prepare: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.label = "ledger"
        configuration.prepareDatabase { db in
            // Every acknowledged row survives a power cut, not only a kill.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA cache_size = -65536")
            if prepare, !db.configuration.readonly {
                try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            }
        }
        return configuration
    }

    /// Reads one consistent state.
    public func read<T>(_ body: (Database) throws -> T) throws -> T {
        try naming { try pool.read(body) }
    }

    /// Writes in one transaction: all of `body` or nothing of it.
    public func write<T>(_ body: (Database) throws -> T) throws -> T {
        try naming {
            try pool.writeWithoutTransaction { db in
                var result: T?
                // Immediate: a second process waits here, and not in the middle of its work.
                try db.inTransaction(.immediate) {
                    result = try body(db)
                    return .commit
                }
                return result!
            }
        }
    }

    /// Folds the write-ahead log into the file, so that the file alone is the ledger.
    public func checkpoint() throws {
        _ = try naming { try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) } }
    }

    private func naming<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        }
    }
}
