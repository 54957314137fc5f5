import Catalog
import Documents
import FX
import GRDB
import Invoicing
import Ledger
import Metering
import Store
import Time

/// All that answers a customer's dispute or a channel's chargeback, and nothing of anybody else.
struct DisputePack {
    let db: Database
    let subject: PackSubject
    let publisher: Publisher

    /// - Throws: `CommandError.otherEvidence`, and what drawing throws.
    func make() throws -> Pack {
        var pack = Pack(.dispute, subject: subject.name)
        pack.add(Array(subject.snapshot.utf8), at: "invoice/snapshot.json")
        let (input, pages) = try publisher.drawn(db, subject.issued(db))
        pack.add(try pages.pdf(), at: "invoice/\(subject.number).pdf")
        pack.warnings.add(pages.missingGlyphs, of: "invoice/\(subject.number).pdf")
        pack.add(
            .object(
                (Publisher.json(input).members ?? [])
                    + [.init("snapshot_sha256", .string(subject.digest))]),
            at: "invoice/\(subject.number).json")
        if subject.stored != nil {
            try EvidencePack.add(db, subject, to: &pack, below: "evidence/")
        }
        let orders = try rows("orders", where: "invoice", is: [subject.number.text])
        let numbers = orders.column("out_trade_no")
        pack.add(orders.json, at: "payment/orders.json")
        for (name, path) in [
            ("payments", "payment/payments.json"), ("refunds", "payment/refunds.json"),
            ("refund-orders", "payment/refund-orders.json"),
            ("credit-notes", "corrections/credit-notes.json"),
            ("credit-note-lines", "corrections/credit-note-lines.json"),
            ("invoice-voids", "corrections/voids.json"),
        ] {
            pack.add(
                try rows(name, where: "invoice", is: [subject.number.text]).json, at: path)
        }
        for (name, path) in [
            ("channel-bill-rows", "payment/channel-bill-rows.json"),
            ("channel-messages", "payment/channel-messages.json"),
        ] {
            pack.add(try rows(name, where: "out_trade_no", is: numbers).json, at: path)
        }
        // Of an invoice of usage what credit paid of it; of one that sold credit what became of that.
        let sold = try rows("credits", where: "invoice", is: [subject.number.text])
        pack.add(sold.json, at: "credit/credits.json")
        let movements =
            try subject.stored == nil
            ? rows("credit-movements", where: "grant", is: sold.column("grant"))
            : rows("credit-movements", where: "invoice", is: [subject.number.text])
        pack.add(movements.json, at: "credit/credit-movements.json")
        if let lock = try lockID() {
            pack.add(try LockCertificate(db, id: lock).json, at: "prices/fx-lock.json")
        }
        pack.add(try catalog(), at: "prices/catalog.json")
        try addJournal(to: &pack)
        pack.add(Array(DisputeReadme.text(subject).utf8), at: "README.txt")
        return pack
    }

    /// The rows of an export that are of this invoice, with the export's own keys.
    private func rows(
        _ name: String, where column: String, is values: Set<String>
    ) throws -> (json: JSONValue, column: (String) -> Set<String>) {
        let table = ExportTables.named(name)!
        let place = table.columns.firstIndex { $0.name == column }!
        let request = ExportRequest(
            merchants: [subject.merchant.text], isNarrowed: true, asOf: publisher.now)
        var found: [[DatabaseValue]] = []
        let bytes = try ExportSink.bytes { sink in
            var writer = ExportWriter(table, .json, to: sink)
            try writer.begin()
            try table.forEach(db, request) { row in
                guard let value = String.fromDatabaseValue(row[place]), values.contains(value)
                else { return }
                found.append(row)
                try writer.write(row)
            }
            try writer.end()
        }
        let json = try JSONValue(parsing: String(decoding: bytes, as: UTF8.self))
        return (
            json,
            { name in
                let place = table.columns.firstIndex { $0.name == name }!
                return Set(found.compactMap { String.fromDatabaseValue($0[place]) })
            }
        )
    }

    private func lockID() throws -> String? {
        try Int64.fetchOne(
            db, sql: "SELECT fxLockId FROM invoice WHERE id = ?", arguments: [subject.id]
        ).map { "\($0)" }
    }

