import Foundation
import Store

/// What people see.
enum Console {
    /// `1 invoice`, `2 invoices`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    static let isColoured =
        isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil

    static func print(_ text: String) { write(Array((text + "\n").utf8)) }

    /// A list as a document that names what it is, so that more can stand beside the list.
    static func printList(
        _ schema: String, _ key: String, _ items: [JSONValue], beside: [JSONValue.Member] = []
    ) {
        print(list(schema, key, items, beside: beside))
    }

    /// The same as a value, with what stands beside the list.
    static func list(
        _ schema: String, _ key: String, _ items: [JSONValue], beside: [JSONValue.Member] = []
    ) -> JSONValue {
        .object([.init("schema", .string(schema))] + beside + [.init(key, .array(items))])
    }

    /// Writes all of `bytes` to standard output, or ends the program.
    static func write(_ bytes: [UInt8]) { bytes.withUnsafeBytes { write($0) } }

    /// As above, from memory of others.
    static func write(_ bytes: UnsafeRawBufferPointer) {
        Bar.clear()
        if write(bytes, to: STDOUT_FILENO) { return }
        let why = String(cString: strerror(errno))
        Failure.say(
            "Console", code: "unwritable", "standard output cannot be written: \(why)",
            "what the command has done is kept; only its words are lost",
            "send the output elsewhere, and run it again: what was done is known")
        Failure.exit(74)
    }

    /// - Returns: false where not all of it could be written; `errno` says why.
    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = Foundation.write(descriptor, part.baseAddress!, part.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    static func print(_ json: JSONValue) { print(json.pretty) }

    /// Says something on standard error; where that cannot be written there is nobody to tell.
    static func error(_ text: String) {
        Bar.clear()
        draw(text)
    }

    /// As it is, without taking the bar away.
    static func draw(_ text: String) {
        _ = Array(text.utf8).withUnsafeBytes { write($0, to: STDERR_FILENO) }
    }

    /// Columns padded to the widest cell; `right` names those that align right.
    static func table(_ rows: [[String]], right: Set<Int> = []) -> String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? width($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - width(cell))
                return right.contains(column) ? space + cell : cell + space
            }.joined(separator: "  ").trimmingTrailingBlanks
        }.joined(separator: "\n")
    }

    /// Columns of a terminal a text takes: Han and full-width characters take two.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ((0x2E80...0xFFE6).contains($1.value) ? 2 : 1) }
    }
}

extension String {
    /// Without the blanks at its end.
    var trimmingTrailingBlanks: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
