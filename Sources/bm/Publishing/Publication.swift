import Foundation
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
    private(set) var folder: OutputFolder
    private(set) var files: [PublishedFile] = []
    private(set) var writtenCount = 0
    /// Of what is being drawn.
    private var progress = Progress("documents")
    /// Characters that no font has.
    private(set) var warnings = GlyphWarnings()
    /// What could not be drawn.
    private(set) var undrawn: [UndrawnDocument] = []
    var undrawnCount: Int { undrawn.reduce(0) { $0 + 1 + $1.others } }
    /// What is replaced as a whole: a document's files of one format, the site.
    private var replaced: Set<String> = []
    /// Where files are put whose path begins so, while a bundle is drawn.
    private var moved: (from: String, to: String)?

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
            try Stopwatch.of("Store") {
                try publication.folder.sync()
                try record().write { db in
                    for file in publication.files { try file.insert(db, at: instant) }
                }
                let replaced = publication.replaced
                try publication.folder.put { replaced.contains(whole(of: $0)) }
            }
        } catch {
            publication.folder.discard()
            throw error
        }
        return publication
    }

    /// What a run would write, by path: nothing of it is recorded, and nothing stays.
    static func rehearsed(
        _ draw: (inout Publication) throws -> Void
    ) throws -> [String: [UInt8]] {
        var name = Array("\(FileManager.default.temporaryDirectory.path)/bm-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { return [:] }
        let place = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: place) }
        var publication = Publication(folder: try OutputFolder(place))
        try draw(&publication)
        return publication.files.reduce(into: [:]) {
            $0[$1.path] = publication.folder.content($1.path)
        }
    }

    private init(folder: OutputFolder) { self.folder = folder }

    /// Says what is drawn next, in the plural, and how many of them where that is known.
    mutating func begin(_ what: String, of total: Int? = nil) {
        progress = Progress(what, of: total)
    }

    /// What one document comes to; nil, and noted, where it cannot be drawn: the others are made without it.
    ///
    /// - Throws: where the ledger cannot be read.
    mutating func drawn<Document>(
        _ stem: String, _ draw: () throws -> Document
    ) throws -> Document? {
        defer { progress.advance() }
        do { return try draw() } catch let error where !(error is StoreError) {
            let new = UndrawnDocument(stem: place(stem), cause: error)
            if let same = undrawn.firstIndex(where: { $0.what == new.what }) {
                undrawn[same].others += 1
            } else {
                undrawn.append(new)
            }
            return nil
        }
    }

    /// Notes the characters of a document that no font has.
    mutating func warn(_ glyphs: [MissingGlyph], in stem: String) {
        warnings.add(glyphs, of: place(stem))
    }

    /// Adds the files of one document. Older pages of it, in the formats given, go at the end.
    mutating func add(
        _ parts: [(suffix: String, bytes: [UInt8])], stem: String, kind: String, source: String,
        sourceDigest: String
    ) throws {
        let stem = place(stem)
        for (suffix, bytes) in parts {
            try add(
                PublishedFile(
                    path: stem + suffix, bytes: bytes, kind: kind, source: source,
                    sourceDigest: sourceDigest), bytes)
            replaced.insert(stem + "." + suffix.split(separator: ".").last!)
        }
    }

    /// Puts what is drawn below another folder than its own.
    mutating func moving(
        _ from: String, to folder: String, _ draw: (inout Publication) throws -> Void
    ) throws {
        moved = (from, folder)
        defer { moved = nil }
        try draw(&self)
    }

    private func place(_ path: String) -> String {
        guard let moved, path.hasPrefix(moved.from) else { return path }
        return moved.to + path.dropFirst(moved.from.count)
    }

    /// The bytes of a file that was added, as they stand or are about to.
    ///
    /// - Throws: `StoreError.missing` where somebody took them away meanwhile.
    func bytes(_ path: String) throws -> [UInt8] {
        guard let bytes = folder.content(path) else { throw StoreError.missing(path) }
        return bytes
    }

    /// Whatever stands below a folder and is not drawn now goes: `2026-06/mer_001/cards/`.
    mutating func replace(_ whole: String) { replaced.insert(place(whole)) }

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
        try Stopwatch.of("Store") { try folder.add(bytes, at: file.path) }
        files.append(file)
    }

    /// `…/INV-2026-0601-0001.svg` of its page `…/INV-2026-0601-0001-2.svg`, `….xml` of both its electronic forms,
    /// `site/` of its pages, a bundle of its files, the folder of cards of its cards.
    private static func whole(of path: String) -> String {
        if path.hasPrefix("site/") { return "site/" }
        if let bundle = path.firstMatch(of: /^bundles\/[^\/]+\/[^\/]+\//) {
            return String(bundle.output)
        }
        if let cards = path.firstMatch(of: /^[^\/]+\/[^\/]+\/cards\//) {
            return String(cards.output)
        }
        return path.replacing(/-[1-9][0-9]?[0-9]?\.svg$/, with: ".svg")
            .replacing(/\.(cii|ubl)\.xml$/, with: ".xml")
    }
}
