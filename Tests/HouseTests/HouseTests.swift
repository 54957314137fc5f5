import Foundation
import Testing

/// The house's own rules, read from its sources. A complaint names file and line.
@Suite("The house")
struct HouseTests {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct Line {
        let file: String
        let number: Int
        let text: String
        /// Without its comment.
        var code: String {
            guard let comment = text.range(of: "//") else { return text }
            return String(text[..<comment.lowerBound])
        }
        var place: String { "\(file):\(number)" }
    }

    static func swiftFiles(_ folder: String) throws -> [String] {
        let base = root.appendingPathComponent(folder)
        guard let walker = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return walker.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
            .map { "\(folder)/\($0)" }.sorted()
    }

    static func lines(_ file: String) throws -> [Line] {
        let text = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
            Line(file: file, number: $0 + 1, text: String($1))
        }
    }

    static let moneyRooms = [
        "Money", "FX", "Catalog", "Metering", "Rating", "Credits", "Invoicing", "Checkout",
        "Ledger", "Settlement", "Outbox", "EInvoicing",
    ]

    @Test("no floating point and no Foundation decimals where money moves", arguments: moneyRooms)
    func decimals(room: String) throws {
        let files = try Self.swiftFiles("Sources/\(room)")
        #expect(!files.isEmpty)
        for line in try files.flatMap(Self.lines) {
            for word in ["Double", "Float", "Decimal", "CGFloat", "NSDecimalNumber"] {
                let words = line.code.split { !($0.isLetter || $0.isNumber || $0 == "_") }
                #expect(!words.contains(Substring(word)), "\(line.place): \(word) in a money room")
            }
        }
    }

    @Test("only +Store files, and the store itself, import GRDB; bm writes transactions")
    func sill() throws {
        for file in try Self.swiftFiles("Sources") {
            let isSill =
                file.hasSuffix("+Store.swift") || file.hasPrefix("Sources/Store/")
                || file.hasPrefix("Sources/bm/") || file.contains("/Checks/")
            for line in try Self.lines(file) where line.code.hasSuffix("import GRDB") {
                #expect(isSill, "\(line.place): GRDB outside a +Store file")
            }
        }
    }

    @Test("no clock, no chance and no shortcut in the rooms")
    func clock() throws {
        for line in try Self.swiftFiles("Sources").flatMap(Self.lines)
        where !line.file.hasPrefix("Sources/bm/") {
            for word in ["Date()", ".random(", "UUID()", "TODO", "FIXME", "fatalError("] {
                #expect(!line.code.contains(word), "\(line.place): \(word)")
            }
        }
    }

    @Test("every room has its page, with what goes in and out and what is always true")
    func pages() throws {
        let rooms = try FileManager.default.contentsOfDirectory(
            atPath: Self.root.appendingPathComponent("Sources").path
        ).filter { $0 != "System" }
        #expect(rooms.count >= 15)
        for room in rooms {
            let path = Self.root.appendingPathComponent("Sources/\(room)/README.md")
            let text = try String(contentsOf: path, encoding: .utf8)
            for word in ["**In**", "**Out**", "**Owns**", "**Does not own**", "**Always true**"] {
                #expect(text.contains(word), "Sources/\(room)/README.md has no \(word)")
            }
        }
    }

    @Test("no file has grown past 400 lines")
    func size() throws {
        for file in try Self.swiftFiles("Sources") {
            let count = try Self.lines(file).count
            #expect(count <= 400, "\(file) has \(count) lines: is there a second subject in it?")
        }
    }

    @Test("every public declaration outside an extension's conformance has a doc comment")
    func documented() throws {
        var bare: [String] = []
        for file in try Self.swiftFiles("Sources") {
            let lines = try Self.lines(file)
            for (index, line) in lines.enumerated() {
                let code = line.text.drop { $0 == " " }
                let kinds = ["struct ", "enum ", "final class ", "class ", "protocol ", "actor "]
                guard kinds.contains(where: { code.hasPrefix("public \($0)") }) else { continue }
                var above = index - 1
                while above >= 0, lines[above].text.drop(while: { $0 == " " }).hasPrefix("@") {
                    above -= 1
                }
                let before = above >= 0 ? lines[above].text.drop { $0 == " " } : ""
                if !before.hasPrefix("///") { bare.append(line.place) }
            }
        }
        #expect(bare.isEmpty, "without a doc comment: \(bare.joined(separator: ", "))")
    }
}
