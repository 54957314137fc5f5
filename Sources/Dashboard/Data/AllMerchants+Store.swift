import Catalog
import Checkout
import GRDB
import Ledger
import Metering
import Settlement
import Time

/// What stands in the ledger by time, by channel or by book, and so is read once for all merchants.
struct AllMerchants {
    let asOf: Instant
    /// The price book with the suppliers' prices; nil for those that plans name.
    let costBook: String?
    /// By merchant.
    let catalogs: [MerchantCatalog]
    let usage: [Merchant.ID: [UsageCalendar]]
    let payments: [Merchant.ID: [Payment]]
    let refunds: [Merchant.ID: [Refund]]
    let sides: Sides
    let entries: EntriesBySource

    /// - Throws: `CatalogError.unknownPriceBook`.
    init(_ db: Database, asOf: Instant, costBook: String?) throws {
        if let costBook, try !PriceBook.codes(db).contains(costBook) {
            throw CatalogError.unknownPriceBook(costBook)
        }
        self.asOf = asOf
        self.costBook = costBook
        catalogs = try MerchantCatalog.merchants(db).map {
            try MerchantCatalog(db, $0, at: asOf)
        }
        usage = try UsageCalendar.all(
            db,
            zones: Dictionary(
                uniqueKeysWithValues: catalogs.map { ($0.merchant.id, $0.merchant.zone) }))
        payments = Dictionary(
            grouping: try Payment.fetchAll(db).filter { $0.paidAt <= asOf }, by: \.merchant)
        refunds = Dictionary(
            grouping: try Refund.fetchAll(db).filter { $0.refundedAt <= asOf },
            by: \.payment.merchant)
        sides = try Clearing.sides(db, asOf: asOf)
        entries = try EntriesBySource(db)
    }
}
