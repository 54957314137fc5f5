import Catalog
import Money

/// What coupons take off the lines of an invoice, exactly, in the currency of the prices.
///
/// A share is taken of each line and not rounded: the line is, once, with the rest of it. A fixed
/// amount is allocated over its lines, to the minor unit.
struct LineReductions {
    /// What is taken off each item, in the order it takes effect.
    let byItem: [[CouponPart]]

    init(
        _ coupons: [Coupon], _ items: [LineItem], _ standing: Standing
    ) throws(MoneyError) {
        var byItem = [[CouponPart]](repeating: [], count: items.count)
        // All that is more than nothing of the whole, and was not before.
        var left = try items.map { item throws(MoneyError) in
            let before = try standing.billed(before: item).gross
            return try max(.zero, before.plus(item.amount.exact)).minus(max(.zero, before))
        }
        for discount in CouponDiscount.ordered(coupons.map(\.discount)) {
            let coupon = coupons.first { $0.code.text == discount.id }!
            let places = items.indices.filter { discount.applies(to: items[$0].subject) }
            let parts = try discount.parts(of: places.map { left[$0] }, scale: nil)
            for (place, part) in zip(places, parts) where !part.isZero {
                left[place] = try left[place].minus(part)
                byItem[place].append(
                    CouponPart(
                        code: coupon.code.text, name: coupon.name,
                        amount: PreciseAmount(part, items[place].amount.currency)))
            }
        }
        for (index, item) in items.enumerated() where item.amount.isNegative {
            let beside = zip(items, byItem).prefix(index).map { $0.line($1) }
            byItem[index] += try standing.couponsGivenBack(by: item, beside: beside)
                .map {
                    CouponPart(
                        kind: $0.kind, code: $0.code, name: $0.name,
                        amount: PreciseAmount($0.amount.exact.negated, $0.amount.currency))
                }
        }
        self.byItem = byItem
    }

    /// What is left of each item.
    func left(of items: [LineItem]) throws(MoneyError) -> [PreciseAmount] {
        var left: [PreciseAmount] = []
        for (item, taken) in zip(items, byItem) {
            var rest = item.amount
            for part in taken { rest = try rest.minus(part.amount) }
            left.append(rest)
        }
        return left
    }
}

extension Coupon {
    fileprivate var discount: CouponDiscount {
        let value: CouponDiscount.Value =
            switch self.value {
            case .percent(let percent): .percent(percent)
            case .fixed(let amount): .fixed(amount)
            }
        return CouponDiscount(
            id: code.text, value: value, metrics: metrics.map(\.text), plans: plans.map(\.text),
            lines: lines.map(\.rawValue))
    }
}

extension LineItem {
    fileprivate var subject: CouponDiscount.Subject {
        CouponDiscount.Subject(line: lineKind, plan: plan?.text, metric: metric?.text)
    }

    /// As coupons call it; what makes up for usage that was committed to counts as usage.
    private var lineKind: String {
        switch kind {
        case .baseFee: Coupon.LineKind.baseFee.rawValue
        case .seat: Coupon.LineKind.seat.rawValue
        case .addOn: Coupon.LineKind.addOn.rawValue
        case .usage, .lateUsage, .commitment: Coupon.LineKind.usage.rawValue
        }
    }
}
