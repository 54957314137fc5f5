public import Catalog
public import GRDB
public import Metering
import Money
public import Time

/// Usage that came in after its month was closed: what it adds to that month, at the month's own
/// prices, to be billed with a later one.
///
/// Graduated `0–1,000 @ 0.50, above @ 0.30`: May was closed with 990 units, 30 more come in. May costs
/// 1,000 × 0.50 + 20 × 0.30 = 506.00 now and was 495.00; June's invoice bills 30 units at 11.00.
public struct LateFee: Sendable {
    /// The month it is usage of.
    public let month: Month
    /// The charge and metric as they stood then.
    public let charge: Charge
    public let metric: BillableMetric
    /// The late units and their events; the steps are those of the whole month, and last what was
    /// billed of it before.
    public let fee: Fee
}

/// Rates what came in after a close.
public enum LateUsage {
    /// What has come in for closed months since the merchant's last close before `month`, by customer,
    /// then by month, charge, group and time.
    ///
    /// - Parameter mark: as it stood when `month` was closed; all that is there now where nil.
    /// - Throws: what stops the rating of a month: `RatingError`, `CatalogError`.
    public static func fees(
        _ db: Database, _ merchant: Merchant.ID, closing month: Month,
        through mark: CloseMark? = nil
    ) throws -> [Customer.ID: [LateFee]] {
        guard let last = try CloseMark.lastMonth(db, merchant, before: month),
            let before = try CloseMark(db, merchant, last)
        else { return [:] }
        let zone = try MerchantCatalog(db, merchant, at: Instant(nanoseconds: .max)).merchant.zone
        var months = try before.monthsMoved(db, merchant, upTo: last, zone: zone, through: mark)
        guard var first = months.min() else { return [:] }
        // A level that is carried over moves every month after the one in which it was raised.
        if try MerchantCatalog(db, merchant, at: zone.end(of: last)).metrics
            .contains(where: \.recurs)
        {
            while first <= last {
                months.insert(first)
                first = first.next
            }
        }
        var fees: [Customer.ID: [LateFee]] = [:]
        for late in months.sorted() {
            for (customer, added) in try LateUsage.fees(
                db, merchant, late, after: before, through: mark, zone)
            {
                fees[customer, default: []] += added
            }
        }
        return fees
    }

    /// What one closed month has gained from one mark to another.
    private static func fees(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, after before: CloseMark,
        through mark: CloseMark?, _ zone: Zone
    ) throws -> [Customer.ID: [LateFee]] {
        let old = try RatedMonth(
            db, merchant, month, withEvidence: false, through: before)
        let new = try RatedMonth(
            db, merchant, month, withEvidence: false, through: mark)
        // A month before the first that was closed has no invoice of its own, so what is due without
        // any usage was not billed by then, and is not now.
        let wasClosed = try CloseMark(db, merchant, month) != nil
        func billed(_ fees: [Fee]) -> [Fee] {
            fees.filter { wasClosed || $0.usage.eventCount > 0 }
        }
        var changes: [(customer: Customer.ID, old: Fee?, new: Fee?)] = []
        for customer in Set(old.fees.keys).union(new.fees.keys).sorted() {
            let earlier = billed(old.fees[customer] ?? [])
            let now = billed(new.fees[customer] ?? [])
            for fee in now {
                let was = earlier.first { $0.isOfTheSame(as: fee) }
                if was?.usage.eventCount != fee.usage.eventCount || was?.amount != fee.amount
                    || was?.explanation.units != fee.explanation.units
                {
                    changes.append((customer, was, fee))
                }
            }
            for fee in earlier where !now.contains(where: { $0.isOfTheSame(as: fee) }) {
                changes.append((customer, fee, nil))
            }
        }
        var fees: [Customer.ID: [LateFee]] = [:]
        let evidence = try LateUsage.evidence(
            db, merchant, month, changes.map { $0.new ?? $0.old! }, changes.map(\.customer),
            after: before, through: mark, zone)
        for (change, (terms, summary)) in zip(changes, evidence) {
            let fee = try LateUsage.difference(change.old, change.new, summary)
            fees[change.customer, default: []].append(
                LateFee(month: month, charge: terms.charge, metric: terms.metric, fee: fee))
        }
        return fees
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
        let explanation = Explanation(
            units: units,
            included: try (new?.explanation.included ?? none)
                .minus(old?.explanation.included ?? none),
            steps: steps, priceSource: of.explanation.priceSource)
        return Fee(
            charge: of.charge,
            usage: MeteredUsage(
                customer: of.usage.customer, metric: of.usage.metric, group: of.usage.group,
                amount: .units(units), eventCount: evidence?.events ?? 0,
                firstAt: evidence?.firstAt ?? of.usage.firstAt,
                lastAt: evidence?.lastAt ?? of.usage.lastAt),
            explanation: explanation, amount: try explanation.total(of.amount.currency),
            evidenceDigest: evidence?.digest, span: of.span)
    }

    /// The terms each fee was priced by, and its late events.
    private static func evidence(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, _ fees: [Fee],
        _ customers: [Customer.ID], after before: CloseMark, through mark: CloseMark?, _ zone: Zone
    ) throws -> [(terms: (charge: Charge, metric: BillableMetric), Evidence.Summary?)] {
        let (start, end) = (zone.start(of: month), zone.end(of: month))
        var terms: [(charge: Charge, metric: BillableMetric)] = []
        var requests: [MeterRequest] = []
        for (fee, customer) in zip(fees, customers) {
            let at = Instant(nanoseconds: (fee.span?.to ?? end).nanoseconds - 1)
            let catalog = try MerchantCatalog(db, merchant, at: at, orFirstBefore: end)
            let charge = catalog.plan(catalog.customer(customer)!.plan).charges
                .first { $0.code == fee.charge }!
            let metric = catalog.metric(fee.usage.metric)
            terms.append((charge, metric))
            requests.append(
                MeterRequest(
                    metric: metric, groupBy: fee.usage.group.map(\.dimension),
                    customers: [customer], span: fee.span))
        }
        let found = try Evidence.summaries(
            db, merchant: merchant, from: start, to: end, requests, after: before, through: mark)
        return fees.indices.map { index in
            let line = Evidence.Line(
                request: index, customer: customers[index], group: fees[index].usage.group)
            return (terms[index], found[line])
        }
    }
}

extension Fee {
    /// Whether both are of one charge, group and part of the month.
    fileprivate func isOfTheSame(as other: Fee) -> Bool {
        charge == other.charge && usage.group == other.usage.group && span == other.span
    }
}
