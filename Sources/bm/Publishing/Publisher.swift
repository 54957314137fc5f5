import Catalog
import Checkout
import Documents
import EInvoicing
import GRDB
import Invoicing
import Ledger
import Money
import Settlement
import Store
import Time
import Typesetting

/// Draws documents into a publication.
struct Publisher {
    let ledger: LedgerFile
    let now: Instant
    let threads: DrawingThreads
    let formats: Set<Format>
    /// The customers' and merchants' own languages when nil.
    let language: DocumentLanguage?

    var studios: Studios { threads.studios }

    /// A table is of statements alone, a picture in dots of checkout cards, XML of invoices and credit notes.
    enum Format: String, CaseIterable { case pdf, svg, csv, png, xml, json }

    /// `2026-06/mer_001/invoices/INV-2026-0601-0001.pdf`: by the month an invoice was issued.
    func invoices(_ issued: [Issued], into publication: inout Publication) throws {
        let (formats, language) = (formats, language)
        try threads.each(issued) { item in
            try ledger.read {
                (try input($0, item, at: now), try theme($0, of: item.invoice.merchant))
            }
        } draw: { work, studios in
            let (input, theme) = work
            return Result {
                let pages = try Stopwatch.of("Documents") {
                    try studios.studio(theme, of: input.invoice.merchant)
                        .invoice(input, language: language)
                }
                return (
                    files: try Publisher.files(
                        pages, json: Publisher.json(input), digest: input.digest, in: formats),
                    missing: pages.missingGlyphs,
                    electronic: formats.contains(.xml)
                        ? Stopwatch.of("EInvoicing") { input.electronic } : nil
                )
            }
        } take: { item, drawn in
            let invoice = item.invoice
            let month = invoice.zone.day(of: invoice.issuedAt).month
            let stem = "\(month)/\(invoice.merchant)/invoices/\(invoice.number)"
            guard let drawn = try publication.drawn(stem, drawn.get) else { return }
            try publication.add(
                drawn.files, stem: stem, kind: "invoice", source: item.source,
                sourceDigest: item.digest)
            publication.warn(drawn.missing, in: stem)
            try electronic(
                drawn.electronic, stem: stem, kind: "invoice",
                source: item.source, digest: item.digest, into: &publication)
        }
    }

    /// An invoice with its pages.
    func drawn(
        _ db: Database, _ item: Issued
    ) throws -> (input: InvoiceInput, pages: Studio.Pages) {
        let input = try input(db, item, at: now)
        return (input, try studio(db, of: item.invoice.merchant).invoice(input, language: language))
    }

    /// In the look that a merchant has chosen by the time of the run.
    func studio(_ db: Database, of merchant: Merchant.ID) throws -> Studio {
        try studios.studio(theme(db, of: merchant), of: merchant)
    }

    private func theme(_ db: Database, of merchant: Merchant.ID) throws -> String? {
        try Merchant.fetch(db, merchant, at: now)?.theme
    }

    func studio(of merchant: Merchant.ID) throws -> Studio {
        try ledger.read { try studio($0, of: merchant) }
    }

    /// `2026-06/mer_001/statement-2026-06-USD.pdf`
    func statements(_ stored: [StoredBatch], into publication: inout Publication) throws {
        var found: [Close: [Difference]] = [:]
        for item in stored {
            let batch = item.batch
            let proof = try proof(of: batch, &found)
            let stem =
                "\(batch.month)/\(batch.merchant)/statement-"
                + "\(batch.day?.description ?? "\(batch.month)")-\(batch.currency.code)"
            // What the platform says to a merchant has the house's look.
            try write(
                try studios.house.statement(
                    batch, proof: proof, digest: item.digest, language: language),
                stem: stem, json: batch.json, csv: batch.csv, kind: "statement",
                source: "settlement \(batch.number)", digest: item.digest, into: &publication)
        }
    }

    /// What stands behind a statement: what the ledger knew when it was closed, so that it is drawn alike later.
    ///
    /// - Parameter found: what was found for other statements that were closed together.
    private func proof(
        of batch: SettlementBatch, _ found: inout [Close: [Difference]]
    ) throws -> StatementProof {
        try ledger.read { db in
            var entries: [StoredEntry] = []
            try Journal.forEach(db, source: "settlement \(batch.number)") { entries.append($0) }
            let close = Close(month: batch.month, at: batch.closedAt)
            let differences =
                try found[close]
                ?? Reconciliation(
                    try Clearing.sides(db, asOf: close.at), period: close.month, asOf: close.at
                ).differences.filter { $0.state == .open }
            found[close] = differences
            return StatementProof(
                entries: entries, differences: differences.filter { $0.merchant == batch.merchant })
        }
    }

