import Catalog
import Invoicing
import Ledger
import Metering
import Money
import Settlement
import Time
import Web

/// Whose pages are made: the platform's, over all merchants, or one merchant's, with nothing of another.
final class Scope: Sendable {
    let data: SiteData
    /// nil for the platform.
    let merchant: MerchantData?
    let merchants: [MerchantData]
    let invoices: [InvoiceFacts]
    private let invoicesByMonth: [Month: [InvoiceFacts]]
    let batches: [BatchFacts]
    /// How many entries its book has, or all books, and the last of them.
    let book: (entries: Int, last: (sequence: Int64, hash: String)?)
    /// Months that are closed or have an event, the latest first.
    let months: [Month]

    init(data: SiteData, merchant: MerchantData?) {
        self.data = data
        self.merchant = merchant
        merchants = merchant.map { [$0] } ?? data.merchants
        invoices = merchants.flatMap(\.invoices)
        invoicesByMonth = Dictionary(grouping: invoices, by: \.invoice.month)
        let journal = data.journal.filter { day in
            merchant.map { $0.id.text == day.book } ?? true
        }
        book = (
            journal.reduce(0) { $0 + $1.entries },
            journal.map(\.last).max { $0.sequence < $1.sequence }
        )
        batches = merchants.flatMap(\.batches)
        months = Set(merchants.flatMap { $0.closed + $0.usage.map(\.month) }).sorted(by: >)
    }

    var isPlatform: Bool { merchant == nil }

    /// The invoices of a month, by merchant and number.
    func invoices(_ month: Month?) -> [InvoiceFacts] {
        month.flatMap { invoicesByMonth[$0] } ?? []
    }

    /// The latest month that was settled: payments of a month's invoices come after it.
    var settledMonth: Month? { batches.map(\.batch.month).max() }

    /// The month that pages begin with: the latest that is closed, else the latest there is.
    var month: Month? { merchants.compactMap(\.closed.last).max() ?? months.first }

    /// Its books: the platform's own first.
    func isOwn(book: String) -> Bool { merchant.map { $0.id.text == book } ?? true }

    func usage(_ month: Month) -> [(merchant: MerchantData, calendar: UsageCalendar)] {
        merchants.compactMap { merchant in
            merchant.usage.first { $0.month == month }.map { (merchant, $0) }
        }
    }

    /// `usage.html` of the month pages begin with, `2026-04/usage.html` of another.
    func path(_ name: String, _ month: Month?) -> String {
        guard let month, month != self.month else { return name }
        return "\(month)/\(name)"
    }

    /// The same page of every month, for a page of one of them.
    func periods(_ name: String, _ month: Month) -> [(name: String, href: String?)] {
        let root = SiteMaker.root(of: path(name, month))
        return months.map { other in
            ("\(other)", other == month ? nil : root + path(name, other))
        }
    }

    /// What one page links to.
    func links(from path: String) -> Links {
        Links(root: SiteMaker.root(of: path), isPlatform: isPlatform)
    }
}
