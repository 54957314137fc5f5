import Dashboard
import Foundation
import Ledger
import TestSupport
import Testing
import Web

@Suite("The static site")
struct SiteTests {
    @Test(
        "a page for each section, merchant, customer, invoice and settlement, and each merchant's own site"
    )
    func complete() throws {
        let files = try SiteSample.pages()
        let pages = files.map(\.path).filter { $0.hasSuffix(".html") }
        let sections = [
            "index", "usage", "customers", "invoices", "payments", "settlements", "revenue",
            "margin", "credits", "limits", "fx", "ledger", "catalog", "audit",
        ].map { "\($0).html" }
        let own =
            sections + [
                "customers/cus_1.html", "customers/cus_2.html",
                "invoices/INV-2026-0601-0001.html", "invoices/INV-2026-0601-0002.html",
                "settlements/SET-2026-05-mer_1-USD.html", "settlements/SET-2026-06-mer_1-USD.html",
            ]
        #expect(
            Set(pages)
                == Set(sections + own.flatMap { ["merchants/mer_1/\($0)", "share/mer_1/\($0)"] }))
        #expect(pages.count == sections.count + 2 * own.count)
    }

    @Test("nothing is loaded from elsewhere, and no script stands in a page")
    func policy() throws {
        for page in try SiteSample.pages() where page.path.hasSuffix(".html") {
            let text = String(decoding: page.bytes, as: UTF8.self)
            let scripts = text.matches(of: /<script[^>]*>[^<]*/).map { String($0.output) }
            #expect(
                scripts.count == 1
                    && scripts[0].wholeMatch(of: /<script src="(\.\.\/)*site\.js">/) != nil,
                "\(page.path)")
            #expect(text.firstMatch(of: /\son[a-z]+=/) == nil && !text.contains(" style="))
            #expect(!text.contains("http://") && !text.contains("https://"), "\(page.path)")
            #expect(text.contains("default-src 'none'"), "\(page.path)")
        }
    }

    @Test("a merchant's own site says nothing of another, and leads nowhere above itself")
    func apart() throws {
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        let other = Fixture.catalog
            .replacing("mer_1", with: "mer_2").replacing("cus_", with: "buyer_")
            .replacing("Example", with: "Foreign").replacing("示例", with: "外方")
            .replacing(SampleCatalog().mchid, with: "1900009999")
        try ledger.apply(other)
        let files = try SiteSample.pages(of: ledger)
        let own = files.filter { $0.path.hasPrefix("share/mer_1/") && $0.path.hasSuffix(".html") }
        #expect(own.count >= 10)
        for page in own {
            let text = String(decoding: page.bytes, as: UTF8.self)
            for foreign in ["mer_2", "buyer_", "Foreign", "外方"] {
                #expect(!text.contains(foreign), "\(page.path) has \(foreign)")
            }
        }
        #expect(files.contains { $0.path == "share/mer_2/customers/buyer_1.html" })
    }

    @Test("the same ledger and time give the same bytes")
    func same() throws {
        #expect(try SiteSample.pages().map(\.bytes) == SiteSample.pages().map(\.bytes))
    }

    @Test(
        "every link leads to a page, a place in it, or a document that is published beside the site",
        arguments: [true, false])
    func links(isPublished: Bool) throws {
        // As `bm render` names them; that they are there is seen end to end.
        let invoices = ["INV-2026-0601-0001", "INV-2026-0601-0002"].flatMap { number in
            ["pdf", "json"].map { "2026-06/mer_1/invoices/\(number).\($0)" }
        }
        let statements = ["2026-05", "2026-06"].flatMap { month in
            ["pdf", "csv", "json"].map { "\(month)/mer_1/statement-\(month)-USD.\($0)" }
        }
        let published = isPublished ? invoices + statements : []
        let ledger = try SiteSample.ledger()
        try ledger.write { db in
            for path in published {
                let file = PublishedFile(
                    path: path, bytes: [], kind: "invoice", source: "s", sourceDigest: "d")
                try file.insert(db, at: TestLedger.start)
            }
        }
        let pages = try SiteSample.pages(of: ledger)
        let paths = Set(pages.map { "/out/site/" + $0.path })
        var documents: Set<String> = []
        for page in pages where page.path.hasSuffix(".html") {
            let read = try #require(PageReader.read(page), "\(page.path)")
            let ids = Set(read.all.compactMap { $0.attributes["id"] })
            let folder = URL(fileURLWithPath: "/out/site/" + page.path).deletingLastPathComponent()
            for element in read.all("a") + read.all("link") + read.all("script") {
                let href = element.attributes["href"] ?? element.attributes["src"] ?? ""
                if href.hasPrefix("data:text/csv") || href.hasPrefix("data:application/json") {
                    continue
                }
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
        #expect(documents == Set(published.map { "/out/\($0)" }))
    }
}
