/// Small pieces of markup and numbers for it, without floating point.
enum Markup {
    static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
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
            if offset > 0, offset % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
