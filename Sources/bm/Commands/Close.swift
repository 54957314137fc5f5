import ArgumentParser
import Catalog
import Invoicing
import Money
import Rating
import Settlement
import Store
import Time

struct Close: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Bills and settles a month; safe to repeat.",
        discussion: """
            For each merchant, in one transaction: usage is metered and priced, invoices are finalized \
            at a locked rate and posted, and what was collected in the month is settled. A merchant \
            that is closed already is left as it is. One that cannot be closed does not keep the others from \
            it: they are closed, and then what is wrong is said.

            With --draft nothing is billed: each invoice is drawn as it would be, without a number, to \
            OUTPUT/drafts/PERIOD/MERCHANT/CUSTOMER.pdf. The drafts of a run before go.

            Examples:
              bm close --period 2026-05 --as-of 2026-06-01T09:00:00+08:00
              bm close --period 2026-05 --draft
            """)

    @Option(help: "The month, YYYY-MM.") var period: String
    @Option(help: "Only this merchant.") var merchant: String?
    @Flag(help: "Draw what would be billed, and bill nothing.") var draft = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let ledger = try options.open()
        if draft { return try drawDrafts(ledger) }
        let results = try Close.run(
            ledger, month: Month(period), merchant: merchant.map { Merchant.ID($0) },
            at: options.now(), closed: options.json ? { _ in } : { Console.print($0.line) })
        if options.json { Console.printList("bm.close/1", "merchants", results.map(\.json)) }
    }

    /// The merchant that was named, else all.
    static func merchants(_ ledger: LedgerFile, _ named: Merchant.ID?) throws -> [Merchant.ID] {
        try named.map { [$0] } ?? ledger.read { try MerchantCatalog.merchants($0) }
    }

    /// Closes each merchant by itself: what stops one does not stop the others.
    ///
    /// - Parameter closed: is told of each as soon as it is done.
    /// - Throws: at once where the ledger cannot be written; else at the end what stopped the last that was stopped,
    ///   after the others were said.
    static func run(
        _ ledger: LedgerFile, month: Month, merchant: Merchant.ID?, at instant: Instant,
        closed: (MonthClose.Result) -> Void = { _ in }
    ) throws -> [MonthClose.Result] {
        let merchants = try merchants(ledger, merchant)
        var results: [MonthClose.Result] = []
        var failures: [any Error] = []
        // Merchants do not touch each other's usage, so the next are rated in other threads while one is written. What
        // was rated counts as long as no other program has written.
        let edition = try ledger.read(LedgerFile.edition)
        let readers = LedgerReaders(ledger)
        let progress = Progress("merchants", of: merchants.count)
        try Pipeline.run(most: merchants.count > 1 ? 3 : 0) {
            (id: Merchant.ID) -> (id: Merchant.ID, rated: RatedMonth?) in
            guard merchants.count > 1 else { return (id, nil) }
            // What stops it is said when its turn comes.
            return (
                id,
                try? readers.read {
                    try MonthClose.rated($0, id, month)
                }
            )
        } take: { next in
            defer { progress.advance() }
            do {
                let result = try ledger.write { db in
                    let holds = try LedgerFile.edition(db) == edition
                    return try MonthClose.run(
                        db, next.id, month, at: instant, rated: holds ? next.rated : nil)
                }
                closed(result)
                results.append(result)
            } catch let error where !(error is StoreError) {
                failures.append(error)
            }
        } _: { rate in
            for id in merchants { try rate(id) }
        }
        failures.dropLast().forEach(Failure.tell)
        if let last = failures.last { throw last }
        return results
    }
}

extension MonthClose.Result {
    var line: String {
        let total = invoices.map(\.total).total(.cny)
        var text = "\(merchant) · "
        if wasClosed {
            text += "closed before"
        } else {
            text += "\(Console.count(invoices.count, "invoice")) · \(total)"
            if withoutInvoice > 0 { text += " · \(withoutInvoice) with nothing to bill" }
        }
        for batch in batches { text += " · \(batch.outcome)" }
        return text
    }

    var json: JSONValue {
        .object([
            .init("merchant_id", .string(merchant.text)), .init("closed_before", .bool(wasClosed)),
            .init("invoices", .array(invoices.map { .string($0.number.text) })),
            .init("total", .amount(invoices.map(\.total).total(.cny))),
            .init("without_invoice", .int(withoutInvoice)),
            .init("settlement", .optional(batches.last?.number)),
            .init("settlements", .array(batches.map { .string($0.number) })),
        ])
    }
}
