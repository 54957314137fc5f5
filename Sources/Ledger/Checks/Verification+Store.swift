public import GRDB
import Store
public import Time

/// What `bm verify --record` found, kept so that whoever looks later sees what held, and when.
///
/// It proves nothing by itself: whoever doubts it runs `bm verify` again.
public struct Verification: Sendable, Equatable {
    public let at: Instant
    /// The last journal entry as it stood then.
    public let headSequence: Int64
    public let invariants: [Invariant]

    public init(at instant: Instant, headSequence: Int64, invariants: [Invariant]) {
        at = instant
        self.headSequence = headSequence
        self.invariants = invariants
    }

    /// Keeps it beside those before it.
    public func insert(_ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO verification (verifiedAt, headSequence, document) VALUES (?, ?, ?)",
            arguments: [
                at.column, headSequence, JSONValue.array(invariants.map(\.json)).canonical,
            ])
    }

    /// The last that was recorded by `instant`; nil where none was.
    public static func latest(_ db: Database, at instant: Instant) throws -> Verification? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT verifiedAt, headSequence, document FROM verification WHERE verifiedAt <= ?
                ORDER BY verifiedAt DESC, id DESC LIMIT 1
                """, arguments: [instant.column])
        guard let row else { return nil }
        let found = try JSONValue(parsing: row[2] as String).array ?? []
        return Verification(
            at: try Instant(row[0] as String), headSequence: row[1],
            invariants: found.compactMap { document in
                guard let name = document["name"]?.string.flatMap(Invariant.Name.init(rawValue:)),
                    let checked = document["checked"]?.int
                else { return nil }
                return Invariant(
                    name, checked: checked,
                    failures: document["failures"]?.array?.compactMap(\.string) ?? [])
            })
    }
}
