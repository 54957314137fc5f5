import Catalog
import Documents
import Foundation
import GRDB
import Invoicing
import Money
import Store
import Time
import Typesetting

/// An invoice as a close would issue it, drawn without closing anything.
struct DraftInvoice {
    let invoice: Invoice
    /// From the output folder: `drafts/2026-05/mer_001/cus_cn_001.pdf`, with `-2` where it is the second.
    let path: String
    let pages: Studio.Pages

    /// All invoices of a merchant's month as they would be now.
    ///
    /// - Throws: what stops a close: a month that is not over, or not the next; a rate that is missing.
    static func all(
        _ publisher: Publisher, _ merchant: Merchant.ID, _ month: Month
    ) throws -> [DraftInvoice] {
        try publisher.ledger.rehearse { db in
            let result = try MonthClose.run(db, merchant, month, at: publisher.now)
            let numbers = Set(result.invoices.map(\.number))
            let issued = try Invoice.fetchAll(db, merchant: merchant, month: month).filter {
                numbers.contains($0.invoice.number)
            }
            var counts: [Customer.ID: Int] = [:]
            return try issued.map { stored in
                var input = try publisher.input(db, Issued(stored), at: publisher.now)
                input.edition = .draft
                let customer = stored.invoice.customer
                counts[customer, default: 0] += 1
                let place = counts[customer]! == 1 ? "" : "-\(counts[customer]!)"
                return DraftInvoice(
                    invoice: stored.invoice,
                    path: "\(folder(merchant, month))/\(customer)\(place).pdf",
                    pages: try publisher.studio(db, of: merchant).invoice(
                        input, language: publisher.language))
            }
        }
    }

    static func folder(_ merchant: Merchant.ID, _ month: Month) -> String {
        "drafts/\(month)/\(merchant)"
    }

    var json: JSONValue {
        .object([
            .init("merchant_id", .string(invoice.merchant.text)),
            .init("customer_id", .string(invoice.customer.text)),
            .init("currency", .string(invoice.currency.code)),
            .init("total", .amount(invoice.total)), .init("path", .string(path)),
        ])
    }
}

extension Close {
    /// Draws everything before it writes anything; what stops one merchant does not stop the others.
    func drawDrafts(_ ledger: LedgerFile) throws {
        let publisher = Publisher(
            ledger: ledger, now: try options.now(), threads: try DrawingThreads(), formats: [.pdf],
            language: nil)
        let month = try Month(period)
        let merchants = try Close.merchants(ledger, merchant.map { Merchant.ID($0) })
        var drafts: [DraftInvoice] = []
        var failures: [any Error] = []
        for merchant in merchants {
            do {
                drafts += try DraftInvoice.all(publisher, merchant, month)
            } catch let error where !(error is StoreError) { failures.append(error) }
        }
        let files = try drafts.map { ("\(options.output)/\($0.path)", try $0.pages.pdf()) }
        for merchant in merchants {
            let folder = "\(options.output)/\(DraftInvoice.folder(merchant, month))"
            if FileManager.default.fileExists(atPath: folder) {
                try FileManager.default.removeItem(atPath: folder)
            }
        }
        for (path, bytes) in files { try WholeFile.write(bytes, to: path) }
        if options.json {
            Console.printList("bm.draft-invoices/1", "drafts", drafts.map(\.json))
        } else {
            for draft in drafts {
                Console.print(
                    "\(draft.invoice.merchant)/\(draft.invoice.customer) · \(draft.invoice.total) · "
                        + "\(options.output)/\(draft.path)")
            }
            Console.print("\(Console.count(drafts.count, "draft")), nothing is billed")
        }
        var warnings = GlyphWarnings()
        for draft in drafts { warnings.add(draft.pages.missingGlyphs, of: draft.path) }
        if let last = failures.last {
            warnings.tell()
            failures.dropLast().forEach(Failure.tell)
            throw last
        }
        try warnings.finish()
    }
}
