public import Catalog
import Checkout
import Invoicing
import Money
import Time
public import Typesetting

extension Studio {
    /// The pages of a notice that an invoice is void; its history says since when and why.
    ///
    /// - Throws: `TypesettingError`.
    public func voidNotice(
        _ input: InvoiceInput, language: DocumentLanguage? = nil
    ) throws(TypesettingError) -> Pages {
        let writer = writer(language ?? input.invoice.language)
        let document = VoidNoticeDocument(input: input, writer: writer)
        return try pages(
            document.body,
            on: Paper(
                .voidNotice, input.invoice, input.invoice.total, digest: input.digest,
                at: document.void.at, writer), writer)
    }
}

/// A void notice, block by block: what is owed no longer, since when and why, and what was paid of it.
struct VoidNoticeDocument {
    let input: InvoiceInput
    let writer: Writer

    private var theme: Theme { writer.theme }
    private var invoice: any FinalizedInvoice { input.invoice }
    var void: InvoiceHistory.Event { input.history.all(.void).last! }

    var body: [Element] {
        let letterhead = Letterhead(
            writer: writer, issuer: invoice.seller.name, field: "seller.name", title: .voidNotice,
            number: invoice.number.text, state: .void, stateColour: theme.negative)
        return letterhead.elements + [
            overview, .spacer(16), writer.notice(sentences), .spacer(12),
            writer.parties(invoice), .spacer(16),
            .table(table),
        ]
    }

    private var day: String { "\(invoice.zone.day(of: void.at))" }

    private var overview: Element {
        writer.overview(
            [.spans(writer.spans(.voidAmount, theme.label))] + writer.headline(invoice.total),
            [
                (.voidSince, writer.plain(day), nil),
                writer.reference(.ofInvoice, invoice),
            ])
    }

    private var table: Table {
        switch input.content {
        case .usage(let invoice):
            LineSummary(invoice: invoice, writer: writer).table(closing: closing)
        case .credit(let sale):
            SaleTable(sale: sale, writer: writer, total: .invoiceTotal).table(closing: closing)
        }
    }

    private var sentences: [PaymentNotice.Sentence] {
        let values = ["day": day, "reason": void.reason ?? ""]
        var sentences: [PaymentNotice.Sentence] = [
            (.voidNote, { _ in values }), (.voidCodes, { _ in [:] }),
        ]
        let excess = input.account.excess
        if excess > .zero(invoice.currency) {
            let amount = ["amount": writer.money(excess)]
            sentences.append((.standsNote, { _ in amount }))
        }
        return sentences
    }

    private var closing: [Element] {
        var elements: [Element] = [.spacer(16)]
        if input.history.events.contains(where: { $0.kind != .void }) {
            let table = HistoryTable(history: input.history, zone: invoice.zone, writer: writer)
            elements += [writer.heading(.since), .table(table.table), .spacer(16)]
        }
        return elements + [
            writer.check([
                (.noticeCheck, ["number": invoice.number.text]), (.notRedFapiao, [:]),
            ])
        ]
    }
}
