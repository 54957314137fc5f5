public import GRDB
import Money

extension CreditRollBack {
    /// What each grant paid of an invoice line, less what went back already, in the order they paid.
    ///
    /// - Parameter line: the row of the line.
    public static func paid(_ db: Database, line: Int64) throws -> [Paid] {
        let movements = try CreditMovement.fetchAll(db, line: line)
        return try movements.filter { $0.kind == .draw }.map { draw in
            let back = movements.filter { $0.kind == .rollBack && $0.grant == draw.grant }
            guard let balance = try CreditBalance.fetch(db, draw.grant) else {
                throw CreditsError.unknownGrant(draw.grant)
            }
            var (amount, value) = (draw.amount.magnitude, draw.value!.magnitude)
            for movement in back {
                amount = try amount.minus(movement.amount)
                value = try value.minus(movement.value!)
            }
            return Paid(balance: balance, amount: amount, value: value, times: back.count)
        }
    }
}
