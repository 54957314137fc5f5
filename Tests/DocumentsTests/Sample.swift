import Catalog
import Checkout
import Documents
import FX
import Foundation
import GRDB
import Invoicing
import Money
import Rating
import Settlement
import TestSupport
import Time
import Typesetting

/// One small invoice made the way every invoice is made: events in, metered, priced, converted.
enum Sample {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let issued = try! Instant("2026-06-01T10:00:00+08:00")

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    static func studio() throws -> Studio {
        Studio(
            fonts: try FontBook(directory: root.appendingPathComponent("fonts").path),
            wording: try Wording([template("wording.yaml")]), theme: try theme())
    }

    static func template(_ name: String) throws -> TemplateFile {
        TemplateFile(yaml: try text("templates/documents/\(name)"), path: name)
    }

    /// The house's theme, or one over it.
    static func theme(_ own: String? = nil, logo: [UInt8] = []) throws -> Theme {
        let own = own.map { [TemplateFile(yaml: $0, path: "themes/own/theme.yaml")] } ?? []
        return try Theme([template("theme.yaml")] + own) { _ in logo }
    }

    static let calls = [
        Fixture.event(
            id: "a", "call", at: "2026-05-03T01:00:00Z",
            "{\"status\":\"ok\",\"seconds\":\"1300\",\"region\":\"cn\"}"),
        Fixture.event(
            id: "b", "call", at: "2026-05-09T01:00:00Z",
            "{\"status\":\"ok\",\"seconds\":\"0.5\",\"region\":\"cn\"}"),
    ]

    /// Two calls and 1,300.5 seconds of `cus_1`, at USD/CNY 7.27; or of other events the invoice at
    /// that place among the month's.
    /// A call of each of so many models: an invoice of as many lines.
    static func calls(ofModels count: Int) -> [String] {
        (0..<count).map { number in
            Fixture.event(
                id: "e\(number)", "chat", quantity: "\(1_000_000 + number)",
                "{\"model\":\"model-\(number)\",\"region\":\"cn\"}")
        }
    }

    static func invoice(
        _ catalog: String = Fixture.catalog, _ events: [String] = calls, at place: Int = 0
    ) throws -> Invoice {
        let ledger = try TestLedger()
        try ledger.apply(catalog)
        try ledger.ingest(events)
        let month = try Month("2026-05")
        let rated = try ledger.read { try RatedMonth($0, "mer_1", month) }
        let lock = try FXLock.sample(
            .invoice, of: "2026-05-29", wanted: "2026-05-31", at: issued)
        return try Invoicer.invoice(
            Invoicer.drafts("cus_1", rated)[place],
            number: Invoice.Number(day: Day("2026-06-01"), counter: 19), issuedAt: issued,
            currency: .cny, lock: lock)
    }

    static func input(
        _ invoice: Invoice, at asOf: Instant = issued, paid: String = "0.00",
        credited: String = "0.00", isVoid: Bool = false, orders: [PaymentOrder]? = nil,
        end: OrderAccount.End? = nil, payLink: String? = nil
    ) throws -> InvoiceInput {
        let due = try Amount(paid, .cny)
        let made =
            try orders
            ?? Channel.allCases.map {
                try Cashier.order(
                    for: invoice, due: invoice.total, merchantNumber: 1, channel: $0, attempt: 1,
                    at: issued)
            }
        let account = InvoiceAccount(
            total: invoice.total, paid: due, paidAt: due.isZero ? nil : asOf,
            credited: try Amount(credited, .cny), isVoid: isVoid)
        return InvoiceInput(
            .usage(invoice), digest: invoice.digest,
            orders: made.map { OrderAccount($0, due: account.due, end: end, at: asOf) },
            account: account, asOf: asOf, payLink: payLink)
    }

    /// The words of a document, a text a line, without where they stand.
    static func words(_ pages: Studio.Pages) -> String {
        pages.document.dump.split(separator: "\n").compactMap { line in
            guard let start = line.firstIndex(of: "\""), let end = line.lastIndex(of: "\""),
                line.hasPrefix("text") || line.contains("text \"")
            else { return nil }
            return String(line[line.index(after: start)..<end])
        }.joined(separator: "\n")
    }
}
