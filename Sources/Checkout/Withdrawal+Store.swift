public import GRDB
public import Money
import Store
public import Time

/// Money that a channel paid from our account there to our bank (提现), as its fund bill states it.
public struct Withdrawal: Sendable, Equatable {
    public let id: Int64
    public let channel: Channel
    /// The channel's number of the movement.
    public let flowNo: String
    /// Above zero.
    public let amount: Amount
    public let at: Instant

    /// Withdrawals in the order they were booked; every parameter narrows.
    public static func fetchAll(_ db: Database, id: Int64? = nil) throws -> [Withdrawal] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT withdrawal.id, channel, flowNo, -amountFen, occurredAt FROM withdrawal
                JOIN fundBillRow ON fundBillRow.id = fundRowId
                WHERE withdrawal.id = :id OR :id IS NULL ORDER BY withdrawal.id
                """,
            arguments: ["id": id]
        ).map { row in
            Withdrawal(
                id: row[0], channel: Channel(rawValue: row[1])!, flowNo: row[2],
                amount: Amount(minorUnits: row[3], .cny), at: try Instant(row[4] as String))
        }
    }

    /// Books those that fund bills state and that are not booked yet. A row of nothing moves nothing; one dated
    /// after the run waits for its time.
    static func book(_ db: Database, at instant: Instant) throws -> [Withdrawal] {
        let rows = try Int64.fetchAll(
            db,
            sql: """
                SELECT id FROM fundBillRow WHERE kind = 'withdrawal' AND amountFen <> 0
                AND id NOT IN (SELECT fundRowId FROM withdrawal) AND occurredAt <= ? ORDER BY id
                """,
            arguments: [instant.column])
        return try rows.flatMap { row in
            try db.execute(
                sql: "INSERT INTO withdrawal (fundRowId, bookedAt) VALUES (?, ?)",
                arguments: [row, instant.column])
            return try fetchAll(db, id: db.lastInsertedRowID)
        }
    }
}
