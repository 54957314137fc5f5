import Catalog
import Credits
public import FX
import Metering
public import Money
import Rating
public import Time

/// Turns the fees of a period into invoices.
public enum Invoicer {
    /// Whether anything on it costs something. Days that cost nothing get no invoice.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public static func isDue(_ draft: Draft) throws(MoneyError) -> Bool {
        if !draft.recurring.isEmpty || draft.fees.contains(where: { !$0.amount.isZero }) {
            return true
        }
        if draft.late.contains(where: { !$0.amount.isZero }) { return true }
        return try draft.commitments().contains { !$0.amount.isZero }
    }

    /// The invoice: fees at fixed days, then usage in the order of the plan's charges, then late
    /// usage, each line less what coupons take off it and credit pays of it.
    ///
    /// A base fee in advance is billed for the period to come: an invoice of May carries May's usage
    /// and June's fee, and May's fee too, by days, when the subscription began inside May.
    ///
    /// - Parameter lock: from the plan's currency to `currency`; nil where they are the same.
    /// - Throws: `MoneyError.doesNotFit`, `.tooLarge`.
    public static func invoice(
        _ draft: Draft, number: Invoice.Number, issuedAt: Instant, currency: Currency,
        lock: FXLock?
    ) throws(MoneyError) -> Invoice {
        let merchant = draft.catalog.merchant
        let plan = draft.plan
        precondition(
            lock != nil || plan.currency == currency, "no lock from \(plan.currency) to \(currency)"
        )
        let lines = try self.lines(draft, tax: merchant.tax.percent) {
            amount throws(MoneyError) in
            guard let lock else { return try amount.rounded(.halfAwayFromZero) }
            return try lock.rounded(amount)
        }
        let invoice = Invoice(
            number: number, merchant: merchant.id, customer: draft.customer.id, month: draft.month,
            days: draft.days, zone: merchant.zone, issuedAt: issuedAt,
            dueDay: merchant.zone.day(of: issuedAt).advanced(by: merchant.paymentTermsDays),
            currency: currency, pricingCurrency: plan.currency, lock: lock,
            seller: Invoice.Party(merchant), buyer: Invoice.Party(draft.customer),
            planName: plan.name, catalogVersion: draft.catalog.version,
            language: draft.customer.language, lines: lines,
            taxes: try taxes(lines, merchant.tax, currency), comparison: draft.comparison)
        _ = try invoice.total.checked()
        return invoice
    }

    /// What would be billed, in the currency of its prices, with no number of its own.
    ///
    /// - Throws: `MoneyError.doesNotFit`, `.tooLarge`.
    static func unissued(_ draft: Draft) throws(MoneyError) -> Invoice {
        try invoice(
            draft, number: Invoice.Number(day: draft.days.to, counter: 0),
            issuedAt: draft.catalog.merchant.zone.start(of: draft.days.to),
            currency: draft.plan.currency, lock: nil)
    }

    private static func lines(
        _ draft: Draft, tax: Exact, _ rounded: (PreciseAmount) throws(MoneyError) -> Amount
    ) throws(MoneyError) -> [Invoice.Line] {
        let items = try draft.items()
        let reduced = try LineReductions(draft.coupons, items, draft.standing)
        let leftOver = try reduced.left(of: items)
        let credit = try draft.standing.credit?.parts(of: items, left: leftOver)
        var lines: [Invoice.Line] = []
        for (index, item) in items.enumerated() {
            let before = PreciseAmount(
                try draft.standing.billed(before: item).net, item.amount.currency)
            let paid = try rounded(before)
            func amount(_ left: PreciseAmount) throws(MoneyError) -> Amount {
                try rounded(before.plus(left)) - paid
            }
            var left = item.amount
            var rest = try amount(left)
            var reductions: [Invoice.Reduction] = []
            func take(
                _ kind: Invoice.Reduction.Kind, _ code: String, _ name: LocalizedText,
                _ part: PreciseAmount, _ drawn: Invoice.Reduction.Drawn? = nil
            ) throws(MoneyError) {
                left = try left.minus(part)
                // Each is what the rounded line is less for it, so that the printed figures add up.
                let less = try amount(left)
                reductions.append(
                    Invoice.Reduction(
                        kind: kind, code: code, name: name, precise: part, amount: rest - less,
                        drawn: drawn))
                rest = less
            }
            for coupon in reduced.byItem[index] {
                try take(coupon.kind, coupon.code, coupon.name, coupon.amount)
            }
            let back = try draft.standing.creditGivenBack(
                by: item, left: leftOver[index], beside: lines)
            for part in (credit?[index] ?? []) + back.map(\.negated) {
                try take(
                    part.kind, part.grant.text,
                    LocalizedText(english: part.grant.text, chinese: part.grant.text), part.value,
                    part.drawn)
            }
            lines.append(
                item.line(
                    number: lines.count + 1, amount: rest, reductions: reductions, tax: tax))
        }
        return lines
    }

    /// One rounding per rate, on the sum of that rate's lines.
    private static func taxes(
        _ lines: [Invoice.Line], _ tax: Merchant.Tax, _ currency: Currency
    ) throws(MoneyError) -> [Invoice.Tax] {
        let base = try lines.map(\.amount).checkedTotal(currency)
        let exact = try base.exact.times(tax.percent).shifted(right: 2)
        return [
            Invoice.Tax(
                name: tax.name, percent: tax.percent, base: base,
                amount: try PreciseAmount(exact, currency).rounded(.halfAwayFromZero))
        ]
    }
}
