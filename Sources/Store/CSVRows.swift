/// Rows of comma-separated values as RFC 4180 has them: cells in quotes where they hold a comma, a
/// quote or a line break; a quote inside is doubled. Lines end in LF or CR LF; empty ones are left
/// out.
///
///     try CSVRows(Array("a,b\n\"1,5\",2\n".utf8)).rows[1].cells    // ["1,5", "2"]
public struct CSVRows: Sendable {
    /// One row.
    public struct Row: Sendable {
        /// Where in the file it begins.
        public let line: Int
        public let cells: [String]
    }

    public let rows: [Row]

    /// - Throws: `CSVError` where a quote is not closed or bytes are no UTF-8.
    public init(_ bytes: [UInt8]) throws(CSVError) {
        var rows: [Row] = []
        var cells: [String] = []
        var cell: [UInt8] = []
        var line = 1
        var start = 1
        var isQuoted = false
        var wasQuoted = false
        func fail(_ found: String, _ allowed: String) -> CSVError {
            CSVError(line: line, found: found, allowed: allowed)
        }
        func text(_ cell: [UInt8]) throws(CSVError) -> String {
            guard let text = String(validating: cell, as: UTF8.self) else {
                throw fail("bytes that are not UTF-8", "UTF-8 text")
            }
            // SQLite and C end a text there: what was kept would not be what came.
            if cell.contains(0) { throw fail("the character U+0000", "a text without it") }
            return text
        }
        // A byte order mark, which some spreadsheets write, is no part of the first name.
        var bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        if bytes.last != 10 { bytes.append(10) }
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    if byte == 10 { line += 1 }
                    cell.append(byte)
                } else if index < bytes.endIndex, bytes[index] == UInt8(ascii: "\"") {
                    cell.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\"") where cell.isEmpty && !wasQuoted:
                isQuoted = true
                wasQuoted = true
            case UInt8(ascii: ","):
                cells.append(try text(cell))
                cell = []
                wasQuoted = false
            case 13 where index < bytes.endIndex && bytes[index] == 10: break
            case 10:
                if !cells.isEmpty || !cell.isEmpty || wasQuoted {
                    rows.append(Row(line: start, cells: cells + [try text(cell)]))
                }
                cells = []
                cell = []
                wasQuoted = false
                line += 1
                start = line
            default:
                if wasQuoted {
                    throw fail("“\(Character(Unicode.Scalar(byte)))” after a quote", "a comma")
                }
                cell.append(byte)
            }
        }
        if isQuoted {
            throw CSVError(
                line: start, found: "a quote of this line is not closed",
                allowed: "a closing quote")
        }
        self.rows = rows
    }

    /// The cells as a line of a file, without its end.
    public static func line(_ cells: [String]) -> String {
        // An empty line is no row: one empty cell needs its quotes.
        if cells == [""] { return "\"\"" }
        return cells.map { cell in
            guard cell.utf8.contains(where: { [10, 13, 34, 44].contains($0) }) else { return cell }
            // By scalars: with an accent behind it a quote is another character.
            var quoted = String.UnicodeScalarView("\"".unicodeScalars)
            for scalar in cell.unicodeScalars {
                if scalar == "\"" { quoted.append(scalar) }
                quoted.append(scalar)
            }
            quoted.append("\"")
            return String(quoted)
        }.joined(separator: ",")
    }
}

/// What is wrong with a table of comma-separated values.
public struct CSVError: Error, Equatable, Sendable {
    public let line: Int
    public let found: String
    public let allowed: String

    public init(line: Int, found: String, allowed: String) {
        self.line = line
        self.found = found
        self.allowed = allowed
    }
}
