import Invoicing
import Money
import Rating
import Typesetting

/// Usage by day as stacked bars. Its figures stand in the table below it: lengths on paper only, no figure is
/// made here.
struct UsageChart {
    let usage: UsageByDay
    let theme: Theme
    let alt: String
    let width: Double
    let plot: Double

    /// For the scale's figures, where they are not longer than "1,600K".
    private static let leastGutter = 34.0
    private static let head = 6.0

    var drawing: Drawing {
        let scale = ChartScale(upTo: usage.steps.map(\.units).max() ?? .zero)
        let foot = Self.head + plot
        let longest = scale.ticks.map { Explanation.short($0).count }.max() ?? 0
        let gutter = max(Self.leastGutter, Double(longest) * 0.6 * theme.caption.size + 6)
        var shapes: [Drawing.Shape] = []
        for tick in scale.ticks {
            let y = foot - plot * scale.share(of: tick)
            shapes.append(.line([Point(gutter, y), Point(width, y)], Stroke(theme.line)))
            shapes.append(
                .text(
                    Explanation.short(tick), theme.caption, at: Point(gutter - 6, y + 2.5),
                    align: .trailing, within: gutter - 6))
        }
        let slot = (width - gutter) / Double(usage.steps.count)
        let bar = min(slot * 0.72, 40)
        for place in usage.steps.indices {
            let middle = gutter + slot * (Double(place) + 0.5)
            var level = 0.0
            for (number, part) in usage.parts.enumerated() where part.units[place] > .zero {
                let height = plot * scale.share(of: part.units[place])
                shapes.append(
                    .rect(
                        Rect(
                            x: middle - bar / 2, y: foot - level - height, width: bar,
                            height: height), fill: theme.series(number, of: usage)))
                level += height
            }
            if isLabelled(place) {
                shapes.append(
                    .text(
                        label(place), theme.caption, at: Point(middle, foot + 10), align: .centre))
            }
        }
        return Drawing(width: width, height: foot + 12, alt: alt, shapes)
    }

    /// A week apart, so that weeks can be seen; each month.
    private func isLabelled(_ place: Int) -> Bool {
        usage.steps[place].isMonth || usage.steps.count <= 10 || place % 7 == 0
    }

    private func label(_ place: Int) -> String {
        usage.steps[place].isMonth
            ? usage.steps[place].label : String(usage.steps[place].label.suffix(5))
    }
}

/// A scale from zero to a round figure: 0, half of it and all of it.
///
///     ChartScale(upTo: 107,000,000).ticks     // 0, 60,000,000, 120,000,000
struct ChartScale {
    let ticks: [Exact]

    /// Of a power of ten; their halves are round as well.
    private static let hundredths = [10, 12, 16, 20, 30, 40, 50, 60, 80]

    init(upTo most: Exact) {
        var unit = Exact.one
        while unit < most, let larger = try? unit.times(Exact(10)) { unit = larger }
        while let smaller = try? unit.shifted(right: 1), smaller >= most, !most.isZero {
            unit = smaller
        }
        let hundredth = (try? unit.shifted(right: 2)) ?? unit
        let top = ChartScale.hundredths.compactMap { try? hundredth.times(Exact($0)) }
            .first { $0 >= most }
        let all = top ?? unit
        let half = (try? all.divided(by: Exact(2), orTo: 12, .halfAwayFromZero)) ?? all
        ticks = [.zero, half, all]
    }

    /// Where a figure stands: 0 to 1.
    func share(of value: Exact) -> Double { value.length / ticks[2].length }
}

extension Exact {
    /// As a length, good to 15 digits.
    fileprivate var length: Double {
        var value = Double(coefficient)
        for _ in 0..<scale { value /= 10 }
        return value
    }
}
