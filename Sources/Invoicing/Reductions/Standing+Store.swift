public import Catalog
public import Credits
public import GRDB
public import Metering
import Money
public import Rating
import Time

extension Invoicer {
    /// How the customers of drafts stand before the first invoice of the month.
    ///
    /// - Parameters:
    ///   - mark: as the month stood when it was closed; nil where it is not.
    ///   - credit: as credit stood then; nil for what there is now.
    public static func standings(
        _ db: Database, _ merchant: Merchant.ID, _ rated: RatedMonth,
        _ drafts: [Customer.ID: [Draft]], through mark: CloseMark? = nil, as credit: CreditMark?,
        supposing catalog: [CatalogSupposition] = []
    ) throws -> [Customer.ID: Standing] {
        let open = try openCredit(
            db, merchant, rated, drafts, through: mark, as: credit, supposing: catalog)
        var standings: [Customer.ID: Standing] = [:]
        for (customer, drafts) in drafts {
            standings[customer] = Standing(
                credit: open[customer],
                billed: try billed(db, merchant, customer, before: rated.month, drafts))
        }
        return standings
    }

    /// The lines of a customer's invoices of the months before, where something of them may be given back;
    /// none where nothing is.
    static func billed(
        _ db: Database, _ merchant: Merchant.ID, _ customer: Customer.ID, before month: Month,
        _ drafts: [Draft]
    ) throws -> [Invoice.Line] {
        let givesBack = try drafts.contains { try $0.items().contains(where: \.amount.isNegative) }
        guard givesBack else { return [] }
        return try Invoice.fetchAll(db, merchant: merchant, customer: customer)
            .filter { $0.invoice.month < month }
            .sorted { $0.id < $1.id }
            .flatMap(\.invoice.lines)
    }
}
