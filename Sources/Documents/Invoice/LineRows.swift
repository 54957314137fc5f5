import Catalog
import Invoicing
import Metering
import Money
import Rating
import Time
import Typesetting

/// One line of an invoice: what it bills, the steps of its price, and the events behind it.
struct LineRows {
    let line: Invoice.Line
    let writer: Writer
    /// Whether it says what it bills; its dimensions alone where that stands above it.
    let isNamed: Bool
    /// The merchant's, in which days are told.
    let zone: Zone

    private var theme: Theme { writer.theme }

    var rows: [Table.Row] {
        var rows: [Table.Row] = [
            .init(
                .item,
                [
                    .init(spans: title, field: "line \(line.number)"),
                    .init(writer.minus(line.units.grouped)), .init(spans: price),
                    .init(writer.minus(line.precise.exact.grouped(minimumScale: 2))),
                    .init(writer.minus(line.gross.grouped)),
                ])
        ]
        if let dates = line.dates(in: zone) {
            rows.append(.init(.detail, [.init(spans: [Text.Span(dates, theme.label)], columns: 5)]))
        }
        if line.kind == .lateUsage {
            let days = ["days": line.serviceText]
            rows.append(
                .init(
                    .detail,
                    [.init(spans: writer.spans(.lateUsage, theme.label, days), columns: 5)]))
        }
        // Two languages of a plan and of what it is for would not fit one line.
        if line.isRecurring, writer.language.beside != nil {
            rows.append(.init(.detail, [.init(spans: recurring(theme.label), columns: 5)]))
        }
        if let explanation = line.explanation {
            rows += StepWriter(writer: writer, explanation: explanation, unit: line.unit).rows
        }
        if let proration = line.proration {
            let days = ["days": "\(proration.days)", "period": "\(proration.periodDays)"]
            let calculation =
                " · \(proration.full.exact.grouped(minimumScale: 2)) × "
                + "\(proration.days) / \(proration.periodDays)"
            rows.append(
                .init(
                    .detail,
                    [
                        .init(
                            spans: writer.spans(.prorated, theme.label, days)
                                + [Text.Span(calculation, theme.label)], columns: 3)
                    ]))
        }
        for reduction in line.reductions {
            let sign = reduction.isGivenBack ? "+" : "−"
            rows.append(
                .init(
                    .detail,
                    [
                        .init(
                            spans: writer.spans(label(reduction), theme.label)
                                + [Text.Span(" · ", theme.label)]
                                + writer.spans(reduction.name, theme.label)
                                + drawn(reduction), columns: 3),
                        .init(sign + reduction.size.precise.exact.grouped(minimumScale: 2)),
                        .init(
                            (reduction.amount.isZero ? "" : sign) + reduction.size.amount.grouped),
                    ]))
        }
        if let evidence = line.evidence {
            let digest = "\(evidence.digest.prefix(8))…\(evidence.digest.suffix(4))"
            let count = ["count": Quantity(count: evidence.events).grouped]
            rows.append(
                .init(
                    .note,
                    [
                        .init(
                            spans: [Text.Span("#\(line.number) · ", theme.caption)]
                                + writer.spans(.evidence, theme.caption, count)
                                + [Text.Span(" · ", theme.caption)]
                                + writer.spans(.digest, theme.caption, ["digest": digest]),
                            columns: 5)
                    ]))
        }
        return rows
    }

    /// The line where its steps go on over a page break; of a long title the beginning, as all of
    /// it stands where the line begins.
    var reference: [Text.Span] {
        [Text.Span(" · #\(line.number) ", theme.quiet)]
            + cut(title).map {
                Text.Span($0.text, $0.style.with(colour: theme.ink2), in: $0.language)
            }
    }

    private func cut(_ spans: [Text.Span]) -> [Text.Span] {
        var left = 60
        var result: [Text.Span] = []
        for span in spans {
            guard span.text.count > left else {
                result.append(span)
                left -= span.text.count
                continue
            }
            result.append(Text.Span(span.text.prefix(left) + "…", span.style, in: span.language))
            break
        }
        return result
    }

    /// What it bills.
    var title: [Text.Span] {
        if line.isRecurring {
            let name = writer.spans(line.name, theme.body)
            if writer.language.beside != nil { return name }
            return name + [Text.Span(" · ", theme.body)] + recurring(theme.body)
        }
        if line.kind == .commitment {
            return writer.spans(line.name, theme.body) + [Text.Span(" · ", theme.body)]
                + writer.spans(.commitment, theme.body)
        }
        var spans: [Text.Span] = []
        for value in line.group {
            if !spans.isEmpty { spans.append(Text.Span(" · ", theme.quiet)) }
            if let text = value.value {
                spans.append(Text.Span(text, theme.body, in: .english))
            } else {
                spans += writer.spans(.noValue, theme.body, ["name": value.dimension])
            }
        }
        if !isNamed { return spans }
        let between = spans.isEmpty ? [] : [Text.Span(" · ", theme.quiet)]
        return writer.spans(line.name, theme.body) + between + spans + writer.unit(of: line)
    }

    private func label(_ reduction: Invoice.Reduction) -> Phrase {
        switch reduction.kind {
        case .coupon: .coupon
        case .paidCredit: .paidCredit
        case .promotionalCredit: .promotionalCredit
        case .creditNote: .creditedBefore
        }
    }

    /// ` · 250 points`, where credit is drawn in a unit of its own.
    private func drawn(_ reduction: Invoice.Reduction) -> [Text.Span] {
        guard let drawn = reduction.drawn, drawn.unit != line.precise.currency.code else {
            return []
        }
        let amount = drawn.amount.magnitude.grouped(minimumScale: 0)
        return [Text.Span(" · \(amount) \(drawn.unit)", theme.label)]
    }

    /// What is due at fixed days, and for which of them.
    private func recurring(_ style: TextStyle) -> [Text.Span] {
        let phrase: Phrase =
            switch line.kind {
            case .seat: .seats
            case .addOn: .addOn
            case .baseFee, .usage, .lateUsage, .commitment: .baseFee
            }
        let givenBack =
            line.precise.isNegative
            ? [Text.Span(" · ", style)] + writer.spans(.givenBack, style) : []
        return writer.spans(phrase, style) + [Text.Span(" · \(line.serviceText)", style)]
            + givenBack
    }

    /// The price where there is one for all units; else how it is made up.
    private var price: [Text.Span] {
        guard let explanation = line.explanation else {
            return writer.plain(line.unitFee?.exact.grouped(minimumScale: 2) ?? "")
        }
        guard let step = explanation.steps.first else { return [] }
        let price = step.rate.words
        switch step.subject {
        case .units, .share: return writer.plain(price)
        case .tier: return writer.spans(.graduated, theme.body)
        case .volume: return writer.spans(.volume, theme.body)
        case .packages:
            return writer.plain(price + " / ") + writer.spans(.package, theme.body)
        case .blocks: return writer.plain(price + " / ") + writer.spans(.block, theme.body)
        case .tokens: return writer.spans(.byClass, theme.body)
        case .events, .eventMinimum, .eventMaximum, .eventAmounts, .discount, .maximum, .minimum,
            .alreadyBilled, .spendCap, .commitment, .overage:
            return []
        }
    }
}
