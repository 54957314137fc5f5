import Foundation

/// A folder of published files with a `SHA256SUMS` that lists them, so that anyone can check the
/// folder without bm: `cd output && sha256sum -c SHA256SUMS`.
///
///     var folder = try OutputFolder("output")
///     try folder.add(pdf, at: "2026-06/mer_001/invoices/INV-2026-0601-0001.pdf")
///     try folder.put(replacing: { $0.hasPrefix("2026-06/mer_001/") })
///
/// Files are staged beside their places and put there together: a run that fails changes nothing.
/// One that is killed while putting leaves whole files, some old and some new, and the same run again
/// mends that.
public struct OutputFolder {
    public static let listName = "SHA256SUMS"

    public let path: String
    /// What the folder's list holds: SHA-256 by path from the folder.
    public private(set) var digests: [String: String]
    /// What was added since, by path, and which of it has to be put in its place.
    private var new: [String: String] = [:]
    public private(set) var staged: [String] = []
    private var isStaged: Set<String> = []
    /// What was staged and may not be durable yet.
    private var unsynced: [String] = []

    /// Reads the list; a folder without one has no published files.
    ///
    /// - Throws: `StoreError.notAList` naming the line that is not `digest  path`.
    public init(_ path: String) throws(StoreError) {
        self.path = path
        digests = [:]
        guard let data = FileManager.default.contents(atPath: "\(path)/\(OutputFolder.listName)")
        else { return }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        for (index, line) in lines.enumerated() {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].utf8.count == 64, parts[1].hasPrefix(" ") else {
                throw .notAList("\(path)/\(OutputFolder.listName)", line: index + 1)
            }
            digests[String(parts[1].dropFirst())] = String(parts[0])
        }
    }

    /// The bytes that stand at a path of the folder; nil where nothing does.
    public func bytes(_ file: String) -> [UInt8]? {
        FileManager.default.contents(atPath: "\(path)/\(file)").map { [UInt8]($0) }
    }

    /// The bytes a path will have once what was staged is put there; nil where nothing will stand.
    public func content(_ file: String) -> [UInt8]? {
        let part =
            isStaged.contains(file)
            ? FileManager.default.contents(atPath: WholeFile.staged("\(path)/\(file)")) : nil
        return part.map { [UInt8]($0) } ?? bytes(file)
    }

    /// A list as `sha256sum -c` reads it, by path.
    ///
    /// - Parameter digests: SHA-256 by path.
    public static func list(_ digests: [String: String]) -> [UInt8] {
        Array(
            digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined().utf8)
    }

    /// What the list will hold of paths that begin so: SHA-256 by path.
    public func list(of prefix: String) -> [String: String] {
        digests.merging(new) { $1 }.filter { $0.key.hasPrefix(prefix) }
    }

    /// What stands in folders of published files, months' and bundles', and is not in the list, sorted. Drafts,
    /// previews and whatever else somebody keeps beside them is elsewhere.
    public var unlisted: [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let folders = all.filter {
            $0 == "bundles" || $0.wholeMatch(of: /[0-9]{4}-[0-9]{2}/) != nil
        }
        return folders.flatMap { folder -> [String] in
            let files = FileManager.default.subpaths(atPath: "\(path)/\(folder)") ?? []
            return files.map { "\(folder)/\($0)" }
        }.filter { file in
            var isFolder: ObjCBool = false
            return digests[file] == nil
                && FileManager.default.fileExists(atPath: "\(path)/\(file)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    /// Stages a file, unless it stands there with these bytes already.
    ///
    /// - Throws: `StoreError.cannotWrite`.
    public mutating func add(_ content: [UInt8], at file: String) throws(StoreError) {
        new[file] = SHA256Digest.hex(content)
        if bytes(file) == content { return }
        try WholeFile.stage(content, for: "\(path)/\(file)", isSynced: false)
        unsynced.append(file)
        staged.append(file)
        isStaged.insert(file)
    }

    /// Waits until what was staged is durable; before anything says that it is there.
    ///
    /// - Throws: `StoreError.cannotWrite`.
    public mutating func sync() throws(StoreError) {
        try WholeFile.sync(unsynced.map { "\(path)/\($0)" }, in: path)
        unsynced = []
    }

    /// Puts what was staged in its place, removes what the list held of `scope` and was not added
    /// again, pages of a longer document for one, and writes the list.
    ///
    /// - Throws: `StoreError.cannotWrite`.
    public mutating func put(replacing scope: (String) -> Bool) throws(StoreError) {
        try sync()
        while let file = staged.last {
            try WholeFile.put("\(path)/\(file)")
            staged.removeLast()
        }
        for file in digests.keys where scope(file) && new[file] == nil {
            digests[file] = nil
            unlink("\(path)/\(file)")
        }
        digests.merge(new) { $1 }
        try WholeFile.write(
            OutputFolder.list(digests), to: "\(path)/\(OutputFolder.listName)")
    }

    /// Forgets what was staged.
    public mutating func discard() {
        for file in staged { unlink(WholeFile.staged("\(path)/\(file)")) }
        staged = []
    }
}
