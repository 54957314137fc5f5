public import Catalog
public import GRDB
public import Time

/// How far each UTC day had come when a merchant's month was closed: later sequences of a day are
/// late, and are no part of what that month billed.
public struct CloseMark: Sendable {
    private let lastByDay: [Int64: Int64]

    /// The mark of a month, or nil where it is not closed.
    public init?(_ db: Database, _ merchant: Merchant.ID, _ month: Month) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT day, lastSequence FROM periodCloseDay
                JOIN periodClose ON periodClose.id = closeId
                JOIN merchant ON merchant.id = merchantId WHERE code = ? AND month = ?
                """,
            arguments: [merchant.text, month.description])
        if rows.isEmpty { return nil }
        lastByDay = Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as Int64, $0[1] as Int64) })
    }

    /// Whether the event was there when the month was closed.
    func includes(_ sequence: Int64) -> Bool {
        lastByDay[sequence / 1_000_000_000].map { sequence <= $0 } ?? true
    }
}
