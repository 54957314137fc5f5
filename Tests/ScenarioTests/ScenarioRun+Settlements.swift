import Catalog
import Money
import Settlement
import TestSupport
import Time

/// Statements about what merchants are paid.
extension ScenarioRun {
    func settle(_ statement: Scenario.Statement, at now: Instant) throws {
        let name = try statement.word(1, "a merchant or a number")
        switch statement.verb {
        case "settle":
            // `settle MERCHANT DAY|MONTH`
            try statement.only("at", words: 3)
            let period = try statement.word(2, "a day or a month")
            attempt {
                try ledger.write { db in
                    let batches =
                        period.count == 7
                        ? try Settler.close(db, Merchant.ID(name), month: Month(period), at: now)
                        : try Settler.close(db, Merchant.ID(name), through: Day(period), at: now)
                    // The same once more changes nothing.
                    let again =
                        period.count == 7
                        ? try Settler.close(db, Merchant.ID(name), month: Month(period), at: now)
                        : try Settler.close(db, Merchant.ID(name), through: Day(period), at: now)
                    if !again.isEmpty {
                        throw Scenario.Problem(description: "\(batches.count) settled twice")
                    }
                }
            }
        case "adjustment":
            // `adjustment MERCHANT AMOUNT id=… month=… [reason=…]`
            try statement.only("at", "id", "month", "reason", words: 3)
            let amount = try Amount(statement.word(2, "an amount").plain, .cny)
            attempt {
                try ledger.write {
                    _ = try Adjustment.record(
                        $0, Merchant.ID(name), amount,
                        month: Month(statement.options["month"] ?? ""),
                        reason: statement.options["reason"] ?? "none said",
                        reference: statement.options["id"] ?? "", at: now)
                }
            }
        default:
            // `payout NUMBER sent|paid|returned|released [reference=…]`
            try statement.only("at", "reference", words: 3)
            let word = try statement.word(2, "a step")
            guard let step = PayoutEvent.Step(rawValue: word) else {
                throw Scenario.Problem(description: "there is no step “\(word)”")
            }
            attempt {
                try ledger.write {
                    _ = try PayoutEvent.record(
                        $0, number: name, step,
                        bankReference: statement.options["reference"] ?? "b",
                        at: now, now: now)
                }
            }
        }
    }
}
