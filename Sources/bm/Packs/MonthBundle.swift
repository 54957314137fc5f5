import Catalog
import Documents
import GRDB
import Invoicing
import Ledger
import Settlement
import Store
import Time

/// A merchant's month as finance hands it on: one folder and the same as one ZIP, each whole in itself.
///
///     bundles/2026-06/mer_001-2026-06/README.txt  manifest.json  SHA256SUMS  statement-2026-06-USD.pdf  …
///     bundles/2026-06/mer_001-2026-06.zip
///
/// Everything is drawn as of the close of the month's last settlement, so that a bundle that is made again
/// tomorrow has the same bytes.
struct MonthBundle {
    let merchant: Merchant.ID
    let month: Month
    /// When the month's last settlement was closed: what happened later is the next month's.
    let asOf: Instant

    /// The merchants and months of which there is one to make, by month and merchant.
    ///
    /// - Parameters:
    ///   - month: all that are settled where nil.
    ///   - instant: leaves out what was settled later.
    static func all(
        _ db: Database, month: Month?, merchant: Merchant.ID?, at instant: Instant
    ) throws -> [MonthBundle] {
        let batches = try SettlementBatch.fetchAll(db, month: month, merchant: merchant)
            .map(\.batch).filter { $0.closedAt <= instant }
        return Dictionary(grouping: batches) { [$0.month.description, $0.merchant.text] }.values
            .map { own in
                MonthBundle(
                    merchant: own[0].merchant, month: own[0].month,
                    asOf: own.map(\.closedAt).max()!)
            }.sorted { ($0.month, $0.merchant) < ($1.month, $1.merchant) }
    }

    var name: String { "\(merchant)-\(month)" }
    /// Where it stands in the output folder, but for what is behind its name: `/` or `.zip`.
    var place: String { MonthBundle.folder(of: month) + name }
    private var folder: String { place + "/" }

    /// No merchant's folder can have that name: those of months are the only others.
    static func folder(of month: Month) -> String { "bundles/\(month)/" }

    /// Draws the bundle into a publication.
    ///
    /// - Throws: `CommandError.otherEvidence`, and what drawing and writing throws.
    func publish(
        _ ledger: LedgerFile, _ threads: DrawingThreads, _ key: SigningKey?,
        into publication: inout Publication
    ) throws {
        publication.replace(folder)
        try publication.moving("\(month)/\(merchant)/", to: folder) { publication in
            try draw(ledger, threads, into: &publication)
        }
        // A bundle without one of its documents would not be whole.
        if let undrawn = publication.undrawn.first { throw undrawn }
        try add(
            "README.txt", Array(BundleReadme.text(self, isSigned: key != nil).utf8), &publication)
        let files = publication.files.filter { $0.path.hasPrefix(folder) }
        let manifest = manifest(files)
        try add("manifest.json", Array((manifest.pretty + "\n").utf8), &publication)
        let listed = publication.files.filter { $0.path.hasPrefix(folder) }
        try publication.addList(listed, in: folder, signedBy: key, source: "bundle \(name)")
        // As they stand now; their order is that of their paths.
        let whole = try publication.files.filter { $0.path.hasPrefix(folder) }
            .sorted { $0.path < $1.path }
            .map {
                (
                    path: String($0.path.dropFirst(folder.count)),
                    bytes: try publication.bytes($0.path)
                )
            }
        try publication.add(
            [(".zip", ZipFile.bytes(whole, in: name))], stem: place,
            kind: "bundle", source: "bundle \(name)", sourceDigest: manifest.digest)
    }

    private func draw(
        _ ledger: LedgerFile, _ threads: DrawingThreads, into publication: inout Publication
    ) throws {
        let publisher = Publisher(
            ledger: ledger, now: asOf, threads: threads, formats: [.pdf, .svg, .csv, .xml, .json],
            language: nil)
        let issued = try ledger.read {
            try Issued.fetchAll($0, merchant: merchant, at: asOf, .issuedAround(month))
        }.filter { $0.invoice.zone.day(of: $0.invoice.issuedAt).month == month }
        try publisher.invoices(issued, into: &publication)
        for kind in [
            DocumentKind.creditNotes, .voidNotices, .receipts, .statements, .revenueReports,
        ] {
            _ = try publisher.draw(kind, of: merchant, month, into: &publication)
        }
        for item in issued {
            guard case .usage(let invoice) = item.content else { continue }
            try ledger.read { db in
                try EvidencePack.forEach(db, invoice) { line, events in
                    try publication.add(
                        [(".gz", Gzip.bytes(events))],
                        stem: "\(month)/\(merchant)/evidence/\(invoice.number)/\(line)",
                        kind: "evidence", source: item.source, sourceDigest: item.digest)
                }
            }
        }
    }

    private func add(
        _ name: String, _ bytes: [UInt8], _ publication: inout Publication
    ) throws {
        try publication.add(
            [(name, bytes)], stem: folder, kind: "bundle", source: "bundle \(self.name)",
            sourceDigest: SHA256Digest.hex(bytes))
    }

    /// Every file with its digest, what it is, and what it was made from.
    private func manifest(_ files: [PublishedFile]) -> JSONValue {
        .object([
            .init("schema", "bm.bundle/1"), .init("merchant_id", .string(merchant.text)),
            .init("month", .string(month.description)), .init("as_of", .string(asOf.description)),
            .init(
                "files",
                .array(
                    files.sorted { $0.path < $1.path }.map { file in
                        .object([
                            .init("path", .string(String(file.path.dropFirst(folder.count)))),
                            .init("bytes", .int(file.byteCount)),
                            .init("sha256", .string(file.digest)),
                            .init("kind", .string(file.kind)),
                            .init("source", .string(file.source)),
                            .init("source_sha256", .string(file.sourceDigest)),
                        ])
                    })),
        ])
    }
}
