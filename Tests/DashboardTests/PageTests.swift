import Dashboard
import Foundation
import TestSupport
import Testing
import Web

/// What holds for every page, whichever it is.
@Suite("Every page")
struct PageTests {
    /// The site's pages, read.
    func read() throws -> [(path: String, page: PageReader.Element)] {
        try SiteSample.pages().filter { $0.path.hasSuffix(".html") }.map {
            ($0.path, try #require(PageReader.read($0), "\($0.path) is not well formed"))
        }
    }

    @Test("an invoice that gives back what a coupon was taken off says so, with a plus")
    func couponGivenBack() throws {
        var customer = SampleCatalog.Customer("cus_1", since: "2026-05-01")
        customer.terms = ["until: 2026-05-11", "coupons: [half]"]
        var catalog = SampleCatalog(customers: [customer, .two])
        catalog.coupons = [
            "{code: half, name: {en: Half, zh-Hans: 半价}, percent: \"50\", duration: forever}"
        ]
        let invoice = try #require(
            SiteSample.pages(catalog.yaml).first { $0.path.hasSuffix("-0001.html") })
        let words = String(decoding: invoice.bytes, as: UTF8.self)
        // 20.00 for May, of which 21 of 31 days go back: 13.548387096774, and half of that.
        #expect(words.contains("Coupon Half: −USD 10.00, −"))
        #expect(words.contains("Coupon Half: +USD 6.774193548387, +"))
        #expect(words.contains("优惠券半价：+USD 6.774193548387，+"))
        #expect(words.contains("CNY 49.25</span>"))
        #expect(!words.contains("−-") && !words.contains("−−"))
    }

    @Test("has its landmarks once, one first heading, and skips no level")
    func outline() throws {
        for (path, page) in try read() {
            let body = page.all("body")[0].children
            #expect(body.map(\.name) == ["a", "header", "div"], "\(path)")
            #expect(body.last?.children.map(\.name) == ["main", "footer"], "\(path)")
            #expect(page.all("main").count == 1, "\(path)")
            let navigations = page.all("nav").map { $0.attributes["aria-label"] ?? "" }
            #expect(Set(navigations).count == navigations.count && !navigations.contains(""))
            let levels = page.all.filter { ["h1", "h2", "h3", "h4"].contains($0.name) }
                .map { Int($0.name.dropFirst())! }
            #expect(levels.first == 1 && levels.count { $0 == 1 } == 1, "\(path): \(levels)")
            #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 }, "\(path)")
            let ids = page.all.compactMap { $0.attributes["id"] }
            #expect(Set(ids).count == ids.count, "\(path): \(ids)")
        }
    }

