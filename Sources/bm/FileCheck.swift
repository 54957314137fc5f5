import Catalog
import GRDB
import Invoicing
import Ledger
import Store

/// What a file on its own is, by this ledger: what was published, evidence of a line, a document as it was
/// kept, or a file that was read; and whether it still agrees.
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
    ///   - output: where published files stand, to find the first byte that differs.
    init(_ db: Database, _ path: String, _ bytes: [UInt8], output: OutputFolder) throws {
        let digest = SHA256Digest.hex(bytes)
        let found =
            try FileCheck.published(db, digest) ?? FileCheck.evidence(db, digest)
            ?? FileCheck.read(db, digest) ?? FileCheck.document(db, bytes)
            ?? FileCheck.changed(db, path, bytes, output)
            ?? ("unknown", nil, "nothing this ledger has published or read is like it")
        self.path = path
        self.digest = digest
        (what, source, difference) = found
    }

    typealias Finding = (what: String, source: String?, difference: String?)

    /// A file with the bytes of one that was published.
    private static func published(_ db: Database, _ digest: String) throws -> Finding? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT path, kind, source, sourceDigest, publishedAt,
                    (SELECT max(later.id) FROM publishedFile AS later
                        WHERE later.path = publishedFile.path) > id
                FROM publishedFile WHERE digest = ? ORDER BY id DESC LIMIT 1
                """,
            arguments: [digest])
        guard let row else { return nil }
        let (source, kept) = (row[2] as String, row[3] as String)
        let edition = row[5] as Bool ? ", of which there is a later edition" : ""
        let snapshots = try String.fetchSet(
            db,
            sql: """
                SELECT snapshotDigest FROM invoice UNION SELECT snapshotDigest FROM creditNote
                UNION SELECT snapshotDigest FROM settlementBatch
                """)
        let isDocument = source.hasPrefix("invoice ") || source.hasPrefix("settlement ")
        return (
            "\(row[1] as String), published as \(row[0] as String)\(edition)", source,
            isDocument && !snapshots.contains(kept)
                ? "it was drawn from a snapshot with the digest \(kept), which the ledger has no more"
                : nil
        )
    }

    /// The evidence of a line, made again from the ledger.
    private static func evidence(_ db: Database, _ digest: String) throws -> Finding? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT merchant.code, number, lineNumber FROM invoiceLine
                JOIN invoice ON invoice.id = invoiceId JOIN merchant ON merchant.id = merchantId
                WHERE evidenceDigest = ? ORDER BY merchant.code, invoice.id, lineNumber LIMIT 1
                """,
            arguments: [digest])
        guard let row, let number = Invoice.Number(row[1]) else { return nil }
        let stored = try Invoice.fetchOne(db, number, merchant: Merchant.ID(row[0]))
        let invoice = stored.invoice
        guard let line = invoice.lines.first(where: { $0.number == row[2] as Int }),
            let events = line.evidence?.events
        else { return nil }
        let name = "\(invoice.merchant)/\(invoice.number)#\(line.number)"
        let now = SHA256Digest.hex(try Explanations.evidence(db, invoice, line))
        return (
            "evidence, \(events) events", "line \(name)",
            now == digest ? nil : "the events of \(name) now give the digest \(now)"
        )
    }

    /// A file that was taken in.
    private static func read(_ db: Database, _ digest: String) throws -> Finding? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT kind || ' bill of ' || channel, sourceName, importedAt FROM channelBill
                WHERE digest = :digest
                UNION ALL SELECT 'rates of ' || source, sourceName, importedAt FROM fxImport
                WHERE digest = :digest
                """,
            arguments: ["digest": digest])
        return row.map {
            ("\($0[0] as String), taken in as \($0[1] as String) at \($0[2] as String)", nil, nil)
        }
    }

    /// A document in JSON, held against the snapshot of its number.
    private static func document(_ db: Database, _ bytes: [UInt8]) throws -> Finding? {
        guard let json = try? JSONValue(parsing: String(decoding: bytes, as: UTF8.self)),
            let schema = json["schema"]?.string, let number = json["number"]?.string,
            let merchant = json["merchant_id"]?.string
        else { return nil }
        let tables = [
            "bm.invoice/1": "invoice", "bm.credit-note/1": "creditNote",
            "bm.settlement/1": "settlementBatch",
        ]
        guard let table = tables[schema] else { return nil }
        let merchantOf =
            table == "creditNote"
            ? "(SELECT merchantId FROM invoice WHERE invoice.id = invoiceId)" : "merchantId"
        let kept = try String.fetchOne(
            db,
            sql: """
                SELECT snapshot FROM \(table) JOIN merchant ON merchant.id = \(merchantOf)
                WHERE \(table).number = ? AND merchant.code = ?
                """,
            arguments: [number, merchant])
        let name = "\(merchant)/\(number)"
        guard let kept else { return (schema, name, "there is no \(name) in this ledger") }
        return (schema, name, difference(try JSONValue(parsing: kept), json, at: ""))
    }

    /// The first member of the snapshot that the file has otherwise. What stands around a snapshot, such as
    /// payments, is not compared.
    private static func difference(
        _ kept: JSONValue, _ found: JSONValue?, at key: String
    ) -> String? {
        guard let found else { return "it has no \(key)" }
        if let members = kept.members {
            for member in members {
                let place = key.isEmpty ? member.key : "\(key).\(member.key)"
                if let text = difference(member.value, found[member.key], at: place) { return text }
            }
            return nil
        }
        if let items = kept.array, let others = found.array, items.count == others.count {
            for (index, pair) in zip(items, others).enumerated() {
                if let text = difference(pair.0, pair.1, at: "\(key)[\(index)]") { return text }
            }
            return nil
        }
        return kept == found
            ? nil : "\(key) is \(found.compact), the ledger has \(kept.compact)"
    }

    /// A file with the name of one that was published, and other bytes. Of several with that name it is
    /// held against the one that begins most like it.
    private static func changed(
        _ db: Database, _ path: String, _ bytes: [UInt8], _ output: OutputFolder
    ) throws -> Finding? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT path, digest, kind, source FROM publishedFile
                WHERE path = ?1 OR path LIKE '%/' || ?1 ORDER BY id DESC
                """,
            arguments: [name])
        let others = rows.map { Like($0, bytes, output) }
        let best = others.first { path.hasSuffix($0.path) } ?? others.max { $0.same < $1.same }
        guard let best else { return nil }
        let difference =
            best.count.map { count in
                "it differs from \(best.path) in byte \(best.same + 1)"
                    + (count == bytes.count ? "" : ", and has \(bytes.count) of \(count)")
            } ?? "published was \(best.digest), it has \(SHA256Digest.hex(bytes))"
        return ("\(best.kind), like \(best.path)", best.source, difference)
    }

    /// A published file that may be the one a file was made from.
    private struct Like {
        let path, digest, kind, source: String
        /// How many bytes it has; nil where it is not in the folder as it was published.
        let count: Int?
        /// How many bytes both begin with.
        let same: Int

        init(_ row: Row, _ bytes: [UInt8], _ output: OutputFolder) {
            (path, digest, kind, source) = (row[0], row[1], row[2], row[3])
            let kept = output.bytes(path).flatMap { SHA256Digest.hex($0) == row[1] ? $0 : nil }
            count = kept?.count
            same = zip(kept ?? [], bytes).prefix { $0 == $1 }.count
        }
    }

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
