import Catalog
import Checkout
import FX
import GRDB
import Invoicing
import Metering
import Money
import Rating
import Store
import Time

extension Checks {
    /// Every invoice has its snapshot's digest, its lines, and one entry that posts its figures.
    static func invoiceMatchesPostings(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        let invoices = try Invoice.fetchAll(db)
        for stored in invoices {
            let invoice = stored.invoice
            let name = "\(invoice.merchant)/\(invoice.number)"
            if let difference = try difference(db, stored) {
                failures.append("\(name): \(difference)")
            }
            let expected = Bookkeeper.entries(for: invoice).flatMap(\.postings).map {
                "\($0.account.name) \($0.amount)"
            }
            if try postings(db, source: Bookkeeper.source(invoice)) != expected {
                failures.append("\(name): the journal does not post what the invoice says")
            }
        }
        let notes = try corrections(db, invoices, &failures)
        return Invariant(
            .invoiceMatchesPostings, checked: invoices.count + notes, failures: failures)
    }

    /// Every credit note is as its snapshot says and posts it, and every void takes back its invoice's
    /// entries.
    ///
    /// - Returns: how many there are.
    private static func corrections(
        _ db: Database, _ invoices: [StoredInvoice], _ failures: inout [String]
    ) throws -> Int {
        let byName = Dictionary(
            uniqueKeysWithValues: invoices.map {
                ("\($0.invoice.merchant)/\($0.invoice.number)", $0.invoice)
            })
        var earlier: [String: [CreditNote]] = [:]
        func check(_ source: String, _ entries: [JournalEntry.Draft]) throws {
            let expected = entries.flatMap(\.postings).map { "\($0.account.name) \($0.amount)" }
            if try postings(db, source: source) != expected {
                failures.append("\(source): the journal does not post what it says")
            }
        }
        let notes = try Row.fetchAll(
            db,
            sql:
                "SELECT number, totalMinorUnits, snapshot, snapshotDigest FROM creditNote ORDER BY id"
        )
        for row in notes {
            let note = try CreditNote(snapshot: JSONValue(parsing: row[2] as String))
            if note.json.digest != row[3] as String || note.total.minorUnits != row[1] as Int64
                || note.number != row[0] as String
            {
                failures.append("\(Bookkeeper.source(note)) is not as its snapshot says")
            }
            let name = "\(note.merchant)/\(note.invoice)"
            guard let invoice = byName[name] else {
                failures.append("\(Bookkeeper.source(note)) is on \(name), which is not there")
                continue
            }
            try check(
                Bookkeeper.source(note),
                Bookkeeper.entries(for: note, on: invoice, after: earlier[name] ?? []))
            earlier[name, default: []].append(note)
        }
        var voids = 0
        for stored in invoices {
            guard let void = try InvoiceVoid.fetch(db, invoice: stored.id) else { continue }
            voids += 1
            try check(
                Bookkeeper.voidSource(stored.invoice),
                Bookkeeper.entries(voiding: stored.invoice, void))
        }
        return notes.count + voids
    }

    /// The first place where the row of an invoice, its lines or its rate are not as its snapshot
    /// says; nil where they are.
    private static func difference(_ db: Database, _ stored: StoredInvoice) throws -> String? {
        let invoice = stored.invoice
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT merchant.code, customer.code, number, month, issuedAt, dueDay, currency,
                    lastServiceDay, pricingCurrency, CAST(subtotalMinorUnits AS TEXT), CAST(taxMinorUnits AS TEXT),
                    CAST(totalMinorUnits AS TEXT), fxLockId, snapshot
                FROM invoice JOIN merchant ON merchant.id = invoice.merchantId
                JOIN customer ON customer.id = customerId WHERE invoice.id = ?
                """,
            arguments: [stored.id])!
        // The text as it is kept, and as it would be written again: a sum in it is read by nobody.
        let kept = SHA256Digest.hex((row[13] as String).utf8)
        if kept != stored.digest || invoice.digest != stored.digest {
            return "the snapshot does not have its digest \(stored.digest)"
        }
        let expected = [
            invoice.merchant.text, invoice.customer.text, invoice.number.text,
            invoice.month.description, invoice.issuedAt.column, invoice.dueDay.description,
            invoice.currency.code, invoice.lastServiceDay.description, invoice.pricingCurrency.code,
            "\(invoice.subtotal.minorUnits)", "\(invoice.tax.minorUnits)",
            "\(invoice.total.minorUnits)",
        ]
        if let text = first(row, expected) { return "its row has \(text)" }
        let lock = try (row[12] as Int64?).flatMap { try FXLock.fetch(db, id: $0) }
        if lock != invoice.lock { return "its rate is not the one its snapshot says" }
        let lines = try Row.fetchAll(
            db,
            sql: """
                SELECT CAST(lineNumber AS TEXT), kind, month, chargeCode, metricCode, units,
                    preciseAmount, CAST(amountMinorUnits AS TEXT), taxPercent, explanation,
                    CAST(eventCount AS TEXT), evidenceDigest
                FROM invoiceLine WHERE invoiceId = ? ORDER BY lineNumber
                """,
            arguments: [stored.id])
        for (row, line) in zip(lines, invoice.lines) {
            let expected = [
                "\(line.number)", line.kind.rawValue, line.month.description, line.charge?.text,
                line.metric?.text, line.units.description, line.precise.exact.description,
                "\(line.amount.minorUnits)", line.taxPercent.description,
                (line.explanation?.json ?? .object([])).canonical, "\(line.evidence?.events ?? 0)",
                line.evidence?.digest,
            ]
            if let text = first(row, expected) { return "line \(line.number) has \(text)" }
        }
        if lines.count != invoice.lines.count {
            return "it has \(lines.count) lines, its snapshot \(invoice.lines.count)"
        }
        return nil
    }

    private static func first(_ row: Row, _ expected: [String?]) -> String? {
        for (index, text) in expected.enumerated() where row[index] as String? != text {
            return "\(row[index] as String? ?? "nothing") where its snapshot says "
                + (text ?? "nothing")
        }
        return nil
    }

    static func postings(_ db: Database, source: String) throws -> [String] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT account, currency, minorUnits FROM posting
                JOIN journalEntry ON sequence = entry WHERE source = ? ORDER BY entry, position
                """,
            arguments: [source]
        ).map { row in
            "\(row[0] as String) \(Amount(minorUnits: row[2], try Currency(code: row[1])))"
        }
    }
}
