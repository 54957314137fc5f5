public import Catalog
public import Metering
public import Money
public import Time

/// A line of an invoice to be, in the currency of its prices and not rounded: before conversion,
/// credits and tax.
public struct PreciseLine: Sendable {
    public let kind: Invoice.Kind
    public let name: LocalizedText
    /// The days it pays for.
    public let service: DaySpan
    public let charge: Charge.ID?
    public let metric: BillableMetric.ID?
    public let group: [MeteredUsage.DimensionValue]
    public let units: Quantity
    /// Less what coupons take off it.
    public let amount: PreciseAmount
    /// Coupons that take something off it.
    let coupons: [Coupon.ID]
}

extension Invoicer.Draft {
    /// What stands on the invoice before coupons, conversion and rounding: fees at fixed days, then
    /// usage in the order of the plan's charges, then commitments.
    func items() throws(MoneyError) -> [LineItem] {
        var items = try recurring.map { line throws(MoneyError) in try line.item() }
        items += fees.map { LineItem($0) }
        items += try commitments().filter { !$0.amount.isZero }
        items += late
        return items
    }

    /// Its lines, less what coupons take off them.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func preciseLines() throws(MoneyError) -> [PreciseLine] {
        let items = try items()
        let reduced = try LineReductions(coupons, items)
        var lines: [PreciseLine] = []
        for (item, taken) in zip(items, reduced.byItem) {
            var left = item.amount
            for (_, part) in taken { left = try left.minus(part) }
            lines.append(
                PreciseLine(
                    kind: item.kind, name: item.name, service: item.service, charge: item.charge,
                    metric: item.metric, group: item.group, units: item.units, amount: left,
                    coupons: taken.map(\.coupon.code)))
        }
        return lines
    }
}
