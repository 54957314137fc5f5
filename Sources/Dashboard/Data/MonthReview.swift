import Catalog
import Invoicing
import Metering
import Money
import Rating
import Time

/// What a month says only when it is rated once more: what its customers' caps hold, what is not like their own usage,
/// and what it earned beside what suppliers take.
struct MonthReview: Sendable {
    let month: Month
    let caps: [CapUse]
    let anomalies: [Anomaly]
    /// Nil where no book has suppliers' prices.
    let margin: (book: String, rows: Margin)?
    /// Why there is none of the above: the month cannot be rated.
    let refusal: String?

    /// The book that most of the plans' charges name; of several the first by name.
    static func book(of plans: [Plan]) -> String? {
        var counts: [String: Int] = [:]
        for charge in plans.flatMap(\.charges) {
            if case .tokens(let tokens) = charge.price, let book = tokens.book {
                counts[book.code, default: 0] += 1
            }
        }
        return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
    }
}
