import Catalog
import Checkout
import Money
import Settlement
import Typesetting

/// The steps from the opening balance to the net, in CNY: the rows of the table and the bars of the
/// chart.
struct Waterfall {
    struct Bar {
        let label: [Text.Span]
        /// One or two words, in the leading language, to stand below a bar.
        let short: String
        let amount: Amount
        /// A level reached, drawn from zero; else a movement, drawn from where the last one ended.
        let isTotal: Bool
    }

    let bars: [Bar]

    init(batch: SettlementBatch, writer: Writer) {
        let body = writer.theme.body
        var bars = [
            Bar(
                label: writer.spans(.opening, body), short: writer.text(.opening),
                amount: batch.opening, isTotal: false)
        ]
        for channel in Channel.allCases {
            let gross = batch.rows.filter { $0.kind == .payment && $0.channel == channel.rawValue }
                .map(\.amount).total(.cny)
            if gross.isZero { continue }
            let name = LocalizedText(english: channel.name, chinese: channel.chineseName)
            var spans = [
                Text.Span(
                    writer.wording.text(
                        .collected, writer.leading, ["channel": name[writer.leading]]), body)
            ]
            if let beside = writer.language.beside {
                spans.append(
                    Text.Span(
                        "  " + writer.wording.text(.collected, beside, ["channel": name[beside]]),
                        body.with(colour: writer.theme.ink2, size: body.size * 0.86)))
            }
            bars.append(
                Bar(label: spans, short: name[writer.leading], amount: gross, isTotal: false))
        }
        let fee = batch.total(.platformFee)
        if !fee.isZero {
            bars.append(
                Bar(
                    label: writer.spans(
                        .platformFee, body, ["percent": "\(batch.platformFeePercent)"]),
                    short: writer.text(.platformFeeShort), amount: fee, isTotal: false))
        }
        bars.append(
            Bar(
                label: writer.spans(.subscription, body),
                short: writer.text(.subscriptionShort), amount: batch.total(.subscription),
                isTotal: false))
        bars.append(
            Bar(
                label: writer.spans(.net, body), short: writer.text(.net), amount: batch.net,
                isTotal: true))
        self.bars = bars
    }
}

/// The waterfall as bars, each beginning where the last one ended.
struct WaterfallChart {
    let batch: SettlementBatch
    let writer: Writer

    private static let width = 499.28
    private static let height = 112.0

    var drawing: Drawing {
        let theme = writer.theme
        let bars = Waterfall(batch: batch, writer: writer).bars
        // Levels before and after each bar, in fen: lengths on paper only, no figure is made here.
        var level = 0.0
        var spans: [(from: Double, to: Double, bar: Waterfall.Bar)] = []
        for bar in bars {
            let value = Double(bar.amount.minorUnits)
            if bar.isTotal {
                spans.append((0, value, bar))
            } else {
                spans.append((level, level + value, bar))
                level += value
            }
        }
        let top = max(spans.map { max($0.from, $0.to) }.max() ?? 0, 1)
        let bottom = min(spans.map { min($0.from, $0.to) }.min() ?? 0, 0)
        let labels = 14.0
        let scale = (Self.height - 2 * labels - 4) / (top - bottom)
        func y(_ value: Double) -> Double { labels + (top - value) * scale }
        let slot = Self.width / Double(spans.count)
        let barWidth = min(slot * 0.56, 56)
        var shapes: [Drawing.Shape] = [
            .line([Point(0, y(0)), Point(Self.width, y(0))], Stroke(theme.line))
        ]
        for (index, span) in spans.enumerated() {
            let x = slot * Double(index) + (slot - barWidth) / 2
            let high = max(span.from, span.to)
            let colour =
                span.bar.isTotal
                ? theme.accent
                : span.bar.amount.isNegative ? theme.negative : theme.ink3
            shapes.append(
                .rect(
                    Rect(
                        x: x, y: y(high), width: barWidth,
                        height: max(abs(span.to - span.from) * scale, 0.75)),
                    radius: 1, fill: colour))
            if index + 1 < spans.count {
                let nextX = slot * Double(index + 1) + (slot - barWidth) / 2
                shapes.append(
                    .line(
                        [Point(x + barWidth, y(span.to)), Point(nextX, y(span.to))],
                        Stroke(theme.line, dash: [2, 2])))
            }
            shapes.append(
                .text(
                    writer.minus(span.bar.amount.grouped), theme.caption.with(colour: theme.ink2),
                    at: Point(x + barWidth / 2, y(high) - 4), align: .centre))
            shapes.append(
                .text(
                    span.bar.short, theme.caption.with(colour: theme.ink2),
                    at: Point(x + barWidth / 2, Self.height - 3), align: .centre))
        }
        let alt = bars.map { bar in
            "\(bar.label.first?.text ?? "") \(bar.amount)"
        }.joined(separator: "; ")
        return Drawing(width: Self.width, height: Self.height, alt: alt, shapes)
    }
}
