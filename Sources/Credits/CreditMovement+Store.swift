public import Catalog
public import GRDB
import Money
import Store
import Time

extension CreditMovement {
    /// Keeps the movement.
    ///
    /// - Returns: its row number.
    @discardableResult
    public func insert(_ db: Database) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO creditMovement
                    (grantId, kind, amount, value, invoiceLineId, reference, movedAt, reason)
                SELECT id, ?, ?, ?, ?, ?, ?, ? FROM creditGrant WHERE code = ?
                """,
            arguments: [
                kind.rawValue, amount.description, value?.description, line, reference, at.column,
                reason, grant.text,
            ])
        precondition(db.changesCount == 1, "there is no grant \(grant)")
        return db.lastInsertedRowID
    }

    /// Movements in the order they were made; every parameter narrows.
    ///
    /// - Parameters:
    ///   - reference: the id of a hold or void.
    ///   - line: the row of an invoice line.
    ///   - mark: leaves out what came after it.
    public static func fetchAll(
        _ db: Database, grant: CreditGrant.ID? = nil, kind: Kind? = nil, reference: String? = nil,
        line: Int64? = nil, as mark: CreditMark? = nil
    ) throws -> [CreditMovement] {
        try fetchRows(
            db, grant: grant, kind: kind, reference: reference, line: line, as: mark
        ).map(\.movement)
    }

    /// As `fetchAll`, each with its row number.
    public static func fetchRows(
        _ db: Database, grant: CreditGrant.ID? = nil, kind: Kind? = nil, reference: String? = nil,
        line: Int64? = nil, as mark: CreditMark? = nil
    ) throws -> [(id: Int64, movement: CreditMovement)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT creditMovement.*, creditGrant.code AS grantCode FROM creditMovement
                JOIN creditGrant ON creditGrant.id = grantId
                WHERE (creditGrant.code = :grant OR :grant IS NULL)
                AND (creditMovement.kind = :kind OR :kind IS NULL)
                AND (reference = :reference OR :reference IS NULL)
                AND (invoiceLineId = :line OR :line IS NULL)
                AND (creditMovement.id <= :last OR :last IS NULL) ORDER BY creditMovement.id
                """,
            arguments: [
                "grant": grant?.text, "kind": kind?.rawValue, "reference": reference, "line": line,
                "last": mark?.movement,
            ]
        ).map { row in
            let kind = Kind(rawValue: row["kind"])!
            let value = try (row["value"] as String?).map { try Exact(parsing: $0) }
            return (
                row["id"],
                CreditMovement(
                    kind, try Exact(parsing: row["amount"] as String).magnitude,
                    of: CreditGrant.ID(row["grantCode"]), value: value?.magnitude,
                    line: row["invoiceLineId"], reference: row["reference"],
                    at: try Instant(row["movedAt"] as String), reason: row["reason"])
            )
        }
    }
}
