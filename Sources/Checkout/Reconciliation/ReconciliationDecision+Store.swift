public import GRDB
import Store
public import Time

/// What a person decided about a difference. Who it was the product does not know; the note is what is
/// kept.
public enum ReconciliationDecision {
    /// Keeps a note about the difference with that id. The same note again changes nothing; the last
    /// one counts.
    ///
    /// - Returns: whether it is new.
    /// - Throws: `CheckoutError.emptyNote`.
    public static func record(
        _ db: Database, difference id: String, note: String, at instant: Instant
    ) throws -> Bool {
        let note = note.trimmingBlanks
        if note.isEmpty { throw CheckoutError.emptyNote(id) }
        try db.execute(
            sql: """
                INSERT INTO reconciliationDecision (differenceId, note, decidedAt) VALUES (?, ?, ?)
                ON CONFLICT (differenceId, note) DO NOTHING
                """,
            arguments: [id, note, instant.column])
        return db.changesCount == 1
    }

    /// The last note about each difference, by its id.
    static func fetchAll(_ db: Database, until instant: Instant) throws -> [String: String] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT differenceId, note FROM reconciliationDecision WHERE decidedAt <= ?
                ORDER BY id
                """,
            arguments: [instant.column])
        return Dictionary(
            rows.map { ($0[0] as String, $0[1] as String) }, uniquingKeysWith: { _, last in last })
    }
}

extension String {
    /// Without blanks and line ends at its two ends.
    fileprivate var trimmingBlanks: String {
        let inner = drop { $0.isWhitespace }
        guard let last = inner.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(inner[...last])
    }
}
