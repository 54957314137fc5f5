import Catalog
import Invoicing
import Money
import Time
import Typesetting

/// The pages behind an invoice: what each day used, how each price became an amount, and some of the events.
struct InvoiceAnnex {
    let invoice: Invoice
    let writer: Writer
    /// Nil for a draft, which has none to ask by.
    let number: Invoice.Number?

    /// As sentences have it: `bm explain …#1`
    private var name: String { number?.text ?? "…" }

    /// Charges with a table of days. An invoice of hundreds would be a book; `bm explain` has them all.
    static let mostCharges = 8

    private var theme: Theme { writer.theme }

    /// Nothing where the invoice bills no usage.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    func elements() throws(MoneyError) -> [Element] {
        var parts: [[Element]] = []
        for part in Theme.AnnexPart.allCases where theme.annex.contains(part) {
            switch part {
            case .usageByDay: parts += try usage()
            case .priceRules: parts.append(rules)
            case .conversions:
                parts.append(
                    ConversionTable(
                        conversions: try invoice.conversions(), invoice: invoice, name: name,
                        writer: writer
                    ).elements)
            case .events:
                parts.append(EventSample(invoice: invoice, name: name, writer: writer).elements)
            }
        }
        parts.removeAll(where: \.isEmpty)
        if parts.isEmpty { return [] }
        let of = number.map { writer.spans(.annexOf, theme.label, ["number": $0.text]) }
        return [
            .spacer(24), .pageBreak(unlessFree: 0.4),
            .spans(of ?? writer.spans(.draft, theme.label)), .spacer(6),
        ]
            + parts.joined(separator: [.spacer(18)])
    }

    /// The tables of days, under one heading.
    private func usage() throws(MoneyError) -> [[Element]] {
        let usage = try invoice.usageByDay()
        var parts = tables(Array(usage.prefix(Self.mostCharges))).map {
            UsageTable(usages: $0, invoice: invoice, writer: writer).elements
        }
        if parts.isEmpty { return [] }
        parts[0].insert(writer.heading(.usageByDay), at: 0)
        if usage.count > Self.mostCharges {
            let left = [
                "count": "\(usage.count - Self.mostCharges)", "number": name,
            ]
            parts[parts.count - 1] +=
                [.spacer(6)] + writer.stacked(.moreCharges, theme.label, left)
        }
        return parts
    }

    /// Charges of several lines by themselves, then those of one beside each other.
    private func tables(_ usage: [UsageByDay]) -> [[UsageByDay]] {
        var tables = usage.filter { $0.lines.count > 1 }.map { [$0] }
        for usage in usage where usage.lines.count == 1 {
            if let last = tables.last, last.count < UsageTable.mostColumns,
                last[0].lines.count == 1, last[0].isOfSameDays(as: usage)
            {
                tables[tables.count - 1].append(usage)
            } else {
                tables.append([usage])
            }
        }
        return tables
    }

    /// How the prices on this invoice work, in words; nothing where each line is units at one price.
    private var rules: [Element] {
        let sentences = PriceRules(invoice: invoice).phrases.map { ($0, [String: String]()) }
        if sentences.isEmpty { return [] }
        return [
            .together(
                spacing: 4,
                [writer.heading(.priceRules), writer.sentences(sentences, theme.label)])
        ]
    }
}
