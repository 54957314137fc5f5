import Money
import Testing
import Time

@testable import Web

@Suite("Words of a page")
struct MarkupTests {
    @Test(
        "a scalar is escaped whatever joins with it into a character",
        arguments: [
            ("<&>\"'", "&lt;&amp;&gt;&quot;&#39;"), ("\"\u{301}", "&quot;\u{301}"),
            ("\u{600}<b>", "\u{600}&lt;b&gt;"), ("&amp;", "&amp;amp;"), ("名", "名"),
        ])
    func escape(text: String, escaped: String) {
        #expect(Array(Markup.escape(text).utf8) == Array(escaped.utf8))
        #expect(Array(ScalarEscaping().escapeText(text).utf8) == Array(escaped.utf8))
    }

    @Test(
        "names keep their marks, lose their overrides, and are isolated where they need it",
        arguments: [
            ("Rope & Sons", "Rope & Sons"), ("a\tb\nc", "a b c"),
            (
                "a\u{202e}b\u{2066}c\u{0}d\u{9f}e\u{2028}f",
                "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e\u{fffd}f"
            ),
            ("שלום\u{200f}!", "\u{2068}שלום\u{200f}!\u{2069}"), ("示例", "示例"),
        ])
    func names(name: String, isolated: String) { #expect(Name.isolated(name) == isolated) }

    @Test(
        "a word longer than a column may be broken, a character never",
        arguments: [
            ("Example Lantern AI (Demo) Ltd", ["Example Lantern AI (Demo) Ltd"]), ("", [""]),
            ("abcdefgh", ["abcde", "fgh"]), ("abcd-efghi", ["abcd-efghi"]),
            ("abcdé\u{301}fg", ["abcdé\u{301}", "fg"]),
        ])
    func pieces(name: String, pieces: [String]) {
        #expect(Name.pieces(name, longest: name.hasPrefix("Example") ? 20 : 5) == pieces)
    }

    @Test(
        "a figure, a day and a time stay on one line; a name that runs from right to left is isolated"
    )
    func pieces() throws {
        let amount = try Amount("-1234.50", .cny)
        let words: Markup = "\(name: "<A>") owes \(amount) since \(try Day("2026-05-29"))"
        #expect(
            words.html == "&lt;A&gt; owes <span class=\"nb\">CNY −1,234.50</span> since "
                + "<time datetime=\"2026-05-29\">2026-05-29</time>")
        #expect(Markup(name: "שלום").html == "<bdi>שלום</bdi>")
    }

    @Test("both languages stand on the page, and what is the same in both once")
    func languages() {
        #expect(
            Markup("Paid", zh: "已付").html
                == "<span class=\"en\">Paid</span><span class=\"zh\" lang=\"zh-Hans\">已付</span>")
        #expect(Markup("CNY", zh: "CNY").html == "CNY")
        #expect(Label("Paid", zh: "已付").markup.html == Markup("Paid", zh: "已付").html)
    }

    @Test(
        "a time is told in its zone to the minute, and exactly to machines",
        arguments: [
            ("UTC", "2026-05-31 16:00 UTC", "2026-05-31T16:00:07.5Z"),
            ("Asia/Shanghai", "2026-06-01 00:00 UTC+8", "2026-06-01T00:00:07.5+08:00"),
            ("America/St_Johns", "2026-05-31 13:30 UTC−2:30", "2026-05-31T13:30:07.5-02:30"),
        ])
    func times(zone: String, text: String, machine: String) throws {
        let words: Markup = "\(try Instant("2026-05-31T16:00:07.5Z"), in: try Zone(zone))"
        #expect(words.html == "<time datetime=\"\(machine)\">\(text)</time>")
    }

    @Test(
        "one is one, all others are many",
        arguments: [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (1234, "1,234 entries")])
    func plurals(count: Int, text: String) {
        let words: Markup = "\(count, "entry", "entries")"
        #expect(words.html.replacing("\u{a0}", with: " ") == text)
    }

    @Test(
        "thousands, also below nothing",
        arguments: [(-123, "-123"), (-1234, "-1,234"), (123_456, "123,456")])
    func grouped(value: Int, text: String) { #expect(Markup.grouped(value) == text) }

    @Test(
        "a label that is too long is cut before its last letter that fits, Chinese letters being two wide",
        arguments: [
            ("abcdef", 6, "abcdef"), ("abcdefg", 6, "abcde…"), ("汉字汉字", 8, "汉字汉字"),
            ("汉字汉字汉", 8, "汉字汉…"), ("WWWW", 6, "WW…"), ("e\u{301}abcde", 6, "e\u{301}abcde"),
        ])
    func cut(text: String, most: Int, cut: String) {
        #expect(Label(text).cut(most).english == cut)
    }
}
