import Catalog
import GRDB
import Invoicing
import Metering
import Money
import Rating
import Store
import Time

/// Which line of which invoice counts each event of a merchant, or will.
struct EventBills {
    /// What counts events: a line of an invoice, or a fee of a month that is open.
    private struct Bill {
        let month: Month
        let kind: Invoice.Kind
        let invoice: Invoice.Number?
        let line: Int?
        let precise: Exact
    }

    /// A period of a customer's subscription, with the month in which it ends.
    private struct Home {
        let days: DaySpan
        let plan: Plan
        let events: Set<String>
        let month: Month
    }

    let zone: Zone
    private let last: Month?
    /// Of every closed month, in order.
    private var marks: [(month: Month, mark: CloseMark)] = []
    private var homes: [Customer.ID: [Home]] = [:]
    private var bills: [Bill] = []
    private let places: EventPlaces
    /// Every charge, so that an event that no filter lets through is told from one nobody charges.
    private let charges: EventPlaces
    /// Customers whose open months cannot be priced, and why.
    private var unpriced: [Customer.ID: String] = [:]

    init(_ db: Database, _ merchant: Merchant.ID) throws {
        let now = try MerchantCatalog(db, merchant, at: Instant(nanoseconds: .max))
        zone = now.merchant.zone
        last = try CloseMark.lastMonth(db, merchant)
        var lines: [EventPlaces.Line] = []
        var charged: [EventPlaces.Line] = []
        let invoices = Dictionary(
            grouping: try Invoice.fetchAll(db, merchant: merchant).map(\.invoice), by: \.month)
        for month in try EventBills.months(db, merchant, now, zone) {
            let mark = try CloseMark(db, merchant, month)
            if let mark { marks.append((month, mark)) }
            let history = try MerchantHistory(
                db, merchant, through: month, knowing: mark?.lastVersion)
            for (customer, period, plan) in try RatedMonth.periods(
                db, merchant, history, knowing: mark?.lastVersion)
            {
                let span = period.used.instants(in: zone)
                let metrics = plan.charges.map { history.metric($0.metric, before: span.to) }
                homes[customer, default: []].append(
                    Home(
                        days: period.used, plan: plan, events: Set(metrics.map(\.event)),
                        month: month))
                charged += metrics.map {
                    .init(customer: customer, metric: $0, group: [], span: span)
                }
            }
            for invoice in invoices[month] ?? [] {
                for line in invoice.lines {
                    guard let place = EventPlaces.Line(line, of: invoice, knowing: history) else {
                        continue
                    }
                    lines.append(place)
                    bills.append(
                        Bill(
                            month: month, kind: line.kind, invoice: invoice.number,
                            line: line.number, precise: line.precise.exact))
                }
            }
            if last.map({ month <= $0 }) ?? false { continue }
            let (fees, without) = try EventBills.open(db, merchant, history)
            unpriced.merge(without) { first, _ in first }
            for fee in fees {
                let span = fee.span ?? fee.period.used.instants(in: zone)
                lines.append(
                    .init(
                        customer: fee.usage.customer,
                        metric: history.metric(fee.usage.metric, before: span.to),
                        group: fee.usage.group, span: span))
                bills.append(
                    Bill(
                        month: month, kind: .usage, invoice: nil, line: nil,
                        precise: fee.amount.exact))
            }
        }
        places = try EventPlaces(db, merchant: merchant, lines)
        charges = try EventPlaces(db, merchant: merchant, charged)
    }

