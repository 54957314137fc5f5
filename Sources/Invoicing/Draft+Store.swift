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
        // As it was known when the month before was closed.
        let known = try CloseMark.versionBeforeRestating(db, merchant, rated.month).map {
            try MerchantHistory(db, merchant, through: rated.month, knowing: $0)
        }
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
}

extension Invoicer.Draft {
    /// As it is billed to a customer who stands so: without coupons that have lowered as many invoices as
    /// they may.
    ///
    /// - Parameter invoice: counts the invoices kept before that row; all when nil.
    public func billed(
        _ db: Database, to standing: Standing, before invoice: Int64? = nil
    ) throws -> Self {
        var draft = self
        draft.standing = standing
        draft.coupons = try coupons.filter { coupon in
            guard let most = coupon.invoices else { return true }
            return try Invoice.uses(
                db, of: coupon.code, by: customer.id, before: invoice ?? .max) < most
        }
        return draft
    }
}
