import Catalog
import Money

extension Invoice.Line {
    /// The line as a note leaves it: less its value, and with as much less drawn as went back to credit, the
    /// last grant that paid first.
    ///
    /// - Parameters:
    ///   - code: the note's number.
    ///   - value: what it took off, in the currency of the prices.
    ///   - credit: the part of it that went back to credit.
    func corrected(
        by code: String, value: Exact, credit: Exact
    ) throws(MoneyError) -> Invoice.Line {
        var reductions = self.reductions
        var left = credit
        for index in reductions.indices.reversed() where left > .zero {
            guard let draw = CreditPart(reductions[index]), draw.value.exact > .zero else {
                continue
            }
            let part = min(left, draw.value.exact)
            left = try left.minus(part)
            let back = try draw.part(part) ?? draw
            reductions[index] = Invoice.Reduction(
                kind: draw.kind, code: reductions[index].code, name: reductions[index].name,
                precise: PreciseAmount(
                    try draw.value.exact.minus(part), precise.currency),
                amount: reductions[index].amount,
                drawn: .init(
                    amount: try draw.drawn.amount.minus(back.drawn.amount), unit: draw.drawn.unit))
        }
        reductions.append(
            Invoice.Reduction(
                kind: .creditNote, code: code, name: LocalizedText(english: code, chinese: code),
                precise: PreciseAmount(value, precise.currency), amount: .zero(amount.currency)))
        return Invoice.Line(
            number: number, kind: kind, name: name, service: service, charge: charge,
            metric: metric, unit: unit, group: group, units: units, precise: precise,
            reductions: reductions, amount: amount, taxPercent: taxPercent,
            explanation: explanation, proration: proration, evidence: evidence, span: span,
            days: days)
    }
}
