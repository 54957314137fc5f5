/// A matrix without a default: a combination that is not listed has no price and stops the bill.
enum MatrixGap: LintRule {
    static let name = "matrix_gap"
    static let about =
        "A matrix has no default: a combination that is not listed has no price. Warning."

    static func findings(_ subject: LintSubject) -> [LintFinding] {
        subject.charges.compactMap { item in
            guard case .matrix(let matrix) = item.charge.price, matrix.other == nil,
                !matrix.cells.contains(where: \.values.isEmpty)
            else { return nil }
            return finding(
                .warning, at: item.price,
                "a combination of \(matrix.dimensions.joined(separator: " and ")) that is not listed "
                    + "has no price in \(item.label)",
                advice: "add a default, or a price for each combination there can be")
        }
    }
}

/// A matrix price that an earlier one takes every combination from, or that the metric lets no event
/// through to.
enum MatrixOverlap: LintRule {
    static let name = "matrix_overlap"
    static let about =
        "An earlier price of a matrix holds for all that a later one names, or the "
        + "metric's filter lets none of it through. Warning."

    static func findings(_ subject: LintSubject) -> [LintFinding] {
        subject.charges.flatMap { item -> [LintFinding] in
            guard case .matrix(let matrix) = item.charge.price else { return [] }
            let nodes = item.price["prices"]?.items ?? []
            return matrix.cells.indices.compactMap { index in
                let values = matrix.cells[index].values
                let earlier = matrix.cells[..<index].firstIndex { cell in
                    cell.values.allSatisfy { values[$0.key] == $0.value }
                }
                if let earlier {
                    return finding(
                        .warning, at: nodes[index],
                        "the price before it, number \(earlier + 1), holds for every combination this "
                            + "one names in \(item.label)",
                        advice: "put the narrower price first, or take one of them out")
                }
                let barred = item.metric.filter.first { filter in
                    values[filter.dimension].map { !filter.values.contains($0) } ?? false
                }
                guard let barred else { return nil }
                return finding(
                    .warning, at: nodes[index],
                    "\(item.metric.code) counts events whose \(barred.dimension) is "
                        + "\(barred.values.joined(separator: " or ")) only, so this price of "
                        + "\(item.label) is never paid",
                    advice: "take the price out, or the value into the metric's filter")
            }
        }
    }
}

/// Quiet hours that begin where they end hold all day, and leave the prices beside them to nobody.
enum OffPeakAllDay: LintRule {
    static let name = "off_peak_all_day"
    static let about = "Quiet hours begin where they end and hold all day. Warning."

    static func findings(_ subject: LintSubject) -> [LintFinding] {
        subject.charges.compactMap { item in
            guard case .tokens(let tokens) = item.charge.price, case .own(let own) = tokens.prices,
                let offPeak = own.offPeak, offPeak.hours.contains(where: { $0.from == $0.to })
            else { return nil }
            return finding(
                .warning, at: item.price["off_peak"] ?? item.price,
                "the quiet hours of \(item.label) begin where they end, so they hold all day and the "
                    + "bands outside them are never paid",
                advice: "write other hours, or take off_peak out")
        }
    }
}
