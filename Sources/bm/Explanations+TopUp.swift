import Catalog
import Checkout
import Credits
import FX
import GRDB
import Invoicing
import Money
import Settlement
import Time

extension Explanations {
    /// A sale of credit: its price, its payment, and what became of the credit.
    static func topUp(_ db: Database, _ stored: StoredTopUp) throws -> [String] {
        let invoice = stored.invoice
        var lines = [
            "\(invoice.number) · \(invoice.merchant) → \(invoice.customer) · \(invoice.total)",
            "credit \(invoice.grant): \(invoice.unit) \(invoice.units.grouped(minimumScale: 0))"
                + (invoice.unit.isCurrency ? "" : " at \(invoice.unit.worth)")
                + " · issued \(invoice.zone.text(invoice.issuedAt))",
        ]
        if let lock = invoice.lock {
            lines.append(
                "\(invoice.price) × \(lock.rate.value) = \(try lock.convert(invoice.price)), rounded "
                    + "half away from zero: \(invoice.amount) · \(lock.rate.source) \(lock.rate.day)"
            )
        }
        lines.append("\(invoice.tax.name.english) \(invoice.tax.percent) % = \(invoice.tax.amount)")
        lines.append("total \(invoice.total) · snapshot \(stored.digest)")
        lines += try payments(db, invoice: stored.id, invoice.zone)
        let void = try InvoiceVoid.fetch(db, invoice: stored.id)
        if let void { lines.append("void · \(invoice.zone.text(void.at)) · \(void.reason)") }
        guard let balance = try CreditBalance.fetchAll(db, invoice: stored.id).first else {
            return lines
        }
        var replayed = CreditBalance(balance.grant, liveFrom: balance.liveFrom)
        if let from = balance.liveFrom {
            lines.append("lives from \(invoice.zone.text(from))")
        } else if void == nil {
            lines.append("not paid in full")
        }
        for movement in try CreditMovement.fetchAll(db, grant: balance.grant.id) {
            let cost = try replayed.apply(movement)
            lines.append(
                "\(movement.kind.rawValue) \(movement.amount.grouped(minimumScale: 0)) · cost \(cost) "
                    + "· \(invoice.zone.text(movement.at)) · \(movement.reason)")
        }
        lines.append(
            "left \(try balance.left.grouped(minimumScale: 0)) · owed in usage \(try balance.costLeft)"
        )
        return lines
    }
}
