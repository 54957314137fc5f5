import Catalog
import Metering
import Money
import Time

/// A spend cap at which a customer's usage of a period stops being billed, and what each fee had come
/// to by then.
///
/// Usage is billed in full until the event that reaches the cap, and of that event what is left up to
/// the cap, fee after fee. What comes later is printed and costs nothing: the fees that the cap counts
/// come to the cap.
struct BillingStop {
    private let cap: SpendCap
    private let period: BillingPeriod
    private let plan: Plan.ID
    /// The time of the event that reached the cap; the end of the period where only a minimum did.
    private let at: Instant
    private let reached: [(fee: Fee, amount: Exact)]

    /// Nil where the usage of the period does not come to the cap.
    init?(
        _ cap: SpendCap, _ scan: PeriodScan, _ customer: Customer.ID, _ period: BillingPeriod,
        _ plan: Plan
    ) throws {
        func fees(before cut: Instant?) throws -> [Fee] {
            try (scan.fees([(customer, period, plan)], cut: cut)[customer] ?? [])
                .filter { cap.counts($0.usage.metric) }
        }
        func fees(with event: Instant) throws -> [Fee] {
            try fees(before: Instant(nanoseconds: event.nanoseconds + 1))
        }
        func reaches(_ fees: [Fee]) throws -> Bool {
            try fees.total(plan.currency).exact >= cap.amount
        }
        let whole = try fees(before: nil)
        guard try reaches(whole) else { return nil }
        let used = period.used.instants(in: scan.history.zone)
        let instants = try Crossing.instants(
            scan.db, customer: customer, in: used, through: scan.mark)
        let at = try Crossing.first(of: instants) { try reaches(fees(before: $0)) }
        // A level costs more by the hour: what it came to since the event before counts as this one's.
        let last = instants.last { at == nil || $0 < at! }
        self.cap = cap
        self.period = period
        self.plan = plan.code
        self.at = at ?? used.to
        reached = try BillingStop.reached(
            cap.amount, before: last.map(fees(with:)) ?? [], after: at.map(fees(with:)) ?? whole,
            in: scan.history.zone)
    }

    /// A fee as it is billed.
    ///
    /// - Parameter cut: the instant the fee is of; nil where it is of the whole period.
    func applied(to fee: Fee, cut: Instant?, in zone: Zone) throws -> Fee {
        guard fee.period == period, fee.plan == plan, cap.counts(fee.usage.metric),
            cut == nil || cut! > at
        else { return fee }
        let due = reached.first { $0.fee.isSame(as: fee, in: zone) }?.amount ?? .zero
        let rest = try fee.amount.exact.minus(due)
        if rest.isZero { return fee }
        return try fee.adding(.init(.spendCap(cap.amount, reachedAt: at), amount: rest.negated))
    }

    /// What fees come to when their sum is the cap's: what they were before the event that reached it,
    /// and of what the event adds as much as there is room for.
    private static func reached(
        _ amount: Exact, before: [Fee], after: [Fee], in zone: Zone
    ) throws -> [(fee: Fee, amount: Exact)] {
        let parts = try after.map { fee in
            let old = before.first { $0.isSame(as: fee, in: zone) }?.amount.exact ?? .zero
            // A volume tier or a level may fall with the event.
            let kept = min(old, fee.amount.exact)
            return (fee: fee, kept: kept, rise: try fee.amount.exact.minus(kept))
        }
        var room = amount
        for part in parts { room = try room.minus(part.kept) }
        return try parts.map { fee, kept, rise in
            let taken = min(rise, room)
            room = try room.minus(taken)
            return (fee, try kept.plus(taken))
        }
    }
}

extension PeriodScan {
    /// The scan that stops billing where the customers' caps say so, in the order of the caps.
    func stoppingAtCaps(_ periods: Periods) throws -> PeriodScan {
        var scan = self
        scan.withEvidence = false
        for (customer, period, plan) in periods {
            for cap in history.caps(of: customer, in: period) where cap.reaction == .stopBilling {
                if let stop = try BillingStop(cap, scan, customer, period, plan) {
                    scan.stops[customer, default: []].append(stop)
                }
            }
        }
        scan.withEvidence = withEvidence
        return scan
    }
}

extension MerchantHistory {
    /// The caps a customer has set, as a billing period ends with them.
    func caps(of customer: Customer.ID, in period: BillingPeriod) -> [SpendCap] {
        subscription(customer)?.stretches.last { $0.days.from < period.used.to }?.customer.caps
            ?? []
    }
}
