import Catalog
import Credits
import GRDB
import Metering
import Money
import Rating
import Time

extension Invoicer {
    /// The credit that the invoices of a month may draw, by customer; of those alone that have any.
    ///
    /// - Parameters:
    ///   - mark: as the month stood when it was closed; nil where it is not.
    ///   - credit: as credit stood then; nil for what there is now.
    static func openCredit(
        _ db: Database, _ merchant: Merchant.ID, _ rated: RatedMonth,
        _ drafts: [Customer.ID: [Draft]], through mark: CloseMark?, as credit: CreditMark?,
        supposing catalog: [CatalogSupposition]
    ) throws -> [Customer.ID: OpenCredit] {
        let balances = Dictionary(
            grouping: try CreditBalance.fetchAll(db, merchant: merchant, as: credit)
                .filter {
                    try $0.liveFrom != nil && $0.left > .zero && drafts[$0.grant.customer] != nil
                },
            by: \.grant.customer)
        let zone = rated.history.zone
        let closed = try CloseMark(db, merchant, rated.month)
        // Customers whose grants begin or end at the same instant are rated together.
        var cuts: [Instant: Set<Customer.ID>] = [:]
        for (customer, balances) in balances {
            for item in try drafts[customer]!.flatMap({ try $0.items() }) {
                let span = item.span ?? item.service.instants(in: zone)
                for cut in CreditApplication.cuts(balances, from: span.from, to: span.to) {
                    cuts[cut, default: []].insert(customer)
                }
            }
        }
        var used: [Customer.ID: [OpenCredit.Used]] = [:]
        for (cut, customers) in cuts {
            let fees = try RatedMonth(
                db, merchant, rated.month, customers: customers, withEvidence: false, cut: false,
                through: mark, supposing: Supposition(catalog, end: cut)
            ).fees
            let hasLate = customers.contains { drafts[$0]!.contains { !$0.late.isEmpty } }
            let late =
                hasLate
                ? try LateUsage.months(
                    db, merchant, closing: rated.month, through: closed, until: cut) : []
            for customer in customers {
                used[customer, default: []].append(
                    OpenCredit.Used(
                        until: cut, fees: fees[customer] ?? [],
                        late: late.flatMap { $0.fees[customer] ?? [] }))
            }
        }
        return balances.reduce(into: [:]) {
            $0[$1.key] = OpenCredit($1.value, used: used[$1.key] ?? [], zone: zone)
        }
    }
}