    /// Sets the outcome of an event, and its lines.
    func place(_ row: inout UsageRow, series: Int64) {
        guard let sequence = row.sequence, let at = row.at, let customer = row.customer else {
            return
        }
        let id = Customer.ID(customer)
        let day = zone.day(of: at)
        let home = homes[id]?.first { $0.days.contains(day) }
        let month = home?.month ?? day.month
        var billing: (month: Month, kind: Invoice.Kind)? = (month, .usage)
        if let last, month <= last,
            marks.first(where: { $0.month == month })?.mark.includes(sequence) != true
        {
            row.outcome = .late
            row.reason = "late to \(month)"
            billing = marks.first { $0.month > month && $0.mark.includes(sequence) }
                .map { ($0.month, .lateUsage) }
        }
        let counting = places.of(series: series, at: at).map { bills[$0] }
            .filter { $0.month == billing?.month && $0.kind == billing?.kind }
        if let first = counting.first {
            row.invoice = first.invoice?.text
            row.lines = counting.compactMap(\.line)
            row.precise = first.precise
        }
        if row.outcome == .late { return }
        if counting.contains(where: { !$0.precise.isZero }) {
            row.outcome = .billed
        } else if charges.of(series: series, at: at).isEmpty {
            let asks = home.map { home in row.metric.map(home.events.contains) ?? false } ?? false
            row.outcome = asks ? .notBillable : .free
            row.reason = asks ? "filtered out" : "no charge of the plan asks for it"
        } else if counting.isEmpty, let why = unpriced[id] {
            row.outcome = .unmatched
            row.reason = why
        } else {
            row.outcome = .free
            row.reason = "its lines cost nothing"
        }
    }

    /// From the first month with an event of the merchant to the one in which the period of its last
    /// event can end.
    private static func months(
        _ db: Database, _ merchant: Merchant.ID, _ catalog: MerchantCatalog, _ zone: Zone
    ) throws -> [Month] {
        let range = try Row.fetchOne(
            db,
            sql: """
                SELECT min(occurredAt), max(occurredAt) FROM usageEvent WHERE seriesId IN (
                    SELECT usageSeries.id FROM usageSeries JOIN customer ON customer.id = customerId
                    JOIN merchant ON merchant.id = customer.merchantId WHERE merchant.code = ?)
                """,
            arguments: [merchant.text])!
        guard let first = range[0] as Int64?, let last = range[1] as Int64? else { return [] }
        let reach =
            catalog.plans.map { plan in
                switch plan.interval {
                case .yearly: 12
                case .quarterly: 3
                case .daily: 0
                case .weekly, .monthly, .lifetime: plan.anchor == .calendar ? 0 : 1
                }
            }.max() ?? 0
        // A week of the calendar may end in the month after, too.
        let extra = catalog.plans.contains { $0.interval == .weekly } ? 1 : 0
        var month = zone.day(of: Instant(nanoseconds: first)).month
        let end = max(
            zone.day(of: Instant(nanoseconds: last)).month.advanced(by: max(reach, extra)),
            try CloseMark.lastMonth(db, merchant) ?? month)
        var months: [Month] = []
        while month <= end {
            months.append(month)
            month = month.next
        }
        return months
    }

    /// The fees of an open month as it stands, and what has no price in words. What has a price is
    /// billed once the rest has one; a customer whose price book is not there stops no other.
    private static func open(
        _ db: Database, _ merchant: Merchant.ID, _ history: MerchantHistory
    ) throws -> (fees: [Fee], unpriced: [Customer.ID: String]) {
        var unpriced: [Customer.ID: String] = [:]
        var fees: [Customer.ID: [Fee]] = [:]
        func rate(_ customers: Set<Customer.ID>?) throws {
            let rated = try RatedMonth(
                db, merchant, history.month, customers: customers, withEvidence: false,
                supposing: Supposition())
            fees.merge(rated.fees) { $1 }
            for error in rated.unpriced where unpriced[error.customer] == nil {
                unpriced[error.customer] = error.errorDescription
            }
        }
        do {
            try rate(nil)
        } catch CatalogError.unknownPriceBook {
            for customer in history.subscriptions.map(\.customer) {
                do {
                    try rate([customer])
                } catch let error as CatalogError {
                    guard case .unknownPriceBook = error else { throw error }
                    unpriced[customer] = error.errorDescription
                }
            }
        }
        return (fees.sorted { $0.key < $1.key }.flatMap(\.value), unpriced)
    }
}
