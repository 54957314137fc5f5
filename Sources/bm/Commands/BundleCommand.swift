import ArgumentParser
import Catalog
import Ledger
import Settlement
import Store
import Time

struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "A merchant's month as one folder and one ZIP, with a signed list.",
        discussion: """
            Statement, invoices, receipts, credit notes, revenue and the events behind every line, with a \
            manifest, SHA256SUMS and a page that says how to check them, to OUTPUT/bundles/MONTH. All is drawn \
            as of the close of the month's settlement: run again it changes nothing. --key signs the lists with \
            Ed25519, for openssl to verify.

            --json: schema, bundles[{merchant_id, month, as_of, path, sha256, bytes, files}], signed

            Examples:
              openssl genpkey -algorithm ed25519 -out signing-key.pem
              bm bundle --period 2026-06 --key signing-key.pem
              bm bundle --all
            """)

    @Option(help: "The month, YYYY-MM.") var period: String?
    @Flag(help: "Every month that is settled.") var all = false
    @Option(help: "Only this merchant.") var merchant: String?
    @Option(help: ArgumentHelp("A private Ed25519 key in PEM.", valueName: "file")) var key: String?
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if (period == nil) != all {
            throw ValidationError("name a month with --period, or take --all")
        }
    }

    func run() throws {
        let month = try period.map { try Month($0) }
        let key = try key.map { try SigningKey(file: $0) }
        let ledger = try options.open(for: .reading)
        let now = try options.now()
        let bundles = try ledger.read {
            try MonthBundle.all(
                $0, month: month, merchant: MerchantChoice.only($0, merchant), at: now)
        }
        if bundles.isEmpty { throw CommandError.nothingSettled(period) }
        let threads = try DrawingThreads()
        let publication = try Publication.make(
            options.output, at: now, record: { try options.open() }
        ) { publication in
            for bundle in bundles {
                try bundle.publish(ledger, threads, key, into: &publication)
            }
            for month in Set(bundles.map(\.month)).sorted() {
                try publication.addList(ofBundlesOf: month, signedBy: key)
            }
        }
        say(bundles, publication, isSigned: key != nil)
        try publication.warnings.finish()
    }

    private func say(_ bundles: [MonthBundle], _ publication: Publication, isSigned: Bool) {
        let made = bundles.map { bundle in
            let path = bundle.place
            return (
                bundle, publication.files.first { $0.path == path + ".zip" }!,
                publication.files.count { $0.path.hasPrefix(path + "/") }
            )
        }
        if options.json {
            Console.printList(
                "bm.bundles/1", "bundles",
                made.map { bundle, zip, count in
                    .object([
                        .init("merchant_id", .string(bundle.merchant.text)),
                        .init("month", .string(bundle.month.description)),
                        .init("as_of", .string(bundle.asOf.description)),
                        .init("path", .string(zip.path)), .init("sha256", .string(zip.digest)),
                        .init("bytes", .int(zip.byteCount)), .init("files", .int(count)),
                    ])
                }, beside: [.init("signed", .bool(isSigned))])
            return
        }
        for (_, zip, count) in made {
            Console.print(
                "\(zip.path) · \(Console.count(count, "file")) · \(zip.digest.prefix(12))…")
        }
        Console.print(
            "\(Console.count(made.count, "bundle")), \(publication.writtenCount) files written · "
                + (isSigned ? "signed" : "not signed: --key signs"))
    }
}
