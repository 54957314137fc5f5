import Catalog
import Money
import Time

/// A recurring fee for some days, due or given back.
struct RecurringLine {
    let fee: RecurringFee
    /// The days it pays for.
    let service: DaySpan
    /// The period they are of.
    let period: DaySpan
    /// Whether the rest of what was paid is given back.
    let isCredit: Bool
    /// It stands on the first invoice that ends on this day or later.
    let due: Day

    /// Fee × days ÷ days of the period; what is paid once for all time is never a part.
    func amount() throws(MoneyError) -> PreciseAmount {
        let full = try fee.full()
        let part =
            isWhole
            ? full.exact
            : try full.exact.prorated(
                days: service.length, of: period.length)
        return PreciseAmount(isCredit ? part.negated : part, full.currency)
    }

    var isWhole: Bool { service == period || fee.isForGood }
}
