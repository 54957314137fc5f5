import Foundation
import Testing

/// The style sheet's rules that can be computed.
@Suite("The style sheet")
struct StyleTests {
    static let style = try! String(
        contentsOf: folder.appendingPathComponent("style.css"), encoding: .utf8)
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("templates/site")

    /// The colours of light pages (0) or dark ones (1).
    static func colours(_ theme: Int) -> [String: String] {
        var colours: [String: String] = [:]
        for match in style.matches(of: /--([a-z0-9]+):light-dark\((#[0-9a-f]+),(#[0-9a-f]+)\)/) {
            colours[String(match.output.1)] = String(theme == 0 ? match.output.2 : match.output.3)
        }
        return colours
    }

    /// WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of their relative luminances.
    static func contrast(_ a: String, _ b: String) -> Double {
        func luminance(_ colour: String) -> Double {
            var digits = Array(colour.dropFirst())
            if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
            let parts = [0, 2, 4].map { start -> Double in
                let value = Double(Int(String(digits[start...start + 1]), radix: 16)!) / 255
                return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        let (first, second) = (luminance(a), luminance(b))
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }

    @Test("words are readable on what they stand on, light and dark", arguments: [0, 1])
    func contrast(theme: Int) throws {
        // 21 : 1 is black on white.
        #expect(abs(Self.contrast("#000", "#ffffff") - 21) < 0.001)
        let colours = Self.colours(theme)
        let words = ["ink", "ink2", "ink3", "accent", "positive", "negative", "warning"]
        for (word, grounds) in words.map({ ($0, ["surface", "card"]) }) + [
            ("ink", ["line", "hover", "tint"]), ("ink2", ["hover", "tint"]),
        ] {
            for ground in grounds {
                let ratio = Self.contrast(
                    try #require(colours[word]), try #require(colours[ground]))
                #expect(ratio >= 4.5, "\(word) on \(ground): \(ratio)")
            }
        }
    }

    @Test("nothing is printed smaller than 11 px")
    func sizes() {
        let sizes = Self.style.matches(of: /font(?:-size)?:(?:[0-9]+ )?([0-9.]+)(px|em|rem|pt)/)
        #expect(sizes.count > 10)
        for size in sizes {
            #expect(size.output.2 == "px" && Double(size.output.1)! >= 11, "\(size.output.0)")
        }
    }

    @Test("it loads nothing")
    func nothingElse() {
        #expect(!Self.style.contains("url(") && !Self.style.contains("@import"))
    }

    @Test("the script is at most 20 KB")
    func script() throws {
        let script = try Data(contentsOf: Self.folder.appendingPathComponent("site.js"))
        #expect(script.count <= 20_000)
    }
}
