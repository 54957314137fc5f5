import CZlib
import Foundation
import Store

/// Files that are read whole, gunzipped where they are gzip.
enum InputFile {
    /// - Throws: `CommandError.missingFile`.
    static func bytes(_ path: String) throws -> [UInt8] {
        if path == "-" { return [UInt8](FileHandle.standardInput.readDataToEndOfFile()) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandError.missingFile(path)
        }
        let bytes = [UInt8](data)
        return bytes.starts(with: [0x1F, 0x8B]) ? try Gunzip.bytes(bytes, name: path) : bytes
    }

    static func text(_ path: String) throws -> String {
        String(decoding: try bytes(path), as: UTF8.self)
    }

    static func name(_ path: String) -> String { (path as NSString).lastPathComponent }
}

/// Lines of a file or of standard input, one after another, gzip or not, in little memory.
///
///     let lines = try LineReader("usage.ndjson.gz")
///     while let line = try lines.next() { … }
final class LineReader {
    /// A line longer than this is handed on in its first part only: no event is that long.
    static let maximumLine = 1 << 20

    private let file: gzFile
    private let path: String
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var start = 0
    private var end = 0

    /// - Throws: `CommandError.missingFile`.
    init(_ path: String) throws {
        let opened = path == "-" ? gzdopen(dup(STDIN_FILENO), "rb") : gzopen(path, "rb")
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard let opened, path == "-" || (isThere && !isFolder.boolValue) else {
            throw CommandError.missingFile(path)
        }
        self.path = path
        // gzread passes files through that are not gzip.
        file = opened
    }

    deinit { gzclose(file) }

    /// The next line without its line feed, or nil at the end.
    ///
    /// - Throws: `CommandError.damaged` where a gzip file ends early or does not check.
    func next() throws -> ArraySlice<UInt8>? {
        var line: [UInt8] = []
        var isOpen = false
        while true {
            if start == end {
                let count = gzread(file, &buffer, UInt32(buffer.count))
                var code: Int32 = Z_OK
                _ = gzerror(file, &code)
                if count < 0 || (code != Z_OK && code != Z_STREAM_END) {
                    throw CommandError.damaged(path)
                }
                guard count > 0 else { return isOpen ? line[...] : nil }
                start = 0
                end = Int(count)
            }
            isOpen = true
            let feed = buffer[start..<end].firstIndex(of: 10)
            let part = buffer[start..<(feed ?? end)]
            if line.isEmpty, let feed, part.count <= LineReader.maximumLine {
                start = feed + 1
                return part
            }
            line += part.prefix(max(0, LineReader.maximumLine - line.count))
            start = (feed ?? end)
            if feed != nil {
                start += 1
                return line[...]
            }
        }
    }
}

private enum Gunzip {
    static func bytes(_ input: [UInt8], name: String) throws -> [UInt8] {
        guard let file = gzopen(name, "rb") else { throw CommandError.missingFile(name) }
        defer { gzclose(file) }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = gzread(file, &chunk, UInt32(chunk.count))
            var code: Int32 = Z_OK
            _ = gzerror(file, &code)
            if count < 0 || (code != Z_OK && code != Z_STREAM_END) {
                throw CommandError.damaged(name)
            }
            if count == 0 { break }
            output += chunk[..<Int(count)]
        }
        return output
    }
}
