/// A time written in ISO 8601 with its zone, as PDF writes it too.
struct PDFDate {
    /// `2025-06-11T09:00:00+08:00`, as given.
    let iso: String
    /// `D:20250611090000+08'00'`.
    let pdf: String

    /// - Throws: `badDate` unless it is `YYYY-MM-DDThh:mm:ss` and `Z` or `±hh:mm`.
    init(_ text: String) throws(TypesettingError) {
        let bytes = Array(text.utf8)
        let pattern = Array("0000-00-00T00:00:00".utf8)
        let zone = bytes.dropFirst(pattern.count)
        guard bytes.count >= pattern.count,
            zip(pattern, bytes).allSatisfy({ Self.fits($1, $0) }),
            zone.elementsEqual("Z".utf8)
                || zone.count == 6 && zip("+00:00".utf8, zone).allSatisfy({ Self.fits($1, $0) })
        else { throw .badDate(text) }
        iso = text
        let digits = bytes.prefix(pattern.count).filter { (48...57).contains($0) }
        let offset = String(decoding: zone, as: UTF8.self)
        pdf =
            "D:" + String(decoding: digits, as: UTF8.self)
            + (offset == "Z" ? "Z" : offset.prefix(3) + "'" + offset.suffix(2) + "'")
    }

    /// Digits stand for any digit, a plus for either sign, the rest for itself.
    private static func fits(_ byte: UInt8, _ pattern: UInt8) -> Bool {
        switch pattern {
        case UInt8(ascii: "0"): (48...57).contains(byte)
        case UInt8(ascii: "+"): byte == pattern || byte == UInt8(ascii: "-")
        default: byte == pattern
        }
    }
}
