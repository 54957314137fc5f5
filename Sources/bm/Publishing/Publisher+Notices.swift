import Catalog
import Checkout
import Documents
import EInvoicing
import GRDB
import Invoicing
import Ledger
import Money
import Store
import Time
import Typesetting

extension Publisher {
    /// `2026-07/mer_001/credit-notes/CN-2026-0705-0001.pdf`: by the month a note was issued.
    func creditNotes(_ notes: [CreditNote], into publication: inout Publication) throws {
        for note in notes {
            let invoice = try ledger.read {
                try Invoice.fetchOne($0, note.invoice, merchant: note.merchant).invoice
            }
            let snapshot = note.json
            let month = note.zone.day(of: note.issuedAt).month
            let stem = "\(month)/\(note.merchant)/credit-notes/\(note.number)"
            try write(
                try studio(of: note.merchant).creditNote(
                    note, of: invoice, digest: snapshot.digest, language: language),
                stem: stem, json: snapshot, kind: "credit note",
                source: Bookkeeper.source(note), digest: snapshot.digest, into: &publication)
            try electronic(
                EInvoice(note, of: invoice), stem: stem, kind: "credit note",
                source: Bookkeeper.source(note), digest: snapshot.digest, into: &publication)
        }
    }

    /// `2026-06/mer_001/void-notices/INV-2026-0601-0001.pdf`: by the month an invoice was declared void.
    func voidNotices(
        of merchant: Merchant.ID?, _ month: Month?, into publication: inout Publication
    ) throws -> Int {
        var count = 0
        for (item, input) in try inputs(merchant, .void) where input.account.isVoid {
            let invoice = input.invoice
            let void = input.history.all(.void).last!
            let voided = invoice.zone.day(of: void.at).month
            if let month, month != voided { continue }
            try write(
                try studio(of: invoice.merchant).voidNotice(input, language: language),
                stem: "\(voided)/\(invoice.merchant)/void-notices/\(invoice.number)",
                json: notice(
                    "bm.void-notice/1", input,
                    [
                        .init("voided_at", .string(void.at.description)),
                        .init("reason", .string(void.reason ?? "")),
                    ]), kind: "void notice",
                source: item.source, digest: input.digest, into: &publication)
            count += 1
        }
        return count
    }

    /// `2026-06/mer_001/receipts/INV202606010001M1W1.pdf`, by the month a payment came; a further payment of
    /// the same order has its number behind it: `…W1-2.pdf`.
    func receipts(
        of merchant: Merchant.ID?, _ month: Month?, into publication: inout Publication
    ) throws -> Int {
        var count = 0
        let invoices = try ledger.read {
            try Issued.fetchAll($0, merchant: merchant, at: now, .withPayments)
        }
        for item in invoices {
            var printed: [String: Int] = [:]
            let payments = try ledger.read { try Payment.fetchAll($0, invoice: item.id) }
            for payment in payments where payment.paidAt <= now {
                let number = printed[payment.outTradeNo, default: 0] + 1
                printed[payment.outTradeNo] = number
                let paid = item.invoice.zone.day(of: payment.paidAt).month
                if let month, month != paid { continue }
                let input = try ledger.read { db in
                    try self.input(db, item, at: payment.paidAt)
                }
                let name = payment.outTradeNo + (number > 1 ? "-\(number)" : "")
                try write(
                    try studio(of: payment.merchant).receipt(
                        for: payment, of: input, language: language),
                    stem: "\(paid)/\(payment.merchant)/receipts/\(name)",
                    json: notice("bm.receipt/1", input, payment.members), kind: "receipt",
                    source: Bookkeeper.source(payment), digest: input.digest, into: &publication)
                count += 1
            }
        }
        return count
    }

    /// `2026-07/mer_001/reminders/INV-2026-0601-0001.pdf`: of each invoice that is overdue, by the month of
    /// the run.
    func reminders(
        of merchant: Merchant.ID?, _ month: Month?, into publication: inout Publication
    ) throws -> Int {
        let open = try inputs(merchant, .ofCustomersWithDue(now)).filter {
            $0.input.account.due > .zero($0.input.invoice.currency)
        }
        var count = 0
        for (item, input) in open where input.isLate {
            let invoice = input.invoice
            let run = invoice.zone.day(of: now).month
            if let month, month != run { continue }
            let others = open.map(\.input).filter {
                $0.invoice.merchant == invoice.merchant && $0.invoice.customer == invoice.customer
            }
            try write(
                try studio(of: invoice.merchant).reminder(
                    of: input, among: others, language: language),
                stem: "\(run)/\(invoice.merchant)/reminders/\(invoice.number)",
                json: notice(
                    "bm.reminder/1", input,
                    [
                        .init("as_of", .string(now.description)),
                        .init("due", .amount(input.account.due)),
                        .init("open", .array(others.map { $0.open })),
                    ]), kind: "reminder",
                source: item.source, digest: input.digest, into: &publication)
            count += 1
        }
        return count
    }

    /// What a notice says of its own, before the invoice that it is about.
    private func notice(
        _ schema: String, _ input: InvoiceInput, _ members: [JSONValue.Member]
    ) -> JSONValue {
        .object(
            [.init("schema", .string(schema))] + members + [
                .init("invoice", Publisher.json(input))
            ])
    }

    /// Invoices as they stand at the time of the run.
    func inputs(
        _ merchant: Merchant.ID?, _ those: Issued.Those?
    ) throws -> [(item: Issued, input: InvoiceInput)] {
        try ledger.read { db in
            try Issued.fetchAll(db, merchant: merchant, at: now, those).map {
                ($0, try input(db, $0, at: now))
            }
        }
    }
}

extension Payment {
    fileprivate var members: [JSONValue.Member] {
        [
            .init("channel", .string(channel.rawValue)),
            .init("transaction_id", .string(transactionID)),
            .init("out_trade_no", .string(outTradeNo)), .init("amount", .amount(amount)),
            .init("paid_at", .string(paidAt.description)),
        ]
    }
}

extension InvoiceInput {
    /// A line of what is open.
    fileprivate var open: JSONValue {
        .object([
            .init("number", .string(invoice.number.text)),
            .init("due_at", .string(invoice.dueDay.description)),
            .init("due", .amount(account.due)),
        ])
    }
}
