import Foundation
import FoundationXML
import Testing

@testable import Typesetting

@Suite("SVG")
struct SVGTests {
    let fonts: FontBook
    init() throws { fonts = try Samples.fonts() }

    @Test("a small figure, whole")
    func figure() throws {
        let element = Element.stack([
            .spans([.init("7%", Samples.body), .init(" <账单>", Samples.body)]),
            .drawing(Samples.bars),
        ])
        let document = try Typesetter(fonts: fonts).figure(element, width: 80)
        let bytes = try document.svg(
            page: 0, fonts: fonts, title: "Fees & <taxes>", description: "by day", idPrefix: "fig")
        try expectSnapshot(String(decoding: bytes, as: UTF8.self), "figure.svg")
    }

    @Test("the text layer holds the page's texts, links and figures, and the file is XML")
    func textLayer() throws {
        let document = try Samples.invoice(rows: 4, fonts: fonts)
        let bytes = try document.svg(page: 0, fonts: fonts, title: "账单 1 / 1")
        let reader = SVGReader()
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = reader
        #expect(parser.parse())
        #expect(reader.texts == document.frames[0].texts.map(\.text))
        #expect(reader.titles.first == "账单 1 / 1")
        #expect(reader.titles.contains("Alipay code for CNY 7,650.00"))
        #expect(reader.links == ["https://pay.example.com/o/1?a='b'"])
    }

    @Test("the same page gives the same bytes, whatever was drawn before")
    func sameBytes() throws {
        let document = try Samples.invoice(rows: 4, fonts: fonts)
        let first = try document.svg(page: 0, fonts: fonts, title: "t")
        _ = try document.pdf(fonts: fonts, metadata: Samples.metadata)
        #expect(try document.svg(page: 0, fonts: fonts, title: "t") == first)
        let other = try Samples.fonts()
        #expect(try document.svg(page: 0, fonts: other, title: "t") == first)
    }

    @Test("a PNG of a page is as large as asked for")
    func png() throws {
        let document = try Samples.invoice(rows: 4, fonts: fonts)
        let bytes = try document.png(page: 0, fonts: fonts, dotsPerInch: 72)
        // Width and height in the header, four bytes each.
        #expect(Array(bytes[16..<24]) == [0, 0, 2, 84, 0, 0, 3, 74])
    }
}

/// Collects the words of an SVG.
private final class SVGReader: NSObject, XMLParserDelegate {
    var texts: [String] = []
    var titles: [String] = []
    var links: [String] = []
    private var characters = ""

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        characters = ""
        if name == "a" { links.append(attributes["xlink:href"] ?? "") }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { characters += string }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        if name == "text" { texts.append(characters) }
        if name == "title" { titles.append(characters) }
    }
}
