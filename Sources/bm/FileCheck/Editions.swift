import Catalog
import Store
import Time

/// The bytes of what was published: from the output folder where they stand there, else drawn again from the
/// ledger as of the time they were published.
final class Editions {
    struct Kept {
        let bytes: [UInt8]
        /// Whether these are the bytes that were published.
        let isPublished: Bool
    }

    let folder: OutputFolder
    private let ledger: LedgerFile
    private var threads: DrawingThreads?
    private var drawn: [Run: [String: [UInt8]]] = [:]

    init(_ ledger: LedgerFile, output: OutputFolder) {
        self.ledger = ledger
        folder = output
    }

    /// Nil for what is not drawn of the ledger alone, and does not stand in the folder.
    func bytes(_ edition: Edition) -> Kept? {
        if let bytes = folder.bytes(edition.path), SHA256Digest.hex(bytes) == edition.digest {
            return Kept(bytes: bytes, isPublished: true)
        }
        guard let place = Place(edition) else { return nil }
        // In its readers' own languages first, as nearly all are.
        var first: [UInt8]?
        for language in [nil] + DocumentLanguage.allCases.map(Optional.some) {
            let files = draw(Run(place: place, at: edition.publishedAt, language: language))
            guard let bytes = files[edition.path] else { continue }
            if SHA256Digest.hex(bytes) == edition.digest {
                return Kept(bytes: bytes, isPublished: true)
            }
            first = first ?? bytes
        }
        return first.map { Kept(bytes: $0, isPublished: false) }
    }

    /// What one run of a command would write.
    private struct Run: Hashable {
        let place: Place
        let at: Instant
        let language: DocumentLanguage?
    }

    /// Files that are drawn together.
    private struct Place: Hashable {
        let month: Month
        let merchant: Merchant.ID?
        let kind: DocumentKind?
        let format: Publisher.Format?
        /// Of an invoice, its own; other documents are drawn by merchant and month.
        let source: String
        let isInBundle: Bool

        init?(_ edition: Edition) {
            var parts = edition.path.split(separator: "/").map(String.init)
            isInBundle = parts.first == "bundles"
            if isInBundle { parts.removeFirst() }
            guard parts.count > 1, let month = try? Month(parts[0]) else { return nil }
            self.month = month
            format = Publisher.Format(
                rawValue: edition.path.split(separator: ".").last.map(String.init) ?? "")
            let kind = edition.kind.replacing(#/^electronic /#, with: "")
            self.kind = DocumentKind.allCases.first { $0.word == kind }
            let owner =
                isInBundle ? parts[1].replacing(/-[0-9]{4}-[0-9]{2}(\.zip)?$/, with: "") : parts[1]
            merchant = self.kind == .reconciliations ? nil : Merchant.ID(owner)
            source = self.kind == .invoices ? edition.source : ""
            if isInBundle ? parts.count < 2 : self.kind == nil { return nil }
        }
    }

    /// By path; nothing where it cannot be drawn, as of a ledger that does not hold.
    private func draw(_ run: Run) -> [String: [UInt8]] {
        if let known = drawn[run] { return known }
        let files = (try? Publication.rehearsed { try draw(run, into: &$0) }) ?? [:]
        drawn[run] = files
        return files
    }

    private func draw(_ run: Run, into publication: inout Publication) throws {
        let place = run.place
        let threads = try self.threads ?? DrawingThreads()
        self.threads = threads
        var now = run.at
        if place.isInBundle {
            let bundle = try ledger.read {
                try MonthBundle.all($0, month: place.month, merchant: place.merchant, at: run.at)
            }.first
            guard let bundle else { return }
            // The archive itself, and lists in it.
            if place.kind == nil {
                return try bundle.publish(ledger, threads, nil, into: &publication)
            }
            now = bundle.asOf
        }
        guard let kind = place.kind, let format = place.format else { return }
        let publisher = Publisher(
            ledger: ledger, now: now, threads: threads, formats: [format], language: run.language)
        let home = place.merchant.map { "\(place.month)/\($0)/" } ?? ""
        let bundles = MonthBundle.folder(of: place.month)
        let folder = place.isInBundle ? bundles + "\(place.merchant!)-\(place.month)/" : home
        try publication.moving(home, to: folder) { publication in
            guard kind == .invoices else {
                return _ = try publisher.draw(
                    kind, of: place.merchant, place.month, into: &publication)
            }
            let issued = try ledger.read {
                try Issued.fetchAll($0, merchant: place.merchant, at: now)
            }
            try publisher.invoices(
                issued.filter { $0.source == place.source }, into: &publication)
        }
    }
}
