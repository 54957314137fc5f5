public import Money

extension EInvoice {
    /// How much at which price: `quantity × amount ÷ base` is what a line costs before anything is taken off it,
    /// exactly.
    ///
    /// A line is rounded once and as a whole, so its price is stated for all its units where that of one of them
    /// does not end:
    ///
    ///     2 seats, CNY 116.32                 2 at 58.16 for 1
    ///     25,483,758 tokens, CNY 521.85       25,483,758 at 521.85 for 25,483,758
    ///     a base fee given back, CNY −72.70   −1 at 72.70 for 1
    public struct Price: Sendable, Hashable {
        /// BT-129: below zero where money goes back.
        public let quantity: Exact
        /// BT-130, and of BT-149 too.
        public let unit: UnitCode
        /// BT-146: never below zero (BR-27).
        public let amount: Exact
        /// BT-149: above zero.
        public let base: Exact

        /// - Parameters:
        ///   - gross: what the line costs before anything is taken off it.
        ///   - units: what it counts, below zero where some of it is taken back.
        init(_ gross: Amount, units: Exact, _ unit: UnitCode) {
            let size = gross.exact.magnitude
            guard !units.isZero, gross.isZero || units.isNegative == gross.isNegative else {
                // Nothing is counted, or more of it is money back: no price of a unit says that.
                quantity = gross.isNegative ? Exact.one.negated : .one
                self.unit = .one
                amount = size
                base = .one
                return
            }
            quantity = units
            self.unit = unit
            let one = Price.ofOne(size, units.magnitude, gross.currency)
            amount = one ?? size
            base = one == nil ? units.magnitude : .one
        }

        /// What one costs, where that ends within two more decimals than the currency has.
        private static func ofOne(_ all: Exact, _ units: Exact, _ currency: Currency) -> Exact? {
            let scale = currency.minorUnitDigits + 2
            guard let one = try? all.divided(by: units, scale: scale, .down),
                let product = try? one.times(units), product == all
            else { return nil }
            return one
        }
    }
}
