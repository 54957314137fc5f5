import Foundation
import Store
import Testing

@testable import bm

/// Input without an end is refused in memory that has one.
@Suite("Long input")
struct LongInputTests {
    /// A file of that content for the time of the body.
    private func with(_ content: Data, _ body: (String) throws -> Void) throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("bm-long-\(UUID().uuidString)")
        try content.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try body(file.path)
    }

    @Test("a line longer than the longest is handed on in its first part, and the next one whole")
    func lines() throws {
        let long = String(repeating: "x", count: 300_000)
        try with(Data("short\n\(long)\nafter\n\(long)".utf8)) { path in
            let lines = try LineReader(path, maximumLine: 100)
            let first = String(long.prefix(100))
            for expected in ["short", first, "after", first] {
                let line = try lines.next()
                #expect(line.map { String(decoding: $0, as: UTF8.self) } == expected)
            }
            #expect(try lines.next() == nil)
        }
    }

    @Test("a file that is read whole has an end")
    func files() throws {
        try with(Data(repeating: 65, count: 1000)) { path in
            let whole = try InputFile.bytes(path, most: 1000)
            #expect(whole.count == 1000)
            #expect(throws: CommandError.tooLong(path, most: 999)) {
                try InputFile.bytes(path, most: 999)
            }
        }
    }

    @Test("a case of a quote has an end")
    func cases() {
        let case17 = [UInt8](repeating: 32, count: Quote.longestCase) + Array("{}".utf8)
        let answer = Quote.answer(case17[...], number: 3)
        #expect(answer.isError)
        #expect(answer.json["error"]?["reason"]?.string == "it is longer than 16 MB")
    }

    /// 400 MB without a line feed, as a hole in a file; in the long run only, as all else there.
    @Test(
        "a line of 400 MB takes no more memory than the longest event",
        arguments: [FuzzTests.inputs])
    func huge(inputs: Int?) throws {
        let size: UInt64 = inputs == nil ? 4 << 20 : 400 << 20
        try with(Data()) { path in
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.truncate(atOffset: size)
            try handle.close()
            let lines = try LineReader(path)
            #expect(try lines.next()?.count == LineReader.longestEvent)
            #expect(try lines.next() == nil)
        }
    }
}
