public import Catalog
public import FX
import Metering
public import Money
public import Rating
public import Time

/// Turns the fees of a month into invoices.
public enum Invoicer {
    /// What an invoice is made from.
    public struct Draft: Sendable {
        public let catalog: MerchantCatalog
        public let customer: Customer
        public let month: Month
        public let fees: [Fee]
        /// The plan of the month after, whose fee is billed in advance; nil where the customer has
        /// none then.
        public let nextPlan: Plan?
        /// Usage of closed months that came in since the last close.
        public let late: [LateFee]

        public init(
            catalog: MerchantCatalog, customer: Customer, month: Month, fees: [Fee],
            nextPlan: Plan?, late: [LateFee] = []
        ) {
            self.late = late
            self.catalog = catalog
            self.customer = customer
            self.month = month
            self.fees = fees
            self.nextPlan = nextPlan
        }

        public var plan: Plan { catalog.plan(customer.plan) }

        /// The months whose base fee is due, each at the fee of its own time: the one after, and
        /// the month itself when the subscription began inside it.
        var baseFees: [(month: Month, plan: Plan)] {
            var due: [(Month, Plan)] = []
            if customer.since.month == month { due.append((month, plan)) }
            if let nextPlan { due.append((month.next, nextPlan)) }
            return due.filter { !$0.1.baseFee.isZero }
        }
    }

    /// Whether anything on it costs something. A month that costs nothing gets no invoice.
    public static func isDue(_ draft: Draft) -> Bool {
        !draft.baseFees.isEmpty || draft.fees.contains { !$0.amount.isZero }
            || draft.late.contains { !$0.fee.amount.isZero }
    }

    /// The invoice: base fees, then usage in the order of the plan's charges, then late usage.
    ///
    /// The base fee is billed a month in advance: an invoice of May carries May's usage and June's
    /// fee, and May's fee too, by days, when the subscription began inside May.
    ///
    /// - Parameter lock: from the plan's currency to `currency`; nil where they are the same.
    /// - Throws: `MoneyError.doesNotFit`.
    public static func invoice(
        _ draft: Draft, number: Invoice.Number, issuedAt: Instant, currency: Currency,
        lock: FXLock?
    ) throws(MoneyError) -> Invoice {
        let merchant = draft.catalog.merchant
        let plan = draft.plan
        precondition(
            lock != nil || plan.currency == currency, "no lock from \(plan.currency) to \(currency)"
        )
        var lines = try baseFees(draft, lock: lock)
        for fee in draft.fees {
            lines.append(try usageLine(fee, draft, number: lines.count + 1, lock: lock))
        }
        lines += try lateLines(draft, after: lines.count, lock: lock)
        let invoice = Invoice(
            number: number, merchant: merchant.id, customer: draft.customer.id, month: draft.month,
            zone: merchant.zone, issuedAt: issuedAt,
            dueDay: merchant.zone.day(of: issuedAt).advanced(by: merchant.paymentTermsDays),
            currency: currency, pricingCurrency: plan.currency, lock: lock,
            seller: Invoice.Party(
                name: merchant.name, registration: merchant.registration, address: merchant.address,
                email: merchant.email),
            buyer: Invoice.Party(
                name: draft.customer.name, registration: draft.customer.registration,
                address: draft.customer.address, email: draft.customer.email),
            planName: plan.name, catalogVersion: draft.catalog.version,
            language: draft.customer.language, lines: lines,
            taxes: try taxes(lines, merchant.tax, currency))
        _ = try invoice.total.checked()
        return invoice
    }

    /// Fee × days ÷ days of the month, to 12 decimals: USD 100.00 for 20 of 31 days is
    /// USD 64.516129032258.
    public static func prorated(
        _ fee: PreciseAmount, days: Int, of periodDays: Int
    ) throws(MoneyError) -> PreciseAmount {
        if days == periodDays { return fee }
        let share = try fee.exact.times(Exact(days)).divided(
            by: Exact(periodDays), scale: 12, .halfAwayFromZero)
        return PreciseAmount(share, fee.currency)
    }

    static func amount(
        _ precise: PreciseAmount, _ lock: FXLock?
    ) throws(MoneyError) -> Amount {
        guard let lock else { return try precise.rounded(.halfAwayFromZero) }
        return try lock.convert(precise).rounded(.halfAwayFromZero)
    }

    private static func baseFees(_ draft: Draft, lock: FXLock?) throws(MoneyError) -> [Invoice.Line]
    {
        var lines: [Invoice.Line] = []
        let began = draft.customer.since
        for (month, plan) in draft.baseFees {
            precondition(plan.currency == draft.plan.currency, "\(plan.code) in another currency")
            let days = began.month == month ? month.length - began.parts.day + 1 : month.length
            let precise = try prorated(plan.baseFee, days: days, of: month.length)
            lines.append(
                Invoice.Line(
                    number: lines.count + 1, kind: .baseFee, name: plan.name, month: month,
                    charge: nil, metric: nil, unit: nil, group: [], units: Quantity(count: 1),
                    precise: precise, amount: try amount(precise, lock),
                    taxPercent: draft.catalog.merchant.tax.percent, explanation: nil,
                    proration: days == month.length
                        ? nil
                        : Invoice.Proration(
                            days: days, periodDays: month.length, full: plan.baseFee),
                    evidence: nil))
        }
        return lines
    }

    private static func usageLine(
        _ fee: Fee, _ draft: Draft, number: Int, lock: FXLock?
    ) throws(MoneyError) -> Invoice.Line {
        let metric = draft.catalog.metric(fee.usage.metric)
        let charge = draft.plan.charges.first { $0.code == fee.charge }!
        return Invoice.Line(
            number: number, kind: .usage, name: charge.name, month: draft.month,
            charge: fee.charge, metric: metric.code, unit: metric.unit, group: fee.usage.group,
            units: fee.explanation.units, precise: fee.amount, amount: try amount(fee.amount, lock),
            taxPercent: draft.catalog.merchant.tax.percent, explanation: fee.explanation,
            proration: nil,
            evidence: fee.evidenceDigest.map {
                Invoice.EvidenceSummary(
                    events: fee.usage.eventCount, firstAt: fee.usage.firstAt,
                    lastAt: fee.usage.lastAt, digest: $0)
            }, span: fee.span)
    }

    /// One rounding per rate, on the sum of that rate's lines.
    private static func taxes(
        _ lines: [Invoice.Line], _ tax: Merchant.Tax, _ currency: Currency
    ) throws(MoneyError) -> [Invoice.Tax] {
        let base = try lines.map(\.amount).checkedTotal(currency)
        let exact = try base.exact.times(tax.percent).shifted(right: 2)
        return [
            Invoice.Tax(
                name: tax.name, percent: tax.percent, base: base,
                amount: try PreciseAmount(exact, currency).rounded(.halfAwayFromZero))
        ]
    }
}
