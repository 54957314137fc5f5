import Catalog
import GRDB
import Money
import Store

extension Checks {
    /// Every table is there, and each of facts still has the two triggers that refuse UPDATE and
    /// DELETE, with nothing in them that lets a row through.
    static func appendOnly(_ db: Database) throws -> Invariant {
        let tables = try Row.fetchAll(
            db,
            sql: """
                SELECT name, (
                    SELECT count(DISTINCT verb) FROM sqlite_schema AS t
                    JOIN (SELECT 'UPDATE' AS verb UNION SELECT 'DELETE')
                    WHERE t.type = 'trigger' AND t.tbl_name = s.name
                    AND t.sql LIKE '%" BEFORE ' || verb || ' ON ' || s.name || ' BEGIN%SELECT '
                        || 'RAISE(ABORT, ''' || s.name
                        || ' is append-only: add a correcting row instead'');%END')
                FROM sqlite_schema AS s WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                AND name NOT LIKE 'grdb_%' ORDER BY name
                """)
        let open = tables.filter { ($0[1] as Int) < 2 }
        let names = try String.fetchSet(
            db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
        let gone = LedgerFile.tables.filter { !names.contains($0) }
        return Invariant(
            .appendOnly, checked: tables.count,
            failures: gone.map { "the table \($0) is gone" }
                + open.map {
                    "the table \($0[0] as String) has lost a trigger that keeps its rows"
                })
    }

    /// Entries are numbered without gaps, name the hash before them, and have the hash they should.
    static func chain(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        var sequence: Int64 = 0
        var hash = JournalEntry.firstHash
        try Journal.forEach(db) { entry in
            sequence += 1
            if entry.sequence != sequence {
                failures.append("entry \(sequence) is missing: \(entry.sequence) follows")
            } else if entry.previousHash != hash {
                failures.append("entry \(sequence) names another entry before it")
            } else if entry.expectedHash != entry.hash {
                failures.append(
                    "entry \(sequence) (\(entry.source)) does not have the hash of its content")
            }
            sequence = entry.sequence
            hash = entry.hash
        }
        return Invariant(.chain, checked: Int(sequence), failures: failures)
    }

    /// The legs of every entry add up to zero in each currency.
    static func balanced(_ db: Database) throws -> Invariant {
        let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM journalEntry")!
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT entry, source, currency, sum(minorUnits) AS total FROM posting
                JOIN journalEntry ON sequence = entry
                GROUP BY entry, currency HAVING total <> 0 ORDER BY entry
                """)
        return Invariant(
            .balanced, checked: count,
            failures: rows.map {
                "entry \($0[0] as Int64) (\($0[1] as String)) is off by \($0[3] as Int64) minor "
                    + "units of \($0[2] as String)"
            })
    }

    /// What the platform owes a merchant, and what it keeps back, is what the merchant's book says is due
    /// from it.
    static func mirror(_ db: Database) throws -> Invariant {
        let merchants = try MerchantCatalog.merchants(db)
        var failures: [String] = []
        for merchant in merchants {
            let payable = try Journal.balance(
                db, .platform, .merchantPayable(merchant), .cny)
            let due = try Journal.balance(db, .merchant(merchant), .dueFromPlatform, .cny)
            if payable + due != .zero(.cny) {
                failures.append(
                    "the platform owes \(merchant) \(-payable), and \(merchant) has \(due) due")
            }
            let reserve = try Journal.balance(db, .platform, .reserve(merchant), .cny)
            let held = try Journal.balance(db, .merchant(merchant), .reserveDue, .cny)
            if reserve + held != .zero(.cny) {
                failures.append(
                    "the platform holds \(-reserve) of \(merchant), and \(merchant) has \(held) "
                        + "held")
            }
        }
        return Invariant(.mirror, checked: merchants.count, failures: failures)
    }
}
