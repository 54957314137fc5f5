import Credits
import GRDB
import Money
import Time

extension CreditBooks {
    /// Puts credit back that paid a line, because the line is lowered by `value` of its currency.
    ///
    /// - Parameter line: the row of the invoice line.
    /// - Returns: what no credit paid, and so goes back as money.
    static func rollBack(
        _ db: Database, line: Int64, _ value: Exact, reason: String, by: String, at instant: Instant
    ) throws -> Exact {
        let back = try CreditRollBack(
            value, paid: CreditRollBack.paid(db, line: line), line: line, at: instant,
            reason: reason, by: by)
        try record(db, back.movements)
        for grant in back.grants { try grant.give(db, at: instant) }
        return back.rest
    }
}
