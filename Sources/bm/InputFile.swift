import CZlib
import Foundation
import Store

/// Files that are read whole, gunzipped where they are gzip. `-` is standard input.
enum InputFile {
    /// How much of a file is held at once. A few kilobytes of gzip can stand for all memory there is.
    static let most = 256 << 20
    /// Of a price table, whose tree takes up to 24 bytes for each of its own. The largest published ones
    /// have four megabytes.
    static let mostOfTable = 32 << 20

    /// The bytes as they stand, but for a byte order mark that is to be left out.
    ///
    /// - Throws: `CommandError.missingFile`, `.unreadable`, `.damaged`, `.tooLong`.
    static func bytes(
        _ path: String, withMark: Bool = true, most: Int = InputFile.most
    ) throws -> [UInt8] {
        let source = try ByteSource(path, withMark: withMark)
        var bytes: [UInt8] = []
        while let part = try source.next() {
            bytes += part
            if bytes.count > most { throw CommandError.tooLong(path, most: most) }
        }
        return bytes
    }

    /// The bytes of a text: all of them UTF-8, without a byte order mark.
    ///
    /// Text in another encoding is refused and never repaired: what was repaired would be printed.
    ///
    /// - Throws: `CommandError.notUTF8` with the first line that is not, `.isZIP`, and what `bytes` throws.
    static func textBytes(_ path: String, most: Int = InputFile.most) throws -> [UInt8] {
        let bytes = try bytes(path, withMark: false, most: most)
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) { throw CommandError.isZIP(path) }
        if let line = brokenLine(bytes) { throw CommandError.notUTF8(path, line: line) }
        return bytes
    }

    static func text(_ path: String) throws -> String {
        String(decoding: try textBytes(path), as: UTF8.self)
    }

    /// The first line that is no UTF-8; nil where all are. No character reaches over a line's end.
    private static func brokenLine(_ bytes: [UInt8]) -> Int? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        return lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }.map { $0 + 1 }
    }

    /// Looks what stands at a path, and opens nothing: who writes to a pipe would lose its reader.
    ///
    /// - Throws: `CommandError.missingFile`, `.unreadable`.
    static func check(_ path: String) throws {
        if path == "-" { return }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw CommandError.missingFile(path)
        }
        if isFolder.boolValue { throw CommandError.unreadable(path, "it is a folder") }
        if access(path, R_OK) != 0 { throw CommandError.unreadable(path, "it may not be read") }
    }

    /// How many bytes a file has on the disk; nil of standard input, and of what is no file.
    static func size(_ path: String) -> Int? {
        var found = stat()
        guard path != "-", stat(path, &found) == 0 else { return nil }
        return Int(found.st_size)
    }

    static func name(_ path: String) -> String { (path as NSString).lastPathComponent }
}

/// The bytes of a file or of standard input, part by part, gunzipped where they are gzip.
private final class ByteSource {
    private let file: gzFile
    private let path: String
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    /// Whether a byte order mark may come next, which is no part of a text.
    private var skipsMark: Bool

    /// - Throws: `CommandError.missingFile`, `.unreadable`.
    init(_ path: String, withMark: Bool) throws {
        try InputFile.check(path)
        // gzread passes files through that are not gzip.
        let opened = path == "-" ? gzdopen(dup(STDIN_FILENO), "rb") : gzopen(path, "rb")
        guard let opened else {
            throw CommandError.unreadable(path, String(cString: strerror(errno)))
        }
        self.path = path
        skipsMark = !withMark
        file = opened
    }

    deinit { gzclose(file) }

    /// How many bytes are read of the file as it lies on the disk.
    var offset: Int { max(0, Int(gzoffset(file))) }

    /// - Throws: `CommandError.damaged` where a gzip file ends early or does not check, `.unreadable` with the
    ///   system's reason.
    func next() throws -> ArraySlice<UInt8>? {
        let count = gzread(file, &buffer, UInt32(buffer.count))
        let reason = errno
        var code: Int32 = Z_OK
        _ = gzerror(file, &code)
        if code == Z_ERRNO {
            throw CommandError.unreadable(path, String(cString: strerror(reason)))
        }
        if count < 0 || (code != Z_OK && code != Z_STREAM_END) { throw CommandError.damaged(path) }
        if count <= 0 { return nil }
        let part = buffer[..<Int(count)]
        // gzread fills what it is given, so a mark is never cut in two.
        defer { skipsMark = false }
        return skipsMark && part.starts(with: [0xEF, 0xBB, 0xBF]) ? part.dropFirst(3) : part
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
    private let size: Int
    private var buffer: ArraySlice<UInt8> = []

    /// - Throws: `CommandError.missingFile`, `.unreadable`.
    init(_ path: String, maximumLine: Int = LineReader.longestEvent) throws {
        source = try ByteSource(path, withMark: false)
        size = InputFile.size(path) ?? 0
        self.maximumLine = maximumLine
    }

    var share: Double { size > 0 ? min(1, Double(source.offset) / Double(size)) : 0 }

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
