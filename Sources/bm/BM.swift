import ArgumentParser
import Glibc
import Time

@main
struct BM: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bm",
        abstract: "Turns a SQLite ledger of AI usage into money documents that anyone can check.",
        discussion: """
            One model call becomes one explainable unit of revenue: usage is metered, priced, billed \
            in CNY at a locked rate, collected by QR code, booked in double entry, and settled to \
            merchants in their own currency.

            Examples:
              bm demo                                     a whole month from real traces, to look at
              bm usage-events ingest events.ndjson        take usage in
              bm close --period 2026-05                   bill a month
              bm explain INV-2026-0601-0001#2 --merchant mer_001   walk a line back to its events
              bm verify                                   recompute everything

            Exit codes: 0 done; 1 done, but a check found something; 64 wrong usage; 65 bad data; \
            66 input missing; 70 our bug; 73, 74 cannot write; 75 ledger busy, try again. With --json \
            an error is a document on standard output, too: \
            {"error": {"code", "message", "reason", "suggestion"}}.
            """,
        version: "bm 0.1.0",
        subcommands: [
            Demo.self, Init.self, CatalogCommand.self, PricingCommand.self, FXCommand.self,
            UsageEventsCommand.self, UsageCommand.self, CapsCommand.self, AnomaliesCommand.self,
            QuoteCommand.self, SimulateCommand.self, MarginCommand.self, RevenueCommand.self,
            BooksCommand.self,
            Close.self,
            ReplayCommand.self, CreditsCommand.self, CodesCommand.self, InvoicesCommand.self,
            CreditNoteCommand.self, CheckoutCommand.self,
            PaymentsCommand.self, ReconcileCommand.self, SettlementsCommand.self, Render.self,
            SiteCommand.self, OutboxCommand.self, EvidenceCommand.self, DisputeCommand.self,
            BundleCommand.self,
            Explain.self, Verify.self, Export.self, GenerateCommand.self, GeneratedDocs.self,
        ])

    static func main() {
        // No library may read the machine's zone: an archive's dates, for one, are local times.
        setenv("TZ", "UTC", 1)
        // A limit on the size of files is a full disk, to be told in words.
        signal(SIGXFSZ, SIG_IGN)
        RunLog.begin()
        do {
            var command = try parseAsRoot()
            do {
                try Stopwatch.of("bm") { try command.run() }
            } catch let error as ValidationError {
                Failure.exit(error, of: type(of: command))
            }
            RunLog.end(0)
        } catch {
            Failure.exit(error, as: self)
        }
    }
}
