import Testing

@testable import Typesetting

@Suite("Pages")
struct FlowTests {
    let fonts: FontBook
    init() throws { fonts = try Samples.fonts() }

    private func pages(_ body: [Element]) throws -> [[String]] {
        try Typesetter(fonts: fonts).set(body).frames.map { $0.texts.map(\.text) }
    }

    @Test("a heading goes to the next page with the text it heads")
    func headingKeeps() throws {
        let pages = try pages([
            .text("before", Samples.body), .spacer(690),
            .text("head", Samples.title, as: .heading(2)),
            .text("after", Samples.body),
        ])
        #expect(pages == [["before"], ["head", "after"]])
    }

    @Test("a group kept together moves as one; one taller than a page is refused")
    func together() throws {
        let group = Element.together([
            .text("a", Samples.body), .spacer(40), .text("b", Samples.body),
        ])
        #expect(
            try pages([.text("x", Samples.body), .spacer(690), group]) == [["x"], ["a", "b"]])
        #expect(throws: TypesettingError.self) { try pages([.together([.spacer(800)])]) }
    }

    @Test("a paragraph goes on with two lines at least on either side", arguments: 4...120)
    func paragraph(lines: Int) throws {
        let text = (1...lines).map { "line \($0)" }.joined(separator: "\n")
        let pages = try pages([
            .text("first", Samples.body), .spacer(600), .text(text, Samples.body),
        ])
        let own = pages.map { $0.filter { $0 != "first" } }.filter { !$0.isEmpty }
        #expect(own.flatMap { $0 } == (1...lines).map { "line \($0)" })
        for page in own { #expect(page.count >= 2) }
    }

    @Test("pages are numbered when all are known")
    func numbers() throws {
        let template = PageTemplate(
            header: { [.text("page \($0.number) of \($0.count)", Samples.label)] })
        let document = try Typesetter(fonts: fonts).set(
            [.text("a", Samples.body), .pageBreak, .text("b", Samples.body), .pageBreak],
            on: template)
        #expect(
            document.frames.map { $0.texts.last?.text } == [
                "page 1 of 3", "page 2 of 3", "page 3 of 3",
            ])
        // Running heads are artifacts.
        #expect(document.frames.allSatisfy { $0.items.last?.node == nil })
    }

    @Test("headings are listed with their page for the outline")
    func headings() throws {
        let document = try Typesetter(fonts: fonts).set([
            .text("one", Samples.title, as: .heading(1)), .pageBreak,
            .text("two", Samples.body, as: .heading(2)),
        ])
        #expect(document.headings.map(\.text) == ["one", "two"])
        #expect(document.headings.map(\.page) == [0, 1])
        #expect(document.headings[1].y == 48)
    }
}
