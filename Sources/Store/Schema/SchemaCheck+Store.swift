public import GRDB

extension LedgerFile {
    /// What the file's own declarations have that this version does not make, and the other way round:
    /// tables, indexes, triggers, views, and what SQLite itself keeps of the file.
    ///
    ///     the index invoiceByCustomer is gone
    ///     the table invoice is not declared as bm declares it
    ///
    /// It is held against a ledger made in memory for it, so that no list has to be kept.
    ///
    /// - Returns: how many declarations there should be, and every difference.
    public static func schemaDifferences(
        _ db: Database
    ) throws -> (checked: Int, failures: [String]) {
        let made = try DatabaseQueue()
        try Migrations.migrator.migrate(made)
        let wanted = try made.read(declarations)
        let found = try declarations(db)
        var failures: [String] = []
        for (name, sql) in wanted.sorted(by: { $0.key < $1.key }) {
            switch found[name] {
            case nil: failures.append("the \(name) is gone")
            case sql: break
            default: failures.append("the \(name) is not declared as bm declares it")
            }
        }
        failures += found.keys.filter { wanted[$0] == nil }.sorted().map {
            "the \($0) is not one of bm's"
        }
        for (pragma, value) in [("application_id", applicationID), ("user_version", 0)] {
            let number = try Int.fetchOne(db, sql: "PRAGMA \(pragma)")
            if number != value {
                failures.append("\(pragma) is \(number ?? 0), and \(value) in a ledger")
            }
        }
        return (wanted.count + 2, failures)
    }

    /// Every declaration by its kind and name: `index invoiceByCustomer`.
    private static func declarations(_ db: Database) throws -> [String: String] {
        // What SQLite makes by itself, for a UNIQUE or an ANALYZE, it declares by itself too.
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT type || ' ' || name, tbl_name || ': ' || coalesce(sql, '') FROM sqlite_schema
                WHERE name NOT LIKE 'sqlite_%'
                """)
        return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
    }
}
