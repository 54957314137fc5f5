/// The same rows for a spreadsheet and for a program.
extension Table {
    /// Whether its files would weigh on the page.
    var isLarge: Bool { rows.count > 60 }

    /// The keys of the files, and of which column each is, its value or its id.
    private var keys: [(key: String, place: Int, isID: Bool)] {
        columns.enumerated().flatMap { place, column in
            [(column.key, place, false)]
                + (column.hasIDs ? [("\(column.key)_id", place, true)] : [])
        }
    }

    private func values(_ row: Row, _ keys: [(key: String, place: Int, isID: Bool)]) -> [String] {
        keys.map { key in
            guard key.place < row.cells.count else { return "" }
            let cell = row.cells[key.place]
            return key.isID ? cell.id ?? "" : cell.value
        }
    }

    /// CSV as RFC 4180 has it, with a head; a cell that a spreadsheet would run begins with an apostrophe.
    func csv() -> String {
        let keys = keys
        var text = keys.map { Self.quoted($0.key) }.joined(separator: ",") + "\r\n"
        for row in rows {
            text += values(row, keys).map { Self.quoted(Self.safe($0)) }.joined(separator: ",")
            text += "\r\n"
        }
        return text
    }

    /// `{"table":"invoices","rows":[{"number":"INV-…","total_cny":"7650.00"}]}`
    func json() -> String {
        let keys = keys
        let names = keys.map { Self.string($0.key) + ":" }
        return "{\"table\":\(Self.string(id)),\"rows\":["
            + rows.map { row in
                "{"
                    + zip(names, values(row, keys)).map { $0 + Self.string($1) }
                    .joined(separator: ",") + "}"
            }.joined(separator: ",\n") + "]}\n"
    }

    /// A file within a page: `data:text/csv;charset=utf-8,number%0D%0A…`.
    ///
    /// - Parameter format: `csv` or `json`.
    public func address(_ format: String) -> String {
        "data:\(format == "csv" ? "text/csv" : "application/json");charset=utf-8,"
            + Self.encoded(format == "csv" ? csv() : json())
    }

    /// What begins like a formula would be one in a spreadsheet; a number may begin with a minus.
    private static func safe(_ value: String) -> String {
        guard let first = value.utf8.first, "=+-@\t\r".utf8.contains(first) else { return value }
        let digits = value.utf8.dropFirst()
        let isNumber = digits.allSatisfy { $0 == 46 || ($0 >= 48 && $0 <= 57) }
        return first == 45 && isNumber && !digits.isEmpty ? value : "'" + value
    }

    private static func quoted(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 }) else {
            return value
        }
        // Scalar by scalar: to `Character`, a quote with an accent upon it is no quote.
        var quoted = "\""
        for scalar in value.unicodeScalars {
            quoted.unicodeScalars.append(scalar)
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
        }
        return quoted + "\""
    }

    /// As JSON and JavaScript write it.
    static func string(_ value: String) -> String {
        if value.utf8.allSatisfy({ isPlain[Int($0)] }) { return "\"\(value)\"" }
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            // Two that JSON takes as they are and older JavaScript does not; and what would end a script.
            case "<", "\u{2028}", "\u{2029}",
                _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }

    /// The bytes that mean themselves there.
    private static let isPlain: [Bool] = (0...255).map { byte in
        byte >= 0x20 && byte < 0x80 && !"\"\\<".utf8.contains(UInt8(byte))
    }

    /// As RFC 3986 wants it in an address: what is not a letter, a digit or one of these marks, by its bytes.
    private static func encoded(_ text: String) -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count * 2)
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            if isKept[Int(byte)] {
                encoded.append(byte)
            } else {
                encoded.append(37)
                encoded.append(digits[Int(byte >> 4)])
                encoded.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static let isKept: [Bool] = (0...255).map { byte in
        guard byte < 128 else { return false }
        let scalar = Unicode.Scalar(UInt8(byte))
        return scalar.properties.isAlphabetic || (48...57).contains(byte)
            || "-._~,:/;!$()*".unicodeScalars.contains(scalar)
    }
}
