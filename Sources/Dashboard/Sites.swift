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
///     try sites.make(db, asOf: now) { file in … }   // style.css, share/mer_001/index.html, index.html, …
public struct Sites: Sendable {
    private let templates: Templates
    private let wording: Wording
    /// How many pages are made at a time: few, so that all processors have some.
    private static let batch = 16

    /// Makes some files, in any thread.
    typealias Work = @Sendable () -> [SiteFile]

    /// - Parameter wording: the documents' words: an invoice's page explains it as its PDF does.
    public init(templates: Templates, wording: Wording) {
        self.templates = templates
        self.wording = wording
    }

    /// The pages that are of all merchants, and what all pages use.
    func platform(_ scope: Scope, _ events: [LineEvents]) -> [Work] {
        let shell = Shell(
            name: Label("bm revenue", zh: "bm 营收"), note: Label("all merchants", zh: "全部商户"),
            entries: Self.entries)
        var works: [Work] = [{ templates.assets + scope.search(events).files }]
        for page in sections(scope) { works.append { files(of: [page], in: [(shell, "")]) } }
        return works
    }

    /// A merchant's pages without those of its invoices, below the platform's and in its own site.
    func merchant(_ scope: Scope) -> [Work] {
        works(sections(scope) + details(scope), scope.merchants[0])
    }

    /// The pages of a merchant's invoices, and what can be found.
    func invoices(_ scope: Scope, _ events: LineEvents) -> [Work] {
        let merchant = scope.merchants[0]
        let assets: Work = {
            (templates.assets + scope.search([events]).files).map {
                $0.below("share/\(merchant.id)/")
            }
        }
        return [assets] + works(invoices(scope, merchant, events), merchant)
    }

    private func works(_ pages: [@Sendable () -> Page], _ merchant: MerchantData) -> [Work] {
        let (inside, own) = Self.shells(merchant.merchant)
        let (below, beside) = ("merchants/\(merchant.id)/", "share/\(merchant.id)/")
        return stride(from: 0, to: pages.count, by: Self.batch).map { start in
            let some = pages[start..<min(start + Self.batch, pages.count)]
            return { files(of: some, in: [(inside, below), (own, beside)]) }
        }
    }

    /// What the pages come to in each of some shells, and their tables.
    private func files(
        of pages: some Sequence<@Sendable () -> Page>, in shells: [(shell: Shell, folder: String)]
    ) -> [SiteFile] {
        let maker = SiteMaker(templates)
        var files: [SiteFile] = []
        for page in pages {
            let page = page()
            let body = maker.body(page)
            for (shell, folder) in shells {
                files.append(maker.file(page, body, in: shell).below(folder))
            }
            for file in maker.files(of: page) {
                files += shells.map { file.below($0.folder) }
            }
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

    private func sections(_ scope: Scope) -> [@Sendable () -> Page] {
        let months = scope.months
        let shown: [Month?] = months.isEmpty ? [nil] : months
        var pages: [@Sendable () -> Page] = []
        for month in shown { pages.append { OverviewPage(scope: scope, month: month).page } }
        if months.isEmpty {
            pages += [{ Self.nothing(scope, .usage) }, { Self.nothing(scope, .invoices) }]
        }
        for month in months {
            pages.append { UsagePage(scope: scope, month: month).page }
            pages.append { InvoicesPage(scope: scope, month: month).page }
        }
        let wording = wording
        return pages + [
            { CustomersPage(scope: scope).page },
            { PaymentsPage(scope: scope, wording: wording).page },
            { SettlementsPage(scope: scope).page }, { RevenuePage(scope: scope).page },
            { MarginPage(scope: scope).page }, { CreditsPage(scope: scope).page },
            { LimitsPage(scope: scope).page }, { FXPage(scope: scope).page },
            { LedgerPage(scope: scope).page }, { CatalogPage(scope: scope).page },
            { AuditPage(scope: scope).page },
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

    private func details(_ scope: Scope) -> [@Sendable () -> Page] {
        let merchant = scope.merchants[0]
        let invoices = Dictionary(grouping: merchant.invoices, by: \.invoice.customer)
        var pages: [@Sendable () -> Page] = []
        for customer in merchant.catalog.customers {
            let own = invoices[customer.id] ?? []
            pages.append {
                CustomerPage(scope: scope, merchant: merchant, customer: customer, invoices: own)
                    .page
            }
        }
        for facts in merchant.batches {
            pages.append { SettlementPage(scope: scope, merchant: merchant, facts: facts).page }
        }
        return pages
    }

    private func invoices(
        _ scope: Scope, _ merchant: MerchantData, _ events: LineEvents
    ) -> [@Sendable () -> Page] {
        let wording = wording
        return merchant.invoices.map { facts in
            {
                InvoicePage(
                    scope: scope, merchant: merchant, facts: facts, events: events,
                    wording: wording
                ).page
            }
        }
    }
}
