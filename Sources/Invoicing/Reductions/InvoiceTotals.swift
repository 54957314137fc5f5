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

        var subject: CouponDiscount.Subject {
            CouponDiscount.Subject(line: id, plan: plan, metric: metric)
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
        _ currency: Currency, lines: [Line], coupons: [CouponDiscount] = [],
        credits grants: [Credit] = [],
        creditNotes: [Amount] = []
    ) throws(MoneyError) {
        subtotal = try lines.map(\.amount).checkedTotal(currency)
        let notes = try creditNotes.checkedTotal(currency)
        // What is owed and what is given are summed apart, so that neither can pass what fits.
        _ = try lines.map(\.amount).filter { !$0.isNegative }.checkedTotal(currency)
        var left = lines.map(\.amount)
        var discounts = [Amount](repeating: .zero(currency), count: lines.count)
        var paid = discounts
        for coupon in CouponDiscount.ordered(coupons) {
            let places = lines.indices.filter { coupon.applies(to: lines[$0].subject) }
            let parts = try coupon.parts(
                of: places.map { left[$0].exact }, scale: currency.minorUnitDigits)
            InvoiceTotals.move(
                try parts.map { part throws(MoneyError) in try Amount(part.description, currency) },
                places, from: &left, to: &discounts)
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

    private static func move(
        _ parts: [Amount], _ places: [Int], from left: inout [Amount], to taken: inout [Amount]
    ) {
        for (place, part) in zip(places, parts) {
            left[place] -= part
            taken[place] += part
        }
    }
}
