import Catalog
import GRDB
import Invoicing
import Metering
import Money
import Rating
import Time

extension MonthReview {
    /// What stops a rating is the review's `refusal`.
    ///
    /// - Parameter named: the price book to take instead of the one the plans name.
    static func of(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, costBook named: String?
    ) throws -> MonthReview {
        func refused(_ error: any Error) -> MonthReview {
            MonthReview(
                month: month, caps: [], anomalies: [], margin: nil, refusal: "\(error)")
        }
        do {
            return try rated(db, merchant, month, costBook: named)
        } catch let error as RatingError {
            return refused(error)
        } catch let error as CatalogError {
            return refused(error)
        }
    }

    private static func rated(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, costBook named: String?
    ) throws -> MonthReview {
        func rated(_ supposition: Supposition) throws -> RatedMonth {
            try RatedMonth(db, merchant, month, withEvidence: false, supposing: supposition)
        }
        let uncapped = Supposition().uncapped
        let all = try rated(uncapped)
        let caps = try CapUse.all(db, merchant, all, supposing: uncapped)
        // Unless billing stops at one of them, caps change nothing of what is billed.
        let stops = caps.contains { $0.cap.reaction == .stopBilling }
        let billed = stops ? try rated(Supposition()) : all
        let margin = try (named ?? book(of: billed.catalog.plans)).map { book in
            (
                book: book,
                rows: try Margin(
                    Revenue(db, merchant, billed),
                    cost: rated(Supposition([.cost(book: book, dimension: "model")])))
            )
        }
        return MonthReview(
            month: month, caps: caps, anomalies: try all.anomalies(db, merchant), margin: margin,
            refusal: nil)
    }
}
