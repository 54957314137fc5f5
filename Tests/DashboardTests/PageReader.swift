import Foundation
import Web

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A page read as strictly as XML is, so that nothing from data can have become markup unseen.
final class PageReader: NSObject, XMLParserDelegate {
    final class Element {
        let name: String
        let attributes: [String: String]
        /// Its own words, without those of elements in it.
        var text: String {
            pieces.map { if case .text(let text) = $0 { text } else { "" } }.joined()
        }
        var children: [Element] {
            pieces.compactMap { if case .element(let element) = $0 { element } else { nil } }
        }

        init(_ name: String, _ attributes: [String: String]) {
            self.name = name
            self.attributes = attributes
        }

        /// Itself and everything below it, in the page's order.
        var all: [Element] { [self] + children.flatMap(\.all) }
        /// Its words and those below it, as a reader of English sees them.
        var words: String { words(without: "zh") }
        /// As a reader of Chinese does.
        var chinese: String { words(without: "en") }

        private func words(without hidden: String) -> String {
            if attributes["class"]?.split(separator: " ").contains(Substring(hidden)) == true {
                return ""
            }
            return pieces.map { piece in
                switch piece {
                case .text(let text): text
                case .element(let element): element.words(without: hidden)
                }
            }.joined()
        }

        enum Piece {
            case text(String)
            case element(Element)
        }
        var pieces: [Piece] = []

        func all(_ name: String) -> [Element] { all.filter { $0.name == name } }
    }

    private let page = Element("page", [:])
    private var open: [Element] = []

    /// - Returns: nil where the page is not well formed.
    static func read(_ page: SiteFile) -> Element? {
        var text = String(decoding: page.bytes, as: UTF8.self)
        guard text.hasPrefix("<!doctype html>\n") else { return nil }
        text.removeFirst("<!doctype html>\n".count)
        // Elements that HTML never closes.
        text = text.replacing(/<(?:meta|link|input)(?: [a-z-]+(?:="[^"]*")?)*>/) {
            // An attribute without a value is no XML.
            $0.output.dropLast().replacing(" checked", with: " checked=\"\"") + "/>"
        }
        .replacing(" hidden>", with: " hidden=\"\">")
        .replacing("<br>", with: "<br/>").replacing("<wbr>", with: "<wbr/>")
        let reader = PageReader()
        reader.open = [reader.page]
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        return parser.parse() ? reader.page : nil
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        let element = Element(name, attributes)
        open.last?.pieces.append(.element(element))
        open.append(element)
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
        qualifiedName: String?
    ) { open.removeLast() }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        open.last?.pieces.append(.text(string))
    }
}
