import ArgumentParser
import Catalog
import Checkout
import FX
import Foundation
import GRDB
import Invoicing
import Ledger
import Metering
import Money
import Outbox
import Settlement
import Store
import Time

struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "A whole month from real traces: bills, payments, payouts, documents, dashboard.",
        discussion: """
            Builds a ledger from the bundled examples: real usage traces laid onto May 2026, real model \
            prices, real ECB rates, seven invented merchants and forty-two invented customers. Every step is \
            what the command of the same name does. A second run changes nothing.

            Example:
              bm demo && open output/site/index.html
            """)

    @Option(help: "The demo's own ledger file.") var ledger = "demo.sqlite"
    @Option(help: "Where files are written.") var output = "output"
    @Flag(help: "Print results and errors only.") var quiet = false

    /// The month that is billed, and the moments things happen. They are part of the demo, so that
    /// every run gives the same bytes whatever the clock says.
    private static let month = Month(year: 2026, month: 5)
    private static let selling = try! Instant("2026-05-01T00:00:00+08:00")
    private static let closing = try! Instant("2026-06-01T09:00:00+08:00")
    private static let issuing = try! Instant("2026-06-01T10:00:00+08:00")
    private static let importing = try! Instant("2026-06-30T12:00:00+08:00")
    private static let settling = try! Instant("2026-07-01T09:00:00+08:00")
    private static let publishing = try! Instant("2026-07-01T10:00:00+08:00")

    func run() throws {
        let examples = try Resources.folder("examples")
        let file = try LedgerFile.create(ledger, beforeCommit: Outbox.tell)
        say("init", "ledger \(ledger)")
        try catalog(file, "\(examples)/catalog")
        try moves(file, "\(examples)/moves.csv")
        try prices(file, "\(examples)/prices")
        try rates(file, "\(examples)/fx")
        try credit(file, "\(examples)/credit.csv")
        try usage(file, "\(examples)/usage")
        try close(file)
        let invoices = try checkout(file)
        try collect(file, invoices, "\(examples)/june.csv")
        try settle(file)
        try publish(file, invoices, "\(examples)/june.csv")
    }

    private func say(_ step: String, _ text: String) {
        if !quiet {
            Console.print("\(step.padding(toLength: 12, withPad: " ", startingAt: 0))\(text)")
        }
    }

    private func files(_ folder: String, _ suffix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(suffix) }
            .sorted().map { "\(folder)/\($0)" }
    }

    private func catalog(_ file: LedgerFile, _ folder: String) throws {
        let catalogs = try files(folder, ".yaml").map {
            (InputFile.name($0), try CatalogFile(yaml: InputFile.text($0), file: $0))
        }
        try file.write { db in
            for (name, catalog) in catalogs {
                _ = try catalog.apply(db, sourceName: name, at: Demo.closing)
            }
        }
        let customers = catalogs.reduce(0) { $0 + $1.1.customers.count }
        let plans = catalogs.reduce(0) { $0 + $1.1.plans.count }
        say("catalog", "\(catalogs.count) merchants · \(customers) customers · \(plans) plans")
    }

    private func prices(_ file: LedgerFile, _ folder: String) throws {
        // The later table no longer names every model of the usage; those keep the earlier price.
        for (name, from) in [("1.81.0", "2026-01-01"), ("1.109.1", "2026-03-01")] {
            let path = "\(folder)/litellm-\(name).json"
            let bytes = try InputFile.textBytes(path)
            try prices(
                file, LiteLLMTable(bytes, file: path), bytes, path, book: "litellm", from: from)
        }
        let path = "\(folder)/bridge-2026.csv"
        let bytes = try InputFile.textBytes(path)
        try prices(
            file, CSVPriceTable(bytes, file: path), bytes, path, book: "bridge", from: "2026-01-01")
    }

    private func prices(
        _ file: LedgerFile, _ table: some PriceTable, _ bytes: [UInt8], _ path: String,
        book: String, from: String
    ) throws {
        let name = InputFile.name(path)
        let result = try file.write { db in
            try PriceBook.add(
                db, table, book: book, digest: SHA256Digest.hex(bytes), sourceName: name,
                markup: .one, effectiveFrom: Zone.utc.start(of: Day(from)), at: Demo.closing)
        }
        say("pricing", "\(name) from \(from) · \(result.priced) models priced")
    }

    private func rates(_ file: LedgerFile, _ folder: String) throws {
        for path in try files(folder, ".csv") {
            let bytes = try InputFile.textBytes(path)
            let table = try ECBTable(String(decoding: bytes, as: UTF8.self), file: path)
            let result = try file.write { db in
                try table.add(
                    db, sourceName: InputFile.name(path), digest: SHA256Digest.hex(bytes),
                    at: Demo.closing)
            }
            say("fx", "ECB rates \(result.from) to \(result.to)")
        }
    }

    private func credit(_ file: LedgerFile, _ path: String) throws {
        let bytes = try InputFile.bytes(path)
        let made = try file.write { try DemoCredits.make($0, bytes, at: Demo.selling) }
        say("credit", made.joined(separator: " · "))
    }

    private func moves(_ file: LedgerFile, _ path: String) throws {
        let bytes = try InputFile.bytes(path)
        let made = try file.write { try DemoMoves.make($0, bytes, at: Demo.closing) }
        say("plans", made.isEmpty ? "changed before" : made.joined(separator: " · "))
    }

    private func usage(_ file: LedgerFile, _ folder: String) throws {
        // Taken again where a demo was stopped: what is there is known as this run's own.
        let tally = try UsageIngest(
            ledger: file, now: Demo.closing, options: Intake.Options(), strict: false
        ).run(files(folder, ".ndjson.gz"), quiet: true)
        if tally.accepted == 0 {
            say("usage", "events taken before")
            return
        }
        say(
            "usage",
            "\(tally.accepted) events accepted · \(tally.duplicate) duplicate · \(tally.rejected) rejected"
        )
    }

    private func close(_ file: LedgerFile) throws {
        let results = try Close.run(file, month: Demo.month, merchant: nil, at: Demo.closing)
        for result in results { say("close", result.line) }
    }

    private func checkout(_ file: LedgerFile) throws -> [StoredInvoice] {
        let invoices = try file.read { try Invoice.fetchAll($0, month: Demo.month) }
        try file.write { db in
            // Once: what is asked for later is told by June.
            for stored in invoices
            where try PaymentOrder.fetchAll(db, invoice: stored.id).isEmpty
                && Cashier.due(db, stored) > .zero(.cny)
            {
                for channel in Channel.allCases {
                    _ = try Cashier.open(db, stored, channel: channel, at: Demo.issuing)
                }
            }
        }
        say("checkout", "\(invoices.count) invoices · a WeChat Pay and an Alipay QR each")
        return invoices
    }

    /// Draws documents as they stood at a time.
    ///
    /// - Parameter draw: answers how many there are.
    private func publish(
        _ file: LedgerFile, _ kind: DocumentKind, at instant: Instant,
        _ draw: (Publisher, inout Publication) throws -> Int
    ) throws {
        let publisher = try Publisher(
            ledger: file, now: instant, threads: DrawingThreads(),
            formats: Set(Publisher.Format.allCases), language: nil)
        var count = 0
        let publication = try Publication.make(output, at: instant, record: { file }) {
            count = try draw(publisher, &$0)
        }
        say("render", "\(Console.count(count, kind.word)) · \(publication.files.count) files")
    }

    private func collect(
        _ file: LedgerFile, _ invoices: [StoredInvoice], _ path: String
    ) throws {
        let isPaid = try file.read { try !Payment.fetchAll($0).isEmpty }
        if isPaid {
            say("payments", "bills imported before")
            return
        }
        let told = try DemoStep.read(InputFile.bytes(path))
        // One transaction: a demo that is stopped here collects all of it when it is run again.
        let (bills, bookings) = try file.write { db in
            let steps = try DemoCustomers.steps(
                db, invoices, issuedAt: Demo.issuing, besides: told)
            let june = try DemoJune(db, steps + told)
            return (june.bills, june.bookings)
        }
        let payments = bookings.flatMap(\.payments)
        let refunds = bookings.flatMap(\.refunds)
        _ = try Publication.make(output, at: Demo.importing, record: { file }) {
            for (channel, name, bytes) in bills {
                try $0.add(
                    [(name, bytes)], stem: "2026-06/channel-bills/\(channel.rawValue)/",
                    kind: "channelBill", source: "bill \(name)",
                    sourceDigest: SHA256Digest.hex(bytes))
            }
        }
        say(
            "payments",
            "\(payments.count) payments · \(payments.map(\.amount).total(.cny)) · "
                + "\(refunds.count) refunds · \(bills.count) bills")
    }

    private func settle(_ file: LedgerFile) throws {
        for merchant in try file.read({ try MerchantCatalog.merchants($0) }) {
            let batches = try file.write {
                try Settler.close($0, merchant, month: Demo.month.next, at: Demo.settling)
            }
            for batch in batches { say("settle", "\(merchant) · \(batch.outcome)") }
        }
    }

    /// Draws every invoice as it was sent; those of `june.csv` and sales of credit as they stand when the
    /// month is over.
    private func draw(_ file: LedgerFile, _ invoices: [StoredInvoice], _ path: String) throws {
        let told = try Set(
            DemoStep.read(InputFile.bytes(path)).map { "\($0.merchant) \($0.invoice)" })
        func isTold(_ stored: StoredInvoice) -> Bool {
            told.contains("\(stored.invoice.merchant) \(stored.invoice.number)")
        }
        let sales = try file.read { try TopUpInvoice.fetchAll($0) }.map { Issued($0) }
        for (instant, some) in [
            (Demo.issuing, invoices.filter { !isTold($0) }.map { Issued($0) }),
            (Demo.publishing, invoices.filter(isTold).map { Issued($0) } + sales),
        ] {
            try publish(file, .invoices, at: instant) {
                try $0.invoices(some, into: &$1)
                return some.count
            }
        }
    }

    private func publish(
        _ file: LedgerFile, _ invoices: [StoredInvoice], _ path: String
    ) throws {
        try draw(file, invoices, path)
        try publish(file, .cards, at: Demo.issuing) { try $0.draw(.cards, of: nil, nil, into: &$1) }
        for kind in DocumentKind.allCases where ![.invoices, .cards].contains(kind) {
            try publish(file, kind, at: Demo.publishing) {
                try $0.draw(kind, of: nil, nil, into: &$1)
            }
        }
        // The site shows what was checked, and so cannot be part of it.
        let found = try Verify.run(file, output: output, leavingOut: "site/")
        try Verify.keep(found, file, at: Demo.publishing)
        let publication = try SiteCommand.run(file, output: output, at: Demo.publishing) { file }
        say("site", "\(publication.files.count) files")
        try file.checkpoint()
        say("verify", found.allSatisfy(\.holds) ? "all \(found.count) invariants hold" : "BROKEN")
        Console.print(
            """

            Look at
              \(output)/2026-06/mer_001/invoices/INV-2026-0601-0002.pdf    an invoice with its steps
              \(output)/2026-06/mer_001/statement-2026-06-USD.pdf          a settlement statement
              \(output)/site/index.html                                    the dashboard
            Ask
              bm explain INV-2026-0601-0002#1 --merchant mer_001 --ledger \(ledger)
              bm verify --ledger \(ledger) --output \(output)
            """)
        if !found.allSatisfy(\.holds) {
            Console.print(Verify.table(found))
            throw ExitCode(1)
        }
    }
}
