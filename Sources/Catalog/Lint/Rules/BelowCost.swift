import Money

/// Token prices below what the supplier asks: multiplier × the book's markup, less the discount, is
/// below one.
enum BelowCost: LintRule {
    static let name = "below_cost"
    static let about =
        "Multiplier × the book's markup, less the discount, is below one. Warning; "
        + "without a ledger, where the markup is not known, a note."

    static func findings(_ subject: LintSubject) throws(MoneyError) -> [LintFinding] {
        var found: [LintFinding] = []
        for item in subject.charges {
            guard case .tokens(let tokens) = item.charge.price, let book = tokens.book else {
                continue
            }
            let terms = item.charge.terms
            let kept = try Exact(100).minus(terms.discountPercent).shifted(right: 2)
            let markup = subject.facts.markups[book.code]
            let factor = try terms.multiplier.times(markup ?? .one).times(kept)
            guard factor < .one else { continue }
            let discount = terms.discountPercent.isZero ? "" : " × \(kept) after the discount"
            let place = terms.multiplier < .one ? "multiplier" : "discount_percent"
            found.append(
                finding(
                    // Without the ledger the book's markup is not known, and may make up for it.
                    markup == nil ? .note : .warning, at: item.node[place] ?? item.price,
                    "\(item.label) sells at \(factor) of the prices of \(book.code): multiplier "
                        + "\(terms.multiplier) × markup \(markup?.description ?? "1, if it has none")"
                        + discount,
                    advice: "raise the multiplier, or import the table with a markup"))
        }
        return found
    }
}
