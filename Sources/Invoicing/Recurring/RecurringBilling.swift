import Catalog
import Money
import Time

/// What of a subscription is due in a month beside its usage.
///
/// What is billed in advance is billed for the whole period at its first day; a change inside the
/// period gives back the rest of the old fee and charges the rest of the new one, by days. What is
/// billed in arrears is billed at the period's end, each fee for its own days.
struct RecurringBilling {
    let days: DaySpan
    /// What costs something on a day, by the catalogs in force.
    private let states: [(from: Day, fees: [RecurringFee])]
    private let since: Day
    /// What the first day was billed for when the month before was closed.
    private let before: [RecurringFee]

    /// - Parameters:
    ///   - history: through the month that is billed.
    ///   - known: the history as it was known when the month before was closed, where the catalog
    ///     has since been stated anew for days before; nil where nothing was.
    init?(_ customer: Customer.ID, _ history: MerchantHistory, known: MerchantHistory?) {
        let days = DaySpan(history.month)
        // Who is said to have left before the month may have been billed for it in advance.
        let states = RecurringBilling.states(customer, history) ?? [(days.from, [])]
        guard
            let first = (history.subscription(customer) ?? known?.subscription(customer))?
                .stretches.first
        else { return nil }
        self.days = days
        self.states = states
        since = first.customer.since
        if since >= days.from {
            before = []
            return
        }
        let billed = known.map { RecurringBilling.states(customer, $0) ?? [] } ?? states
        // Periods that begin with the month were billed by what held on its first day; in the
        // middle of others, what held the day before goes on.
        func fees(on day: Day) -> [RecurringFee] { billed.last { $0.from <= day }?.fees ?? [] }
        func begins(_ fee: RecurringFee) -> Bool {
            !fee.isForGood && fee.cycle.period(containing: days.from).from == days.from
        }
        before =
            fees(on: days.from).filter(begins)
            + fees(on: days.from.advanced(by: -1)).filter { !begins($0) }
    }

    /// What costs something from which day on; nil without a subscription.
    private static func states(
        _ customer: Customer.ID, _ history: MerchantHistory
    ) -> [(from: Day, fees: [RecurringFee])]? {
        guard let subscription = history.subscription(customer) else { return nil }
        var states: [(from: Day, fees: [RecurringFee])] = []
        var end: Day?
        for stretch in subscription.stretches {
            // Days without a subscription between two stretches.
            if let end, end < stretch.days.from { states.append((end, [])) }
            let catalog = history.catalogs[stretch.catalog].catalog
            let trialEnd = stretch.plan.trialEnd(since: stretch.customer.since)
            let from = stretch.days.from
            for day in trialEnd > from && trialEnd < stretch.days.to ? [from, trialEnd] : [from] {
                states.append((day, RecurringFee.all(stretch, catalog, on: day)))
            }
            end = stretch.days.to
        }
        let next = history.days.to
        if let end, end < next { states.append((end, [])) }
        states.append(
            (
                next,
                history.stretchAfter(customer).map {
                    RecurringFee.all($0, history.next, on: next)
                } ?? []
            ))
        return states
    }

    /// In the order of their days, what is given back first.
    var lines: [RecurringLine] {
        var lines = changes + boundaries + arrears
        // Stable: of one day, the order they were found in.
        lines = lines.enumerated().sorted {
            ($0.element.service.from, $0.offset) < ($1.element.service.from, $1.offset)
        }.map(\.element)
        return lines
    }

    private func fees(on day: Day) -> [RecurringFee] {
        states.last { $0.from <= day }?.fees ?? []
    }

    // MARK: - In advance

    /// Rests of periods, given back and charged where a fee changes.
    private var changes: [RecurringLine] {
        var lines: [RecurringLine] = []
        var old = before
        let dates = ([days.from] + states.map(\.from)).filter { days.contains($0) }
        for day in Set(dates).sorted() where day >= since {
            let new = fees(on: day)
            for fee in old where !new.contains(fee) {
                if let line = rest(of: fee, from: day, isCredit: true) { lines.append(line) }
            }
            for fee in new where !old.contains(fee) {
                var fee = fee
                if fee.isForGood {
                    // Paid once: only what is more of it is due.
                    let had = old.first { $0.isSame(as: fee) }?.quantity ?? 0
                    if fee.quantity <= had { continue }
                    fee = fee.of(fee.quantity - had)
                }
                if let line = rest(of: fee, from: day, isCredit: false) { lines.append(line) }
            }
            old = new
        }
        return lines
    }

    private func rest(of fee: RecurringFee, from day: Day, isCredit: Bool) -> RecurringLine? {
        guard fee.billed == .inAdvance else { return nil }
        if fee.isForGood, isCredit { return nil }
        let period = fee.cycle.period(containing: day)
        // A period that begins inside the month is billed at its first day, by what holds then.
        if period.from == day, day > days.from, day > since, !fee.isForGood {
            return nil
        }
        return RecurringLine(
            fee: fee, service: DaySpan(from: day, to: period.to), period: period,
            isCredit: isCredit, due: day.advanced(by: 1))
    }

    /// Periods that begin after the first day of the month, and by the day after its last.
    private var boundaries: [RecurringLine] {
        var lines: [RecurringLine] = []
        var day = max(days.from, since).advanced(by: 1)
        while day <= days.to {
            for fee in fees(on: day)
            where fee.billed == .inAdvance && !fee.isForGood {
                let period = fee.cycle.period(containing: day)
                guard period.from == day else { continue }
                lines.append(
                    RecurringLine(
                        fee: fee, service: period, period: period, isCredit: false, due: day))
            }
            day = day.advanced(by: 1)
        }
        return lines
    }

    // MARK: - In arrears

    /// Days that ended in the month, with their period or with a change.
    private var arrears: [RecurringLine] {
        var lines: [RecurringLine] = []
        for (index, state) in states.enumerated() {
            let end = index + 1 < states.count ? states[index + 1].from : days.to
            for fee in state.fees where fee.billed == .inArrears {
                var day = state.from
                while day < end {
                    let period = fee.cycle.period(containing: day)
                    let last = min(period.to, end)
                    let hasEnded =
                        last == period.to
                        || (index + 1 < states.count && !states[index + 1].fees.contains(fee))
                    if hasEnded, last > days.from, last <= days.to {
                        let first = firstDay(of: fee, in: period, before: index, from: day)
                        lines.append(
                            RecurringLine(
                                fee: fee, service: DaySpan(from: first, to: last), period: period,
                                isCredit: false, due: last))
                    }
                    day = last
                }
            }
        }
        return lines
    }

    /// Where days of the same fee in the same period began: a stretch ends with every change of
    /// the catalog, also of one that costs nothing.
    private func firstDay(
        of fee: RecurringFee, in period: DaySpan, before index: Int, from day: Day
    ) -> Day {
        var first = day
        var place = index
        while first > period.from, place > 0, states[place - 1].fees.contains(fee) {
            place -= 1
            first = max(period.from, states[place].from)
        }
        return first
    }
}
