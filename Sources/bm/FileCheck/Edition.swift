import GRDB
import Store
import Time

/// A file as it was published once, by what the ledger keeps of it.
struct Edition {
    let path, digest, kind, source: String
    let publishedAt: Instant

    /// More than one file can be like are not looked through.
    private static let most = 64

    /// The newest first.
    static func fetchAll(
        _ db: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> [Edition] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT path, digest, kind, source, publishedAt FROM publishedFile
                WHERE \(condition) ORDER BY id DESC LIMIT \(most)
                """,
            arguments: arguments
        ).map { row in
            Edition(
                path: row[0], digest: row[1], kind: row[2], source: row[3],
                publishedAt: try Instant(row[4] as String))
        }
    }
}
