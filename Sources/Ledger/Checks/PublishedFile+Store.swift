public import GRDB
public import Store
public import Time

/// A file written under the output folder, recorded so that its bytes can be checked later.
public struct PublishedFile: Sendable, Equatable {
    /// Relative to the output folder.
    public let path: String
    public let digest: String
    public let byteCount: Int
    public let kind: String
    /// The invoice or batch it prints, and the digest of that snapshot.
    public let source: String
    public let sourceDigest: String

    public init(
        path: String, bytes: [UInt8], kind: String, source: String, sourceDigest: String
    ) {
        self.path = path
        digest = SHA256Digest.hex(bytes)
        byteCount = bytes.count
        self.kind = kind
        self.source = source
        self.sourceDigest = sourceDigest
    }

    /// Records the file; the same bytes at the same path are recorded once.
    public func insert(_ db: Database, at instant: Instant) throws {
        try db.execute(
            sql: """
                INSERT INTO publishedFile
                    (path, digest, byteCount, kind, source, sourceDigest, publishedAt)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path, digest) DO NOTHING
                """,
            arguments: [path, digest, byteCount, kind, source, sourceDigest, instant.column])
    }
}

extension Checks {
    /// The files that `output` lists stand there with the bytes listed, which this ledger has
    /// published under that path, and nothing it published stands there unlisted.
    ///
    /// - Parameter left: paths that begin so are left out: the site shows what was checked, and so
    ///   cannot be part of it.
    public static func documents(
        _ db: Database, output: OutputFolder, leavingOut left: String? = nil
    ) -> Invariant {
        reading(.documentsMatch) { try documentsMatch(db, output, leavingOut: left) }
    }

    /// Files that stand among published ones and that nobody published, as somebody's notes or a forgery would.
    ///
    /// They are no failure of a check: the ledger says nothing of them, and whoever keeps notes beside invoices
    /// does no wrong.
    public static func unpublished(_ db: Database, output: OutputFolder) throws -> [String] {
        let known = try String.fetchSet(db, sql: "SELECT path FROM publishedFile")
        return output.unlisted.filter { !known.contains($0) }
    }

    private static func documentsMatch(
        _ db: Database, _ output: OutputFolder, leavingOut left: String?
    ) throws -> Invariant {
        var published: [String: Set<String>] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT path, digest FROM publishedFile") {
            published[row[0], default: []].insert(row[1])
        }
        func isChecked(_ path: String) -> Bool { left.map { !path.hasPrefix($0) } ?? true }
        let listed = output.digests.filter { isChecked($0.key) }.sorted { $0.key < $1.key }
        var failures: [String] = []
        for (path, digest) in listed {
            guard let bytes = output.bytes(path) else {
                failures.append("\(path) is missing from \(output.path)")
                continue
            }
            let found = SHA256Digest.hex(bytes)
            if found != digest {
                failures.append("\(path) has SHA-256 \(found), published was \(digest)")
            } else if published[path]?.contains(digest) != true {
                failures.append("\(path) was not published from this ledger")
            }
        }
        let unlisted = published.keys.filter { isChecked($0) && output.digests[$0] == nil }
        for path in unlisted.sorted() where output.bytes(path) != nil {
            failures.append("\(path) stands in \(output.path) and is not in its list")
        }
        if listed.isEmpty, !unlisted.isEmpty {
            failures.append(
                "none of \(unlisted.count) published files stands in \(output.path): name their "
                    + "folder with --output")
        }
        return Invariant(.documentsMatch, checked: listed.count, failures: failures)
    }
}
