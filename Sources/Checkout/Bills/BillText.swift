/// The text of a bill file, cut into lines and cells as the channels write them.
///
/// Cuts are made at bytes, not at characters: a comma followed by a combining mark is one character
/// and still ends its cell.
enum BillText {
    /// The text of UTF-8 bytes without their byte order mark, or nil where they are not UTF-8.
    static func utf8(_ bytes: [UInt8]) -> String? {
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        return String(validating: bytes.dropFirst(hasMark ? 3 : 0), as: UTF8.self)
    }

    /// Lines without their CR LF or LF; line n of the file stands at n − 1.
    static func lines(_ text: String) -> [String] {
        text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
        }
    }

    /// WeChat Pay's cells, without the backtick before each value. The channel escapes commas inside
    /// them, so every comma is between two.
    static func backticked(_ line: String) -> [String] {
        line.utf8.split(separator: 44, omittingEmptySubsequences: false).map { cell in
            String(decoding: cell.first == 96 ? cell.dropFirst() : cell, as: UTF8.self)
        }
    }

    /// Alipay's cells, without the TABs and blanks around each value.
    static func tabbed(_ line: String) -> [String] {
        line.utf8.split(separator: 44, omittingEmptySubsequences: false).map { cell in
            trimmed(String(decoding: cell, as: UTF8.self))
        }
    }

    static func trimmed(_ text: String) -> String {
        let rest = text.drop { $0.isWhitespace }
        guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(rest[...last])
    }
}
