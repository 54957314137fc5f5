import ArgumentParser
import Catalog
import Invoicing
import Store
import Time

struct EvidenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "The events behind an invoice's lines, to be checked by anyone.",
        discussion: """
            Writes line-NN.ndjson for each line with events, whose SHA-256 is the one the invoice prints; \
            snapshot.json, whose SHA-256 is the invoice's; and SHA256SUMS. The folder is written whole or not at \
            all; one that holds anything else is refused.

            Examples:
              bm evidence INV-2026-0601-0002 --merchant mer_001 --output evidence
              cd evidence && sha256sum -c SHA256SUMS
              bm evidence INV-2026-0601-0002#2 --merchant mer_001 --output line-2
            """)

    @Argument(help: "An invoice, or INVOICE#LINE; any case, - or _.") var invoice: String
    @Option(help: "Whose invoice, where several merchants have that number.") var merchant: String?
    @OptionGroup var options: GlobalOptions

    func validate() throws { try PackFolder.needed(options) }

    func run() throws {
        let parts = invoice.split(separator: "#", maxSplits: 1).map(String.init)
        guard let first = parts.first else { throw CommandError.nothingNamed(invoice) }
        let line = parts.count == 2 ? Int(parts[1]) : nil
        let pack = try options.open(for: .reading).read { db in
            let subject = try PackSubject(
                db, first, merchant: merchant.map { Merchant.ID($0) }, orPayment: false)
            if parts.count == 2 {
                guard let line,
                    subject.stored?.invoice.lines.contains(where: { $0.number == line })
                        ?? false
                else { throw CommandError.nothingNamed(invoice) }
            }
            return try EvidencePack.make(db, subject, line: line)
        }
        try pack.write(to: options.output)
        PackFolder.say(pack, options.output, options)
    }
}

struct DisputeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispute",
        abstract: "All that answers a dispute or a chargeback, in one folder.",
        discussion: """
            The invoice with its evidence, payments with the channel's own rows and messages, refunds, credit \
            notes, journal entries with the chain up to its head, the locked rate and the prices in force; a \
            README.txt in Chinese and English says what each file proves and how to check it. Nothing of another \
            customer is in it. The same ledger and --as-of give the same bytes.

            --zip writes one file instead, DIR.zip.

            Examples:
              bm dispute INV-2026-0601-0002 --merchant mer_001 --output dispute
              bm dispute 4200002026060300000001 --output dispute --zip
            """)

    @Argument(help: "An invoice; or a payment or refund by the channel's number or ours.")
    var subject: String
    @Option(help: "Whose, where several merchants have that number.") var merchant: String?
    @Flag(help: "One ZIP in place of a folder.") var zip = false
    @OptionGroup var options: GlobalOptions

    func validate() throws { try PackFolder.needed(options) }

    func run() throws {
        let ledger = try options.open(for: .reading)
        let publisher = Publisher(
            ledger: ledger, now: try options.now(), threads: try DrawingThreads(),
            formats: [.pdf, .json], language: nil)
        let pack = try ledger.read { db in
            try DisputePack(
                db: db,
                subject: PackSubject(
                    db, subject, merchant: merchant.map { Merchant.ID($0) }, orPayment: true),
                publisher: publisher
            ).make()
        }
        let path =
            zip && !options.output.hasSuffix(".zip") ? options.output + ".zip" : options.output
        if zip { try pack.writeZip(to: path) } else { try pack.write(to: path) }
        PackFolder.say(pack, path, options)
        try pack.warnings.finish()
    }
}

/// What both commands ask of --output and say in the end.
private enum PackFolder {
    static func needed(_ options: GlobalOptions) throws {
        guard let output = options.namedOutput, !output.isEmpty else {
            throw ValidationError("name the folder of the pack with --output")
        }
    }

    static func say(_ pack: Pack, _ path: String, _ options: GlobalOptions) {
        let files = pack.all
        if options.json {
            Console.printList(
                "bm.pack/1", "files",
                files.map {
                    .object([
                        .init("path", .string($0.path)),
                        .init("sha256", .string(SHA256Digest.hex($0.bytes))),
                        .init("bytes", .int($0.bytes.count)),
                    ])
                })
        } else {
            Console.print("\(files.count) files · \(path)")
        }
    }
}
