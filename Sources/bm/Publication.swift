import Ledger
import Store
import Time
import Typesetting

/// What one run writes under the output folder, recorded in the ledger so that it can be checked.
///
///     let published = try Publication.make("output", at: now, record: { ledger }) {
///         try $0.add([(".pdf", bytes)], stem: "2026-06/mer_001/statement-2026-06-USD", …)
///     }
struct Publication {
    private var folder: OutputFolder
    private(set) var files: [PublishedFile] = []
    private(set) var writtenCount = 0
    /// Characters no font could draw, with where they were wanted.
    var missingGlyphs: [MissingGlyph] = []
    /// What is replaced as a whole: a document's files of one format, the site.
    private var replaced: Set<String> = []

    /// Draws everything, records it in one transaction, and only then puts it in its place.
    ///
    /// - Parameter record: the ledger opened for writing, once everything is drawn.
    /// - Throws: what drawing or writing throws; the folder is as it was then.
    static func make(
        _ output: String, at instant: Instant, record: () throws -> LedgerFile,
        _ draw: (inout Publication) throws -> Void
    ) throws -> Publication {
        var publication = Publication(folder: try OutputFolder(output))
        do {
            try draw(&publication)
            publication.writtenCount = publication.folder.staged.count
            try record().write { db in
                for file in publication.files { try file.insert(db, at: instant) }
            }
            let replaced = publication.replaced
            try publication.folder.put { replaced.contains(whole(of: $0)) }
        } catch {
            publication.folder.discard()
            throw error
        }
        return publication
    }

    private init(folder: OutputFolder) { self.folder = folder }

    /// Adds the files of one document. Older pages of it, in the formats given, go at the end.
    mutating func add(
        _ parts: [(suffix: String, bytes: [UInt8])], stem: String, kind: String, source: String,
        sourceDigest: String
    ) throws {
        for (suffix, bytes) in parts {
            try add(
                PublishedFile(
                    path: stem + suffix, bytes: bytes, kind: kind, source: source,
                    sourceDigest: sourceDigest), bytes)
            replaced.insert(stem + "." + suffix.split(separator: ".").last!)
        }
    }

    /// Whatever stands below a folder and is not drawn now goes: `2026-06/mer_001/cards/`.
    mutating func replace(_ whole: String) { replaced.insert(whole) }

    /// Adds one file of a whole that is replaced: `site/`.
    mutating func add(
        _ bytes: [UInt8], to path: String, in whole: String, kind: String, source: String,
        sourceDigest: String
    ) throws {
        try add(
            PublishedFile(
                path: whole + path, bytes: bytes, kind: kind, source: source,
                sourceDigest: sourceDigest), bytes)
        replaced.insert(whole)
    }

    private mutating func add(_ file: PublishedFile, _ bytes: [UInt8]) throws {
        try folder.add(bytes, at: file.path)
        files.append(file)
    }

    /// `…/INV-2026-0601-0001.svg` of its page `…/INV-2026-0601-0001-2.svg`, `site/` of its pages, the folder of
    /// cards of its cards.
    private static func whole(of path: String) -> String {
        if path.hasPrefix("site/") { return "site/" }
        if let cards = path.firstRange(of: "/cards/") { return String(path[..<cards.upperBound]) }
        return path.replacing(/-[1-9][0-9]?[0-9]?\.svg$/, with: ".svg")
    }
}
