import Catalog
import GRDB
import Store

/// What a file on its own is, by this ledger: what was published, evidence of a line, a document as it was
/// kept, or a file that was read; and whether it still agrees.
///
/// A file that was changed is known by what it says: the digest of the snapshot it prints, its number, the names
/// on it. Its own name comes last, because several merchants have equal numbers, and files are renamed.
struct FileCheck {
    /// The file, as it was named.
    let path: String
    let digest: String
    /// What it is, or was to be.
    let what: String
    /// What it was made from; nil for what was read, and for what nobody knows.
    let source: String?
    /// The first way in which it and the ledger differ; nil where they agree.
    let difference: String?

    var holds: Bool { difference == nil }

    /// - Parameters:
    ///   - path: of the file.
    ///   - editions: what was published, to find where the file differs from it.
    init(_ ledger: LedgerFile, _ path: String, _ bytes: [UInt8], _ editions: Editions) throws {
        let digest = SHA256Digest.hex(bytes)
        let known = try ledger.read { db in
            try FileCheck.published(db, digest) ?? FileCheck.evidence(db, digest)
                ?? FileCheck.read(db, digest)
        }
        self.path = path
        self.digest = digest
        (what, source, difference) =
            try known ?? FileCheck.compared(ledger, path, bytes, editions)
            ?? ("unknown", nil, "nothing this ledger has published or read is like it")
    }

    /// A file whose bytes the ledger does not know.
    private static func compared(
        _ ledger: LedgerFile, _ path: String, _ bytes: [UInt8], _ editions: Editions
    ) throws -> Finding? {
        let content = FileContent(bytes)
        // What is published says more than the snapshot in it, such as payments.
        let isPublished = content.facts.contains { $0.place == "snapshot_sha256" }
        let document = try ledger.read { try FileCheck.document($0, bytes) }
        if document != nil, !isPublished { return document }
        return try FileCheck.changed(ledger, path, content, editions) ?? document
    }

    typealias Finding = (what: String, source: String?, difference: String?)

    var json: JSONValue {
        .object([
            .init("file", .string(path)), .init("ok", .bool(holds)),
            .init("sha256", .string(digest)), .init("what", .string(what)),
            .init("made_from", .optional(source)), .init("difference", .optional(difference)),
        ])
    }

    /// In two lines, three where it differs.
    var text: String {
        [
            "\(holds ? "holds" : "BROKEN")  \(path) · \(what)"
                + (source.map { " · from \($0)" } ?? ""), "        sha256 \(digest)",
        ]
        .joined(separator: "\n") + (difference.map { "\n        \($0)" } ?? "")
    }
}
