extension Exact {
    /// The number with a comma at every thousand of its whole part and at least `minimumScale`
    /// decimals: `4200000` → `4,200,000`, `1234.5` at 2 → `1,234.50`.
    public func grouped(minimumScale: Int) -> String {
        let plain = text(minimumScale: minimumScale)
        let sign = plain.hasPrefix("-") ? "-" : ""
        let unsigned = plain.dropFirst(sign.count)
        let point = unsigned.firstIndex(of: ".") ?? unsigned.endIndex
        var whole = ""
        for (offset, digit) in unsigned[..<point].reversed().enumerated() {
            if offset > 0, offset % 3 == 0 { whole.append(",") }
            whole.append(digit)
        }
        return sign + String(whole.reversed()) + unsigned[point...]
    }
}
