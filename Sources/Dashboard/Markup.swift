import Catalog
import Money
import Time

/// Words for a page: what is put into them is escaped, and a name from data is kept to its place.
///
///     let words: Markup = "\(name: "Rope & Sons") owes \(total) since \(day)"
///     words.html    // <bdi>Rope &amp; Sons</bdi> owes <span class="nb">CNY 9.00</span> since …
///     words.plain   // Rope & Sons owes CNY 9.00 since 2026-05-31
///
/// A `String` alone does not become words of a page: whoever writes one says whether it is a `name`.
struct Markup: ExpressibleByStringInterpolation {
    /// As element content.
    private(set) var html = ""
    /// As an attribute or a tooltip, not yet escaped.
    private(set) var plain = ""

    init() {}
    init(stringLiteral value: String) { append(text: value) }
    init(stringInterpolation: StringInterpolation) { self = stringInterpolation.words }
    init(name: String) { append(name: name) }

    var isEmpty: Bool { plain.isEmpty }

    mutating func append(_ other: Markup) {
        html += other.html
        plain += other.plain
    }

    fileprivate mutating func append(text: String, in element: String? = nil, close: String = "") {
        let text = Name.visible(text)
        html += (element ?? "") + Markup.escape(text) + close
        plain += text
    }

    fileprivate mutating func append(name: String) {
        html += "<bdi>\(Name.pieces(name).map(Markup.escape).joined(separator: "<wbr>"))</bdi>"
        plain += Name.isolated(name)
    }

    static func + (first: Markup, second: Markup) -> Markup {
        var both = first
        both.append(second)
        return both
    }

    /// Several words with a separator between them.
    static func joined(_ words: [Markup], by separator: Markup) -> Markup {
        var joined = Markup()
        for (index, word) in words.enumerated() {
            if index > 0 { joined.append(separator) }
            joined.append(word)
        }
        return joined
    }
}

extension Markup {
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var words = Markup()

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { words.append(text: literal) }
        mutating func appendInterpolation(_ other: Markup) { words.append(other) }

        /// A name as somebody else wrote it, in any script.
        mutating func appendInterpolation(name: String) { words.append(name: name) }

        /// Text of ours: a number, a code, a fixed word.
        mutating func appendInterpolation(_ text: String) { words.append(text: text) }

        mutating func appendInterpolation(code: String) {
            words.append(text: code, in: "<code>", close: "</code>")
        }

        /// A figure that is never broken over lines, with a true minus.
        mutating func appendInterpolation(figure: String) {
            words.append(
                text: figure.replacing("-", with: "−"), in: "<span class=\"nb\">",
                close: "</span>")
        }

        mutating func appendInterpolation(_ amount: Amount) {
            appendInterpolation(figure: "\(amount)")
        }

        mutating func appendInterpolation(_ count: Int) {
            words.append(text: Markup.grouped(count))
        }

        /// 1 invoice, 1,234 invoices.
        mutating func appendInterpolation(_ count: Int, _ one: String, _ many: String? = nil) {
            words.append(
                text: "\(Markup.grouped(count))\u{a0}\(count == 1 ? one : many ?? one + "s")")
        }

        mutating func appendInterpolation(_ day: Day) { time("\(day)", machine: "\(day)") }
        mutating func appendInterpolation(_ month: Month) { time("\(month)", machine: "\(month)") }

        /// `2026-06-01 09:00 UTC+8`; the seconds and the fraction only for machines.
        mutating func appendInterpolation(_ instant: Instant, in zone: Zone) {
            let exact = zone.text(instant)
            time(
                "\(exact.prefix(10)) \(exact.dropFirst(11).prefix(5)) "
                    + zone.offsetLabel(at: instant), machine: exact)
        }

        private mutating func time(_ text: String, machine: String) {
            words.append(
                text: text, in: "<time datetime=\"\(Markup.escape(machine))\">", close: "</time>")
        }
    }
}

extension Markup {
    /// Scalar by scalar: to `Character`, a quote with an accent upon it is no quote, to HTML it is.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// 1234 hundredths as `12.34`.
    static func hundredths(_ value: Int) -> String {
        let rest = value % 100
        return "\(value / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// 1,234,567
    static func grouped(_ value: Int) -> String {
        var text = ""
        for (offset, digit) in String(value).reversed().enumerated() {
            if offset > 0, offset % 3 == 0, digit != "-" { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
