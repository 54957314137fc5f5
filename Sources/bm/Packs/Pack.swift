import Foundation
import Store

/// Files that are handed on together, with a list of their digests and a page that says what they are.
///
///     var pack = Pack(.evidence, subject: "mer_001/INV-2026-0601-0001")
///     pack.add(bytes, at: "line-01.ndjson")
///     try pack.write(to: "evidence")        // cd evidence && sha256sum -c SHA256SUMS
struct Pack {
    enum Kind: String {
        case evidence = "bm.evidence-pack/1"
        case dispute = "bm.dispute-pack/1"
    }

    private let kind: Kind
    private let subject: String
    private(set) var files: [String: [UInt8]] = [:]
    /// Characters of its documents that no font has.
    var warnings = GlyphWarnings()

    init(_ kind: Kind, subject: String) {
        self.kind = kind
        self.subject = subject
    }

    /// - Parameter path: from the pack's folder. Paths are ours, never made of what others have named.
    mutating func add(_ bytes: [UInt8], at path: String) {
        let isPlain = path.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                || [45, 46, 47, 95].contains($0)
        }
        precondition(
            isPlain && !path.hasPrefix("/") && !path.split(separator: "/").contains(".."),
            "the path “\(path)” of a pack")
        precondition(files[path] == nil, "\(path) is in the pack twice")
        files[path] = bytes
    }

    mutating func add(_ json: JSONValue, at path: String) {
        add(Array((json.pretty + "\n").utf8), at: path)
    }

    /// The files with `pack.json`, which says whose they are, and `SHA256SUMS`, which lists them all; by
    /// path.
    var all: [(path: String, bytes: [UInt8])] {
        var all = files
        let mark = JSONValue.object([
            .init("schema", .string(kind.rawValue)), .init("subject", .string(subject)),
        ])
        all[Pack.markName] = Array((mark.pretty + "\n").utf8)
        all[OutputFolder.listName] = OutputFolder.list(all.mapValues { SHA256Digest.hex($0) })
        return all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static let markName = "pack.json"

    /// Writes the pack as a folder: beside its place first, then all of it at once. The same pack again, and
    /// only that, is replaced.
    ///
    /// - Throws: `CommandError.notOurPack`, `StoreError.cannotWrite`.
    func write(to path: String) throws {
        let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let files = all
        if !FileManager.default.fileExists(atPath: folder) {
            rename(Pack.beside(folder, "old"), folder)
        }
        try check(folder, shown: path)
        let staged = Pack.beside(folder, "part")
        do {
            // What a run that was killed has left is ours.
            try? FileManager.default.removeItem(atPath: staged)
            for (name, bytes) in files { try WholeFile.write(bytes, to: "\(staged)/\(name)") }
            try Pack.exchange(staged, folder)
        } catch {
            try? FileManager.default.removeItem(atPath: staged)
            throw error
        }
    }

    /// Writes the pack as one file, in whose place nothing else may stand.
    ///
    /// - Throws: `CommandError.notOurPack`, `StoreError.cannotWrite`.
    func writeZip(to path: String) throws {
        let name = InputFile.name(path).prefix { $0 != "." }
        let isPlain = name.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                || [45, 95].contains($0)
        }
        let bytes = ZipFile.bytes(all, in: isPlain && !name.isEmpty ? String(name) : "pack")
        if FileManager.default.fileExists(atPath: path) {
            if FileManager.default.contents(atPath: path).map({ [UInt8]($0) }) == bytes { return }
            throw CommandError.notOurPack(path, found: "something else")
        }
        try WholeFile.write(bytes, to: path)
    }

    private func check(_ folder: String, shown path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else { return }
        guard isFolder.boolValue,
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        else { throw CommandError.notOurPack(path, found: "no folder") }
        if names.isEmpty { return }
        let mark = FileManager.default.contents(atPath: "\(folder)/\(Pack.markName)")
            .flatMap { try? JSONValue(parsing: String(decoding: $0, as: UTF8.self)) }
        guard mark?["schema"]?.string == kind.rawValue, mark?["subject"]?.string == subject else {
            throw CommandError.notOurPack(
                path, found: mark?["subject"]?.string.map { "a pack of \($0)" } ?? "something else")
        }
        // A file that somebody put beside ours would be lost.
        let listed = Set(try OutputFolder(folder).digests.keys).union([OutputFolder.listName])
        let found =
            FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        for name in found where !listed.contains(name) {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
            if !isFolder.boolValue {
                throw CommandError.notOurPack(path, found: "\(name), which is not of the pack")
            }
        }
    }

    /// Puts a folder in the place of another, of an empty one or of none. Where a pack stands it is set aside
    /// first, whole, and put back by the next run if this one is killed in between.
    private static func exchange(_ staged: String, _ folder: String) throws {
        let aside = beside(folder, "old")
        if rename(staged, folder) == 0 { return }
        guard [ENOTEMPTY, EEXIST].contains(errno), rename(folder, aside) == 0,
            rename(staged, folder) == 0
        else {
            throw StoreError.cannotWrite(folder, reason: String(cString: strerror(errno)))
        }
        try? FileManager.default.removeItem(atPath: aside)
    }

    /// `.evidence.bm-part` beside `evidence`: a name that nobody else gives.
    private static func beside(_ folder: String, _ what: String) -> String {
        let url = URL(fileURLWithPath: folder)
        return url.deletingLastPathComponent()
            .appendingPathComponent(".\(url.lastPathComponent).bm-\(what)").path
    }
}
