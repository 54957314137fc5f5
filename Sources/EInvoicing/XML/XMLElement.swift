/// An element of an XML document: text, or elements, with attributes in the order they are written.
struct XMLElement: Hashable {
    struct Attribute: Hashable {
        let name: String
        let value: String
    }

    enum Content: Hashable {
        case text(String)
        case elements([XMLElement])
    }

    let name: String
    let attributes: [Attribute]
    let content: Content

    /// `XMLElement("cbc:ID", "0142", ("schemeID", "EM"))`
    init(_ name: String, _ text: String, _ attributes: (name: String, value: String)...) {
        self.name = name
        self.attributes = attributes.map { Attribute(name: $0.name, value: $0.value) }
        content = .text(text)
    }

    /// Elements in their order; where one is nil there is none.
    init(
        _ name: String, _ elements: [XMLElement?],
        _ attributes: [(name: String, value: String)] = []
    ) {
        self.name = name
        self.attributes = attributes.map { Attribute(name: $0.name, value: $0.value) }
        content = .elements(elements.compactMap(\.self))
    }

    /// An optional text's element.
    static func optional(_ name: String, _ text: String?) -> XMLElement? {
        text.map { XMLElement(name, $0) }
    }
}
