import CZlib
import Foundation
import Store

/// Files that are read whole, gunzipped where they are gzip. `-` is standard input.
enum InputFile {
    /// How much of a file is held at once. A few kilobytes of gzip can stand for all memory there is.
    static let most = 256 << 20

    /// - Throws: `CommandError.missingFile`, `.damaged`, `.tooLong`.
    static func bytes(_ path: String, most: Int = InputFile.most) throws -> [UInt8] {
        let source = try ByteSource(path)
        var bytes: [UInt8] = []
        while let part = try source.next() {
            bytes += part
            if bytes.count > most { throw CommandError.tooLong(path, most: most) }
        }
        return bytes
    }

    static func text(_ path: String) throws -> String {
        String(decoding: try bytes(path), as: UTF8.self)
    }

    static func name(_ path: String) -> String { (path as NSString).lastPathComponent }
}

/// The bytes of a file or of standard input, part by part, gunzipped where they are gzip.
private final class ByteSource {
    private let file: gzFile
    private let path: String
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    /// - Throws: `CommandError.missingFile`.
    init(_ path: String) throws {
        // gzread passes files through that are not gzip.
        let opened = path == "-" ? gzdopen(dup(STDIN_FILENO), "rb") : gzopen(path, "rb")
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard let opened, path == "-" || (isThere && !isFolder.boolValue) else {
            throw CommandError.missingFile(path)
        }
        self.path = path
        file = opened
    }

    deinit { gzclose(file) }

    /// - Throws: `CommandError.damaged` where a gzip file ends early or does not check.
    func next() throws -> ArraySlice<UInt8>? {
        let count = gzread(file, &buffer, UInt32(buffer.count))
        var code: Int32 = Z_OK
        _ = gzerror(file, &code)
        if count < 0 || (code != Z_OK && code != Z_STREAM_END) { throw CommandError.damaged(path) }
        return count > 0 ? buffer[..<Int(count)] : nil
    }
}

/// Lines of a file or of standard input, one after another, in little memory.
///
///     let lines = try LineReader("usage.ndjson.gz")
///     while let line = try lines.next() { … }
final class LineReader {
    /// A line of events longer than this is handed on in its first part only: no event is that long.
    static let longestEvent = 1 << 20

    private let source: ByteSource
    private let maximumLine: Int
    private var buffer: ArraySlice<UInt8> = []
    private var isFirst = true

    /// - Throws: `CommandError.missingFile`.
    init(_ path: String, maximumLine: Int = LineReader.longestEvent) throws {
        source = try ByteSource(path)
        self.maximumLine = maximumLine
    }

    /// The next line without its line feed, or nil at the end.
    ///
    /// - Throws: `CommandError.damaged`.
    func next() throws -> ArraySlice<UInt8>? {
        var line: [UInt8] = []
        var isOpen = false
        while true {
            if buffer.isEmpty {
                guard let part = try source.next() else { return isOpen ? line[...] : nil }
                buffer = part
                // A byte order mark is no part of the first line.
                if isFirst, buffer.starts(with: [0xEF, 0xBB, 0xBF]) {
                    buffer = buffer.dropFirst(3)
                }
                isFirst = false
                if buffer.isEmpty { continue }
            }
            isOpen = true
            let feed = buffer.firstIndex(of: 10)
            let part = buffer[..<(feed ?? buffer.endIndex)]
            buffer = feed.map { buffer[($0 + 1)...] } ?? []
            if line.isEmpty, feed != nil, part.count <= maximumLine { return part }
            line += part.prefix(max(0, maximumLine - line.count))
            if feed != nil { return line[...] }
        }
    }
}
