import Catalog
import Credits
import Money

/// What a grant pays of a line, or gets back where the line is lowered.
struct CreditPart {
    let grant: CreditGrant.ID
    let kind: Invoice.Reduction.Kind
    /// In the currency of the line.
    let value: PreciseAmount
    /// In the grant's own unit.
    let drawn: Invoice.Reduction.Drawn

    init(
        grant: CreditGrant.ID, kind: Invoice.Reduction.Kind, value: PreciseAmount,
        drawn: Invoice.Reduction.Drawn
    ) {
        self.grant = grant
        self.kind = kind
        self.value = value
        self.drawn = drawn
    }

    /// Nil for a coupon.
    init?(_ reduction: Invoice.Reduction) {
        guard let drawn = reduction.drawn else { return nil }
        self.init(
            grant: CreditGrant.ID(reduction.code), kind: reduction.kind, value: reduction.precise,
            drawn: drawn)
    }

    func plus(_ other: CreditPart) throws(MoneyError) -> CreditPart {
        with(
            try value.exact.plus(other.value.exact), try drawn.amount.plus(other.drawn.amount))
    }

    /// A part of the value, and as much of the unit: all of it, or its share rounded down where the
    /// division does not end, since no more goes back than was drawn; nil where that is nothing.
    func part(_ part: Exact) throws(MoneyError) -> CreditPart? {
        let amount =
            try part == value.exact
            ? drawn.amount
            : drawn.amount.times(part).divided(
                by: value.exact, orTo: Quantity.decimals, .down)
        return amount.isZero ? nil : with(part, amount)
    }

    /// The same, going back.
    var negated: CreditPart { with(value.exact.negated, drawn.amount.negated) }

    private func with(_ value: Exact, _ amount: Exact) -> CreditPart {
        CreditPart(
            grant: grant, kind: kind, value: PreciseAmount(value, self.value.currency),
            drawn: .init(amount: amount, unit: drawn.unit))
    }
}
