import Catalog
import GRDB
import Invoicing
import Ledger
import Store

/// What the ledger knows by a file's digest alone, and documents in JSON.
extension FileCheck {
    /// A file with the bytes of one that was published.
    static func published(_ db: Database, _ digest: String) throws -> Finding? {
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
    static func evidence(_ db: Database, _ digest: String) throws -> Finding? {
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
    static func read(_ db: Database, _ digest: String) throws -> Finding? {
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
    static func document(_ db: Database, _ bytes: [UInt8]) throws -> Finding? {
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
}
