public import Money

/// What an invoice comes to: coupons, then credits, then tax, then credit notes.
///
/// Coupons take effect one after the other on what is left: those for metrics, then for plans, then for
/// lines, then the others, each kind in the order given. A percentage is rounded once a line; a fixed
/// amount is allocated over its lines. Credits are drawn line by line. Tax is rounded once for each rate.
///
/// Lines of 8.00 and 2.00 with 10 % off, credits of 4.00 and 20 % tax: 10.00 − 1.00 − 4.00 = 5.00,
/// tax 1.00, total 6.00.
public struct InvoiceTotals: Sendable, Equatable {
    /// A line as coupons and credits see it.
    public struct Line: Sendable, Equatable {
        public let id: String
        public let amount: Amount
        public let type: String
        public let taxPercent: Exact
        public let plan: String?
        public let metric: String?

        public init(
            id: String, amount: Amount, type: String, taxPercent: Exact, plan: String? = nil,
            metric: String? = nil
        ) {
            self.id = id
            self.amount = amount
            self.type = type
            self.taxPercent = taxPercent
            self.plan = plan
            self.metric = metric
        }
    }

    /// Something taken off lines.
    public struct Coupon: Sendable, Equatable {
        public let id: String
        public let value: Value
        public let metrics: [String]
        public let plans: [String]
        public let lines: [String]

        /// How much: an amount over all its lines, or a share of each.
        public enum Value: Sendable, Equatable {
            case fixed(Amount)
            case percent(Exact)
        }

        public init(
            id: String, value: Value, metrics: [String] = [], plans: [String] = [],
            lines: [String] = []
        ) {
            self.id = id
            self.value = value
            self.metrics = metrics
            self.plans = plans
            self.lines = lines
        }

        /// Which kind of limit it has, the narrowest first.
        fileprivate var rank: Int {
            if !metrics.isEmpty { return 0 }
            if !plans.isEmpty { return 1 }
            return lines.isEmpty ? 3 : 2
        }

        fileprivate func applies(to line: Line) -> Bool {
            switch rank {
            case 0: line.metric.map(metrics.contains) ?? false
            case 1: line.plan.map(plans.contains) ?? false
            case 2: lines.contains(line.id)
            default: true
            }
        }
    }

    /// Credits that pay lines of certain types; of all where it names none.
    public struct Credit: Sendable, Equatable {
        public let id: String
        public let amount: Amount
        public let types: [String]

        public init(id: String, amount: Amount, types: [String] = []) {
            self.id = id
            self.amount = amount
            self.types = types
        }
    }

    /// What became of one line.
    public struct LineTotal: Sendable, Equatable {
        public let id: String
        public let discount: Amount
        public let credits: Amount
        public let net: Amount
    }

    public let subtotal: Amount
    public let discount: Amount
    public let credits: Amount
    public let tax: Amount
    /// Subtotal − discount − credits + tax.
    public let total: Amount
    /// The total less the credit notes, and never below nothing.
    public let due: Amount
    public let byLine: [LineTotal]

    /// - Throws: `MoneyError.tooLarge`, `MoneyError.doesNotFit`.
    public init(
        _ currency: Currency, lines: [Line], coupons: [Coupon] = [], credits grants: [Credit] = [],
        creditNotes: [Amount] = []
    ) throws(MoneyError) {
        subtotal = try lines.map(\.amount).checkedTotal(currency)
        let notes = try creditNotes.checkedTotal(currency)
        // What is owed and what is given are summed apart, so that neither can pass what fits.
        _ = try lines.map(\.amount).filter { !$0.isNegative }.checkedTotal(currency)
        var left = lines.map(\.amount)
        var discounts = [Amount](repeating: .zero(currency), count: lines.count)
        var paid = discounts
        let ordered = coupons.enumerated().sorted {
            ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
        }.map(\.element)
        for coupon in ordered {
            let places = lines.indices.filter { coupon.applies(to: lines[$0]) }
            let parts =
                switch coupon.value {
                case .fixed(let amount): try InvoiceTotals.share(amount, places, left)
                case .percent(let percent): try InvoiceTotals.share(percent, places, left)
                }
            InvoiceTotals.move(parts, places, from: &left, to: &discounts)
        }
        for grant in grants {
            let places = lines.indices.filter {
                grant.types.isEmpty || grant.types.contains(lines[$0].type)
            }
            // Drawn line by line, so that each draw can be named.
            var undrawn = max(.zero(currency), grant.amount)
            let parts = places.map { place in
                let part = min(undrawn, max(.zero(currency), left[place]))
                undrawn -= part
                return part
            }
            InvoiceTotals.move(parts, places, from: &left, to: &paid)
        }
        var tax = Amount.zero(currency)
        let rates = Dictionary(grouping: lines.indices) { lines[$0].taxPercent }
        for (percent, places) in rates {
            let base = places.map { left[$0] }.total(currency)
            tax += try PreciseAmount(base.exact.times(percent).shifted(right: 2), currency)
                .rounded(.halfAwayFromZero)
        }
        discount = discounts.total(currency)
        credits = paid.total(currency)
        self.tax = tax
        total = try (left.total(currency) + tax).checked()
        due = max(.zero(currency), total - notes)
        byLine = lines.indices.map {
            LineTotal(id: lines[$0].id, discount: discounts[$0], credits: paid[$0], net: left[$0])
        }
    }

    /// Up to `amount` over what is left of the lines that still cost something, by its size.
    private static func share(
        _ amount: Amount, _ places: [Int], _ left: [Amount]
    ) throws(MoneyError) -> [Amount] {
        let weights = places.map { max(0, left[$0].minorUnits) }
        let most = weights.reduce(0, +)
        let given = Amount(minorUnits: min(max(0, amount.minorUnits), most), amount.currency)
        if given.isZero { return places.map { _ in .zero(amount.currency) } }
        return try given.allocated(over: weights)
    }

    /// A share of each line that still costs something, rounded once.
    private static func share(
        _ percent: Exact, _ places: [Int], _ left: [Amount]
    ) throws(MoneyError) -> [Amount] {
        var parts: [Amount] = []
        for place in places {
            let line = left[place]
            let share = try PreciseAmount(
                line.exact.times(percent).shifted(right: 2), line.currency
            ).rounded(.halfAwayFromZero)
            parts.append(line.isNegative ? .zero(line.currency) : min(share, line))
        }
        return parts
    }

    private static func move(
        _ parts: [Amount], _ places: [Int], from left: inout [Amount], to taken: inout [Amount]
    ) {
        for (place, part) in zip(places, parts) {
            left[place] -= part
            taken[place] += part
        }
    }
}