    @Test("has tables with a caption, heads with a scope, and cells that know their head")
    func tables() throws {
        var count = 0
        for (path, page) in try read() {
            for table in page.all("table") {
                count += 1
                #expect(
                    table.attributes["class"] == "days"
                        || !table.all("caption").map(\.words).joined().isEmpty, "\(path)")
                // A table may stand in a cell of another.
                func rows(_ name: String) -> [PageReader.Element] {
                    table.children.filter { $0.name == name }.flatMap(\.children)
                }
                let heads = rows("thead").flatMap(\.children)
                #expect(!heads.isEmpty && heads.allSatisfy { $0.attributes["scope"] == "col" })
                for row in rows("tbody") {
                    if row.attributes["class"] == "steps" { continue }
                    if table.attributes["class"] == "days" { continue }
                    #expect(row.children.first?.attributes["scope"] == "row", "\(path)")
                    if heads.count > 3 {
                        // A cell that stands alone on a phone says what its column is.
                        #expect(
                            row.children.dropFirst().map { $0.attributes["data-en"] }
                                == heads.dropFirst().map(\.words), "\(path)")
                        #expect(
                            row.children.dropFirst().map {
                                $0.attributes["data-zh"] ?? $0.attributes["data-en"]
                            } == heads.dropFirst().map(\.chinese), "\(path)")
                    }
                    #expect(
                        row.children.map { $0.attributes["class"] == "n" }
                            == heads.map { $0.attributes["class"] == "n" }, "\(path)")
                }
            }
        }
        #expect(count >= 60)
    }

    @Test(
        "has charts that fill the width there is, each with its finding and its table in both languages"
    )
    func charts() throws {
        var count = 0
        for (path, page) in try read() {
            for figure in page.all("figure") {
                count += 1
                let finding = try #require(figure.all("figcaption").first)
                #expect(!finding.words.isEmpty && !finding.chinese.isEmpty, "\(path)")
                #expect(figure.all("svg").isEmpty || !figure.all("table").isEmpty, "\(path)")
                let ids = Set(figure.all("tr").compactMap { $0.attributes["id"] })
                for mark in figure.all("a") where mark.attributes["class"] == "m" {
                    let href = mark.attributes["href"] ?? ""
                    #expect(
                        !href.hasPrefix("#") || ids.contains(String(href.dropFirst())), "\(path)")
                    #expect(!mark.words.isEmpty, "\(path)")
                }
            }
        }
        #expect(count >= 20)
    }

    @Test("says everything in both languages: no Chinese where English is read, and the other way")
    func languages() throws {
        func hasHan(_ text: String) -> Bool {
            text.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) }
        }
        for (path, page) in try read() {
            let main = page.all("main")[0]
            #expect(!hasHan(main.words), "\(path)")
            for element in main.all
            where ["h1", "h2", "figcaption", "summary"].contains(element.name) {
                let code = element.all("code").map(\.words).joined()
                let isNumber =
                    element.words.firstMatch(of: /^(INV|SET)-|^[0-9]{4}-[0-9]{2}$/) != nil
                #expect(
                    hasHan(element.chinese) || isNumber || element.words == code,
                    "\(path): \(element.chinese)")
            }
        }
    }

    @Test("tells times to people in words and to machines in an attribute")
    func times() throws {
        for (path, page) in try read() {
            #expect(page.words.firstMatch(of: /\d\d-\d\dT\d\d/) == nil, "\(path)")
            for time in page.all("time") {
                let machine = time.attributes["datetime"] ?? ""
                #expect(machine.hasPrefix(time.words.prefix(7)), "\(path): \(machine)")
            }
            for element in page.all where element.name != "time" && element.name != "title" {
                // A chart has no such element, and the words of a difference come from Documents.
                if ["text", "code"].contains(element.name) || path.hasSuffix("payments.html") {
                    continue
                }
                #expect(
                    element.text.replacing(/(INV|SET)-[-0-9]+/, with: "")
                        .firstMatch(of: /\b\d{4}-\d\d-\d\d\b/) == nil, "\(path): \(element.text)")
            }
        }
    }

    @Test("says one invoice, not 1 invoices")
    func plurals() throws {
        let pages = try read()
        for (path, page) in pages {
            let words = page.words.replacing("\u{a0}", with: " ")
            let wrong = words.firstMatch(
                of:
                    /\b1 (?:invoices|payments|customers|merchants|plans|events|entries|currencies|lines)\b/
            )
            #expect(wrong == nil, "\(path): \(wrong.map { String($0.output) } ?? "")")
        }
        let customer = try #require(pages.first { $0.path.hasSuffix("customers/cus_1.html") })
        #expect(customer.page.words.contains("1\u{a0}invoice,"))
    }

    @Test("of a ledger with nothing in it has a heading, and says what would fill it")
    func empty() throws {
        let ledger = try TestLedger()
        for customers in [false, true] {
            if customers { try ledger.apply(Fixture.catalog) }
            let files = try SiteSample.pages(of: ledger)
            let paths = Set(files.map { "/\($0.path)" })
            let pages = files.filter { $0.path.hasSuffix(".html") }
            #expect(pages.count == (customers ? 14 + 2 * 16 : 14))
            for page in pages {
                let read = try #require(PageReader.read(page), "\(page.path)")
                for link in read.all("a").compactMap({ $0.attributes["href"] })
                where !link.hasPrefix("#") && !link.hasPrefix("data:") {
                    let base = URL(fileURLWithPath: "/\(page.path)").deletingLastPathComponent()
                    let target = base.appendingPathComponent(link).standardizedFileURL.path
                    #expect(paths.contains(target), "\(page.path) leads to \(link)")
                }
                #expect(!read.all("h1").map(\.words).joined().isEmpty, "\(page.path)")
                #expect(!read.all("title").map(\.words).joined().hasPrefix(" "), "\(page.path)")
                #expect(read.all("tbody").allSatisfy { !$0.children.isEmpty }, "\(page.path)")
                let hints = read.all("p").filter { $0.attributes["class"] == "empty" }
                #expect(hints.allSatisfy { !$0.words.isEmpty && !$0.chinese.isEmpty })
            }
        }
    }

    @Test("the largest invoices name their merchant, whose numbers they are")
    func merchants() throws {
        let overview = try #require(try read().first { $0.path == "index.html" }?.page)
        let table = overview.all("table").first {
            $0.all("caption")[0].words == "Largest invoices"
        }
        let heads = table?.all("thead").flatMap { $0.all("th") }.map(\.words) ?? []
        #expect(
            heads == [
                "Invoice", "Merchant", "Customer", "Month", "Due on", "State", "Total CNY",
                "Open CNY",
            ])
    }
}
