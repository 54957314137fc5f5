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

    init(_ line: Invoice.Line) throws(MoneyError) {
        kind = line.kind
        name = line.name
        service = line.service
        charge = line.charge
        metric = line.metric
        group = line.group
        units = line.units
        amount = try line.left()
    }
}
