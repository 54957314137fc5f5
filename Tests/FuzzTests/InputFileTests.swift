import Foundation
import Testing

@testable import bm

/// Text comes in as it was written, or not at all.
@Suite("Input files")
final class InputFileTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("bm-input-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// A file of those bytes.
    private func file(_ bytes: [UInt8]) throws -> String {
        let file = folder.appendingPathComponent(UUID().uuidString)
        try Data(bytes).write(to: file)
        return file.path
    }

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Texts, the bytes behind them, and the line that is to blame.
    private static let broken: [(text: String, rest: [UInt8], line: Int)] = [
        // 灯 in GBK.
        ("name:\n  en: Lamp\n  zh: ", [0xB5, 0xC6, 10], 3),
        // UTF-16 with its mark.
        ("", [0xFF, 0xFE, 0x61, 0, 10, 0], 1),
        // Half a character at the end of a line, and at the end of the file.
        ("a\n", [0xE7, 0x81, 10, 98, 10], 2), ("a\n\nb", [0xE7, 0x81], 3),
        // A surrogate, and a slash in two bytes, are no UTF-8 either.
        ("", [0xED, 0xA0, 0x80], 1), ("\n", [0xC0, 0xAF], 2),
    ]

    @Test("a ZIP is called one, and is no text in a strange encoding")
    func zip() throws {
        let path = try file([0x50, 0x4B, 3, 4, 0xFF])
        #expect {
            try InputFile.textBytes(path)
        } throws: { error in
            (error as? CommandError)?.errorDescription == "\(path) is a ZIP"
        }
    }

    @Test("text in another encoding is refused with its line")
    func encoding() throws {
        for (text, rest, line) in Self.broken {
            let bytes = Array(text.utf8) + rest
            let path = try file(bytes)
            let error = CommandError.notUTF8(path, line: line)
            #expect(throws: error) { try InputFile.text(path) }
            #expect(throws: error) { try EventFormat.csv.lines(path) }
            // Archives and bills in GBK are read as they stand.
            #expect(try InputFile.bytes(path) == bytes)
        }
    }

    @Test("a folder is no missing file, and no path is said to be none")
    func paths() throws {
        let path = folder.path
        #expect(throws: CommandError.unreadable(path, "it is a folder")) {
            try InputFile.bytes(path)
        }
        #expect(throws: CommandError.missingFile("")) { try LineReader("") }
        #expect(
            CommandError.missingFile("").errorDescription == "a file is named by an empty text")
        #expect(throws: CommandError.missingFile("/nowhere/a")) {
            try InputFile.check("/nowhere/a")
        }
        try InputFile.check("-")
    }

    @Test("a table of events that does not name what it has is refused")
    func header() throws {
        for (table, lacks) in [
            ("hello\n", "customer_id"), ("e1,cus_1,seconds,5\n", "customer_id"),
            ("id,customer,quantity\ne1,cus_1,5\n", "metric"),
            // Lines that end in CR only are one row.
            ("id\rmetric\r", "customer_id"),
        ] {
            let path = try file(Array(table.utf8))
            let error = #expect(throws: CommandError.self) { try EventFormat.csv.lines(path) }
            let says = "\(path):1: no column \(lacks) in “"
            #expect(error?.errorDescription?.hasPrefix(says) == true, "\(table)")
        }
        #expect(try EventFormat.csv.lines(file([])).next() == nil)
        let good = try file(Array("metric,customer_id\nseconds,cus_1\n".utf8))
        #expect(try EventFormat.csv.lines(good).next() != nil)
    }

    @Test("a byte order mark is no part of a text, however it is read")
    func mark() throws {
        let text = Array("灯: 1\n".utf8)
        let marked = try file(Self.mark + text)
        #expect(try InputFile.text(marked) == "灯: 1\n")
        #expect(try InputFile.textBytes(marked) == text)
        #expect(try LineReader(marked).next().map { Array($0) } == text.dropLast())
        #expect(try InputFile.bytes(marked) == Self.mark + text)
        let array = try file(Self.mark + Array("[{}]".utf8))
        #expect(try EventFormat.json.lines(array).next().map { Array($0) } == Array("{}".utf8))
        // One in the middle, and a file of nothing else.
        let middle = try file(Array("a\n\u{FEFF}b".utf8))
        #expect(try InputFile.text(middle).unicodeScalars.count == 4)
        let nothing = try file(Self.mark)
        #expect(try InputFile.text(nothing) == "")
        #expect(try LineReader(nothing).next() == nil)
    }
}
