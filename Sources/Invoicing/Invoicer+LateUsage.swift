import Catalog
import FX
import Metering
import Money
import Rating

extension Invoicer {
    /// Late usage, a line for each charge, group and price of its own month.
    static func lateLines(
        _ draft: Draft, after count: Int, lock: FXLock?
    ) throws(MoneyError) -> [Invoice.Line] {
        var lines: [Invoice.Line] = []
        for late in draft.late {
            let fee = late.fee
            lines.append(
                Invoice.Line(
                    number: count + lines.count + 1, kind: .lateUsage, name: late.charge.name,
                    month: late.month, charge: fee.charge, metric: late.metric.code,
                    unit: late.metric.unit, group: fee.usage.group, units: fee.explanation.units,
                    precise: fee.amount, amount: try amount(fee.amount, lock),
                    taxPercent: draft.catalog.merchant.tax.percent, explanation: fee.explanation,
                    proration: nil,
                    evidence: fee.evidenceDigest.map {
                        Invoice.EvidenceSummary(
                            events: fee.usage.eventCount, firstAt: fee.usage.firstAt,
                            lastAt: fee.usage.lastAt, digest: $0)
                    }, span: fee.span))
        }
        return lines
    }
}
