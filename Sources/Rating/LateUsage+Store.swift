public import Catalog
public import GRDB
public import Metering
import Money
public import Time

/// What usage that came in after a month was closed adds to the periods that ended in it, at their own
/// prices, to be billed with a later month.
///
/// Graduated `0–1,000 @ 0.50, above @ 0.30`: May was closed with 990 units, 30 more come in. May costs
/// 1,000 × 0.50 + 20 × 0.30 = 506.00 now and was 495.00; June's invoice bills 30 units at 11.00.
public struct LateUsage: Sendable {
    /// The closed month.
    public let month: Month
    /// The periods that ended in it, by customer.
    public let periods: [Customer.ID: [RatedMonth.Period]]
    /// What was billed of it before, and what the whole of it costs now.
    public let billed: [Customer.ID: [Fee]]
    public let whole: [Customer.ID: [Fee]]
    /// The differences, where there are any: the late units and their events; the steps are those of
    /// the whole, and last what was billed of it before.
    public let fees: [Customer.ID: [Fee]]

    /// What has come in for closed months since the merchant's last close before `closing`, by month.
    ///
    /// - Parameters:
    ///   - mark: as it stood when `closing` was closed; all that is there now where nil.
    ///   - cut: leaves out what was used from that instant on.
    /// - Throws: what stops the rating of a month: `RatingError`, `CatalogError`.
    public static func months(
        _ db: Database, _ merchant: Merchant.ID, closing: Month, through mark: CloseMark? = nil,
        until cut: Instant? = nil
    ) throws -> [LateUsage] {
        guard let last = try CloseMark.lastMonth(db, merchant, before: closing),
            let before = try CloseMark(db, merchant, last)
        else { return [] }
        let zone = try Merchant(db, merchant, at: Instant(nanoseconds: .max)).zone
        let now = try mark ?? CloseMark(db, merchant, now: zone.end(of: closing))
        let moved = try before.monthsMoved(db, merchant, upTo: last, zone: zone, through: now)
        guard var month = moved.min() else { return [] }
        var found: [LateUsage] = []
        // A period may end months after its usage, and a level that is carried over moves every month
        // after the one in which it was raised.
        while month <= last {
            found += try LateUsage.found(
                db, merchant, month, after: before, through: now, until: cut)
            month = month.next
        }
        return found
    }

    /// One month: its customers by the catalog as it was known when it was closed, and those that have
    /// become known since by that of now.
    private static func found(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, after before: CloseMark,
        through now: CloseMark, until cut: Instant?
    ) throws -> [LateUsage] {
        let closed = try CloseMark(db, merchant, month)
        let version = closed?.lastVersion ?? before.lastVersion
        let known = Set(
            try MerchantHistory(db, merchant, through: month, knowing: version)
                .subscriptions.map(\.customer))
        let new = Set(
            try MerchantHistory(db, merchant, through: month, knowing: now.lastVersion)
                .subscriptions.map(\.customer)
        ).subtracting(known)
        var found = [
            try LateUsage(
                db, merchant, month, known, after: before.knowing(version),
                through: now.knowing(version), until: cut, wasBilled: closed != nil)
        ]
        if !new.isEmpty {
            found.append(
                try LateUsage(
                    db, merchant, month, new, after: before.knowing(now.lastVersion), through: now,
                    until: cut, wasBilled: false))
        }
        return found.filter { !$0.fees.isEmpty }
    }

