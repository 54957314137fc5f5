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

    init(_ line: Invoice.Line) throws(MoneyError) {
        kind = line.kind
        name = line.name
        service = line.service
        charge = line.charge
        metric = line.metric
        group = line.group
        units = line.units
        amount = try line.left()
        coupons = line.reductions.filter { !$0.isGivenBack }.map { Code($0.code) }
    }
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
}
