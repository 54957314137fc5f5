public import Money
public import Time

/// Words for a page, in English and in Chinese: what is put into them is escaped, and a name from data is kept
/// to its place.
///
///     let words: Markup = "\(name: "Rope & Sons")"
///     words.html    // Rope &amp; Sons
///     Markup("\(count, "invoice")", zh: "\(count) 张账单")
///
/// Both languages stand on the page, each in an element of its own, and the style sheet shows one: so a switch
/// needs neither a reload nor JavaScript. What is the same in both, a figure or an id, stands once.
///
/// A `String` alone does not become words of a page: whoever writes one says whether it is a `name`.
public struct Markup: ExpressibleByStringInterpolation, Sendable, Hashable {
    /// As element content.
    public private(set) var html = ""

    public init() {}
    public init(stringLiteral value: String) { html = Markup.shown(value) }
    public init(stringInterpolation: StringInterpolation) { html = stringInterpolation.html }
    /// As somebody else wrote it, in any script.
    public init(name: String) { html = Name.html(name) }
    /// What is escaped already: a chart.
    init(html: String) { self.html = html }

    /// - Parameters:
    ///   - english: as a reader of English sees it.
    ///   - zh: as a reader of Chinese does.
    public init(_ english: Markup, zh chinese: Markup) {
        html =
            english.html == chinese.html
            ? english.html
            : "<span class=\"en\">\(english.html)</span><span class=\"zh\" lang=\"zh-Hans\">\(chinese.html)</span>"
    }

    /// Between what stands one below the other.
    public static let lineBreak = Markup(html: "<br>")

    public var isEmpty: Bool { html.isEmpty }

    public mutating func append(_ other: Markup) { html += other.html }

    public static func + (first: Markup, second: Markup) -> Markup {
        Markup(html: first.html + second.html)
    }

    /// Several words with a separator between them.
    public static func joined(_ words: [Markup], by separator: Markup) -> Markup {
        Markup(html: words.map(\.html).joined(separator: separator.html))
    }
}

extension Markup {
    /// Escapes what is put into words.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var html = ""

        public init(literalCapacity: Int, interpolationCount: Int) {
            html.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        public mutating func appendLiteral(_ literal: String) { html += Markup.shown(literal) }
        public mutating func appendInterpolation(_ other: Markup) { html += other.html }

        /// A name as somebody else wrote it, in any script.
        public mutating func appendInterpolation(name: String) {
            html += Name.html(name)
        }

        /// Text of ours: a number, a code, a fixed word.
        public mutating func appendInterpolation(_ text: String) { html += Markup.shown(text) }

        /// What a machine reads: an id, a digest, a command.
        public mutating func appendInterpolation(code: String) {
            let style = code.unicodeScalars.count > 40 ? " class=\"long\"" : ""
            html += "<code\(style)>\(Markup.shown(code))</code>"
        }

        /// A figure that is never broken over lines, with a true minus.
        public mutating func appendInterpolation(figure: String) {
            html += "<span class=\"nb\">\(Markup.shown(figure.withMinus))</span>"
        }

        public mutating func appendInterpolation(_ amount: Amount) {
            appendInterpolation(figure: "\(amount)")
        }

        public mutating func appendInterpolation(_ count: Int) { html += Markup.grouped(count) }

        /// 1 invoice, 1,234 invoices.
        public mutating func appendInterpolation(
            _ count: Int, _ one: String, _ many: String? = nil
        ) {
            html += "\(Markup.grouped(count))\u{a0}\(count == 1 ? one : many ?? one + "s")"
        }

        public mutating func appendInterpolation(_ day: Day) { time("\(day)", machine: "\(day)") }
        public mutating func appendInterpolation(_ month: Month) {
            time("\(month)", machine: "\(month)")
        }

        /// `2026-06-01 09:00 UTC+8`; the seconds and the fraction only for machines.
        public mutating func appendInterpolation(_ instant: Instant, in zone: Zone) {
            let exact = zone.text(instant)
            time(
                "\(exact.prefix(10)) \(exact.dropFirst(11).prefix(5)) "
                    + zone.offsetLabel(at: instant), machine: Self.toTheMillisecond(exact))
        }

        /// HTML knows three digits of a second's fraction and no more.
        private static func toTheMillisecond(_ exact: String) -> String {
            guard let point = exact.firstIndex(of: ".") else { return exact }
            let digits = exact[point...].dropFirst().prefix(while: \.isNumber)
            return "\(exact[...point])\(digits.prefix(3))\(exact[digits.endIndex...])"
        }

        private mutating func time(_ text: String, machine: String) {
            html += "<time datetime=\"\(Markup.escape(machine))\">\(Markup.escape(text))</time>"
        }
    }
}

extension Markup {
    /// Text as HTML, with what is not seen made visible. What is plain ASCII, nearly everything, is looked at byte by
    /// byte and kept as it is.
    static func shown(_ text: String) -> String {
        text.utf8.allSatisfy { plain[Int($0)] } ? text : escape(Name.visible(text))
    }

    /// Text as HTML, scalar by scalar: to `Character`, a quote with an accent upon it is no quote, to HTML it is.
    static func escape(_ text: String) -> String {
        if text.utf8.allSatisfy({ plain[Int($0)] }) { return text }
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

    /// The bytes that mean themselves in HTML and are seen.
    private static let plain: [Bool] = (0...255).map { byte in
        byte >= 0x20 && byte < 0x7f && !"&<>\"'".utf8.contains(UInt8(byte))
    }

    /// 1,234,567
    public static func grouped(_ value: Int) -> String {
        let digits = Array(String(value).utf8)
        var grouped: [UInt8] = []
        grouped.reserveCapacity(digits.count * 4 / 3 + 1)
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3), digits[index - 1] != 45 {
                grouped.append(44)
            }
            grouped.append(digit)
        }
        return String(decoding: grouped, as: UTF8.self)
    }
}

extension String {
    /// A figure with a true minus, U+2212, as wide as a plus.
    public var withMinus: String { utf8.contains(45) ? replacing("-", with: "−") : self }
}