    /// The month and the time of a settlement.
    private struct Close: Hashable {
        let month: Month
        let at: Instant
    }

    /// The invoice with what stands around its snapshot: state, payments and orders.
    static func json(_ input: InvoiceInput) -> JSONValue {
        var payLink: [JSONValue.Member] = []
        if case .link(let link) = input.means { payLink = [.init("pay_link", .string(link))] }
        return .object(
            (input.invoice.json.members ?? []) + [
                .init("state", .string(input.state.rawValue)),
                .init("paid", .amount(input.account.paid)),
                .init("paid_from_balance", .amount(input.account.fromBalance)),
                .init("credited", .amount(input.account.credited)),
                .init("due", .amount(input.account.due)),
                .init("fapiao", .array(input.fapiaos.map(\.json))),
                .init("orders", .array(input.orders.map(\.json))),
            ] + payLink)
    }

    /// The invoice as it stood: what was ordered or paid later is not on it.
    func input(
        _ db: Database, _ item: Issued, at now: Instant
    ) throws -> InvoiceInput {
        let invoice = item.invoice
        let account = try InvoiceAccount(db, invoice: item.id, total: invoice.total, at: now)
        let orders = try OrderAccount.fetchAll(db, invoice: item.id, due: account.due, at: now)
        let last = Channel.allCases.compactMap { channel in
            orders.last { $0.order.channel == channel }
        }
        let link = try Merchant.fetch(db, invoice.merchant, at: now)?.payLink
        return InvoiceInput(
            item.content, digest: item.digest, orders: last, account: account,
            history: try InvoiceHistory(db, invoice: item.id, total: invoice.total, at: now),
            asOf: now, payLink: link?.text(invoice: invoice.number.text),
            fapiaos: try Fapiao.fetchAll(db, invoice: item.id).filter { $0.recordedAt <= now })
    }

    /// `…/INV-2026-0601-0001.cii.xml` and `.ubl.xml`: the document in the two syntaxes of EN 16931. One that is
    /// void has none, and those it had go.
    func electronic(
        _ document: EInvoice?, stem: String, kind: String, source: String, digest: String,
        into publication: inout Publication
    ) throws {
        guard formats.contains(.xml) else { return }
        publication.replace(stem + ".xml")
        guard let document else { return }
        try publication.add(
            [(".cii.xml", document.cii), (".ubl.xml", document.ubl)], stem: stem,
            kind: "electronic \(kind)", source: source, sourceDigest: digest)
    }

    /// Writes one document, or notes that it cannot be drawn.
    func write(
        _ pages: @autoclosure () throws -> Studio.Pages, stem: String, json: JSONValue,
        csv: String? = nil, kind: String, source: String, digest: String,
        into publication: inout Publication
    ) throws {
        let drawn = try publication.drawn(stem) {
            let pages = try Stopwatch.of("Documents", pages)
            return (
                files: try Publisher.files(
                    pages, json: json, csv: csv, digest: digest, in: formats),
                missing: pages.missingGlyphs
            )
        }
        guard let drawn else { return }
        try publication.add(
            drawn.files, stem: stem, kind: kind, source: source, sourceDigest: digest)
        publication.warn(drawn.missing, in: stem)
    }

    /// A document in the formats that are asked for.
    private static func files(
        _ pages: Studio.Pages, json: @autoclosure () -> JSONValue, csv: String? = nil,
        digest: String, in formats: Set<Format>
    ) throws -> [(suffix: String, bytes: [UInt8])] {
        var files: [(suffix: String, bytes: [UInt8])] = []
        if formats.contains(.pdf) {
            files.append((".pdf", try Stopwatch.of("Typesetting", pages.pdf)))
        }
        if formats.contains(.svg) {
            let svgs = try Stopwatch.of("Typesetting", pages.svg)
            for (index, svg) in svgs.enumerated() {
                files.append((svgs.count == 1 ? ".svg" : "-\(index + 1).svg", svg))
            }
        }
        if formats.contains(.csv), let csv { files.append((".csv", Array(csv.utf8))) }
        if formats.contains(.json) {
            let document = JSONValue.object(
                (json().members ?? []) + [.init("snapshot_sha256", .string(digest))])
            files.append((".json", Array((document.pretty + "\n").utf8)))
        }
        return files
    }
}
