import GRDB

/// The steps that bring a ledger file to this version's schema. A step, once released, stays.
enum Migrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 ledger") { db in
            for sql in Schema.tables { try db.execute(sql: sql) }
            let tables = try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM sqlite_schema
                    WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%'
                    ORDER BY name
                    """)
            for table in tables {
                try db.execute(sql: Schema.appendOnly(table))
            }
        }
        return migrator
    }
}
