import Foundation
import Testing

@testable import Web

@Suite("The site's templates")
struct TemplatesTests {
    @Test("one that is missing is named")
    func missing() {
        #expect(throws: TemplateError.missing("/nowhere/layout.mustache")) {
            try Templates("/nowhere")
        }
    }

    @Test("a page in two sites has one body, and each site's own way up")
    func shells() throws {
        let maker = SiteMaker(try Templates(StyleTests.folder.path))
        let page = Page(
            path: "a/b.html", title: Label("B", zh: "乙"), lead: "Words.", crumbs: [], section: "b",
            parts: [.words("H", ["P"])])
        let entry = Shell.Entry("b", Label("B", zh: "乙"), path: "a/b.html")
        let body = maker.body(page)
        let files = [
            Shell(name: Label("M"), note: Label("N"), entries: [entry]),
            Shell(
                name: Label("M"), note: Label("N"), entries: [entry],
                up: Link("Above", href: "../index.html"), assets: "../"),
        ].map { String(decoding: maker.file(page, body, in: $0).bytes, as: UTF8.self) }
        for file in files { #expect(file.contains(body)) }
        #expect(files[0].contains("href=\"../style.css\"") && !files[0].contains("Above"))
        #expect(files[1].contains("href=\"../../style.css\""))
        #expect(files[1].contains("href=\"../../index.html\">Above"))
        #expect(files.allSatisfy { $0.contains("href=\"../a/b.html\" aria-current=\"page\"") })
    }
}
