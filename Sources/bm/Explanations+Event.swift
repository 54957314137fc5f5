import Catalog
import Checkout
import GRDB
import Invoicing
import Metering
import Money
import Settlement
import Store
import Time

extension Explanations {
    /// An event on its way up: what it said, the lines that bill it, their payment and payout.
    static func event(_ db: Database, key: String) throws -> [String] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT usageEvent.sequence, occurredAt, quantity, properties, customer.code,
                    merchant.code, usageEventName.name, dimensionSet.document
                FROM usageEventDetail
                JOIN usageEvent USING (sequence)
                JOIN usageSeries ON usageSeries.id = seriesId
                JOIN customer ON customer.id = customerId
                JOIN merchant ON merchant.id = customer.merchantId
                JOIN usageEventName ON usageEventName.id = eventNameId
                JOIN dimensionSet ON dimensionSet.id = dimensionSetId
                WHERE idempotencyKey = ? ORDER BY merchant.code
                """,
            arguments: [key])
        if rows.isEmpty { throw CommandError.nothingNamed(key) }
        return try rows.flatMap { try event(db, $0, key: key) }
    }

    private static func event(_ db: Database, _ row: Row, key: String) throws -> [String] {
        let at = Instant(nanoseconds: row[1])
        let customer = Customer.ID(row[4])
        let merchant = Merchant.ID(row[5])
        let name: String = row[6]
        var lines = [
            "\(key) · sequence \(row[0] as Int64) · \(customer) of \(merchant)",
            "\(name) · quantity \(row[2] as DatabaseValue) · \(at)",
            "dimensions \(row[7] as String) · properties \((row[3] as String?) ?? "{}")",
        ]
        let zone = try MerchantCatalog(db, merchant, at: at).merchant.zone
        let month = zone.day(of: at).month
        let invoices = try Invoice.fetchAll(
            db, merchant: merchant, month: month, customer: customer)
        var isBilled = false
        for stored in invoices {
            for line in stored.invoice.lines where line.evidence != nil {
                let file = try evidence(db, stored.invoice, line)
                let needle = Array("{\"id\":\(JSONValue.string(key).compact),".utf8)
                guard file.split(separator: 10).contains(where: { $0.starts(with: needle) }) else {
                    continue
                }
                isBilled = true
                lines.append(
                    "billed in \(stored.invoice.number)#\(line.number) · \(title(line, stored.invoice.zone)) · \(line.amount)"
                )
            }
            if isBilled {
                lines += try self.invoice(db, stored).filter {
                    $0.hasPrefix("paid") || $0.hasPrefix("settled")
                }
            }
        }
        if !isBilled {
            lines.append(
                invoices.isEmpty
                    ? "not billed yet: \(month) has no invoice of \(customer)"
                    : "not billed: no charge of the plan counts it")
        }
        return lines
    }
}
