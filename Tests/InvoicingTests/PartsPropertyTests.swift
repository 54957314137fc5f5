import FX
import Metering
import Money
import TestSupport
import Testing
import Time

@testable import Catalog
@testable import Invoicing
@testable import Rating

/// What holds of every period that a threshold cuts, from a printed seed.
@Suite("Any parts of a period")
struct PartsPropertyTests {
    let ledger = try! TestLedger()

    /// Of a model, what it comes to so far beyond what it came to before.
    func fee(
        _ model: String, _ sum: Exact, beyond before: Exact?, _ currency: Currency
    ) throws -> Fee {
        let whole = try Sample.fee([(1, sum.description, 1)], currency, model: model)
        guard let before else { return whole }
        let steps =
            before.isZero
            ? []
            : [try Explanation.Step(.alreadyBilled(units: .one), amount: before.negated)]
        let explanation = Explanation(
            units: whole.explanation.units, included: .zero,
            steps: whole.explanation.steps + steps)
        return Fee(
            plan: whole.plan, period: whole.period, charge: whole.charge, name: whole.name,
            unit: whole.unit, usage: whole.usage, explanation: explanation,
            amount: try explanation.total(currency), evidence: whole.evidence,
            billedBefore: PreciseAmount(before, currency))
    }

    @Test(
        "with shares taken off, they are the undivided bill to the fen; seed 12", arguments: 0..<2)
    func parts(plan: Int) throws {
        let currency = [Currency.cny, .usd][plan]
        var random = SplitMix(seed: 12)
        _ = try Sample.draft(
            ledger, Sample.yaml(plan: ["yuan", "developer"][plan], baseFee: "0", tax: "0"))
        let rated = try ledger.read { try RatedMonth($0, "mer_1", Sample.may) }
        for number in 0..<500 {
            let coupons = (0..<Int.random(in: 1...2, using: &random)).map {
                Coupon(
                    code: Code("c\($0)"), name: LocalizedText(english: "C", chinese: "券"),
                    value: .percent(
                        Exact(
                            coefficient: .init(Int.random(in: 1...1000, using: &random)), scale: 1)),
                    invoices: nil, metrics: [], plans: [], lines: [])
            }
            func invoice(_ fees: [Fee], _ standing: Standing) throws -> Invoice {
                var draft = Invoicer.drafts(
                    "cus_1", rated.history, periods: rated.periods["cus_1"]!, fees: fees)[0]
                draft.coupons = coupons
                draft.standing = standing
                return try Sample.invoice(draft)
            }
            var standing = Standing()
            var sums = ["m-1": Exact.zero, "m-2": .zero]
            var billed = Amount.zero(.cny)
            for _ in 0..<Int.random(in: 2...5, using: &random) {
                var fees: [Fee] = []
                for (model, before) in sums.sorted(by: { $0.key < $1.key }) {
                    // What falls again, below nothing too, is a part like any other.
                    let more = Exact(
                        coefficient: .init(Int.random(in: -40_000...99_999, using: &random)),
                        scale: 4)
                    sums[model] = try before.plus(more)
                    fees.append(try fee(model, sums[model]!, beyond: before, currency))
                }
                let part = try invoice(fees, standing)
                standing = try standing.after(part)
                billed += part.total
            }
            let fees = try sums.sorted { $0.key < $1.key }
                .map { try fee($0.key, $0.value, beyond: nil, currency) }
            let undivided = try invoice(fees, Standing())
            guard billed == undivided.total else {
                Issue.record("seed 12, case \(number): \(billed), undivided \(undivided.total)")
                return
            }
        }
    }
}
