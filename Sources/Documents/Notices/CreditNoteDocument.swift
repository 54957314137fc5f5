public import Catalog
import EInvoicing
public import Invoicing
import Money
import Time
public import Typesetting

extension Studio {
    /// The pages of a credit note.
    ///
    /// - Parameters:
    ///   - invoice: the one it corrects.
    ///   - digest: SHA-256 of the note's snapshot.
    ///   - language: the customer's own when nil.
    /// - Throws: `TypesettingError`.
    public func creditNote(
        _ note: CreditNote, of invoice: Invoice, digest: String, language: DocumentLanguage? = nil
    ) throws(TypesettingError) -> Pages {
        let writer = writer(language ?? invoice.language)
        let document = CreditNoteDocument(note: note, invoice: invoice, writer: writer)
        return try pages(
            document.body,
            on: Paper(
                .creditNote, number: note.number, invoice, note.total, digest: digest,
                at: note.issuedAt, writer), writer, electronic: EInvoice(note, of: invoice))
    }
}

/// A credit note, block by block: what is owed no longer, of which lines, and where its money goes.
struct CreditNoteDocument {
    let note: CreditNote
    let invoice: Invoice
    let writer: Writer

    private var theme: Theme { writer.theme }

    var body: [Element] {
        let letterhead = Letterhead(
            writer: writer, issuer: invoice.seller.name, field: "seller.name", title: .creditNote,
            number: note.number, state: .creditNoteIssued, stateColour: theme.ink2)
        return letterhead.elements + [
            overview, .spacer(16), writer.notice([(.creditNoteReason, { _ in values })]),
            .spacer(12), writer.parties(invoice), .spacer(16),
            .table(table),
        ]
    }

    private var values: [String: String] {
        [
            "number": invoice.number.text, "reason": note.reason,
            "amount": writer.money(note.total),
        ]
    }

    private var overview: Element {
        let left =
            [.spans(writer.spans(.creditedAmount, theme.label))] + writer.headline(note.total)
        let facts: [Writer.Fact] = [
            (.issued, writer.plain("\(note.zone.day(of: note.issuedAt))"), nil),
            writer.reference(.ofInvoice, invoice),
            (.invoiceTotal, writer.plain(writer.money(invoice.total)), nil),
            (.period, writer.plain(invoice.days.description), nil),
            (.refundTo, writer.spans(destination.name, theme.body), nil),
        ]
        return writer.overview(
            left,
            facts + writer.purchaseOrder(of: invoice) + writer.facts(invoice.lock).prefix(1))
    }

    /// Where its money goes, in a word and in a sentence.
    private var destination: (name: Phrase, sentence: Phrase) {
        switch note.refundTo {
        case .channel: (.refundToChannel, .refundToChannelSentence)
        case .balance: (.refundToBalance, .refundToBalanceSentence)
        case .none: (.refundToNone, .refundToNoneSentence)
        }
    }

    /// Its lines with what each is lowered by, in the prices' currency, in credit, and in money.
    private var table: Table {
        func forward(_ phrase: Phrase) -> @Sendable (Int) -> Table.Row {
            writer.forward(phrase, note.lines.map(\.amount), in: note.currency, columns: before)
        }
        func priced(_ phrase: Phrase) -> Table.Cell {
            .init(
                spans: writer.spans(
                    phrase, theme.label, ["currency": invoice.pricingCurrency.code]))
        }
        return Table(
            columns: [.init(.flexible(), headsRows: true)]
                + Array(repeating: .init(.fixed(118), align: .trailing), count: before - 1)
                + [.init(.fixed(72), align: .trailing)],
            head: [writer.head(.item), priced(.lowered)]
                + (hasCredit ? [priced(.backToCredit)] : []) + [.init(note.currency.code)],
            rows: note.lines.map(row) + totals, style: theme.table,
            carriedForward: forward(.carried), broughtForward: forward(.brought),
            closing: [.spacer(16), check])
    }

    /// Whether credit paid some of it; without, no column says so.
    private var hasCredit: Bool { note.lines.contains { !$0.credit.exact.isZero } }
    /// The columns left of the money.
    private var before: Int { hasCredit ? 3 : 2 }

    private func row(_ line: CreditNote.Line) -> Table.Row {
        let credited = invoice.lines.first { $0.number == line.number }!
        let rows = LineRows(line: credited, writer: writer, isNamed: true, zone: invoice.zone)
        return .init(
            .item,
            [
                .init(
                    spans: writer.numbered(line.number, rows.title),
                    field: "line \(line.number)"),
                .init(line.value.exact.grouped(minimumScale: 2)),
            ]
                + (hasCredit
                    ? [.init(line.credit.exact.grouped(minimumScale: 2))] : [])
                + [.init(line.amount.grouped)])
    }

    /// Before tax, the tax by rate, and what is owed no longer.
    private var totals: [Table.Row] {
        let taxes = note.taxes(of: invoice)
        let total = theme.table.total
        return [
            writer.sum(
                .subtotal, writer.spans(.subtotal, theme.body), note.net, columns: before - 1)
        ]
            + taxes.map {
                writer.sum(.addition, writer.taxLabel($0), $0.amount, columns: before - 1)
            }
            + [
                writer.sum(
                    .total, writer.spans(.creditedTotal, total), note.total, columns: before - 1)
            ]
    }

    private var check: Element {
        writer.check(
            [(destination.sentence, [:])] + writer.conversion(.creditNoteConversion, invoice) + [
                (.creditNoteTax, ["number": invoice.number.text]),
                (.creditNoteCheck, ["number": invoice.number.text]), (.notRedFapiao, [:]),
            ])
    }
}
