import Catalog
public import Invoicing
import Money
import Time

extension EInvoice {
    /// A credit note with the invoice that it corrects.
    ///
    /// Each of its lines is the invoice's line of the same number, once, at the money that it is lowered by: what
    /// went back to credit was no money of the invoice either.
    public init(_ note: CreditNote, of invoice: Invoice) {
        precondition(
            note.invoice == invoice.number && note.merchant == invoice.merchant,
            "note \(note.number) of \(note.invoice), with \(invoice.number)")
        let words = Words(language: invoice.language)
        self.init(
            kind: .creditNote, number: note.number, issued: note.zone.day(of: note.issuedAt),
            due: nil, purchaseOrder: invoice.buyer.purchaseOrder, currency: note.currency,
            notes: words.reason(note) + words.conversion(.note, invoice)
                + words.snapshot(note.digest) + words.notRedFapiao,
            preceding: Preceding(
                number: invoice.number.text, issued: invoice.zone.day(of: invoice.issuedAt)),
            seller: .seller(invoice.seller, in: words.leading),
            buyer: .buyer(invoice.buyer, invoice.customer, in: words.leading), period: nil,
            paymentMeans: nil, paymentTerms: words.destination(note.refundTo),
            lines: note.lines.map { words.line($0, of: invoice) },
            taxes: note.taxes(of: invoice).map(Tax.init), net: note.net, tax: note.tax,
            total: note.total)
    }
}

extension Words {
    /// A line of a note: what is lowered, at what it is lowered by.
    func line(_ line: CreditNote.Line, of invoice: Invoice) -> EInvoice.Line {
        guard let lowered = invoice.lines.first(where: { $0.number == line.number }) else {
            preconditionFailure("\(invoice.number) has no line \(line.number)")
        }
        let maker = LineMaker(billed: lowered, zone: invoice.zone, words: self)
        return EInvoice.Line(
            number: line.number, note: value(line), item: lowered.charge?.text, name: maker.name,
            attributes: maker.attributes,
            price: EInvoice.Price(line.amount, units: .one, .one), period: maker.period,
            adjustments: [], rate: EInvoice.TaxRate(lowered.taxPercent), net: line.amount)
    }

    /// `USD 3.00 less, of which 1.00 goes back to credit`
    private func value(_ line: CreditNote.Line) -> String {
        let value = "\(line.value.currency.code) \(line.value.exact.grouped(minimumScale: 2))"
        if line.credit.isZero { return self("\(value) less", "冲减 \(value)") }
        let credit = line.credit.exact.grouped(minimumScale: 2)
        return self(
            "\(value) less, of which \(credit) goes back to credit",
            "冲减 \(value)，其中 \(credit) 退回额度")
    }
}
