extension Exact {
    /// The number with a comma at every thousand of its whole part and at least `minimumScale`
    /// decimals: `4200000` → `4,200,000`, `1234.5` at 2 → `1,234.50`.
    public func grouped(minimumScale: Int) -> String {
        let plain = text(minimumScale: minimumScale)
        let sign = isNegative ? 1 : 0
        let point = plain.utf8.prefix { $0 != UInt8(ascii: ".") }.count
        if point - sign <= 3 { return plain }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(plain.utf8.count + point / 3)
        for (index, byte) in plain.utf8.enumerated() {
            if index > sign, index < point, (point - index) % 3 == 0 {
                bytes.append(UInt8(ascii: ","))
            }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
