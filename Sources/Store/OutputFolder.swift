import Foundation
import Synchronization

/// A folder of published files with a `SHA256SUMS` that lists them, so that anyone can check the
/// folder without bm: `cd output && sha256sum -c SHA256SUMS`.
///
///     var folder = try OutputFolder("output")
///     try folder.add(pdf, at: "2026-06/mer_001/invoices/INV-2026-0601-0001.pdf")
///     try folder.put(replacing: { $0.hasPrefix("2026-06/mer_001/") })
///
/// Files are staged in a folder of the run's own and put in their places together: a run that fails changes nothing.
/// One that is killed while putting leaves whole files, some old and some new, all of them in the list, so that the next
/// run mends that or removes them. What a killed run had staged, the next run removes.
public struct OutputFolder {
    public static let listName = "SHA256SUMS"

    public let path: String
    /// What the folder's list holds: SHA-256 by path from the folder.
    public private(set) var digests: [String: String]
    /// What was added since, by path, and which of it has to be put in its place.
    private var new: [String: String] = [:]
    public private(set) var staged: [String] = []
    private var isStaged: Set<String> = []
    /// Where the run stages: named for its process, so that another can tell whether it still runs.
    private let staging: String
    private static let stagingName = ".staged-"
    private static let opened = Atomic(0)
    /// What was staged and may not be durable yet.
    private var unsynced: [String] = []
    /// Folders below this one that are no links.
    private var known: Set<String> = []

    /// Reads the list; a folder without one has no published files.
    ///
    /// - Throws: `StoreError.notAList` naming the line that is not `digest  path`.
    public init(_ path: String) throws(StoreError) {
        self.path = path
        let number = OutputFolder.opened.add(1, ordering: .relaxed).newValue
        staging = "\(path)/\(OutputFolder.stagingName)\(getpid())-\(number)"
        digests = [:]
        guard let data = FileManager.default.contents(atPath: "\(path)/\(OutputFolder.listName)")
        else { return }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        for (index, line) in lines.enumerated() {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].utf8.count == 64, parts[1].hasPrefix(" "),
                OutputFolder.isInside(parts[1].dropFirst())
            else {
                throw .notAList("\(path)/\(OutputFolder.listName)", line: index + 1)
            }
            digests[String(parts[1].dropFirst())] = String(parts[0])
        }
    }

    /// Whether a path leads into the folder and nowhere else: a list that somebody wrote must not have other files
    /// removed.
    private static func isInside(_ file: Substring) -> Bool {
        file.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            !["", ".", ".."].contains($0)
        }
    }

    /// Refuses a path that goes through a symbolic link below the folder: what is put or removed there would be
    /// somewhere else. The folder itself may be a link.
    private mutating func refuseLinks(to file: String) throws(StoreError) {
        var folder = WholeFile.folder(of: file)
        while !folder.isEmpty, known.insert(folder).inserted {
            var found = stat()
            if lstat("\(path)/\(folder)", &found) == 0, found.st_mode & S_IFMT == S_IFLNK {
                throw .cannotWrite(
                    "\(path)/\(file)", reason: "\(path)/\(folder) is a symbolic link")
            }
            folder = WholeFile.folder(of: folder)
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
            ? FileManager.default.contents(atPath: "\(staging)/\(file)") : nil
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
        try refuseLinks(to: file)
        if bytes(file) == content { return }
        if isStaged.isEmpty { removeWhatKilledRunsLeft() }
        try WholeFile.create(
            content, at: "\(staging)/\(file)", for: "\(path)/\(file)", isSynced: false)
        unsynced.append(file)
        staged.append(file)
        isStaged.insert(file)
    }

    /// Waits until what was staged is durable; before anything says that it is there.
    ///
    /// - Throws: `StoreError.cannotWrite`.
    public mutating func sync() throws(StoreError) {
        try WholeFile.sync(unsynced.map { "\(staging)/\($0)" }, in: path)
        unsynced = []
    }

    /// Puts what was staged in its place, removes what the list held of `scope` and was not added
    /// again, pages of a longer document for one, and writes the list.
    ///
    /// - Throws: `StoreError.cannotWrite`.
    public mutating func put(replacing scope: (String) -> Bool) throws(StoreError) {
        try sync()
        if staged.isEmpty { removeWhatKilledRunsLeft() }
        digests.merge(new) { $1 }
        // Whoever comes after a run that is killed now finds every file in the list, and so can remove it.
        if !staged.isEmpty { try writeList() }
        for file in staged {
            try WholeFile.move("\(staging)/\(file)", to: "\(path)/\(file)")
        }
        discard()
        for file in digests.keys where scope(file) && new[file] == nil {
            try refuseLinks(to: file)
            digests[file] = nil
            remove(file)
        }
        try writeList()
    }

    private func writeList() throws(StoreError) {
        try WholeFile.write(
            OutputFolder.list(digests), to: "\(path)/\(OutputFolder.listName)")
    }

    /// Removes a file, and the folders that it leaves empty.
    private func remove(_ file: String) {
        unlink("\(path)/\(file)")
        var folder = WholeFile.folder(of: file)
        while !folder.isEmpty, rmdir("\(path)/\(folder)") == 0 {
            folder = WholeFile.folder(of: folder)
        }
    }

    /// Forgets what was staged.
    public mutating func discard() {
        try? FileManager.default.removeItem(atPath: staging)
        staged = []
    }

    private func removeWhatKilledRunsLeft() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasPrefix(OutputFolder.stagingName) {
            // A process of that number that is not ours still answers, with a refusal.
            let number = name.dropFirst(OutputFolder.stagingName.count).prefix(while: \.isNumber)
            if let process = pid_t(number), kill(process, 0) != 0, errno == ESRCH {
                try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
            }
        }
    }
}
