public import GRDB
import GRDBSQLite
import Synchronization

/// Connections that read one ledger in several threads, each used by one thread at a time and kept for the next.
///
///     let readers = LedgerReaders(ledger)
///     // in any thread:
///     let invoices = try readers.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM invoice") }
///
/// Each read sees one consistent state; two reads may see two where somebody writes between them: `LedgerFile.edition`
/// tells.
public final class LedgerReaders: Sendable {
    private let path: String
    private let idle = Mutex<[LedgerFile]>([])

    public convenience init(_ ledger: LedgerFile) { self.init(path: ledger.path) }

    private init(path: String) { self.path = path }

    /// - Throws: what `LedgerFile.open` and `body` throw.
    public func read<T>(_ body: (Database) throws -> T) throws -> T {
        let file = try idle.withLock { $0.popLast() } ?? LedgerFile.open(path, for: .reading)
        defer { idle.withLock { $0.append(file) } }
        return try file.read(body)
    }

    /// What `body` reads for each item, in their order: in several threads, from the state that `db` sees.
    ///
    ///     let counts = try LedgerReaders.each(merchants, as: db) { db, merchant in try count(db, merchant) }
    ///
    /// Where another connection sees another state, because somebody has written since, the item is read from `db`
    /// itself; and so are all where `db` is in a transaction that writes, which nobody else sees.
    ///
    /// - Parameter taken: is told in this thread of each that is read.
    /// - Throws: what `body` throws for the first item that it throws for.
    public static func each<Item: Sendable, Found: Sendable>(
        _ items: [Item], as db: Database,
        _ body: @escaping @Sendable (Database, Item) throws -> Found, taken: () -> Void = {}
    ) throws -> [Found] {
        let path =
            try String.fetchOne(
                db, sql: "SELECT file FROM pragma_database_list WHERE name = 'main'") ?? ""
        let isWriting = sqlite3_txn_state(db.sqliteConnection, "main") == SQLITE_TXN_WRITE
        if items.count < 2 || path.isEmpty || isWriting {
            return try items.map {
                defer { taken() }
                return try body(db, $0)
            }
        }
        let readers = LedgerReaders(path: path)
        let state = try Seal.head(db)
        var found: [Found] = []
        try Pipeline.run { (item: Item) -> (Item, Result<Found?, any Error>) in
            (
                item,
                Result { try readers.read { try Seal.head($0) == state ? body($0, item) : nil } }
            )
        } take: { item, result in
            found.append(try result.get() ?? body(db, item))
            taken()
        } _: { ask in
            for item in items { try ask(item) }
        }
        return found
    }
}
