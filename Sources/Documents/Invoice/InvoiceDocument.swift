public import Catalog
import Checkout
import FX
import Invoicing
import Money
import Rating
import Time
public import Typesetting

extension Studio {
    /// The pages of an invoice.
    ///
    /// - Parameter language: the customer's own when nil.
    /// - Throws: `TypesettingError`.
    public func invoice(
        _ input: InvoiceInput, language: DocumentLanguage? = nil
    ) throws(TypesettingError) -> Pages {
        let writer = writer(language ?? input.invoice.language)
        let paper = Paper(
            input.title, number: input.number == nil ? "\(input.invoice.customer)" : nil,
            input.invoice, input.headline, digest: input.number == nil ? nil : input.digest,
            at: input.asOf, writer)
        // One page of two, not one less of many.
        return try airy((InvoiceDocument.air, 6), upTo: 2) { air throws(TypesettingError) in
            let document = InvoiceDocument(input: input, writer: writer, air: air)
            return try pages(document.elements, on: paper, writer, electronic: input.electronic)
        }
    }
}

/// An invoice, block by block, from top to bottom.
struct InvoiceDocument {
    let input: InvoiceInput
    let writer: Writer
    /// Between the blocks, in points.
    let air: Double
    /// What it is where there is room.
    static let air = 16.0

    var invoice: any FinalizedInvoice { input.invoice }
    var theme: Theme { writer.theme }

    var elements: [Element] {
        let head =
            letterhead.elements + [
                overview, .spacer(max(air, 10)), payAndParties, .spacer(air),
            ]
        let closing =
            [.spacer(air)] + history + otherPlans + writer.terms(air) + [check] + writer.footer
        let annex = annex
        // Without an annex to share a page with, what closes it takes the totals along.
        if annex.isEmpty { return head + [.table(table(closing: closing))] }
        return head + [.table(table(closing: []))] + closing + annex
    }

    /// What stands behind it.
    private var annex: [Element] {
        guard case .usage(let invoice) = input.content else { return [] }
        do {
            return try InvoiceAnnex(
                invoice: invoice, writer: writer,
                number: input.number
            ).elements()
        } catch {
            preconditionFailure(
                "the figures of \(invoice.number) fitted when it was billed: \(error)")
        }
    }

    private func table(closing: [Element]) -> Table {
        switch input.content {
        case .usage(let invoice):
            InvoiceTable(invoice: invoice, writer: writer, air: air, total: sumLabel)
                .table(closing: closing)
        case .credit(let sale):
            SaleTable(sale: sale, writer: writer, total: sumLabel).table(closing: closing)
        }
    }

    /// Due is only what nobody has paid, credited or voided.
    private var sumLabel: Phrase {
        if input.edition == .draft { return .estimatedTotal }
        return input.account.due == invoice.total ? .total : .invoiceTotal
    }

    private var letterhead: Letterhead {
        let (state, colour): (Phrase, Colour) =
            switch input.state {
            case .due: (.due, theme.warning)
            case .overdue: (.overdue, theme.negative)
            case .partlyPaid:
                input.isLate ? (.partlyPaidLate, theme.negative) : (.partlyPaid, theme.warning)
            case .paid: (.paid, theme.positive)
            case .credited: (.credited, theme.ink2)
            case .void: (.void, theme.negative)
            }
        let (word, dot): (Phrase, Colour) =
            switch input.edition {
            case .issued: (state, colour)
            case .preview: (.preview, theme.negative)
            case .draft: (.draft, theme.warning)
            }
        return Letterhead(
            writer: writer, issuer: invoice.seller.name, field: "seller.name",
            title: input.title,
            number: input.number?.text, state: word,
            stateColour: dot)
    }

    /// The amount, the largest thing on the page, beside what it is for.
    private var overview: Element {
        let total = ["total": writer.money(invoice.total)]
        var left =
            [.spans(writer.spans(headlineLabel, theme.label))] + writer.headline(input.headline)
        if input.edition == .draft {
            left += writer.stacked(.draftDue, theme.quiet, ["day": "\(invoice.dueDay)"])
        } else if input.account.due > .zero(invoice.currency) {
            if input.account.due != invoice.total {
                left += writer.stacked(.leftOf, theme.quiet, total)
            }
            left.append(
                .spans(
                    writer.spans(
                        input.isLate ? .wasDueBy : .dueBy, theme.quiet,
                        ["day": "\(invoice.dueDay)"])))
        } else if input.headline != invoice.total {
            left += writer.stacked(.nothingOf, theme.quiet, total)
        }
        let issued: Writer.Fact = (
            input.edition == .draft ? .asOf : .issued,
            writer.plain("\(invoice.zone.day(of: invoice.issuedAt))"), nil
        )
        let facts: [Writer.Fact] =
            switch input.content {
            case .usage(let invoice):
                [
                    (.period, writer.plain(invoice.days.description), nil), issued,
                    (.plan, writer.spans(invoice.planName, theme.body), "plan.name"),
                ]
            case .credit(let sale):
                [issued, (.creditGrant, [Text.Span(sale.grant.text, theme.mono)], nil)]
            }
        return writer.overview(
            left,
            facts + writer.purchaseOrder(of: invoice) + fapiaos
                + writer.facts(invoice.lock, isLocked: input.edition != .draft), theme.fields)
    }

    /// What the largest figure is: it is another one once something was paid.
    private var headlineLabel: Phrase {
        if input.edition == .draft { return .estimatedTotal }
        return switch input.state {
        case .due, .overdue, .credited, .void: .amountDue
        case .partlyPaid: .leftNow
        case .paid: .invoiceTotal
        }
    }

    private var fapiaos: [Writer.Fact] {
        input.fapiaos.map {
            (.fapiao, [Text.Span("\($0.number)", theme.mono)], nil)
        }
    }

    /// The codes beside the parties, or the sentence in their place above them.
    private var payAndParties: Element {
        let payment = PaymentBlock(input: input, writer: writer)
        let parties = writer.parties(invoice, codes: payment.codes)
        return payment.notice.map { .stack(spacing: 12, [$0, parties]) } ?? parties
    }

    /// What became of the invoice, where that is more than one payment of all of it.
    private var history: [Element] {
        if !input.history.isNotable { return [] }
        let table = HistoryTable(history: input.history, zone: invoice.zone, writer: writer)
        return [writer.heading(.since), .table(table.table), .spacer(air)]
    }

    /// What other plans would have cost, where its plan names some.
    private var otherPlans: [Element] {
        guard case .usage(let invoice) = input.content, let comparison = invoice.comparison else {
            return []
        }
        let table = ComparisonTable(invoice: invoice, comparison: comparison, writer: writer)
        return table.elements + [.spacer(air)]
    }

    /// How anyone can check what is printed.
    private var check: Element {
        var sentences = writer.conversion(.fxSentence, invoice)
        switch input.content {
        case .usage(let invoice):
            let sources = Set(invoice.lines.compactMap { $0.explanation?.priceSource }).sorted()
            if !sources.isEmpty {
                sentences.append((.priceSource, ["source": sources.joined(separator: ", ")]))
            }
            // A draft has no number to ask by.
            if let number = input.number {
                let hasUsage = invoice.lines.contains { $0.evidence != nil }
                sentences.append(
                    (hasUsage ? .evidenceSentence : .noticeCheck, ["number": number.text]))
            }
        case .credit(let sale):
            sentences.append((.saleCheck, ["customer": sale.customer.text]))
        }
        sentences.append((.notFapiao, [:]))
        return writer.check(sentences)
    }
}
