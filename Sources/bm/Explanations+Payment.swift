import Catalog
import GRDB
import Invoicing
import Store

extension Explanations {
    /// What is printed on receipts, credit notes and bills of a channel: the invoice that it is of, with its notes
    /// and payments; nil where nothing has that number. Several merchants can have a note of one number.
    static func named(
        _ db: Database, _ name: String, merchant: Merchant.ID?
    ) throws -> [String]? {
        let rows = try Row.fetchAll(
            db,
            sql: """
                WITH named (words, invoiceId) AS (
                    SELECT 'credit note', invoiceId FROM creditNote WHERE number = :name
                    UNION ALL
                    SELECT 'order by ' || channel, invoiceId FROM paymentOrder WHERE outTradeNo = :name
                    UNION ALL
                    SELECT 'payment of ' || outTradeNo || ' by ' || payment.channel, invoiceId
                        FROM payment JOIN paymentOrder ON paymentOrder.id = orderId
                        WHERE transactionId = :name
                )
                SELECT words, invoice.id, merchant.code, number, invoice.kind FROM named
                JOIN invoice ON invoice.id = invoiceId JOIN merchant ON merchant.id = merchantId
                WHERE merchant.code = :merchant OR :merchant IS NULL ORDER BY merchant.code, words
                """,
            arguments: ["name": name, "merchant": merchant?.text])
        if rows.isEmpty { return nil }
        return try rows.flatMap { row -> [String] in
            let (owner, number) = (Merchant.ID(row[2]), Invoice.Number(row[3])!)
            let head = "\(name) · \(row[0] as String) · of \(owner)/\(number)"
            if row[4] as String == "topUp" {
                return [head]
                    + (try TopUpInvoice.fetchOne(db, number, merchant: owner).map {
                        try topUp(db, $0)
                    }
                        ?? [])
            }
            return [head] + (try invoice(db, Invoice.fetchOne(db, number, merchant: owner)))
        }
    }
}
