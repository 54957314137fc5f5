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
    ) throws -> [Standing.Line] {
        let givesBack = try drafts.contains { try $0.items().contains(where: \.amount.isNegative) }
        guard givesBack else { return [] }
        return try Invoice.fetchAll(db, merchant: merchant, customer: customer)
            .filter { $0.invoice.month < month }
            .sorted { $0.id < $1.id }
            .flatMap { try Standing.lines(db, $0, before: month) }
    }
}

extension Standing {
    /// The lines of an invoice, with what notes and a void took off them before a month was closed.
    fileprivate static func lines(
        _ db: Database, _ stored: StoredInvoice, before month: Month
    ) throws -> [Line] {
        let lines = stored.invoice.lines
        if let void = try InvoiceVoid.fetch(db, invoice: stored.id), void.closedThrough < month {
            return try lines.map { line in
                Line(
                    billed: line,
                    corrected: try line.corrected(
                        by: "void", value: line.afterCoupons, credit: line.drawn))
            }
        }
        let notes = try CreditNote.fetchAll(db, invoice: stored.id)
            .filter { $0.closedThrough < month }
        return try lines.map { line in
            var corrected: Invoice.Line?
            for note in notes {
                for part in note.lines where part.number == line.number {
                    corrected = try (corrected ?? line).corrected(
                        by: note.number, value: part.value.exact, credit: part.credit.exact)
                }
            }
            return Line(billed: line, corrected: corrected)
        }
    }
}
