public import Catalog
import Metering
public import Money
public import Rating

/// What a month's usage brings beside what the supplier takes for it, by customer and by model.
///
///     let cost = try RatedMonth(
///         db, "mer_1", may, supposing: Supposition([.cost(book: "litellm", dimension: "model")]))
///     try Margin(revenue, cost: cost).byCustomer[0].margin      // USD 96.20
public struct Margin: Sendable {
    /// The lowest margin first, then those that are not known whole.
    public let byCustomer: [Row]
    /// By model; nil for what is of none, base fees among it.
    public let byModel: [Row]

    /// A customer or a model.
    public struct Row: Sendable {
        public let name: String?
        /// By currency.
        public let revenue: [PreciseAmount]
        /// What is known of the cost, in the currency of price books.
        public let cost: PreciseAmount
        /// Usage whose cost is not known; it is in `revenue` and not in `cost`.
        public let unknown: [Unknown]
        /// Revenue less the known cost: the margin, or the most that it can be. Nil where revenue is
        /// in another currency than the cost.
        public let atMost: PreciseAmount?
        /// Of the revenue, in hundredths, to two decimals; nil without a margin or revenue.
        public let percent: Exact?

        /// Nil where it is not known.
        public var margin: PreciseAmount? { unknown.isEmpty ? atMost : nil }
        /// Whether it cost more than it brought, whatever else is unknown.
        public var isNegative: Bool { atMost?.isNegative ?? false }
    }

    /// Usage without a supplier's price.
    public struct Unknown: Sendable, Equatable {
        public let customer: Customer.ID
        /// Nil where it is not of a model.
        public let model: String?
        /// Nil for tokens that the book does not price.
        public let metric: BillableMetric.ID?
        public let units: Quantity
    }

    /// - Parameters:
    ///   - cost: the same month under `CatalogSupposition.cost`.
    ///   - dimension: names the model where no charge says which does.
    /// - Throws: `MoneyError.doesNotFit`.
    public init(
        _ revenue: Revenue, cost: RatedMonth, dimension: String = "model"
    ) throws(MoneyError) {
        var cells: [Cell] = []
        // The names that cost charges group by are those that tell models apart.
        let names = Set(cost.catalog.plans.flatMap(\.charges).flatMap(\.groupBy) + [dimension])
        for (customer, lines) in revenue.lines {
            for line in lines {
                let model = line.group.first { names.contains($0.dimension) }?.value
                var cell = Cell(customer: customer, model: model, revenue: [line.amount])
                if let metric = line.metric, !line.units.isZero, !revenue.isTokens(metric) {
                    cell.unknown = [
                        Unknown(customer: customer, model: model, metric: metric, units: line.units)
                    ]
                }
                cells.append(cell)
            }
        }
        for (customer, fees) in cost.fees {
            for fee in fees {
                cells.append(
                    Cell(
                        customer: customer, model: fee.usage.group.first?.value,
                        cost: fee.amount.exact))
            }
        }
        for error in cost.unpriced {
            guard case .unpricedModel(let model, _, _, let customer, _, let tokens, _) = error
            else { preconditionFailure("a charge at cost: \(error)") }
            cells.append(
                Cell(
                    customer: customer, model: model,
                    unknown: [
                        Unknown(customer: customer, model: model, metric: nil, units: tokens)
                    ]))
        }
        byCustomer = try Margin.rows(cells) { $0.customer.text }
        byModel = try Margin.rows(cells) { $0.model }
    }

    private struct Cell {
        let customer: Customer.ID
        let model: String?
        var revenue: [PreciseAmount] = []
        var cost = Exact.zero
        var unknown: [Unknown] = []
    }

    private static func rows(
        _ cells: [Cell], by name: (Cell) -> String?
    ) throws(MoneyError) -> [Row] {
        var rows: [Row] = []
        for (name, cells) in Dictionary(grouping: cells, by: name) {
            var cost = Exact.zero
            for cell in cells { cost = try cost.plus(cell.cost) }
            rows.append(
                try Row(
                    name, revenue: cells.flatMap(\.revenue).byCurrency(),
                    cost: PreciseAmount(cost, .usd),
                    unknown: cells.flatMap(\.unknown).sorted {
                        $0.order.lexicographicallyPrecedes($1.order)
                    }))
        }
        return rows.sorted { $0.precedes($1) }
    }
}

extension Margin.Row {
    fileprivate init(
        _ name: String?, revenue: [PreciseAmount], cost: PreciseAmount, unknown: [Margin.Unknown]
    ) throws(MoneyError) {
        self.name = name
        self.revenue = revenue
        self.cost = cost
        self.unknown = unknown
        let whole = revenue.allSatisfy { $0.currency == cost.currency }
        let earned = revenue.amount(in: cost.currency)
        atMost = whole ? try earned.minus(cost) : nil
        if let atMost, unknown.isEmpty, earned.exact > .zero {
            percent = try atMost.exact.times(Exact(100))
                .divided(by: earned.exact, scale: 2, .halfAwayFromZero)
        } else {
            percent = nil
        }
    }

    fileprivate func precedes(_ other: Self) -> Bool {
        func rank(_ row: Self) -> Int { row.margin != nil ? 0 : row.atMost != nil ? 1 : 2 }
        if rank(self) != rank(other) { return rank(self) < rank(other) }
        if let a = atMost?.exact, let b = other.atMost?.exact, a != b { return a < b }
        return (name ?? "") < (other.name ?? "")
    }
}

extension Margin.Unknown {
    fileprivate var order: [String] {
        [customer.text, metric?.text ?? "", model ?? "", units.description]
    }
}

extension Revenue {
    /// Whether a metric counts tokens by class, which a book can price.
    fileprivate func isTokens(_ code: BillableMetric.ID) -> Bool {
        metrics.contains {
            guard $0.code == code, case .tokens = $0.aggregation else { return false }
            return true
        }
    }
}
