import Catalog
import Credits
import GRDB
import Invoicing
import Metering
import Money
import Rating
import Time

/// What usage of a merchant's customers is on no invoice yet.
struct Unbilled {
    private let db: Database
    private let merchant: Merchant.ID
    private let zone: Zone
    /// The first month that is not closed; nil where nothing has happened yet.
    private let month: Month?
    /// Of the last month that is closed; nil where none is.
    private let closed: MerchantHistory?

    init(_ db: Database, _ merchant: Merchant.ID, at instant: Instant) throws {
        self.db = db
        self.merchant = merchant
        zone = try Merchant(db, merchant, at: Instant(nanoseconds: .max)).zone
        month = try CloseMark.nextMonth(
            db, merchant, upTo: zone.day(of: instant).month, zone: zone)
        closed = try CloseMark.lastMonth(db, merchant).map {
            try MerchantHistory(db, merchant, through: $0)
        }
    }

    /// From when on a customer's usage is on no invoice: the first instant of the first open month, or
    /// that of a period which began before and ends in an open month. Nil where nothing has happened
    /// yet.
    func since(_ customer: Customer.ID) -> Instant? {
        guard let month else { return nil }
        return zone.start(of: closed?.openSince(customer) ?? month.firstDay)
    }

    /// What came late for months that are closed, of all customers.
    func late() throws -> [LateUsage] {
        try month.map { try LateUsage.months(db, merchant, closing: $0) } ?? []
    }

    /// What a customer has used since, and late in months before, less what plans will give for it:
    /// what its next invoices would draw on its credit.
    func cost(
        _ customer: Customer.ID, _ currency: Currency, late: [LateUsage], at instant: Instant
    ) throws -> Exact {
        guard var month else { return .zero }
        var sum = Exact.zero
        for late in late {
            for fee in late.fees[customer] ?? [] where fee.amount.currency == currency {
                sum = try sum.plus(fee.amount.exact)
            }
        }
        let today = zone.day(of: instant)
        // A period that goes on is cut at the end of the month that is looked at; its first day stays.
        var counted: Set<Day> = []
        func add(_ rated: RatedMonth) throws {
            for ended in rated.periods[customer] ?? []
            where counted.insert(ended.period.used.from).inserted && ended.plan.currency == currency
            {
                var used = Exact.zero
                for fee in rated.fees[customer] ?? []
                where fee.period == ended.period && fee.plan == ended.plan.code {
                    used = try used.plus(fee.amount.exact)
                }
                let given = try rated.credit(of: ended, for: customer)?.exact ?? .zero
                sum = try sum.plus(max(min(used, .zero), used.minus(given)))
            }
        }
        while month <= today.month {
            try add(
                RatedMonth(db, merchant, month, customers: [customer], withEvidence: false))
            month = month.next
        }
        try add(RatedMonth(db, merchant, on: today, customers: [customer]))
        return sum
    }
}

extension RatedMonth {
    /// What a customer's plan gives for a period: what it said on the period's first day, by the days
    /// the plan was held.
    func credit(of ended: Period, for customer: Customer.ID) throws -> PreciseAmount? {
        let begun = history.subscription(customer)?.stretch(on: ended.period.used.from)?.plan
        return try (begun ?? ended.plan).periodCredit.map {
            PreciseAmount(try ended.period.share(of: $0.exact), $0.currency)
        }
    }
}
