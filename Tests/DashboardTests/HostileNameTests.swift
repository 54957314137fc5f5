import Foundation
import TestSupport
import Testing
import Web

/// Names as somebody would write them who wants to become markup or to move the words around.
@Suite("Names from data")
struct HostileNameTests {
    /// An element, where the letter before it joins with `<` into one character; quotes that an accent
    /// stands upon; an override that is never ended, the end of an isolate that never began.
    static let name = "\u{600}<b x=\"\u{301} y='\u{301}>& &lt;evil</b>"
    /// A catalog takes no override; a usage event brings one in a dimension.
    static let region = "\u{600}<b x=\"\u{301} y='\u{301}>& &lt;\u{202e}evil\u{2069}\u{85}</b>"

    /// The sample with that name for everything that has one.
    func pages() throws -> [SiteFile] {
        let yaml =
            #""\u0600<b x=\"\u0301 y='\u0301>& &lt;evil</b>""#
        var catalog = Fixture.catalog
        for name in [
            "Example One (Test) Ltd", "Example Customer One (Test) Ltd", "AI API", "VAT", "Basic",
            "Seconds",
        ] {
            catalog = catalog.replacing("{en: \(name),", with: "{en: \(yaml),")
        }
        #expect(catalog.ranges(of: yaml).count == 7)
        return try SiteSample.pages(
            catalog, region: #"\u0600<b x=\"\u0301 y='\u0301>& &lt;\u202eevil\u2069\u0085</b>"#)
    }

    @Test("become no markup: the pages stay well formed, with our elements only")
    func markup() throws {
        let elements: Set<String> = [
            "page", "html", "head", "meta", "title", "link", "body", "a", "header", "div", "span",
            "nav", "p", "small", "main", "footer", "code", "h1", "h2", "section", "dl", "dt", "dd",
            "figure", "figcaption", "ul", "ol", "li", "svg", "line", "text", "rect", "details",
            "summary", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "bdi",
            "time", "br", "wbr", "script", "input", "label", "fieldset", "legend", "kbd", "b",
            "path",
            "circle", "strong",
        ]
        for page in try pages() where page.path.hasSuffix(".html") {
            let read = try #require(PageReader.read(page), "\(page.path) is not well formed")
            let foreign = Set(read.all.map(\.name)).subtracting(elements)
            #expect(foreign.isEmpty, "\(page.path): \(foreign)")
            // The accent or the override would otherwise hide it from a search by character.
            #expect(page.bytes.ranges(of: Array("<b ".utf8)).isEmpty, "\(page.path)")
            #expect(page.bytes.ranges(of: Array("evil</b>".utf8)).isEmpty, "\(page.path)")
        }
    }

    @Test("are shown whole, where what cannot be seen is made visible, each in an isolate")
    func isolated() throws {
        let shown = Name.visible(Self.name)
        #expect(shown == Self.name)
        let shownRegion = Name.visible(Self.region)
        // Outside the macro, which spells text by character and so loses the quote under an accent.
        let wanted =
            "\u{600}<b x=\"\u{301} y='\u{301}>& &lt;\u{fffd}evil\u{fffd}\u{fffd}</b>"
        #expect(shownRegion == wanted)
        var (regions, names) = (0, 0)
        for page in try pages() where page.path.hasSuffix(".html") {
            let read = try #require(PageReader.read(page), "\(page.path)")
            if read.words.contains("evil") {
                names += 1
                #expect(read.all("bdi").contains { $0.words == shown }, "\(page.path)")
            }
            regions += read.all("bdi").filter { $0.words == shownRegion }.count
            for element in read.all where !["bdi", "title", "text"].contains(element.name) {
                #expect(!element.text.contains("evil"), "\(page.path): <\(element.name)>")
            }
            // In titles, charts and attributes characters isolate, and every one that opens also closes.
            let scalars = String(decoding: page.bytes, as: UTF8.self).unicodeScalars
            let controls = scalars.filter {
                (0x202a...0x202e).contains($0.value) || (0x2066...0x2069).contains($0.value)
                    || (0x7f...0x9f).contains($0.value)
            }
            let pair: [Unicode.Scalar] = ["\u{2068}", "\u{2069}"]
            let pairs = Array(repeating: pair, count: controls.count / 2)
            #expect(Array(controls) == pairs.flatMap { $0 }, "\(page.path)")
        }
        #expect(regions > 0 && names > 20)
    }
}
