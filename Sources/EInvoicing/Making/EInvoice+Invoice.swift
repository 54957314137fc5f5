import Catalog
public import Invoicing
import Money
import Time

extension EInvoice {
    /// A finalized invoice of usage and fees.
    public init(_ invoice: Invoice) {
        let words = Words(language: invoice.language)
        self.init(
            invoice, words,
            period: Period(first: invoice.days.from, last: invoice.days.to.advanced(by: -1)),
            lines: invoice.lines.map {
                LineMaker(billed: $0, zone: invoice.zone, words: words).line
            },
            conversion: words.conversion(.lines, invoice))
    }

    /// A sale of credit. It bills no days: what is sold is used later.
    public init(_ sale: TopUpInvoice) {
        let words = Words(language: sale.language)
        self.init(
            sale, words, period: nil, lines: [words.line(sale)],
            conversion: words.conversion(.sale, sale))
    }

    /// What both have.
    private init(
        _ invoice: some FinalizedInvoice, _ words: Words, period: Period?, lines: [Line],
        conversion: [String]
    ) {
        let isDue = !invoice.total.isZero
        self.init(
            kind: .invoice, number: invoice.number.text,
            issued: invoice.zone.day(of: invoice.issuedAt), due: invoice.dueDay,
            purchaseOrder: invoice.buyer.purchaseOrder, currency: invoice.currency,
            notes: conversion + words.snapshot(invoice.digest) + words.notFapiao,
            preceding: nil, seller: .seller(invoice.seller, in: words.leading),
            buyer: .buyer(invoice.buyer, invoice.customer, in: words.leading), period: period,
            paymentMeans: isDue ? .online : nil,
            paymentTerms: words.terms(invoice), lines: lines,
            taxes: invoice.taxes.map(Tax.init), net: invoice.subtotal,
            tax: invoice.taxes.map(\.amount).total(invoice.currency), total: invoice.total)
    }
}

extension EInvoice.PaymentMeans {
    /// The codes that stand on the document.
    static let online = EInvoice.PaymentMeans(code: "68", name: "WeChat Pay, Alipay")
}

extension EInvoice.Tax {
    init(_ tax: Invoice.Tax) {
        self.init(rate: EInvoice.TaxRate(tax.percent), base: tax.base, amount: tax.amount)
    }
}
