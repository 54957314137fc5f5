import Credits
import GRDB
import Invoicing
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
        try record(db, back, at: instant)
        return back.rest
    }

    /// Does to the grants what an invoice says of them: draws on them, and puts back what late usage no
    /// longer costs.
    ///
    /// - Parameter rows: of the lines, by their numbers.
    static func record(_ db: Database, _ invoice: Invoice, rows: [Int: Int64]) throws {
        for (number, reduction) in invoice.draws {
            let movement = reduction.movement(line: rows[number]!, of: invoice)
            guard movement.kind == .rollBack else {
                try record(
                    db, [movement], paying: invoice.lines.first { $0.number == number })
                continue
            }
            guard let balance = try CreditBalance.fetch(db, movement.grant) else {
                throw CreditsError.unknownGrant(movement.grant)
            }
            let value = movement.value!
            let back = try CreditRollBack(
                value,
                paid: [.init(balance: balance, amount: movement.amount, value: value)],
                line: rows[number]!, as: "\(invoice.number)#\(number)", at: movement.at,
                reason: movement.reason, by: "close")
            try record(db, back, at: movement.at)
        }
    }

    private static func record(
        _ db: Database, _ back: CreditRollBack, at instant: Instant
    ) throws {
        try record(db, back.movements)
        for grant in back.grants { try grant.give(db, at: instant) }
    }
}
