import Catalog
import Checkout
import GRDB
import Invoicing
import Store
import Time

/// The invoice that a pack is of, whatever its kind.
struct PackSubject {
    let id: Int64
    let number: Invoice.Number
    let merchant: Merchant.ID
    /// The snapshot to the byte, and its printed digest.
    let snapshot: String
    let digest: String
    /// Nil for one that sold credit.
    let stored: StoredInvoice?

    /// - Parameter text: an invoice's number; with `isPayment` also what a channel, or we, call a payment
    ///   or a refund of it.
    /// - Throws: `InvoicingError.unknownInvoice`, `.ambiguous`; `CommandError.nothingNamed`,
    ///   `.whichMerchant`.
    init(_ db: Database, _ text: String, merchant: Merchant.ID?, orPayment isPayment: Bool) throws {
        if let number = Invoice.Number(text) {
            if let sale = try TopUpInvoice.fetchOne(db, number, merchant: merchant) {
                try self.init(db, id: sale.id, stored: nil)
            } else {
                let stored = try Invoice.fetchOne(db, number, merchant: merchant)
                try self.init(db, id: stored.id, stored: stored)
            }
            return
        }
        let found =
            !isPayment
            ? []
            : try Row.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT invoice.id, number, merchant.code, invoice.kind
                    FROM payment JOIN paymentOrder ON paymentOrder.id = orderId
                    JOIN invoice ON invoice.id = invoiceId
                    JOIN merchant ON merchant.id = merchantId
                    LEFT JOIN refund ON refund.paymentId = payment.id
                    WHERE (transactionId = :text OR outTradeNo = :text OR refundId = :text
                        OR refundNo = :text)
                    AND (merchant.code = :merchant OR :merchant IS NULL)
                    """,
                arguments: ["text": text, "merchant": merchant?.text])
        guard let row = found.first else { throw CommandError.nothingNamed(text) }
        guard found.count == 1 else { throw CommandError.whichMerchant(found.map { $0[2] }) }
        let stored =
            row[3] == "topUp"
            ? nil
            : try Invoice.fetchOne(
                db, Invoice.Number(row[1] as String)!, merchant: Code(row[2] as String))
        try self.init(db, id: row[0], stored: stored)
    }

    /// The invoice as documents are drawn from it.
    func issued(_ db: Database) throws -> Issued {
        if let stored { return Issued(stored) }
        return Issued(try TopUpInvoice.fetchOne(db, number, merchant: merchant)!)
    }

    private init(_ db: Database, id: Int64, stored: StoredInvoice?) throws {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT number, code, snapshot, snapshotDigest FROM invoice
                JOIN merchant ON merchant.id = merchantId WHERE invoice.id = ?
                """,
            arguments: [id])!
        self.id = id
        self.stored = stored
        number = Invoice.Number(row[0] as String)!
        merchant = Code(row[1])
        snapshot = row[2]
        digest = row[3]
    }

    var name: String { "\(merchant)/\(number)" }
}
