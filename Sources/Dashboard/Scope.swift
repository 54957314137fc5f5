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
    let merchants: [MerchantData]
    let isPlatform: Bool
    let invoices: [InvoiceFacts]
    private let invoicesByMonth: [Month: [InvoiceFacts]]
    let batches: [BatchFacts]
    /// How many entries its book has, or all books, and the last of them.
    let book: (entries: Int, last: (sequence: Int64, hash: String)?)
    /// Months that are closed or have an event, the latest first.
    let months: [Month]
    /// The month that pages begin with: the latest that is closed, else the latest there is.
    let month: Month?

    init(_ data: SiteData, _ merchants: [MerchantData], isPlatform: Bool) {
        self.data = data
        self.merchants = merchants
        self.isPlatform = isPlatform
        invoices = merchants.flatMap(\.invoices)
        invoicesByMonth = Dictionary(grouping: invoices, by: \.invoice.month)
        let journal = data.journal.filter { isPlatform || $0.book == merchants[0].id.text }
        book = (
            journal.reduce(0) { $0 + $1.entries },
            journal.map(\.last).max { $0.sequence < $1.sequence }
        )
        batches = merchants.flatMap(\.batches)
        months = Set(merchants.flatMap { $0.closed + $0.usage.map(\.month) }).sorted(by: >)
        month = merchants.compactMap(\.closed.last).max() ?? months.first
    }

    /// nil for the platform.
    var merchant: MerchantData? { isPlatform ? nil : merchants[0] }

    /// The invoices of a month, by merchant and number.
    func invoices(_ month: Month?) -> [InvoiceFacts] {
        month.flatMap { invoicesByMonth[$0] } ?? []
    }

    /// The latest month that was settled: payments of a month's invoices come after it.
    var settledMonth: Month? { batches.map(\.batch.month).max() }

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

    /// Links to the files of a document that are published: one that was never drawn leads nowhere.
    func published(
        _ formats: [String], _ links: Links, _ path: (String) -> String,
        as words: (String) -> Markup
    ) -> [Link] {
        formats.filter { data.paths.contains(path($0)) }.map {
            Link(words($0.uppercased()), href: links.documents + path($0))
        }
    }

    /// What one page links to.
    func links(from path: String) -> Links {
        Links(root: SiteMaker.root(of: path), isPlatform: isPlatform)
    }
}