    /// The versions of the plan, metrics, add-ons and coupons that the invoice names, as they were known when
    /// it was made. A merchant's contract and other customers are not part of it.
    private func catalog() throws -> JSONValue {
        let invoice = subject.stored?.invoice
        let last =
            try invoice.flatMap { try CloseMark(db, $0.merchant, $0.month)?.lastVersion } ?? .max
        let metrics = invoice?.lines.compactMap { $0.metric?.text } ?? []
        let coupons =
            invoice?.lines.flatMap(\.reductions).filter { $0.kind == .coupon }.map(\.code) ?? []
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT catalogRevision.kind, catalogRevision.code, versionId,
                    catalogRevision.effectiveFrom, sourceName, digest, document
                FROM catalogRevision JOIN catalogVersion ON catalogVersion.id = versionId
                JOIN merchant ON merchant.id = catalogRevision.merchantId
                JOIN invoice ON invoice.id = ?
                JOIN customer ON customer.id = invoice.customerId
                WHERE merchant.id = invoice.merchantId AND versionId <= ?
                AND catalogRevision.effectiveFrom <= invoice.issuedAt
                AND CASE catalogRevision.kind
                    WHEN 'customer' THEN catalogRevision.code = customer.code
                    WHEN 'plan' THEN catalogRevision.code IN (
                        SELECT json_extract(own.document, '$.plan') FROM catalogRevision AS own
                        WHERE own.kind = 'customer' AND own.code = customer.code)
                    ELSE catalogRevision.kind || '/' || catalogRevision.code IN (SELECT value FROM json_each(?))
                    END
                ORDER BY versionId, catalogRevision.kind, catalogRevision.code
                """,
            arguments: [
                subject.id, last,
                JSONValue.array(
                    (metrics.map { "metric/\($0)" } + coupons.map { "coupon/\($0)" }).map {
                        .string($0)
                    }
                ).canonical,
            ])
        return .object([
            .init("schema", "bm.catalog-revisions/1"),
            .init(
                "revisions",
                .array(
                    try rows.map { row in
                        .object([
                            .init("kind", .string(row[0])), .init("code", .string(row[1])),
                            .init("version", .int(row[2] as Int64)),
                            .init("effective_from", .string("\(try Instant(row[3] as String))")),
                            .init("file", .string(row[4])), .init("sha256", .string(row[5])),
                            .init("document", try JSONValue(parsing: row[6] as String)),
                        ])
                    })),
        ])
    }

    /// The entries of the invoice and of all that followed it, and the links of the chain from the first of
    /// them to the head: what they say fixes their hashes, and the links fix the rest without showing it.
    private func addJournal(to pack: inout Pack) throws {
        let sources = try String.fetchSet(
            db,
            sql: """
                SELECT 'invoice ' || :name UNION SELECT 'void ' || :name
                UNION SELECT 'credit note ' || merchant.code || '/' || creditNote.number
                    FROM creditNote JOIN invoice ON invoice.id = invoiceId
                    JOIN merchant ON merchant.id = merchantId WHERE invoiceId = :id
                UNION SELECT 'payment ' || payment.channel || '/' || transactionId FROM payment
                    JOIN paymentOrder ON paymentOrder.id = orderId WHERE invoiceId = :id
                UNION SELECT refund.kind || ' ' || payment.channel || '/' || refundId FROM refund
                    JOIN payment ON payment.id = paymentId
                    JOIN paymentOrder ON paymentOrder.id = orderId WHERE invoiceId = :id
                UNION SELECT 'credit movement ' || creditMovement.id FROM creditMovement
                    JOIN invoiceLine ON invoiceLine.id = invoiceLineId WHERE invoiceId = :id
                """,
            arguments: ["name": subject.name, "id": subject.id])
        var entries = ""
        var chain = ""
        try Journal.forEach(db) { entry in
            if sources.contains(entry.source) { entries += entry.content.canonical + "\n" }
            if !entries.isEmpty {
                chain += "\(entry.sequence),\(entry.previousHash),\(entry.hash)\n"
            }
        }
        pack.add(Array(entries.utf8), at: "journal/entries.ndjson")
        pack.add(Array(("sequence,previous_hash,hash\n" + chain).utf8), at: "journal/chain.csv")
    }
}
