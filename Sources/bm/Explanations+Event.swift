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
        let zone = try Merchant(db, merchant, at: at).zone
        let month = zone.day(of: at).month
        // What came in after its month was closed stands on a later month's invoice.
        let invoices = try Invoice.fetchAll(db, merchant: merchant, customer: customer)
            .filter { $0.invoice.month >= month }
        var isBilled = false
        for stored in invoices {
            var isHere = false
            for line in stored.invoice.lines where line.evidence != nil && line.month == month {
                let file = try evidence(db, stored.invoice, line)
                let needle = Array("{\"id\":\(JSONValue.string(key).compact),".utf8)
                guard file.split(separator: 10).contains(where: { $0.starts(with: needle) }) else {
                    continue
                }
                isBilled = true
                isHere = true
                lines.append(
                    "billed in \(stored.invoice.number)#\(line.number) · \(title(line, stored.invoice.zone)) · \(line.amount)"
                )
            }
            if isHere {
                lines += try self.invoice(db, stored).filter {
                    $0.hasPrefix("paid") || $0.hasPrefix("settled")
                }
            }
        }
        if let correction = try correction(db, row[0]) {
            lines.append(correction)
        } else if !isBilled {
            lines.append(
                try isAwaitingClose(db, merchant, month, row[0])
                    ? "not billed yet: it came in after \(month) was closed; the next close bills it"
                    : invoices.isEmpty
                        ? "not billed yet: \(month) has no invoice of \(customer)"
                        : "not billed: no charge of the plan counts it")
        }
        return lines
    }

    /// What stands in the place of an event that was corrected.
    private static func correction(_ db: Database, _ sequence: Int64) throws -> String? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT idempotencyKey, reason FROM usageCorrection
                LEFT JOIN usageEventDetail ON usageEventDetail.sequence = replacement
                WHERE usageCorrection.sequence = ?
                """,
            arguments: [sequence])
        guard let row else { return nil }
        let reason = (row[1] as String?).map { " · \($0)" } ?? ""
        return ((row[0] as String?).map { "replaced by \($0)" } ?? "cancelled") + reason
    }

    /// Whether the event came in after its month was closed, and no close since has billed it.
    private static func isAwaitingClose(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, _ sequence: Int64
    ) throws -> Bool {
        guard let last = try CloseMark.lastMonth(db, merchant), month <= last else { return false }
        return try CloseMark(db, merchant, last)?.includes(sequence) == false
    }
}
