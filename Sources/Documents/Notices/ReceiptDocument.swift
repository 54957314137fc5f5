public import Catalog
public import Checkout
import Invoicing
import Money
import Time
public import Typesetting

extension Studio {
    /// The pages of a receipt for one payment.
    ///
    /// - Parameter input: the invoice as it stood once the payment was there.
    /// - Throws: `TypesettingError`.
    public func receipt(
        for payment: Payment, of input: InvoiceInput, language: DocumentLanguage? = nil
    ) throws(TypesettingError) -> Pages {
        let writer = writer(language ?? input.invoice.language)
        let document = ReceiptDocument(payment: payment, input: input, writer: writer)
        return try pages(
            document.body,
            on: Paper(
                .receipt, number: payment.outTradeNo, input.invoice, payment.amount,
                digest: input.digest, at: payment.paidAt, writer), writer)
    }
}

/// A receipt, block by block: what came, how, for what, and what is left to pay.
struct ReceiptDocument {
    let payment: Payment
    let input: InvoiceInput
    let writer: Writer

    private var theme: Theme { writer.theme }
    private var invoice: any FinalizedInvoice { input.invoice }

    var body: [Element] {
        let letterhead = Letterhead(
            writer: writer, issuer: invoice.seller.name, field: "seller.name", title: .receipt,
            number: payment.outTradeNo, state: .received, stateColour: theme.positive)
        let history = HistoryTable(history: input.history, zone: invoice.zone, writer: writer)
        return letterhead.elements + [
            overview, .spacer(16), writer.notice([standing]), .spacer(12),
            writer.parties(invoice), .spacer(16),
            writer.heading(.accountOf), .table(history.table), .spacer(16),
            writer.check([
                (
                    .receiptCheck,
                    [
                        "transaction": payment.transactionID, "number": invoice.number.text,
                    ]
                ), (.receiptNoFapiao, [:]),
            ]),
        ]
    }

    private var overview: Element {
        writer.overview(
            [.spans(writer.spans(.receivedAmount, theme.label))] + writer.headline(payment.amount),
            [
                (.paidAt, writer.plain(writer.clock(payment.paidAt, in: invoice.zone)), nil),
                (.channel, writer.spans(payment.channel.title, theme.body), nil),
                (.transaction, [Text.Span(payment.transactionID, theme.mono)], nil),
                (.orderNumber, [Text.Span(payment.outTradeNo, theme.mono)], nil),
                writer.reference(.invoice, invoice),
                (.invoiceTotal, writer.plain(writer.money(invoice.total)), nil),
            ])
    }

    /// What is left to pay after it.
    private var standing: PaymentNotice.Sentence {
        let due = input.account.due
        let zero = Amount.zero(invoice.currency)
        if due < zero {
            let values = ["amount": writer.money(-due)]
            return (.standsNote, { _ in values })
        }
        if due.isZero {
            let values = ["day": "\(invoice.zone.day(of: payment.paidAt))"]
            return (.paidNote, { _ in values })
        }
        let values = ["amount": writer.money(due), "day": "\(invoice.dueDay)"]
        return (input.isLate ? .leftWasDueBy : .leftDueBy, { _ in values })
    }
}