    /// - Parameter wasBilled: false where no invoice of the month was due: then what is owed without
    ///   any usage was not billed, and is not now.
    private init(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, _ customers: Set<Customer.ID>,
        after before: CloseMark, through now: CloseMark, until cut: Instant?, wasBilled: Bool
    ) throws {
        // Where a threshold would cut the whole is of no matter: its parts add up to it.
        func rated(_ mark: CloseMark) throws -> RatedMonth {
            try RatedMonth(
                db, merchant, month, customers: customers, withEvidence: false, cut: false,
                through: mark, supposing: cut.map { Supposition(end: $0) })
        }
        func due(_ fees: [Customer.ID: [Fee]]) -> [Customer.ID: [Fee]] {
            fees.mapValues { $0.filter { wasBilled || $0.usage.eventCount > 0 } }
        }
        let whole = try rated(now)
        self.month = month
        periods = whole.periods
        self.whole = due(whole.fees)
        billed = due(try rated(before).fees)
        var changes: [(old: Fee?, new: Fee?)] = []
        for customer in customers.sorted() {
            let earlier = billed[customer] ?? []
            let later = self.whole[customer] ?? []
            for fee in later {
                let old = earlier.first { $0.isOfTheSame(as: fee) }
                if old != fee { changes.append((old, fee)) }
            }
            for fee in earlier where !later.contains(where: { $0.isOfTheSame(as: fee) }) {
                changes.append((fee, nil))
            }
        }
        let evidence = try LateUsage.evidence(
            db, merchant, whole.history, changes.map { $0.new ?? $0.old! }, after: before,
            through: now)
        var fees: [Customer.ID: [Fee]] = [:]
        for (change, summary) in zip(changes, evidence) {
            let fee = try LateUsage.difference(change.old, change.new, summary)
            fees[fee.usage.customer, default: []].append(fee)
        }
        self.fees = fees
    }

    /// What the new whole costs beyond the old; the units and the evidence are the late ones alone.
    private static func difference(
        _ old: Fee?, _ new: Fee?, _ evidence: Evidence.Summary?
    ) throws -> Fee {
        let of = new ?? old!
        var steps = new?.explanation.steps ?? []
        if let old {
            steps.append(
                try .init(
                    .alreadyBilled(units: old.explanation.units.exact),
                    amount: old.amount.exact.negated))
        }
        let none = Quantity(sum: .zero)
        let units = try (new?.explanation.units ?? none).minus(old?.explanation.units ?? none)
        let included = try (new?.explanation.included ?? none)
            .minus(old?.explanation.included ?? none)
        let explanation = Explanation(
            units: units, included: included, steps: steps,
            priceSource: of.explanation.priceSource)
        return Fee(
            plan: of.plan, period: of.period, charge: of.charge, name: of.name, unit: of.unit,
            usage: MeteredUsage(
                customer: of.usage.customer, metric: of.usage.metric, group: of.usage.group,
                amount: .units(units), eventCount: evidence?.events ?? 0,
                firstAt: evidence?.first.at ?? of.usage.firstAt,
                lastAt: evidence?.last.at ?? of.usage.lastAt),
            explanation: explanation, amount: try explanation.total(of.amount.currency),
            evidence: evidence, span: of.span,
            days: (evidence?.days ?? [:]).mapValues {
                DayUse(weight: Exact($0), units: nil, events: $0)
            })
    }

    /// The late events of each fee.
    private static func evidence(
        _ db: Database, _ merchant: Merchant.ID, _ history: MerchantHistory, _ fees: [Fee],
        after before: CloseMark, through now: CloseMark
    ) throws -> [Evidence.Summary?] {
        let spans = fees.map { $0.span ?? $0.period.used.instants(in: history.zone) }
        guard let start = spans.map(\.from).min(), let end = spans.map(\.to).max() else {
            return []
        }
        let requests = zip(fees, spans).map { fee, span in
            MeterRequest(
                metric: history.metric(fee.usage.metric, before: span.to),
                groupBy: fee.usage.group.map(\.dimension), customers: [fee.usage.customer],
                span: span)
        }
        let found = try Evidence.summaries(
            db, merchant: merchant, from: start, to: end, requests, after: before, through: now,
            byDaysOf: history.zone)
        return fees.indices.map { index in
            found[
                Evidence.Line(
                    request: index, customer: fees[index].usage.customer,
                    group: fees[index].usage.group)]
        }
    }
}

extension MerchantHistory {
    /// A metric as it was last before an instant.
    public func metric(_ code: BillableMetric.ID, before end: Instant) -> BillableMetric {
        let held = catalogs.last { $0.from < end }?.catalog ?? last
        return held.metrics.first { $0.code == code } ?? last.metric(code)
    }
}

extension Fee {
    /// Whether both are of one charge, group and part of a period.
    fileprivate func isOfTheSame(as other: Fee) -> Bool {
        plan == other.plan && period == other.period && charge == other.charge
            && usage.group == other.usage.group && span == other.span
    }
}
