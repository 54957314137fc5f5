/// The tables of a ledger file, in the order money flows.
///
/// Every table holds facts: rows are added and stay. What changes (is an invoice paid, what is a
/// balance) is derived from them. `docs/schema.md` is generated from these declarations.
enum Schema {
    static let tables: [String] =
        catalog + usage + rates + credits + invoices + payments + books + settlements + outbox
        + documents + seals

    /// Their names, as the declarations begin: `CREATE TABLE usageEvent (`.
    static let names: [String] = tables.filter { $0.hasPrefix("CREATE TABLE ") }.map {
        String($0.dropFirst("CREATE TABLE ".count).prefix { $0 != " " })
    }

    /// The triggers that refuse to change or delete rows of `table`.
    static func appendOnly(_ table: String) -> String {
        """
        CREATE TRIGGER "\(table) is never updated" BEFORE UPDATE ON \(table) BEGIN
            SELECT RAISE(ABORT, '\(table) is append-only: add a correcting row instead');
        END;
        CREATE TRIGGER "\(table) is never deleted from" BEFORE DELETE ON \(table) BEGIN
            SELECT RAISE(ABORT, '\(table) is append-only: add a correcting row instead');
        END;
        """
    }
}
