import Foundation
import Testing

@testable import bm

/// Text comes in as it was written, or not at all.
@Suite("Input files")
struct InputFileTests {
    /// A file of those bytes for the time of the body.
    private func with(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("bm-input-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try body(file.path)
    }

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    @Test(
        "text in another encoding is refused with its line",
        arguments: [
            // 灯 in GBK.
            (bytes: Array("name:\n  en: Lamp\n  zh: ".utf8) + [0xB5, 0xC6, 10], line: 3),
            // UTF-16 with its mark.
            (bytes: [0xFF, 0xFE, 0x61, 0, 10, 0], line: 1),
            // Half a character at the end of a line, and at the end of the file.
            (bytes: Array("a\n".utf8) + [0xE7, 0x81, 10] + Array("b\n".utf8), line: 2),
            (bytes: Array("a\n\nb".utf8) + [0xE7, 0x81], line: 3),
            // A surrogate, and a slash in two bytes, are no UTF-8 either.
            (bytes: [0xED, 0xA0, 0x80], line: 1), (bytes: [10, 0xC0, 0xAF], line: 2),
        ])
    func encoding(bytes: [UInt8], line: Int) throws {
        try with(bytes) { path in
            #expect(throws: CommandError.notUTF8(path, line: line)) { try InputFile.text(path) }
            #expect(throws: CommandError.notUTF8(path, line: line)) {
                try EventFormat.csv.lines(path)
            }
            // Archives and bills in GBK are read as they stand.
            #expect(try InputFile.bytes(path) == bytes)
        }
    }

    @Test("a folder is no missing file, and no path is said to be none")
    func paths() throws {
        let folder = FileManager.default.temporaryDirectory.path
        #expect(throws: CommandError.unreadable(folder, "it is a folder")) {
            try InputFile.bytes(folder)
        }
        #expect(throws: CommandError.missingFile("")) { try LineReader("") }
        #expect(
            CommandError.missingFile("").errorDescription == "a file is named by an empty text")
        #expect(throws: CommandError.missingFile("/nowhere/a")) { try InputFile.check("/nowhere/a") }
        try InputFile.check("-")
    }

    @Test("a byte order mark is no part of a text, however it is read")
    func mark() throws {
        try with(Self.mark + Array("灯: 1\n".utf8)) { path in
            #expect(try InputFile.text(path) == "灯: 1\n")
            #expect(try InputFile.textBytes(path) == Array("灯: 1\n".utf8))
            #expect(try LineReader(path).next().map { Array($0) } == Array("灯: 1".utf8))
            #expect(try InputFile.bytes(path).starts(with: Self.mark))
        }
        try with(Self.mark + Array("[{}]".utf8)) { path in
            #expect(try EventFormat.json.lines(path).next().map { Array($0) } == Array("{}".utf8))
        }
        // One in the middle, and a file of nothing else.
        try with(Array("a\n\u{FEFF}b".utf8)) { path in
            #expect(try InputFile.text(path).unicodeScalars.count == 4)
        }
        try with(Self.mark) { path in
            #expect(try InputFile.text(path) == "")
            #expect(try LineReader(path).next() == nil)
        }
    }
}
