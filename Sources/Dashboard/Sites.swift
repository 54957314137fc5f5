import Catalog
public import Documents
import Invoicing
import Money
import Settlement
import Time
public import Web

/// The static site: the platform's pages and every merchant's, and for each merchant a site of its own that shows nothing
/// of another.
///
///     let sites = Sites(templates: try Templates("templates/site"), wording: wording)
///     try sites.make(data) { file in … }   // index.html, share/mer_001/index.html, …
public struct Sites: Sendable {
    private let templates: Templates
    private let wording: Wording

    /// - Parameter wording: the documents' words: an invoice's page explains it as its PDF does.
    public init(templates: Templates, wording: Wording) {
        self.templates = templates
        self.wording = wording
    }

    /// Hands over every file, in a fixed order.
    ///
    /// - Parameter take: a file with its path from the site's root.
    public func make(_ data: SiteData, _ take: (SiteFile) throws -> Void) throws {
        let maker = SiteMaker(templates)
        let platform = Scope(data: data, merchant: nil)
        for asset in maker.assets { try take(asset) }
        let shell = Shell(
            name: Label("bm revenue", zh: "bm 营收"), note: Label("all merchants", zh: "全部商户"),
            entries: Self.entries)
        for page in sections(platform) {
            try take(maker.file(page, maker.body(page), in: shell))
            for file in maker.files(of: page) { try take(file) }
        }
        for file in platform.search.files { try take(file) }
        try Pipeline.run(data.merchants) { merchant in
            files(of: merchant, data)
        } take: { files in
            try files.forEach(take)
        }
    }

    /// A merchant's pages below the platform's, and its own site.
    private func files(of merchant: MerchantData, _ data: SiteData) -> [SiteFile] {
        let maker = SiteMaker(templates)
        let scope = Scope(data: data, merchant: merchant)
        let (inside, own) = Self.shells(merchant.merchant)
        let (below, beside) = ("merchants/\(merchant.id)/", "share/\(merchant.id)/")
        var files = (maker.assets + scope.search.files).map { $0.below(beside) }
        for page in sections(scope) + details(scope, merchant) {
            let body = maker.body(page)
            files.append(maker.file(page, body, in: inside).below(below))
            files.append(maker.file(page, body, in: own).below(beside))
            for file in maker.files(of: page) { files += [file.below(below), file.below(beside)] }
        }
        return files
    }

    private static let entries = Section.allCases.map {
        Shell.Entry($0.rawValue, $0.name, path: $0.path)
    }

    /// What surrounds a merchant's pages within the platform's site, and in its own.
    private static func shells(_ merchant: Merchant) -> (inside: Shell, own: Shell) {
        func shell(up: Link?, assets: String) -> Shell {
            Shell(
                name: Label(merchant.product), note: Label(merchant.name), entries: entries, up: up,
                assets: assets)
        }
        return (
            shell(
                up: Link(Markup("All merchants", zh: "全部商户"), href: "../../index.html"),
                assets: "../../"),
            shell(up: nil, assets: "")
        )
    }

    private func sections(_ scope: Scope) -> [Page] {
        let months = scope.months
        let shown: [Month?] = months.isEmpty ? [nil] : months
        return shown.map { OverviewPage(scope: scope, month: $0).page }
            + (months.isEmpty
                ? [Self.nothing(scope, .usage), Self.nothing(scope, .invoices)] : [])
            + months.map { UsagePage(scope: scope, month: $0).page }
            + [CustomersPage(scope: scope).page]
            + months.map { InvoicesPage(scope: scope, month: $0).page }
            + [
                PaymentsPage(scope: scope, wording: wording).page,
                SettlementsPage(scope: scope).page, RevenuePage(scope: scope).page,
                MarginPage(scope: scope).page, CreditsPage(scope: scope).page,
                LimitsPage(scope: scope).page, FXPage(scope: scope).page,
                LedgerPage(scope: scope).page, CatalogPage(scope: scope).page,
                AuditPage(scope: scope).page,
            ]
    }

    /// Where no month has an event, so that the navigation leads somewhere.
    private static func nothing(_ scope: Scope, _ section: Section) -> Page {
        PageFrame(scope: scope, section: section).page(
            lead: Markup(
                "Nothing is here yet. \(code: "bm usage-events ingest") takes usage, \(code: "bm close") bills a month.",
                zh: "还没有数据。\(code: "bm usage-events ingest") 接收用量，\(code: "bm close") 结账出账单。"),
            parts: [])
    }

    private func details(_ scope: Scope, _ merchant: MerchantData) -> [Page] {
        let invoices = Dictionary(grouping: merchant.invoices, by: \.invoice.customer)
        return merchant.catalog.customers.map {
            CustomerPage(
                scope: scope, merchant: merchant, customer: $0, invoices: invoices[$0.id] ?? []
            ).page
        }
            + merchant.invoices.map {
                InvoicePage(
                    scope: scope, merchant: merchant, facts: $0, wording: wording
                ).page
            }
            + merchant.batches.map {
                SettlementPage(scope: scope, merchant: merchant, facts: $0).page
            }
    }
}
