public import Catalog
import Checkout
import Invoicing
import Money
import Time
public import Typesetting

extension Studio {
    /// The pages of a reminder of one overdue invoice.
    ///
    /// - Parameters:
    ///   - input: the invoice as it stands.
    ///   - open: all invoices of the customer of which something is left to pay, this one among them.
    /// - Throws: `TypesettingError`.
    public func reminder(
        of input: InvoiceInput, among open: [InvoiceInput], language: DocumentLanguage? = nil
    ) throws(TypesettingError) -> Pages {
        let writer = writer(language ?? input.invoice.language)
        let document = ReminderDocument(input: input, open: open, writer: writer)
        return try pages(
            document.body,
            on: Paper(
                .reminder, input.invoice, input.account.due, digest: input.digest, at: input.asOf,
                writer), writer)
    }
}

/// A reminder, block by block: what is late and since when, how to pay it, and all else that is open.
struct ReminderDocument {
    let input: InvoiceInput
    let open: [InvoiceInput]
    let writer: Writer

    private var theme: Theme { writer.theme }
    private var invoice: any FinalizedInvoice { input.invoice }

    var body: [Element] {
        let letterhead = Letterhead(
            writer: writer, issuer: invoice.seller.name, field: "seller.name", title: .reminder,
            number: invoice.number.text, state: .overdue, stateColour: theme.negative)
        let payment = PaymentBlock(input: input, writer: writer)
        let parties = writer.parties(invoice, codes: payment.codes)
        return letterhead.elements + [overview, .spacer(16)]
            + (payment.notice.map { [$0, .spacer(12)] } ?? []) + [
                parties, .spacer(16), writer.heading(.openInvoices), .table(table),
            ]
    }

    private var overview: Element {
        let late = ["day": "\(invoice.dueDay)", "count": "\(days(input))"]
        return writer.overview(
            [.spans(writer.spans(.amountOverdue, theme.label))] + writer.headline(input.account.due)
                + writer.stacked(.lateBy, theme.quiet, late),
            [
                (.invoice, writer.plain(invoice.number.text), nil),
                (.issued, writer.plain("\(invoice.zone.day(of: invoice.issuedAt))"), nil),
                (.invoiceTotal, writer.plain(writer.money(invoice.total)), nil),
                (.paidSoFar, writer.plain(writer.money(input.account.paid)), nil),
                (.asOf, writer.plain(writer.clock(input.asOf, in: invoice.zone)), nil),
            ] + writer.purchaseOrder(of: invoice))
    }

    /// How many days an invoice is late; below one where it is not.
    private func days(_ input: InvoiceInput) -> Int {
        input.invoice.zone.day(of: input.asOf).sinceEpoch - input.invoice.dueDay.sinceEpoch
    }

    /// Every open invoice of the customer with its age, and what they come to.
    private var table: Table {
        let currency = invoice.currency
        let own = open.filter { $0.invoice.currency == currency }
        let total = theme.table.total
        return Table(
            columns: [
                .init(.flexible(), headsRows: true), .init(.fixed(84)), .init(.fixed(84)),
                .init(.fixed(76), align: .trailing), .init(.fixed(90), align: .trailing),
            ],
            head: [
                writer.head(.invoice), writer.head(.issued), writer.head(.dueDay),
                writer.head(.daysLate), .init(currency.code),
            ],
            rows: own.map { item in
                .init(
                    .item,
                    [
                        .init(item.invoice.number.text),
                        .init("\(item.invoice.zone.day(of: item.invoice.issuedAt))"),
                        .init("\(item.invoice.dueDay)"),
                        .init(days(item) > 0 ? "\(days(item))" : "–"),
                        .init(item.account.due.grouped),
                    ])
            } + [
                writer.sum(
                    .total, writer.spans(.leftNow, total),
                    own.map(\.account.due).total(currency), columns: 3)
            ],
            style: theme.table,
            closing: [
                .spacer(16),
                writer.check([
                    (.reminderSentence, ["email": invoice.seller.email]),
                    (.noticeCheck, ["number": invoice.number.text]), (.notFapiao, [:]),
                ]),
            ])
    }
}
