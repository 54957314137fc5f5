import Catalog
import Metering
import Money
import Rating
import Time

/// A line before coupons, conversion and rounding.
struct LineItem {
    let kind: Invoice.Kind
    let name: LocalizedText
    let service: DaySpan
    let plan: Plan.ID?
    var charge: Charge.ID?
    var metric: BillableMetric.ID?
    var unit: LocalizedText?
    var group: [MeteredUsage.DimensionValue] = []
    let units: Quantity
    let amount: PreciseAmount
    var explanation: Explanation?
    var proration: Invoice.Proration?
    var evidence: Invoice.EvidenceSummary?
    var span: MeterRequest.Span?
    /// What each day used of it; none where it is not by the day.
    var days: [Day: DayUse] = [:]
    /// What earlier invoices of the same period billed of it, before coupons and credit: what is left of
    /// the sum of all is rounded once.
    var billedBefore: PreciseAmount?

    func line(
        number: Int, amount: Amount, reductions: [Invoice.Reduction], tax: Exact
    ) -> Invoice.Line {
        let days = days.sorted { $0.key < $1.key }
        // Days that give some of it back cannot share it.
        let parts = try? amount.allocated(over: days.map(\.value.weight))
        return Invoice.Line(
            number: number, kind: kind, name: name, service: service, charge: charge,
            metric: metric, unit: unit, group: group, units: units, precise: self.amount,
            reductions: reductions, amount: amount, taxPercent: tax, explanation: explanation,
            proration: proration, evidence: evidence, span: span,
            days: zip(days, parts ?? []).filter { !$1.isZero }.map {
                Invoice.DayPart(day: $0.key, amount: $1)
            })
    }

    /// As a line of an invoice that is not rounded yet.
    func line(_ coupons: [CouponPart]) -> Invoice.Line {
        let nothing = Amount.zero(amount.currency)
        return line(
            number: 0, amount: nothing,
            reductions: coupons.map {
                Invoice.Reduction(
                    kind: $0.kind, code: $0.code, name: $0.name, precise: $0.amount, amount: nothing
                )
            }, tax: .zero)
    }
}

extension LineItem {
    /// What was used, in time or too late for its own invoice.
    init(_ fee: Fee, _ kind: Invoice.Kind = .usage) {
        self.init(
            kind: kind, name: fee.name, service: fee.period.used, plan: fee.plan,
            charge: fee.charge, metric: fee.usage.metric, unit: fee.unit, group: fee.usage.group,
            units: fee.explanation.units, amount: fee.amount, explanation: fee.explanation,
            evidence: fee.evidence.map { Invoice.EvidenceSummary($0, days: fee.days) },
            span: fee.span, days: fee.days, billedBefore: fee.billedBefore)
    }
}

extension Invoice.EvidenceSummary {
    init(_ summary: Evidence.Summary, days: [Day: DayUse]) {
        self.init(
            events: summary.events, digest: summary.digest, first: summary.first,
            last: summary.last,
            days: days.sorted { $0.key < $1.key }.map {
                Invoice.UsedDay(day: $0.key, events: $0.value.events, units: $0.value.units)
            })
    }
}

extension RecurringLine {
    /// As a line of an invoice.
    func item() throws(MoneyError) -> LineItem {
        let quantity = Quantity(count: isCredit ? -fee.quantity : fee.quantity)
        return LineItem(
            kind: fee.kind, name: fee.name, service: service,
            plan: fee.kind == .addOn ? nil : Code(fee.code), units: quantity,
            amount: try amount(),
            proration: isWhole
                ? nil
                : Invoice.Proration(
                    days: service.length, periodDays: period.length, full: try fee.full()))
    }
}

extension Invoicer.Draft {
    /// What stands on the invoice before coupons, conversion and rounding: fees at fixed days, then
    /// usage in the order of the plan's charges, then commitments and late usage.
    func items() throws(MoneyError) -> [LineItem] {
        var items = try recurring.map { line throws(MoneyError) in try line.item() }
        items += fees.map { LineItem($0) }
        items += try commitments().filter { !$0.amount.isZero }
        items += late
        return items
    }

    /// What usage of each period comes to beside what was committed to: the used amount is rounded to
    /// the minor unit first; what is missing is due, and what is above costs its factor more.
    ///
    /// 1,000.00 committed, 750.00 used: 250.00 are due beside them. 1,200.00 used at a factor of
    /// 1.25: 200.00 × 0.25 = 50.00 are.
    func commitments() throws(MoneyError) -> [LineItem] {
        try Invoicer.commitments(periods, fees)
    }
}

extension Invoicer {
    /// What usage of each period comes to beside what was committed to, in the order of the periods.
    static func commitments(
        _ periods: [RatedMonth.Period], _ fees: [Fee]
    ) throws(MoneyError) -> [LineItem] {
        var items: [LineItem] = []
        for (period, plan) in periods.map({ ($0.period, $0.plan) }) {
            guard let commitment = plan.commitment else { continue }
            let committed = try period.share(of: commitment.amount.exact)
                .rounded(toScale: plan.currency.minorUnitDigits, .halfAwayFromZero)
            func paid(_ amount: Exact) -> Exact {
                amount.rounded(toScale: plan.currency.minorUnitDigits, .halfAwayFromZero)
            }
            // Where nothing is converted, the lines are what is paid: they and what is missing are
            // what was committed to. Lines in another currency are not rounded in the plan's.
            let isConverted = plan.currency != .cny
            var used = Exact.zero
            for fee in fees where fee.period == period && fee.plan == plan.code {
                used = try used.plus(isConverted ? fee.amount.exact : paid(fee.amount.exact))
            }
            used = paid(used)
            let explanation = try Explanation(
                used: used, committed: committed, overageFactor: commitment.overageFactor)
            items.append(
                LineItem(
                    kind: .commitment, name: plan.name, service: period.used, plan: plan.code,
                    units: Quantity(count: 1), amount: try explanation.total(plan.currency),
                    explanation: explanation))
        }
        return items
    }
}
