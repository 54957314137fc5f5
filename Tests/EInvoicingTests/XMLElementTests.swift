import Testing

@testable import EInvoicing

@Suite("XML as it is written")
struct XMLElementTests {
    private func text(_ element: XMLElement) -> String {
        String(decoding: element.document, as: UTF8.self)
    }

    @Test("a line an element, two blanks a level, attributes in the order given")
    func layout() {
        let root = XMLElement(
            "a", [XMLElement("b", "1", ("z", "1"), ("y", "2")), nil, XMLElement("c", [])],
            [("xmlns", "urn:x")])
        #expect(
            text(root) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <a xmlns="urn:x">
                  <b z="1" y="2">1</b>
                  <c/>
                </a>

                """)
    }

    /// XML 1.0: 2.2 which characters there are, 2.4 what is escaped, 2.11 and 3.3.3 what a reader does to line ends.
    @Test(
        "a text is escaped as the standard asks; what it cannot hold is U+FFFD",
        arguments: [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("a & b ]]> \"c\" 'd'", "a &amp; b ]]&gt; \"c\" 'd'"),
            ("one\ntwo\tthree\rfour", "one\ntwo\tthree&#13;four"),
            ("\u{0}\u{7}\u{1B}x\u{FFFE}\u{FFFF}", "\u{FFFD}\u{FFFD}\u{FFFD}x\u{FFFD}\u{FFFD}"),
            ("\u{7F}\u{85}\u{D7FF}\u{E000}\u{FFFD}", "\u{7F}\u{85}\u{D7FF}\u{E000}\u{FFFD}"),
            ("👩‍👩‍👧 مرحبا \u{202E}abc", "👩‍👩‍👧 مرحبا \u{202E}abc"),
        ])
    func escapes(text: String, written: String) {
        #expect(
            self.text(XMLElement("a", text))
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\(written)</a>\n")
    }

    @Test("an attribute keeps its line ends and its quotes")
    func attribute() {
        let element = XMLElement("a", "", ("b", "<\"x\"\n\t&'\u{1}>"))
        #expect(
            text(element).contains("<a b=\"&lt;&quot;x&quot;&#10;&#9;&amp;'\u{FFFD}&gt;\"></a>"))
        #expect(Reading(element.document).one("a@b") == "<\"x\"\n\t&'\u{FFFD}>")
    }

    /// A plane at a time: as it was, or as U+FFFD.
    @Test("every character reads back")
    func everyCharacter() {
        for plane in 0...16 {
            let scalars = (0..<0x10000).compactMap { Unicode.Scalar(UInt32(plane << 16 | $0)) }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            let reading = Reading(XMLElement("a", String(text)).document)
            #expect(reading.isWellFormed)
            let found = Array((reading.one("a") ?? "").unicodeScalars)
            #expect(found.count == scalars.count)
            for (scalar, read) in zip(scalars, found) where scalar != read {
                let isControl = scalar.value < 0x20 && ![9, 10, 13].contains(scalar.value)
                #expect(isControl || [0xFFFE, 0xFFFF].contains(scalar.value), "\(scalar.value)")
                #expect(read == "\u{FFFD}")
            }
        }
    }
}
