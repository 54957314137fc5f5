import Money

extension Charge {
    /// What the charge says, a line a rule, in the order it takes effect.
    ///
    ///     the first 100 seconds of a month cost nothing
    ///     graduated, each unit at the price of its own tier
    ///       up to 1,000: 0.50 each
    public func words(_ metric: BillableMetric) -> [String] {
        let unit = metric.unit.english
        var lines: [String] = []
        if let conversion = terms.conversion {
            let sign = conversion.operation == .divide ? "÷" : "×"
            let rounding =
                conversion.rounding.map { ", rounded \($0.rawValue) to whole ones" } ?? ""
            lines.append("measured \(unit) \(sign) \(conversion.factor)\(rounding)")
        }
        if !terms.included.isZero {
            lines.append(
                "the first \(terms.included.grouped(minimumScale: 0)) \(unit) of a period cost nothing"
            )
        }
        lines += price.words(unit: unit)
        if terms.multiplier != .one { lines.append("every unit price × \(terms.multiplier)") }
        if !terms.discountPercent.isZero { lines.append("less \(terms.discountPercent) %") }
        if let maximum = terms.maximum {
            lines.append("at most \(maximum.grouped(minimumScale: 2)) a period")
        }
        if let minimum = terms.minimum {
            lines.append("at least \(minimum.grouped(minimumScale: 2)) a period")
        }
        if !groupBy.isEmpty {
            lines.append("a line for each " + groupBy.joined(separator: " and "))
        }
        return lines
    }
}

extension BillableMetric {
    /// How events become the quantity: `sum of seconds over events “call” whose status is ok or slow`.
    public var words: String {
        let what =
            switch aggregation {
            case .count: "number"
            case .sum(let field): of("sum", field)
            case .max(let field): of("largest value", field)
            case .latest(let field, let recurs):
                of("last value", field) + (recurs ? ", carried over" : "")
            case .uniqueCount(let field, let operation, let recurs):
                "different values of \(field)"
                    + (operation.map { ", added and removed by \($0)" } ?? "")
                    + (recurs ? ", carried over" : "")
            case .weightedSum(let field, let per, let recurs):
                of("level", field) + " held by \(per.rawValue)" + (recurs ? ", carried over" : "")
            case .tokens(let fields):
                "tokens by class (\(fields.names.joined(separator: ", ")); the input "
                    + (fields.inputIncludesCache ? "includes" : "does not include")
                    + " cached ones)"
            }
        let rounded =
            rounding.map {
                ", \($0.function.rawValue) at \($0.precision) decimals"
            } ?? ""
        let filter = filter.map { "\($0.dimension) is \($0.values.joined(separator: " or "))" }
        return "\(what) over events “\(event)”"
            + (filter.isEmpty ? "" : " whose " + filter.joined(separator: " and ")) + rounded
    }

    private func of(_ what: String, _ field: String) -> String {
        field == BillableMetric.quantityField ? what : "\(what) of \(field)"
    }
}
