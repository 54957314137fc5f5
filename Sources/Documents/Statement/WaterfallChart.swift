import Catalog
import Money
import Settlement
import Typesetting

/// The waterfall as bars, each beginning where the last one ended.
///
/// What is converted is drawn as tall as the net it was converted from: one money at the locked
/// rate, then in the payout's currency, which the chart names where it begins.
struct WaterfallChart {
    let batch: SettlementBatch
    let writer: Writer

    private static let plot = 84.0
    /// Above the bars: the currencies, then the amounts.
    private static let head = 24.0

    /// A bar from one level to another, in fen of the net.
    private struct Span {
        let bar: Waterfall.Bar
        let from: Double
        let to: Double
        var high: Double { max(from, to) }
    }

    private var theme: Theme { writer.theme }
    private var caption: TextStyle { theme.caption.with(colour: theme.ink2) }
    private var languages: [Catalog.Language] {
        [writer.leading] + (writer.language.beside.map { [$0] } ?? [])
    }

    var drawing: Drawing {
        let spans = spans(Waterfall(batch: batch, writer: writer).bars)
        let top = max(spans.map(\.high).max() ?? 0, 1)
        let bottom = min(spans.map { min($0.from, $0.to) }.min() ?? 0, 0)
        let scale = Self.plot / (top - bottom)
        let foot = Self.head + Self.plot
        func y(_ level: Double) -> Double { Self.head + (top - level) * scale }
        let slot = theme.width / Double(spans.count)
        let barWidth = min(slot * 0.56, 56)
        func middle(_ index: Int) -> Double { slot * (Double(index) + 0.5) }

        var shapes: [Drawing.Shape] = [
            .line([Point(0, y(0)), Point(theme.width, y(0))], Stroke(theme.line))
        ]
        shapes += currencies(spans.map(\.bar), slot: slot, foot: foot)
        for (index, span) in spans.enumerated() {
            let x = middle(index)
            shapes.append(
                .rect(
                    Rect(
                        x: x - barWidth / 2, y: y(span.high), width: barWidth,
                        height: max(abs(span.to - span.from) * scale, 0.75)),
                    radius: 1, fill: colour(span.bar, isLast: index + 1 == spans.count)))
            if index + 1 < spans.count {
                shapes.append(
                    .line(
                        [
                            Point(x + barWidth / 2, y(span.to)),
                            Point(middle(index + 1) - barWidth / 2, y(span.to)),
                        ], Stroke(theme.line, dash: [2, 2])))
            }
            shapes.append(
                .text(
                    writer.minus(span.bar.amount.grouped), caption,
                    at: Point(x, y(span.high) - 4), align: .centre, within: slot - 4))
            for (line, language) in languages.enumerated() {
                shapes.append(
                    .text(
                        span.bar.short[language], caption,
                        at: Point(x, foot + 11 + 9 * Double(line)), align: .centre))
            }
        }
        let alt = spans.map { "\($0.bar.label[writer.leading]) \($0.bar.amount)" }
            .joined(separator: "; ")
        let height = foot + 5 + 9 * Double(languages.count)
        return Drawing(width: theme.width, height: height, alt: alt, shapes)
    }

    /// Levels before and after each bar: lengths on paper only, no figure is made here.
    private func spans(_ bars: [Waterfall.Bar]) -> [Span] {
        let net = Double(batch.net.minorUnits)
        let converted = batch.converted + batch.spread
        let rate = converted.isZero ? 1 : net / Double(converted.minorUnits)
        var level = 0.0
        return bars.map { bar in
            let value = Double(bar.amount.minorUnits) * (bar.isConverted ? rate : 1)
            let start = bar.kind == .movement ? level : 0
            level = start + value
            return Span(bar: bar, from: start, to: level)
        }
    }

    /// The currency of the bars below it, and a rule where another begins.
    private func currencies(
        _ bars: [Waterfall.Bar], slot: Double, foot: Double
    ) -> [Drawing.Shape] {
        var shapes: [Drawing.Shape] = [
            .text(batch.net.currency.code, theme.caption, at: Point(0, 8))
        ]
        if let first = bars.firstIndex(where: \.isConverted) {
            let x = slot * Double(first)
            shapes += [
                .line([Point(x, 0), Point(x, foot)], Stroke(theme.line)),
                .text(batch.currency.code, theme.caption, at: Point(x + 4, 8)),
            ]
        }
        return shapes
    }

    private func colour(_ bar: Waterfall.Bar, isLast: Bool) -> Colour {
        if bar.amount.isNegative { return theme.negative }
        if isLast { return theme.accent }
        return bar.kind == .movement ? theme.ink3 : theme.ink2
    }
}
