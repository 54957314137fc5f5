import Catalog
import Dashboard
import Foundation
import Ledger
import TestSupport
import Testing
import Time

@Suite("The static site")
struct SiteTests {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    func pages(_ catalog: String = Fixture.catalog) throws -> [Site.Page] {
        let ledger = try TestLedger()
        try ledger.apply(catalog)
        try ledger.ingest([Fixture.event("call", "{\"status\":\"ok\"}")])
        let site = try Site(templates: Self.root.appendingPathComponent("templates/site").path)
        let data = try ledger.read {
            try SiteData($0, asOf: TestLedger.end, invariants: Checks.all($0))
        }
        return site.pages(data)
    }

    @Test("a page for each merchant and customer; nothing is loaded from elsewhere, no script")
    func complete() throws {
        let pages = try pages()
        #expect(
            pages.map(\.path) == [
                "style.css", "index.html", "merchants/mer_1.html", "customers/cus_1.html",
                "customers/cus_2.html",
            ])
        for page in pages where page.path.hasSuffix(".html") {
            let text = String(decoding: page.bytes, as: UTF8.self)
            #expect(!text.contains("<script"), "\(page.path)")
            #expect(!text.contains("http://") && !text.contains("https://"), "\(page.path)")
            #expect(text.contains("default-src 'none'"), "\(page.path)")
        }
    }

    @Test("every link between pages leads to a page")
    func links() throws {
        let pages = try pages()
        let paths = Set(pages.map(\.path))
        for page in pages where page.path.hasSuffix(".html") {
            let text = String(decoding: page.bytes, as: UTF8.self)
            for match in text.matches(of: /href="([^"#]+)"/) {
                let folder =
                    page.path.contains("/") ? String(page.path.prefix { $0 != "/" }) + "/" : ""
                let target = URL(fileURLWithPath: "/" + folder + String(match.1)).standardized.path
                #expect(paths.contains(String(target.dropFirst())), "\(page.path) → \(match.1)")
            }
        }
    }

    @Test("names are escaped: a customer called <b> does not become markup")
    func escapes() throws {
        let pages = try pages(
            Fixture.catalog.replacing("Example Customer One", with: "<b>\\\"One\\\" & Sons</b>")
                .replacing(
                    "{en: <b>\\\"One\\\" & Sons</b> (Test) Ltd,", with: "{en: '<b>One & Sons</b>',")
        )
        for page in pages where page.path.hasSuffix(".html") {
            #expect(!String(decoding: page.bytes, as: UTF8.self).contains("<b>"), "\(page.path)")
        }
        let customer = pages.first { $0.path == "customers/cus_1.html" }!
        #expect(String(decoding: customer.bytes, as: UTF8.self).contains("&lt;b&gt;One &amp; Sons"))
    }

    @Test("a template that is missing or broken is named")
    func templates() throws {
        #expect(throws: DashboardError.templateMissing("/nowhere/layout.mustache")) {
            try Site(templates: "/nowhere")
        }
    }
}
