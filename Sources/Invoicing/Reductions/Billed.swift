import Catalog
import Money

/// What invoices billed of something, exactly, in the currency of its prices.
struct Billed {
    /// Before anything was taken off.
    private(set) var gross = Exact.zero
    /// Less what coupons took off and credit paid.
    private(set) var net = Exact.zero
    /// In the order they took effect; then what credit notes took off since.
    private(set) var coupons: [CouponPart] = []
    /// What grants paid of it, less what went back, in the order they paid.
    private(set) var draws: [CreditPart] = []

    init() {}

    init(gross: Exact, net: Exact) {
        self.gross = gross
        self.net = net
    }

    /// - Parameter corrected: the line as credit notes left it.
    init(_ line: Invoice.Line, corrected: Invoice.Line? = nil) throws(MoneyError) {
        gross = line.precise.exact
        net = try line.left().exact
        let reductions = (corrected ?? line).reductions
        coupons = reductions.filter { $0.drawn == nil }
            .map { CouponPart(kind: $0.kind, code: $0.code, name: $0.name, amount: $0.precise) }
        draws = reductions.compactMap(CreditPart.init)
    }

    /// The sum of both.
    func plus(_ other: Billed) throws(MoneyError) -> Billed {
        var sum = Billed(gross: try gross.plus(other.gross), net: try net.plus(other.net))
        sum.coupons = coupons
        for coupon in other.coupons {
            if let index = sum.coupons.firstIndex(where: { $0.code == coupon.code }) {
                sum.coupons[index].amount = try sum.coupons[index].amount.plus(coupon.amount)
            } else {
                sum.coupons.append(coupon)
            }
        }
        sum.draws = draws
        for draw in other.draws {
            if let index = sum.draws.firstIndex(where: { $0.grant == draw.grant }) {
                sum.draws[index] = try sum.draws[index].plus(draw)
            } else {
                sum.draws.append(draw)
            }
        }
        return sum
    }

    /// What goes back to its grants where `most` of it is given back: the last that paid gets back first.
    func putBack(upTo most: Exact) throws(MoneyError) -> [CreditPart] {
        var left = most
        var parts: [CreditPart] = []
        for draw in draws.reversed() where draw.value.exact > .zero {
            guard let part = try draw.part(min(left, draw.value.exact)) else { continue }
            left = try left.minus(part.value.exact)
            parts.append(part)
        }
        return parts
    }

    /// What of its coupons belongs to a part of it, as much as is left of `most`; the whole where all of
    /// it is given back, and else its share, at 12 decimals where the division has no end.
    func coupons(
        _ part: Exact, of whole: Exact, upTo most: Exact
    ) throws(MoneyError) -> [CouponPart] {
        var left = most
        var parts: [CouponPart] = []
        for coupon in coupons where coupon.amount.exact > .zero {
            let amount = min(left, try Billed.share(of: coupon.amount.exact, part, of: whole))
            left = try left.minus(amount)
            parts.append(
                CouponPart(
                    kind: coupon.kind, code: coupon.code, name: coupon.name,
                    amount: PreciseAmount(amount, coupon.amount.currency)))
        }
        return parts
    }

    private static func share(
        of amount: Exact, _ part: Exact, of whole: Exact
    ) throws(MoneyError) -> Exact {
        if part == whole { return amount }
        if let product = try? amount.times(part),
            let share = try? product.divided(
                by: whole, orTo: Quantity.decimals, .halfAwayFromZero)
        {
            return share
        }
        // Where the product has more digits than fit, the last ones are let go.
        func share(rounded places: Int) throws(MoneyError) -> Exact {
            let ratio = try part.rounded(toScale: places, .halfAwayFromZero)
                .divided(
                    by: whole.rounded(toScale: places, .halfAwayFromZero), scale: 18,
                    .halfAwayFromZero)
            return try amount.times(ratio, scale: Quantity.decimals, .halfAwayFromZero)
        }
        if let share = try? share(rounded: Quantity.decimals) { return share }
        return try share(rounded: Quantity.decimals / 2)
    }
}
