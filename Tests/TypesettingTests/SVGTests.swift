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

    @Test("an outline in steps on the grid of 1/256 point, and one that is not on it")
    func outline() {
        func outline(_ path: String) -> String? {
            SVGOutline(Array(path.utf8)[...]).map { String(decoding: $0.data, as: UTF8.self) }
        }
        #expect(outline("M 1 2 L 3.5 2 L 3.5 4 Z M 1 2 ") == "m256 512h640v512z")
        // 785/256 = 3.06640625, which Cairo rounds; the second contour starts from the first's.
        #expect(
            outline(
                "M 0 0 L 1 1 L -1 -0.5 Z M 0 0 M 2 0 C 3.066406 0 3 1 0.00390625 -1 L 1 1 Z M 2 0 ")
                == "m0 0l256 256-512-384zm512 0c273 0 256 256-511-256l255 512z")
        #expect(outline("") == "")
        for other in ["M 0.1 0 L 1 1 ", "M 0 0 L 1 ", "M 0 0 Q 1 1 2 2 ", "M 0 0 L 1e3 0 "] {
            #expect(outline(other) == nil, "\(other)")
        }
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

    /// Text is written into the SVG from outlines; the PDF of the same page is Cairo's alone. librsvg and poppler draw
    /// both, so that what they agree on is neither's own; they fill outlines and print text differently, so that two
    /// pictures are never the same.
    @Test("a page looks like that of the PDF, to a point", .needs("pdftoppm"))
    func looks() throws {
        let document = try Samples.invoice(rows: 4, fonts: fonts)
        let (frame, scale) = (document.frames[0], 2.0)
        func grey(_ pdf: [UInt8]) throws -> ArraySlice<UInt8> {
            let file = FileManager.default.temporaryDirectory.appending(path: "looks-\(UUID()).pdf")
            defer {
                for end in ["", ".pgm"] {
                    try? FileManager.default.removeItem(atPath: file.path + end)
                }
            }
            try Data(pdf).write(to: file)
            #expect(
                try Tool.run(
                    "pdftoppm",
                    [
                        "-gray", "-r", "\(Int(72 * scale))", "-l", "1", "-singlefile", file.path,
                        file.path,
                    ]
                ).status == 0)
            let picture = [UInt8](try Data(contentsOf: URL(filePath: file.path + ".pgm")))
            return picture.suffix(
                Int((frame.size.width * scale).rounded(.up))
                    * Int((frame.size.height * scale).rounded(.up)))
        }
        let drawn = try grey(document.pdf(fonts: fonts, metadata: Samples.metadata))
        func difference(_ svg: String) throws -> Double {
            // Logos may hold no text: the layer without ink goes.
            let layer = try #require(svg.range(of: "<g fill-opacity=\"0\""))
            let picture = try Picture(
                Array((svg[..<layer.lowerBound] + "</svg>").utf8), file: "page.svg")
            let size = Size(width: frame.size.width, height: frame.size.height)
            let copy = try Typesetter(fonts: fonts).figure(
                .picture(picture, within: size, alt: "page"), width: size.width)
            let again = try grey(copy.pdf(fonts: fonts, metadata: Samples.metadata))
            try #require(again.count == drawn.count)
            return zip(drawn, again).reduce(0) { $0 + abs(Double($1.0) - Double($1.1)) }
                / Double(drawn.count)
        }
        let svg = String(
            decoding: try document.svg(page: 0, fonts: fonts, title: "t"), as: UTF8.self)
        let same = try difference(svg)
        // Every line one point further right.
        let moved = try difference(
            svg.replacing(#/translate\(([0-9.]+) /#) { "translate(\(Double($0.1)! + 1) " })
        #expect(same < moved / 2, "\(same) as it is, \(moved) moved by a point")
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
