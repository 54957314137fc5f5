import Catalog
import Checkout
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
            if invoice.digest != stored.digest {
                failures.append("\(name): the snapshot does not have its digest \(stored.digest)")
            }
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT totalMinorUnits, subtotalMinorUnits,
                        (SELECT sum(amountMinorUnits) FROM invoiceLine WHERE invoiceId = invoice.id)
                    FROM invoice WHERE id = ?
                    """,
                arguments: [stored.id])!
            if row[0] != invoice.total.minorUnits || row[1] != invoice.subtotal.minorUnits
                || row[2] != invoice.subtotal.minorUnits
            {
                failures.append("\(name): its row, its lines and its snapshot give other sums")
            }
            let expected = Bookkeeper.entries(for: invoice).flatMap(\.postings).map {
                "\($0.account.name) \($0.amount)"
            }
            if try postings(db, source: Bookkeeper.source(invoice)) != expected {
                failures.append("\(name): the journal does not post what the invoice says")
            }
        }
        return result(.invoiceMatchesPostings, invoices.count, failures)
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

    /// Every closed month, measured and priced again from its raw events, gives every usage line of
    /// its invoices: units, precise amount, and the digest of its events.
    static func evidenceMatches(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        var checked = 0
        for row in try Row.fetchAll(
            db,
            sql: """
                SELECT code, month FROM periodClose JOIN merchant ON merchant.id = merchantId
                ORDER BY month, code
                """)
        {
            let merchant = Merchant.ID(row[0])
            let month = try Month(row[1] as String)
            let rated = try RatedMonth(db, merchant, month)
            for stored in try Invoice.fetchAll(db, merchant: merchant, month: month) {
                let invoice = stored.invoice
                let lines = invoice.lines.filter { $0.kind == .usage }
                let fees = rated.fees[invoice.customer] ?? []
                checked += lines.count
                for (line, fee) in zip(lines, fees)
                where line.units != fee.explanation.units || line.precise != fee.amount
                    || line.evidence?.digest != fee.evidenceDigest
                    || line.evidence?.events != fee.usage.eventCount
                {
                    failures.append(
                        "\(merchant)/\(invoice.number) line \(line.number): printed \(line.units) "
                            + "units, \(line.precise), evidence "
                            + "\(line.evidence?.digest.prefix(12) ?? "none"); the events give "
                            + "\(fee.explanation.units), \(fee.amount), "
                            + "\(fee.evidenceDigest.prefix(12))")
                }
                if lines.count != fees.count {
                    failures.append(
                        "\(merchant)/\(invoice.number) has \(lines.count) usage lines; the events "
                            + "give \(fees.count)")
                }
            }
        }
        return result(.evidenceMatches, checked, failures)
    }
}
