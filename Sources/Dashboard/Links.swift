import Catalog
import Invoicing
import Money
import Settlement
import Time

/// Addresses from one page to others, and to documents beside the site.
///
/// A merchant's pages stand below the platform's, `site/merchants/mer_001/…`, and as a site of its own, with nothing
/// above, in `site/share/mer_001/…`: equally deep, so that the same addresses hold in both.
struct Links: Sendable {
    /// From the page to the root of its site: `../`.
    let root: String
    let isPlatform: Bool

    private func folder(_ merchant: Merchant.ID) -> String {
        isPlatform ? "\(root)merchants/\(merchant)/" : root
    }

    func page(_ name: String) -> String { root + name }
    func merchant(_ id: Merchant.ID) -> String { folder(id) + "index.html" }
    func book(_ merchant: Merchant.ID) -> String { folder(merchant) + "ledger.html" }
    func customer(_ id: Customer.ID, of merchant: Merchant.ID) -> String {
        "\(folder(merchant))customers/\(id).html"
    }
    func invoice(_ invoice: Invoice) -> String {
        self.invoice(invoice.number, of: invoice.merchant)
    }
    func invoice(_ number: Invoice.Number, of merchant: Merchant.ID) -> String {
        "\(folder(merchant))invoices/\(number).html"
    }
    func batch(_ batch: SettlementBatch) -> String {
        "\(folder(batch.merchant))settlements/\(batch.number).html"
    }

    /// From the page to the folder of all documents: a merchant's pages stand two folders deeper.
    var documents: String { root + (isPlatform ? "../" : "../../../") }

    /// Where a file of an invoice stands below the folder of all documents: `pdf`, `json`.
    func document(_ invoice: Invoice, _ format: String) -> String {
        let month = invoice.zone.day(of: invoice.issuedAt).month
        return "\(month)/\(invoice.merchant)/invoices/\(invoice.number).\(format)"
    }

    func document(_ batch: SettlementBatch, _ format: String) -> String {
        "\(batch.month)/\(batch.merchant)/statement-"
            + "\(batch.day?.description ?? "\(batch.month)")-\(batch.currency.code).\(format)"
    }
}
