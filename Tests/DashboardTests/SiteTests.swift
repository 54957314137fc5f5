import Dashboard
import Foundation
import TestSupport
import Testing

@Suite("The static site")
struct SiteTests {
    @Test("a page for each merchant, customer and invoice; nothing from elsewhere, no script")
    func complete() throws {
        let pages = try SiteSample.pages()
        #expect(
            pages.map(\.path) == [
                "style.css", "index.html", "payments.html", "revenue.html", "ledger.html",
                "merchants/mer_1.html", "customers/cus_1.html", "customers/cus_2.html",
                "invoices/mer_1-INV-2026-0601-0001.html",
                "invoices/mer_1-INV-2026-0601-0002.html",
            ])
        for page in pages where page.path.hasSuffix(".html") {
            let text = String(decoding: page.bytes, as: UTF8.self)
            #expect(!text.contains("<script"), "\(page.path)")
            #expect(!text.contains("http://") && !text.contains("https://"), "\(page.path)")
            #expect(text.contains("default-src 'none'"), "\(page.path)")
        }
    }

    @Test("the same ledger and time give the same bytes")
    func same() throws {
        #expect(try SiteSample.pages().map(\.bytes) == SiteSample.pages().map(\.bytes))
    }

    @Test("every link leads to a page, a place in it, or a document of the months beside the site")
    func links() throws {
        let pages = try SiteSample.pages()
        let paths = Set(pages.map { "/out/site/" + $0.path })
        var documents: Set<String> = []
        for page in pages where page.path.hasSuffix(".html") {
            let read = try #require(PageReader.read(page), "\(page.path)")
            let ids = Set(read.all.compactMap { $0.attributes["id"] })
            let folder = URL(fileURLWithPath: "/out/site/" + page.path).deletingLastPathComponent()
            for href in (read.all("a") + read.all("link")).map({ $0.attributes["href"] ?? "" }) {
                if href.hasPrefix("#") {
                    #expect(ids.contains(String(href.dropFirst())), "\(page.path) → \(href)")
                    continue
                }
                let target = folder.appendingPathComponent(href).standardized.path
                if target.hasPrefix("/out/site/") {
                    #expect(paths.contains(target), "\(page.path) → \(href)")
                } else {
                    documents.insert(target)
                }
            }
        }
        // As `bm render` writes them; that they are there is seen end to end.
        #expect(
            documents == [
                "/out/2026-06/mer_1/invoices/INV-2026-0601-0001.pdf",
                "/out/2026-06/mer_1/invoices/INV-2026-0601-0001.json",
                "/out/2026-06/mer_1/invoices/INV-2026-0601-0002.pdf",
                "/out/2026-06/mer_1/invoices/INV-2026-0601-0002.json",
                "/out/2026-05/mer_1/statement-2026-05-USD.pdf",
                "/out/2026-06/mer_1/statement-2026-06-USD.pdf",
            ])
    }

    @Test("a template that is missing or broken is named")
    func templates() throws {
        #expect(throws: DashboardError.templateMissing("/nowhere/layout.mustache")) {
            try Site(templates: "/nowhere")
        }
    }
}
