import Foundation
import FoundationXML
import Testing

@testable import EInvoicing

/// A document as a reader of XML finds it: the text of each leaf by its path, names without their prefixes.
/// `Invoice/TaxTotal/TaxAmount`; an attribute behind an `@`.
final class Reading: NSObject, XMLParserDelegate {
    private(set) var leaves: [(path: String, text: String)] = []
    private(set) var isWellFormed = false
    private var path: [String] = []
    private var text = ""
    private var hadChild = false

    init(_ bytes: [UInt8]) {
        super.init()
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = self
        isWellFormed = parser.parse()
    }

    /// All texts of leaves whose path ends so.
    func all(_ end: String) -> [String] {
        leaves.filter { $0.path == end || $0.path.hasSuffix("/" + end) }.map(\.text)
    }

    /// The one text of such a leaf.
    func one(_ end: String) -> String? {
        let found = all(end)
        #expect(found.count < 2, "\(end) is there \(found.count) times")
        return found.first
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String] = [:]
    ) {
        path.append(String(name.split(separator: ":").last!))
        text = ""
        hadChild = false
        for (key, value) in attributes where !key.hasPrefix("xmlns") {
            leaves.append((path.joined(separator: "/") + "@" + key, value))
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        if !hadChild { leaves.append((path.joined(separator: "/"), text)) }
        path.removeLast()
        hadChild = true
    }
}

extension EInvoice {
    var readings: (cii: Reading, ubl: Reading) { (Reading(cii), Reading(ubl)) }
}
