import GRDB
import Ledger
import Store

extension FileCheck {
    /// A file that was published once and has other bytes now, held against the edition it is most like.
    static func changed(
        _ ledger: LedgerFile, _ path: String, _ content: FileContent, _ editions: Editions
    ) throws -> Finding? {
        let candidates = try ledger.read { try self.candidates($0, path, content) }
        var best: (edition: Edition, kept: Editions.Kept, content: FileContent)?
        var most = -1.0
        for edition in candidates.editions {
            guard let kept = editions.bytes(edition) else { continue }
            let other = FileContent(kept.bytes)
            // Of two that are equally like it, the one whose path it has.
            let likeness = content.likeness(to: other) + (path.hasSuffix(edition.path) ? 1e-9 : 0)
            if likeness > most { (best, most) = ((edition, kept, other), likeness) }
        }
        guard let best else {
            // Without any bytes, equal names of several sources do not tell which of them it is.
            guard let first = candidates.editions.first,
                candidates.editions.allSatisfy({ $0.source == first.source })
            else { return nil }
            return (
                "\(first.kind), like \(first.path)", first.source,
                "published was \(first.digest), it has \(SHA256Digest.hex(content.bytes)); nothing to "
                    + "compare with stands in \(editions.folder.path): name the folder with --output"
            )
        }
        if !candidates.isByContent, most < 0.5 { return nil }
        let edition = best.edition
        var difference =
            content.difference(from: best.content)
            ?? place(of: content.bytes, best.kept.bytes, edition)
        if !best.kept.isPublished {
            difference +=
                "\n        it is held against what the ledger draws now: the bytes that were published stand "
                + "nowhere, and another look or version drew them"
        }
        return ("\(edition.kind), like \(edition.path)", edition.source, difference)
    }

    /// Two files that say the same.
    private static func place(of bytes: [UInt8], _ kept: [UInt8], _ edition: Edition) -> String {
        let same = zip(kept, bytes).prefix { $0 == $1 }.count
        return "it differs from \(edition.path) in byte \(same + 1)"
            + (kept.count == bytes.count ? "" : ", and has \(bytes.count) of \(kept.count)")
            + ", and says the same"
    }

    /// What may have been changed to this file: by what stands in it, else by its name, else by its size.
    private static func candidates(
        _ db: Database, _ path: String, _ content: FileContent
    ) throws -> (editions: [Edition], isByContent: Bool) {
        let suffix = content.format == .other ? "" : ".\(content.format.rawValue)"
        func find(_ condition: String, _ values: [String]) throws -> [Edition] {
            if values.isEmpty { return [] }
            let all = Array(repeating: condition, count: values.count).joined(separator: " OR ")
            return try Edition.fetchAll(
                db, "(\(all)) AND path LIKE ?", StatementArguments(values + ["%" + suffix]))
        }
        let clues = FileClues(content)
        let ways: [(condition: String, values: [String])] = [
            ("sourceDigest LIKE ?", clues.digests),
            ("instr(path || ' ' || source, ?) > 0", clues.names),
        ]
        for way in ways {
            let found = try find(way.condition, way.values)
            if !found.isEmpty { return (found, true) }
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let named = try Edition.fetchAll(
            db, "path = ?1 OR substr(path, -length(?1) - 1) = '/' || ?1", [name])
        if let own = named.first(where: { path.hasSuffix($0.path) }) { return ([own], true) }
        if !named.isEmpty { return (named, named.count == 1) }
        return (try find("byteCount = ?", ["\(content.bytes.count)"]), false)
    }
}
