import Catalog
import Invoicing
import Money
import Settlement
import Time

/// Paths of pages from the site's root, and of documents beside the site.
enum Links {
    static func merchant(_ id: Merchant.ID) -> String { "merchants/\(id).html" }
    static func customer(_ id: Customer.ID) -> String { "customers/\(id).html" }
    static func invoice(_ invoice: Invoice) -> String {
        "invoices/\(invoice.merchant)-\(invoice.number).html"
    }

    /// The document of an invoice, from the site's root: the site stands beside the months.
    static func document(_ invoice: Invoice, _ format: String) -> String {
        let month = invoice.zone.day(of: invoice.issuedAt).month
        return "../\(month)/\(invoice.merchant)/invoices/\(invoice.number).\(format)"
    }

    static func document(_ batch: SettlementBatch, _ format: String) -> String {
        "../\(batch.month)/\(batch.merchant)/statement-"
            + "\(batch.day?.description ?? "\(batch.month)")-\(batch.currency.code).\(format)"
    }
}
