public import Catalog
public import GRDB
public import Time

/// How far credit had come when a merchant's month was closed: grants, activations and movements that are
/// later had no part in its invoices.
public struct CreditMark: Sendable, Equatable {
    let grant: Int64
    let activation: Int64
    let movement: Int64

    /// As far as it has come now.
    public init(now db: Database) throws {
        func last(_ table: String) throws -> Int64 {
            try Int64.fetchOne(db, sql: "SELECT ifnull(max(id), 0) FROM \(table)")!
        }
        grant = try last("creditGrant")
        activation = try last("creditActivation")
        movement = try last("creditMovement")
    }

    /// The mark of a closed month; before any credit where it has none.
    public init(_ db: Database, _ merchant: Merchant.ID, _ month: Month) throws {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT lastGrantId, lastActivationId, lastMovementId FROM periodCloseCredit
                JOIN periodClose ON periodClose.id = closeId
                JOIN merchant ON merchant.id = merchantId WHERE code = ? AND month = ?
                """,
            arguments: [merchant.text, month.description])
        grant = row?[0] ?? 0
        activation = row?[1] ?? 0
        movement = row?[2] ?? 0
    }

    /// Keeps the mark with a month that is closed.
    public func insert(_ db: Database, _ merchant: Merchant.ID, _ month: Month) throws {
        try db.execute(
            sql: """
                INSERT INTO periodCloseCredit (closeId, lastGrantId, lastActivationId, lastMovementId)
                SELECT periodClose.id, ?, ?, ? FROM periodClose
                JOIN merchant ON merchant.id = merchantId WHERE code = ? AND month = ?
                """,
            arguments: [grant, activation, movement, merchant.text, month.description])
        precondition(db.changesCount == 1, "\(merchant) \(month) is not closed")
    }
}
