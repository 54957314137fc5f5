public import GRDB
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

    public init(_ ledger: LedgerFile) { path = ledger.path }

    /// - Throws: what `LedgerFile.open` and `body` throw.
    public func read<T>(_ body: (Database) throws -> T) throws -> T {
        let file = try idle.withLock { $0.popLast() } ?? LedgerFile.open(path, for: .reading)
        defer { idle.withLock { $0.append(file) } }
        return try file.read(body)
    }
}
