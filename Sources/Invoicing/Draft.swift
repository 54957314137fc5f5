public import Catalog
import Metering
import Money
public import Rating
public import Time

extension Invoicer {
    /// What an invoice is made from: what of a subscription ends or begins in some days.
    public struct Draft: Sendable {
        /// In force at the end of the month.
        public let catalog: MerchantCatalog
        public let customer: Customer
        public let month: Month
        /// From the day after the invoice before, if there is one in the month, to its own last day.
        public let window: DaySpan
        /// The periods of usage that end in these days.
        public let periods: [RatedMonth.Period]
        public let fees: [Fee]
        let recurring: [RecurringLine]

        /// The plan it ends with, in whose currency its prices are written.
        public let plan: Plan
        /// Coupons that may still lower an invoice.
        public var coupons: [Coupon]
        /// How the customer stands before it.
        public var standing = Standing()
        /// What it would have come to on other plans; nil where it is not compared.
        public var comparison: PlanComparison?
        /// What came in for closed months since the last close.
        var late: [LineItem] = []

        /// The days whose usage it bills; its own days where it bills none.
        let days: DaySpan
    }

    /// The invoices of a month, one for each day on which a period of a subscription ends, in the
    /// order of those days: one for a plan by the month, four or five for one by the week.
    ///
    /// A period that a threshold cut has an invoice for each part of it before its own.
    ///
    /// What is due beside usage stands on the first invoice after its day. An invoice has prices in
    /// one currency: a customer that moves to a plan in another has two.
    ///
    /// - Parameter known: the history as it was known when the month before was closed, where the
    ///   catalog has been stated anew for days before since; nil where it has not.
    public static func drafts(
        _ customer: Customer.ID, _ history: MerchantHistory, periods: [RatedMonth.Period],
        fees: [Fee], known: MerchantHistory? = nil
    ) -> [Draft] {
        guard let entry = history.last.customer(customer) else { return [] }
        let month = DaySpan(history.month)
        let recurring = RecurringBilling(customer, history, known: known)?.lines ?? []
        let natural = periods.filter { $0.period.used.to == $0.period.full.to }
        let plans =
            periods.map(\.plan)
            + (history.subscription(customer)?.stretches.map(\.plan) ?? [])
            + (history.stretchAfter(customer).map { [$0.plan] } ?? [])
        let left = plans.isEmpty ? known?.subscription(customer)?.stretches.last?.plan : nil
        let all = plans + (left.map { [$0] } ?? [])
        var currencies: [Currency] = []
        for plan in all where !currencies.contains(plan.currency) {
            currencies.append(plan.currency)
        }
        var drafts: [Draft] = []
        var from = month.from
        let ends = natural.map(\.period.used.to).filter { $0 > month.from } + [month.to]
        for (index, end) in Set(ends).sorted().enumerated() {
            func isHere(_ day: Day) -> Bool { day > from && day <= end }
            // A period that ended before, as became known since the last close, is with the first.
            func isBilled(_ day: Day) -> Bool { (index == 0 || day > from) && day <= end }
            for currency in currencies {
                let ours = periods.filter {
                    isBilled($0.period.used.to) && $0.plan.currency == currency
                }
                let used = fees.filter {
                    isBilled($0.period.used.to) && $0.amount.currency == currency
                }
                let last = used.map(\.part).max() ?? 0
                for part in 0...last {
                    // Fees at fixed days and commitments are of the whole, with the last part.
                    let fees = used.filter { isWhole($0, used) ? part == last : $0.part == part }
                    let window = DaySpan(from: from, to: end)
                    drafts.append(
                        Draft(
                            catalog: history.last, customer: entry, month: history.month,
                            window: window, periods: part == last ? ours : [], fees: fees,
                            recurring: part < last
                                ? []
                                : recurring.filter {
                                    isHere($0.due) && $0.fee.fee.currency == currency
                                },
                            plan: ours.last?.plan ?? all.last { $0.currency == currency }!,
                            coupons: coupons(entry, history.last, currency),
                            days: days(
                                part < last ? fees : [], ours, window, history.zone)))
                }
            }
            from = end
        }
        return drafts
    }

    /// The invoices of a customer's rated month.
    public static func drafts(
        _ customer: Customer.ID, _ rated: RatedMonth, known: MerchantHistory? = nil
    ) -> [Draft] {
        drafts(
            customer, rated.history, periods: rated.periods[customer] ?? [],
            fees: rated.fees[customer] ?? [], known: known)
    }

    /// Whether no threshold cut the period of a fee.
    private static func isWhole(_ fee: Fee, _ all: [Fee]) -> Bool {
        !all.contains { $0.period == fee.period && $0.plan == fee.plan && $0.part > 0 }
    }

    /// From the first day that is billed to the last: of a part, those of its own usage.
    private static func days(
        _ part: [Fee], _ periods: [RatedMonth.Period], _ window: DaySpan, _ zone: Zone
    ) -> DaySpan {
        let spans = part.compactMap(\.span)
        if let from = spans.map(\.from).min(), let end = spans.map(\.to).max() {
            let last = zone.day(of: Instant(nanoseconds: end.nanoseconds - 1))
            return DaySpan(from: zone.day(of: from), to: last.advanced(by: 1))
        }
        guard let from = periods.map(\.period.used.from).min() else { return window }
        return DaySpan(from: from, to: periods.map(\.period.used.to).max()!)
    }

    /// A customer's coupons that can take something off prices in a currency.
    private static func coupons(
        _ customer: Customer, _ catalog: MerchantCatalog, _ currency: Currency
    ) -> [Coupon] {
        customer.coupons.compactMap { code in
            catalog.coupons.first { coupon in
                guard coupon.code == code else { return false }
                if case .fixed(let amount) = coupon.value { return amount.currency == currency }
                return true
            }
        }
    }
}
