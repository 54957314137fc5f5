import Catalog
import FX
import GRDB
import Invoicing
import Metering
import Money
import Rating
import Time

extension Checks {
    /// Every closed month, measured and priced again from its raw events, gives every usage line of
    /// its invoices: units, precise amount, and the digest of its events; what had come in for closed
    /// months since the close before gives every late line. Every locked rate is the one that was
    /// published on its day.
    static func evidenceMatches(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        var checked = 0
        for row in try Row.fetchAll(
            db,
            sql: """
                SELECT code, month FROM periodClose JOIN merchant ON merchant.id = merchantId
                ORDER BY month, code
                """)
        {
            let merchant = Merchant.ID(row[0])
            let month = try Month(row[1] as String)
            let mark = try CloseMark(db, merchant, month)
            let rated = try RatedMonth(db, merchant, month, through: mark)
            let late = try LateUsage.fees(db, merchant, closing: month, through: mark)
            let invoices = try Invoice.fetchAll(db, merchant: merchant, month: month)
            let billed = Set(invoices.map(\.invoice.customer))
            for (customer, fees) in rated.fees.sorted(by: { $0.key < $1.key })
            where !billed.contains(customer) && fees.contains(where: { !$0.amount.isZero }) {
                failures.append("\(merchant): \(customer) has usage in \(month) and no invoice")
            }
            for (customer, fees) in late.sorted(by: { $0.key < $1.key })
            where !billed.contains(customer) && fees.contains(where: { !$0.fee.amount.isZero }) {
                failures.append(
                    "\(merchant): \(customer) has late usage by the close of \(month) and no invoice"
                )
            }
            for stored in invoices {
                let invoice = stored.invoice
                let usage = (rated.fees[invoice.customer] ?? []).map { (month, $0) }
                let added = (late[invoice.customer] ?? []).map { ($0.month, $0.fee) }
                let lines = invoice.lines.filter { $0.kind != .baseFee }
                let fees = usage + added
                checked += lines.count
                for (line, (month, fee)) in zip(lines, fees)
                where line.month != month || line.units != fee.explanation.units
                    || line.precise != fee.amount
                    || line.evidence?.digest != fee.evidenceDigest
                    || (line.evidence?.events ?? 0) != fee.usage.eventCount
                {
                    failures.append(
                        "\(merchant)/\(invoice.number) line \(line.number): printed \(line.units) "
                            + "units, \(line.precise), evidence "
                            + "\(line.evidence?.digest.prefix(12) ?? "none"); the events give "
                            + "\(fee.explanation.units), \(fee.amount), "
                            + "\(fee.evidenceDigest?.prefix(12) ?? "none")")
                }
                if lines.count != fees.count {
                    failures.append(
                        "\(merchant)/\(invoice.number) has \(lines.count) usage lines; the events "
                            + "give \(fees.count)")
                }
            }
        }
        let locks = try FXLock.fetchAll(db)
        checked += locks.count
        for lock in locks {
            let rate = lock.rate
            let published = try? FXRate.find(db, base: rate.base, quote: rate.quote, on: rate.day)
            if published != rate {
                failures.append(
                    "the locked \(rate.base.code)/\(rate.quote.code) \(rate.value) of \(rate.day) is not what "
                        + "was published: \(published.map { "\($0.value)" } ?? "nothing")")
            }
        }
        return Invariant(.evidenceMatches, checked: checked, failures: failures)
    }
}
