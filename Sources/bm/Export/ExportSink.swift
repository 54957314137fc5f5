import Store

/// Where an export goes: standard output, or a file that appears whole or not at all. Rows are handed on
/// in large parts and not held.
final class ExportSink {
    private var bytes: [UInt8] = []
    private let file: WholeFile.Parts?

    /// Hands `body` a sink to write into.
    ///
    /// - Parameter path: a file; nil or `-` for standard output.
    /// - Throws: `StoreError.cannotWrite`, and what `body` throws; a file is as it was then.
    static func write(to path: String?, _ body: (ExportSink) throws -> Void) throws {
        let sink = ExportSink(file: path == nil || path == "-" ? nil : try WholeFile.Parts(path!))
        do {
            try body(sink)
            try sink.flush()
        } catch {
            sink.file?.discard()
            throw error
        }
        try sink.file?.finish()
    }

    /// What `body` writes, held whole: for files of a pack.
    static func bytes(_ body: (ExportSink) throws -> Void) throws -> [UInt8] {
        let sink = ExportSink(file: nil, isHeld: true)
        try body(sink)
        return sink.bytes
    }

    private let isHeld: Bool

    private init(file: WholeFile.Parts?, isHeld: Bool = false) {
        self.file = file
        self.isHeld = isHeld
    }

    func write(_ text: String) throws {
        bytes += Array(text.utf8)
        if bytes.count > 1 << 16, !isHeld { try flush() }
    }

    private func flush() throws {
        if let file { try file.write(bytes) } else { Console.write(bytes) }
        bytes = []
    }
}
