import Foundation
public import GRDB
import Store
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
    /// Every file published under `output` has bytes that were published under its path.
    public static func documents(_ db: Database, output: String) throws -> Invariant {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT path, group_concat(digest) FROM publishedFile GROUP BY path ORDER BY path")
        var failures: [String] = []
        for row in rows {
            let path: String = row[0]
            let known = (row[1] as String).split(separator: ",").map(String.init)
            guard let data = FileManager.default.contents(atPath: output + "/" + path) else {
                failures.append("\(path) is missing from \(output)")
                continue
            }
            let digest = SHA256Digest.hex(data)
            if !known.contains(digest) {
                failures.append("\(path) has SHA-256 \(digest), published was \(known.last ?? "")")
            }
        }
        return result(.documentsMatch, rows.count, failures)
    }
}
