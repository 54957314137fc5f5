import Catalog
import GRDB
import Invoicing
import Metering
import Money
import Rating
import Store
import Time

/// Which line of which invoice counts each event of a merchant's month, or will.
struct MonthPlaces {
    /// Lines that were billed, or that would be if the month were closed as it stands.
    private struct Lines {
        let places: EventPlaces
        let bills: [(invoice: Invoice.Number?, line: Int?, precise: Exact)]

        func of(
            _ series: Int64, _ at: Instant
        ) -> [(invoice: Invoice.Number?, line: Int?, precise: Exact)] {
            places.of(series: series, at: at).map { bills[$0] }
        }
    }

    private let month: Month
    private let catalog: MerchantCatalog
    private let mark: CloseMark?
    private let isClosed: Bool
    private let usage: Lines
    /// Every charge, so that an event that no filter lets through is told from one nobody charges.
    private let charges: EventPlaces
    /// By the closes after this month: what they knew, and the late lines they billed.
    private let later: [(mark: CloseMark, lines: Lines)]
    /// Customers whose open month cannot be priced, and why.
    private let unpriced: [Customer.ID: String]

    init(_ db: Database, _ merchant: Merchant.ID, _ month: Month) throws {
        let now = try MerchantCatalog(db, merchant, at: Instant(nanoseconds: .max))
        let zone = now.merchant.zone
        let end = zone.end(of: month)
        catalog = try MerchantCatalog(
            db, merchant, at: Instant(nanoseconds: end.nanoseconds - 1), orFirstBefore: end)
        let last = try CloseMark.lastMonth(db, merchant)
        isClosed = last.map { month <= $0 } ?? false
        mark = try CloseMark(db, merchant, month)
        self.month = month
        let invoices = try Invoice.fetchAll(db, merchant: merchant).map(\.invoice)
        if isClosed {
            usage = try MonthPlaces.lines(
                db, merchant, invoices.filter { $0.month == month }, .usage, of: month, zone)
            unpriced = [:]
        } else {
            (usage, unpriced) = try MonthPlaces.open(db, merchant, month, zone)
        }
        var later: [(mark: CloseMark, lines: Lines)] = []
        var next = month.next
        while let last, next <= last {
            if let mark = try CloseMark(db, merchant, next) {
                let lines = try MonthPlaces.lines(
                    db, merchant, invoices.filter { $0.month == next }, .lateUsage, of: month, zone)
                later.append((mark, lines))
            }
            next = next.next
        }
        self.later = later
        let catalog = catalog
        charges = try EventPlaces(
            db, merchant: merchant,
            catalog.customers.flatMap { customer in
                catalog.plan(customer.plan).charges.map {
                    .init(
                        customer: customer.id, metric: catalog.metric($0.metric), group: [],
                        span: nil)
                }
            })
    }

    /// Sets the outcome of an event, and its lines.
    func place(_ row: inout UsageRow, series: Int64) {
        guard let sequence = row.sequence, let at = row.at else { return }
        var lines = usage
        var isLate = false
        if isClosed, mark?.includes(sequence) != true {
            isLate = true
            row.outcome = .late
            row.reason = "late to \(month)"
            guard let billing = later.first(where: { $0.mark.includes(sequence) }) else { return }
            lines = billing.lines
        }
        let bills = lines.of(series, at)
        if let first = bills.first {
            row.invoice = first.invoice?.text
            row.lines = bills.compactMap(\.line)
            row.precise = first.precise
        }
        if isLate { return }
        if bills.contains(where: { !$0.precise.isZero }) {
            row.outcome = .billed
        } else if charges.of(series: series, at: at).isEmpty {
            let asks = row.customer.flatMap { catalog.customer(Customer.ID($0)) }.map { customer in
                catalog.plan(customer.plan).charges.contains {
                    catalog.metric($0.metric).event == row.metric
                }
            }
            row.outcome = asks == true ? .notBillable : .free
            row.reason = asks == true ? "filtered out" : "no charge of the plan asks for it"
        } else if let why = row.customer.flatMap({ unpriced[Customer.ID($0)] }) {
            row.outcome = .unmatched
            row.reason = why
        } else {
            row.outcome = .free
            row.reason = "its lines cost nothing"
        }
    }

    /// The lines of one kind that pay for a month, of invoices of that month or a later one.
    private static func lines(
        _ db: Database, _ merchant: Merchant.ID, _ invoices: [Invoice], _ kind: Invoice.Kind,
        of month: Month, _ zone: Zone
    ) throws -> Lines {
        var places: [EventPlaces.Line] = []
        var bills: [(invoice: Invoice.Number?, line: Int?, precise: Exact)] = []
        for invoice in invoices {
            for line in invoice.lines where line.kind == kind && line.month == month {
                guard let code = line.metric else { continue }
                let metric = try metric(db, merchant, code, month, line.span, zone)
                places.append(
                    .init(
                        customer: invoice.customer, metric: metric, group: line.group,
                        span: line.span))
                bills.append((invoice.number, line.number, line.precise.exact))
            }
        }
        return Lines(places: try EventPlaces(db, merchant: merchant, places), bills: bills)
    }

    /// The fees of an open month as it stands. A customer that cannot be priced stops no other.
    private static func open(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, _ zone: Zone
    ) throws -> (Lines, unpriced: [Customer.ID: String]) {
        var unpriced: [Customer.ID: String] = [:]
        var fees: [Customer.ID: [Fee]] = [:]
        do {
            fees = try RatedMonth(db, merchant, month, withEvidence: false).fees
        } catch is RatingError {
            let customers = try MerchantCatalog(
                db, merchant, at: Instant(nanoseconds: zone.end(of: month).nanoseconds - 1),
                orFirstBefore: zone.end(of: month)
            ).customers
            for customer in customers.map(\.id) {
                do {
                    fees.merge(
                        try RatedMonth(
                            db, merchant, month, customers: [customer], withEvidence: false
                        ).fees
                    ) { $1 }
                } catch let error as RatingError {
                    unpriced[customer] = error.errorDescription ?? "no price"
                }
            }
        }
        var places: [EventPlaces.Line] = []
        var bills: [(invoice: Invoice.Number?, line: Int?, precise: Exact)] = []
        for (customer, fees) in fees.sorted(by: { $0.key < $1.key }) {
            for fee in fees {
                let metric = try metric(db, merchant, fee.usage.metric, month, fee.span, zone)
                places.append(
                    .init(
                        customer: customer, metric: metric, group: fee.usage.group, span: fee.span))
                bills.append((nil, nil, fee.amount.exact))
            }
        }
        return (
            Lines(places: try EventPlaces(db, merchant: merchant, places), bills: bills), unpriced
        )
    }

    /// A metric as it was while a line's usage was metered.
    private static func metric(
        _ db: Database, _ merchant: Merchant.ID, _ code: BillableMetric.ID, _ month: Month,
        _ span: MeterRequest.Span?, _ zone: Zone
    ) throws -> BillableMetric {
        let end = zone.end(of: month)
        let last = Instant(nanoseconds: (span?.to ?? end).nanoseconds - 1)
        return try MerchantCatalog(db, merchant, at: last, orFirstBefore: end).metric(code)
    }
}
