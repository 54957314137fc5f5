public import Catalog
public import GRDB
import Metering
public import Rating
import Time

extension Invoicer {
    /// The drafts of all customers of a rated month, by customer and then day; none where the
    /// merchant only records usage.
    public static func drafts(
        _ db: Database, _ merchant: Merchant.ID, _ rated: RatedMonth
    ) throws -> [Customer.ID: [Draft]] {
        if rated.catalog.merchant.billing == .`self` { return [:] }
        let known = try knownBefore(db, merchant, rated)
        var drafts: [Customer.ID: [Draft]] = [:]
        let customers = Set(
            (rated.history.subscriptions + (known?.subscriptions ?? [])).map(\.customer))
        for customer in customers.sorted() {
            drafts[customer] = self.drafts(customer, rated, known: known)
        }
        let late = try LateUsage.months(
            db, merchant, closing: rated.month, through: CloseMark(db, merchant, rated.month))
        try add(late, to: &drafts, rated.history)
        return drafts
    }

    /// The history as it was known when the month before was closed; nil where the catalog has not
    /// been stated anew since, or nothing was closed.
    private static func knownBefore(
        _ db: Database, _ merchant: Merchant.ID, _ rated: RatedMonth
    ) throws -> MerchantHistory? {
        guard let mark = try CloseMark(db, merchant, rated.month.previous),
            try CatalogVersion.all(db, merchant).contains(where: { $0.number > mark.lastVersion })
        else { return nil }
        return try MerchantHistory(
            db, merchant, through: rated.month, knowing: mark.lastVersion)
    }
}

extension Invoicer.Draft {
    /// Without coupons that have lowered as many invoices as they may.
    ///
    /// - Parameter invoice: counts the invoices kept before that row; all when nil.
    public func withOpenCoupons(_ db: Database, before invoice: Int64? = nil) throws -> Self {
        var draft = self
        draft.coupons = try coupons.filter { coupon in
            guard let most = coupon.invoices else { return true }
            return try Invoice.uses(
                db, of: coupon.code, by: customer.id, before: invoice ?? .max) < most
        }
        return draft
    }
}
