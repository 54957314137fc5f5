import Catalog
import Documents
import GRDB
import Invoicing
import Ledger
import Money
import Store
import Time

/// A finalized invoice of the ledger, of usage or of credit, as documents are drawn from it.
struct Issued {
    let id: Int64
    let content: InvoiceInput.Content
    /// SHA-256 of its snapshot.
    let digest: String
    /// What the books call it: `invoice mer_001/INV-2026-0601-0001`.
    let source: String

    init(_ stored: StoredInvoice) {
        (id, digest, content) = (stored.id, stored.digest, .usage(stored.invoice))
        source = Bookkeeper.source(stored.invoice)
    }

    init(_ stored: StoredTopUp) {
        (id, digest, content) = (stored.id, stored.digest, .credit(stored.invoice))
        source = Bookkeeper.source(stored.invoice)
    }

    var invoice: any FinalizedInvoice { content.invoice }

    /// - Throws: `InvoicingError` where no invoice has that number, or several do.
    static func fetchOne(
        _ db: Database, _ number: Invoice.Number, merchant: Merchant.ID?
    ) throws -> Issued {
        if let sale = try TopUpInvoice.fetchOne(db, number, merchant: merchant) {
            return Issued(sale)
        }
        return Issued(try Invoice.fetchOne(db, number, merchant: merchant))
    }

    /// Invoices by row; every parameter narrows.
    ///
    /// - Parameters:
    ///   - month: the one that was used; of credit, the one it was sold in.
    ///   - instant: leaves out what was issued later.
    ///   - those: the only ones that matter; nil for all.
    static func fetchAll(
        _ db: Database, merchant: Merchant.ID? = nil, month: Month? = nil, at instant: Instant,
        _ those: Those? = nil
    ) throws -> [Issued] {
        let rows = try those?.rows(db, merchant)
        let usage = try Invoice.fetchAll(db, merchant: merchant, month: month, rows: rows)
            .map { Issued($0) }
        let sales = try TopUpInvoice.fetchAll(db, merchant: merchant, rows: rows).filter { sale in
            month.map { sale.invoice.month == $0 } ?? true
        }.map { Issued($0) }
        return (usage + sales).filter { $0.invoice.issuedAt <= instant }.sorted { $0.id < $1.id }
    }

    /// Which invoices a document can be of, by what the ledger knows without reading them: a snapshot is long.
    enum Those {
        /// Issued in the month where the merchant is, and a day before and behind it.
        case issuedAround(Month)
        case withPayments
        case void
        /// Of customers who have one that was due by the day after.
        case ofCustomersWithDue(Instant)

        fileprivate func rows(_ db: Database, _ merchant: Merchant.ID?) throws -> Set<Int64> {
            let (condition, arguments): (String, StatementArguments) =
                switch self {
                case .issuedAround(let month):
                    (
                        "issuedAt >= ? AND issuedAt < ?",
                        [
                            Zone.utc.start(of: month.firstDay.advanced(by: -1)).column,
                            Zone.utc.start(of: month.firstDay.advanced(by: month.length + 1))
                                .column,
                        ]
                    )
                case .withPayments:
                    (
                        """
                        id IN (SELECT invoiceId FROM payment JOIN paymentOrder
                            ON paymentOrder.id = orderId)
                        """, []
                    )
                case .void: ("id IN (SELECT invoiceId FROM invoiceVoid)", [])
                case .ofCustomersWithDue(let instant):
                    (
                        "customerId IN (SELECT customerId FROM invoice WHERE dueDay <= ?)",
                        [Zone.utc.day(of: instant).advanced(by: 1).description]
                    )
                }
            let ofMerchant = "merchantId = (SELECT id FROM merchant WHERE code = ?) OR ? IS NULL"
            return try Int64.fetchSet(
                db, sql: "SELECT id FROM invoice WHERE (\(condition)) AND (\(ofMerchant))",
                arguments: arguments + [merchant?.text, merchant?.text])
        }
    }
}
