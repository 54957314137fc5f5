import Dashboard
import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A page read as strictly as XML is, so that nothing from data can have become markup unseen.
final class PageReader: NSObject, XMLParserDelegate {
    final class Element {
        let name: String
        let attributes: [String: String]
        var text = ""
        var children: [Element] = []

        init(_ name: String, _ attributes: [String: String]) {
            self.name = name
            self.attributes = attributes
        }

        /// Itself and everything below it, in the page's order.
        var all: [Element] { [self] + children.flatMap(\.all) }
        /// Its own words and those below it.
        var words: String { all.map(\.text).joined() }

        func all(_ name: String) -> [Element] { all.filter { $0.name == name } }
    }

    private let page = Element("page", [:])
    private var open: [Element] = []

    /// - Returns: nil where the page is not well formed.
    static func read(_ page: Site.Page) -> Element? {
        var text = String(decoding: page.bytes, as: UTF8.self)
        guard text.hasPrefix("<!doctype html>\n") else { return nil }
        text.removeFirst("<!doctype html>\n".count)
        // Elements that HTML never closes.
        text = text.replacing(/<(?:meta|link)(?: [a-z-]+="[^"]*")*>/) {
            $0.output.dropLast() + "/>"
        }
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
        open.last?.children.append(element)
        open.append(element)
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
        qualifiedName: String?
    ) { open.removeLast() }

    func parser(_ parser: XMLParser, foundCharacters string: String) { open.last?.text += string }
}
