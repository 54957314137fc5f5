import Catalog
import GRDB
import Metering
import Money
import Time

/// A period cut where what is not yet billed of it reaches a threshold: at that event an invoice is
/// due, and the period's own bills the rest.
///
/// Each part is what the usage until its end comes to, less what it came to before: so the parts add
/// up to the whole, tiers and all.
struct ThresholdParts {
    /// The customer's fees with those of the period in parts.
    private(set) var fees: [Fee]

    init(
        _ scan: PeriodScan, _ customer: Customer.ID, _ period: BillingPeriod, _ plan: Plan,
        _ threshold: PreciseAmount, _ all: [Fee]
    ) throws {
        func isOurs(_ fee: Fee) -> Bool { fee.period == period && fee.plan == plan.code }
        fees = all.filter { !isOurs($0) }
        let whole = all.filter(isOurs)
        let used = period.used.instants(in: scan.history.zone)
        var instants = try Crossing.instants(
            scan.db, customer: customer, in: used, through: scan.mark)
        // What the last event of all reaches is on the period's own invoice.
        instants.removeAll { $0.nanoseconds + 1 >= used.to.nanoseconds }
        func until(_ end: Instant) throws -> [Fee] {
            try scan.fees([(customer, period, plan)], cut: end)[customer] ?? []
        }
        var (from, part) = (used.from, 0)
        var before: [Fee] = []
        while true {
            let billed = try before.total(plan.currency)
            let due = try billed.plus(threshold)
            let at = try Crossing.first(of: instants) { end in
                try until(end).total(plan.currency).exact >= due.exact
            }
            guard let at else { break }
            let end = Instant(nanoseconds: at.nanoseconds + 1)
            let now = try until(end)
            fees += try scan.parts(now, since: before, part, from: from, to: end)
            instants.removeAll { $0 <= at }
            (before, from, part) = (now, end, part + 1)
        }
        if part == 0 {
            fees += whole
        } else {
            fees += try scan.parts(whole, since: before, part, from: from, to: used.to)
        }
    }
}

extension PeriodScan {
    /// What fees came to in a part of their period: what they come to at its end, less what they
    /// came to at its start, with the events between.
    fileprivate func parts(
        _ fees: [Fee], since before: [Fee], _ part: Int, from: Instant, to end: Instant
    ) throws -> [Fee] {
        guard let first = fees.first else { return [] }
        let metered = try self.metered(fees, from: from, to: end, withEvidence: withEvidence)
        return try fees.enumerated().compactMap { index, fee in
            let old = before.first { $0.isSame(as: fee, in: history.zone) }
            let amount = try fee.amount.minus(old?.amount ?? .zero(first.amount.currency))
            guard metered[index].usage.eventCount > 0 || !amount.isZero else { return nil }
            let billed = old?.explanation.units ?? .zero
            var steps = fee.explanation.steps
            if let old, !old.amount.isZero || !billed.isZero {
                steps.append(
                    try Explanation.Step(
                        .alreadyBilled(units: billed.exact), amount: old.amount.exact.negated))
            }
            var fee = Fee(
                plan: fee.plan, period: fee.period, charge: fee.charge, name: fee.name,
                unit: fee.unit, usage: metered[index].usage,
                explanation: Explanation(
                    units: try fee.explanation.units.minus(billed),
                    included: try fee.explanation.included.minus(
                        old?.explanation.included ?? .zero),
                    steps: steps, priceSource: fee.explanation.priceSource,
                    switches: fee.explanation.switches),
                amount: amount, evidence: metered[index].evidence)
            fee.span = metered[index].span
            fee.part = part
            fee.billedBefore = old?.amount ?? .zero(first.amount.currency)
            fee.days = metered[index].days
            return fee
        }
    }

    /// What a fee has between two instants.
    private struct Metered {
        let usage: MeteredUsage
        let evidence: Evidence.Summary?
        let span: MeterRequest.Span
        let days: [Day: DayUse]
    }

    /// The events of each fee between two instants.
    private func metered(
        _ fees: [Fee], from: Instant, to end: Instant, withEvidence: Bool
    ) throws -> [Metered] {
        let requests = fees.map { fee in
            let used = fee.span ?? fee.period.used.instants(in: history.zone)
            let start = max(used.from, from)
            return MeterRequest(
                metric: history.metric(fee.usage.metric, before: used.to),
                groupBy: fee.usage.group.map(\.dimension), customers: [fee.usage.customer],
                span: MeterRequest.Span(from: start, to: max(start, min(used.to, end))))
        }
        let usage = try Meter.measure(
            db, merchant: merchant, from: from, to: end, requests, through: mark)
        let evidence =
            withEvidence
            ? try Evidence.summaries(
                db, merchant: merchant, from: from, to: end, requests, through: mark) : [:]
        var days = [[Day: DayUse]](repeating: [:], count: fees.count)
        if withEvidence {
            let span = MeterRequest.Span(from: from, to: end)
            try Meter.days(
                db, merchant: merchant, span, in: history.zone, requests, through: mark
            ) { daily in
                guard daily.usage.group == fees[daily.request].usage.group else { return }
                let size = try daily.usage.size()
                days[daily.request][daily.day] = DayUse(
                    weight: size, units: size, events: daily.usage.eventCount)
            }
        }
        return fees.enumerated().map { index, fee in
            let found = usage[index].first { $0.group == fee.usage.group }
            let nothing = MeteredUsage(
                customer: fee.usage.customer, metric: fee.usage.metric, group: fee.usage.group,
                amount: .units(.zero), eventCount: 0, firstAt: from, lastAt: from)
            let line = Evidence.Line(
                request: index, customer: fee.usage.customer, group: fee.usage.group)
            return Metered(
                usage: found ?? nothing, evidence: evidence[line],
                span: requests[index].span!, days: days[index])
        }
    }
}

extension [Fee] {
    func total(_ currency: Currency) throws(MoneyError) -> PreciseAmount {
        var total = PreciseAmount.zero(currency)
        for fee in self { total = try total.plus(fee.amount) }
        return total
    }
}

extension MeteredUsage {
    /// All units, or all tokens: what weighs a day beside others where prices are not at hand.
    func size() throws(MoneyError) -> Exact {
        switch amount {
        case .units(let units): return units.exact
        case .tokens(let totals): return try PricedUsage.tokens(totals).units()
        case .each(let amounts): return try PricedUsage.amounts(amounts).units()
        case .priced(let events):
            var sum = Exact.zero
            for event in events { sum = try sum.plus(event.units) }
            return sum
        }
    }
}
