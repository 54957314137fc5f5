/// A price book that the ledger does not have, or a model of the merchant's events without a price in
/// it: their invoice will stop there.
enum UnknownPrice: LintRule {
    static let name = "unknown_price"
    static let about =
        "The ledger does not have the price book, or the book does not price a model that "
        + "customers of the plan have used. Error."

    static func findings(_ subject: LintSubject) -> [LintFinding] {
        var found: [LintFinding] = []
        for item in subject.charges {
            guard case .tokens(let tokens) = item.charge.price, let book = tokens.book else {
                continue
            }
            let node = item.price["price_book"] ?? item.price
            if subject.facts.missingBooks.contains(book.code) {
                found.append(
                    finding(
                        .error, at: node,
                        "\(item.label) names the price book \(book.code), which the ledger does not "
                            + "have",
                        advice: "import it with bm pricing import FILE --book \(book.code)"))
                continue
            }
            for model in subject.models(item, book.dimension) {
                guard let what = gap(subject.facts, book.code, model) else { continue }
                found.append(
                    finding(
                        .error, at: node,
                        "events name \(model), which has \(what) in \(book.code), so \(item.label) "
                            + "cannot be billed",
                        advice: "import a table that prices it"))
            }
        }
        return found
    }

    private static func gap(_ facts: LintFacts, _ book: String, _ model: String) -> String? {
        switch facts.prices[book]?[model]?.entry.state {
        case nil: "no entry"
        case .unpriced: "an entry without a price"
        case .zero: "a price of zero that is not said to be free"
        case .priced, .free: nil
        }
    }
}
