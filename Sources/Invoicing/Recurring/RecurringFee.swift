import Catalog
import Money
import Time

/// Something due at fixed days: a base fee, seats, or an add-on.
struct RecurringFee: Equatable {
    let kind: Invoice.Kind
    /// The plan's code, or the add-on's: with the kind, what makes it the same fee on another day.
    let code: String
    let name: LocalizedText
    /// Of one, for one period.
    let fee: PreciseAmount
    let quantity: Int
    let cycle: BillingCycle
    let billed: Plan.Timing

    /// All that costs something on a day of a stretch: nothing before a trial is over.
    static func all(
        _ stretch: Subscription.Stretch, _ catalog: MerchantCatalog, on day: Day
    ) -> [RecurringFee] {
        let (plan, customer) = (stretch.plan, stretch.customer)
        if day < plan.trialEnd(since: customer.since) { return [] }
        let cycle = plan.usageCycle(since: customer.since)
        var fees = [
            RecurringFee(
                kind: .baseFee, code: plan.code.text, name: plan.name, fee: plan.baseFee,
                quantity: 1, cycle: plan.cycle(since: customer.since),
                billed: plan.interval == .lifetime ? .inAdvance : plan.billed)
        ]
        if let seats = plan.seats {
            fees.append(
                RecurringFee(
                    kind: .seat, code: plan.code.text, name: plan.name, fee: seats.fee,
                    quantity: max(0, customer.seats - seats.included), cycle: cycle,
                    billed: plan.billed))
        }
        for taken in customer.addOns {
            guard let addOn = catalog.addOns.first(where: { $0.code == taken.code }) else {
                preconditionFailure("the catalog was applied without add-on \(taken.code)")
            }
            let once = BillingCycle(.lifetime, anchor: customer.since)
            fees.append(
                RecurringFee(
                    kind: .addOn, code: addOn.code.text, name: addOn.name, fee: addOn.fee,
                    quantity: taken.quantity, cycle: addOn.recurs == .once ? once : cycle,
                    billed: addOn.recurs == .once ? .inAdvance : plan.billed))
        }
        return fees.filter { !$0.fee.isZero && $0.quantity > 0 }
    }

    func isSame(as other: RecurringFee) -> Bool { kind == other.kind && code == other.code }

    static func == (a: RecurringFee, b: RecurringFee) -> Bool {
        // By the code of the plan or add-on; a name that changes costs nothing.
        a.isSame(as: b) && a.fee == b.fee && a.quantity == b.quantity && a.cycle == b.cycle
            && a.billed == b.billed
    }

    /// The same fee for so many.
    func of(_ quantity: Int) -> RecurringFee {
        RecurringFee(
            kind: kind, code: code, name: name, fee: fee, quantity: quantity, cycle: cycle,
            billed: billed)
    }

    /// Whether it is paid once and for all.
    var isForGood: Bool { cycle.interval == .lifetime }

    /// What it costs for all of a period.
    func full() throws(MoneyError) -> PreciseAmount {
        PreciseAmount(try fee.exact.times(Exact(quantity)), fee.currency)
    }
}
