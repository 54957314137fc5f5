public import Catalog
public import FX
public import Metering
public import Money
public import Rating
import Store
public import Time

/// A bill for the usage of a period and the fees of the next.
public struct Invoice: Sendable {
    public let number: Number
    public let merchant: Merchant.ID
    public let customer: Customer.ID
    /// The month it was closed with.
    public let month: Month
    /// The days whose usage it bills.
    public let days: DaySpan
    /// Where days are cut.
    public let zone: Zone
    public let issuedAt: Instant
    public let dueDay: Day
    /// The currency it is paid in.
    public let currency: Currency
    /// The currency its prices are written in.
    public let pricingCurrency: Currency
    /// nil where both are the same.
    public let lock: FXLock?
    public let seller: Party
    public let buyer: Party
    public let planName: LocalizedText
    /// The version of the catalog its prices come from.
    public let catalogVersion: Int64
    public let language: DocumentLanguage
    public let lines: [Line]
    public let taxes: [Tax]
    /// What it would have come to on other plans; nil where it is not compared.
    public let comparison: PlanComparison?

    /// `INV-2025-0611-0019`: issue day in the merchant's zone, and a counter of merchant and day.
    public struct Number: Hashable, Sendable, Comparable, CustomStringConvertible {
        public let text: String

        public init(day: Day, counter: Int) {
            let (year, month, dayOfMonth) = day.parts
            func padded(_ value: Int, _ width: Int) -> String {
                let digits = String(value)
                return String(repeating: "0", count: max(0, width - digits.count)) + digits
            }
            text =
                "INV-\(padded(year, 4))-\(padded(month, 2))\(padded(dayOfMonth, 2))"
                + "-\(padded(counter, 4))"
        }

        /// A number as people type it: any case, `_` for `-`.
        ///
        ///     Invoice.Number("inv_2025_0611_0019")   // INV-2025-0611-0019
        public init?(_ text: String) {
            let parts = text.uppercased().replacing("_", with: "-").split(
                separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 4, parts[0] == "INV", parts[1].count == 4, parts[2].count == 4,
                parts[3].count >= 4,
                parts[1...].allSatisfy({ $0.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } })
            else { return nil }
            self.text = parts.joined(separator: "-")
        }

        public var description: String { text }
        /// The digits alone: `202506110019`.
        public var digits: String { String(text.dropFirst(4).replacing("-", with: "")) }
        /// By day, then by counter: 9999 comes before 10000.
        public static func < (a: Number, b: Number) -> Bool {
            let (dayOfA, dayOfB) = (a.text.prefix(13), b.text.prefix(13))
            if dayOfA != dayOfB { return dayOfA < dayOfB }
            return (a.text.utf8.count, a.text) < (b.text.utf8.count, b.text)
        }
    }

    /// Seller or buyer as they were when the invoice was issued.
    public struct Party: Sendable, Hashable {
        public let name: LocalizedText
        public let registration: String?
        public let address: LocalizedText
        public let country: Country
        public let email: String
        /// A buyer's own number of its order; nil where it gave none, and of a seller.
        public let purchaseOrder: String?

        public init(
            name: LocalizedText, registration: String?, address: LocalizedText, country: Country,
            email: String, purchaseOrder: String? = nil
        ) {
            self.name = name
            self.registration = registration
            self.address = address
            self.country = country
            self.email = email
            self.purchaseOrder = purchaseOrder
        }
    }

    /// What a line bills.
    public enum Kind: String, Sendable {
        case baseFee, seat, addOn, usage
        /// Usage that came in after its month was closed, on a later month's invoice.
        case lateUsage
        /// What is missing of the usage that was committed to, or what is above it costs more.
        case commitment

        /// Whether it is due at fixed days, whatever was used.
        var isRecurring: Bool { self == .baseFee || self == .seat || self == .addOn }
    }

    /// One row: rounded once, from the precise amount, less what is taken off it, at the invoice's
    /// lock.
    public struct Line: Sendable {
        public let number: Int
        public let kind: Kind
        public let name: LocalizedText
        /// The days it pays for.
        public let service: DaySpan
        public let charge: Charge.ID?
        public let metric: BillableMetric.ID?
        /// What is counted: "tokens"; nil for a base fee.
        public let unit: LocalizedText?
        public let group: [MeteredUsage.DimensionValue]
        public let units: Quantity
        /// Before anything is taken off.
        public let precise: PreciseAmount
        /// What is taken off, in the order it takes effect.
        public let reductions: [Reduction]
        /// What is left to pay, in the invoice's currency, before tax.
        public let amount: Amount
        public let taxPercent: Exact
        /// How the precise amount came to be; nil for a fee at fixed days.
        public let explanation: Explanation?
        /// Days charged of the days in the period, where it is not the whole.
        public let proration: Proration?
        public let evidence: EvidenceSummary?
        /// The part of its days it bills, where its price changed inside them; nil for all of them.
        public var span: MeterRequest.Span?
        /// What of the amount each day's usage is, in the order of days; none where it is not by the day.
        public var days: [DayPart] = []
        /// Whether it pays for all days to come.
        public var isForGood: Bool { service.to == BillingCycle.never }
        /// The last day it pays for; a fee for good pays for its first.
        public var lastServiceDay: Day {
            isForGood ? service.from : service.to.advanced(by: -1)
        }
    }

    /// A day's part of a line, in proportion to what the day used: parts add up to the line.
    public struct DayPart: Sendable, Hashable {
        public let day: Day
        public let amount: Amount

        public init(day: Day, amount: Amount) {
            self.day = day
            self.amount = amount
        }
    }

    /// Something taken off a line.
    public struct Reduction: Sendable, Hashable {
        public let kind: Kind
        /// The coupon's code, or the grant's id.
        public let code: String
        public let name: LocalizedText
        /// In the currency of the prices. Below zero on a line that gives back what the same coupon was
        /// taken off when it was billed.
        public let precise: PreciseAmount
        /// What the line is less for it, in the invoice's currency.
        public let amount: Amount

        /// What a grant gave for it; nil for a coupon.
        public var drawn: Drawn?

        /// Whether the line has it back, with what it was taken off.
        public var isGivenBack: Bool { precise.isNegative }
        /// Both without their signs.
        public var size: (precise: PreciseAmount, amount: Amount) {
            (
                PreciseAmount(precise.exact.magnitude, precise.currency),
                amount.isNegative ? -amount : amount
            )
        }

        /// What takes it off.
        public enum Kind: String, Sendable {
            case coupon, paidCredit, promotionalCredit
            /// What a credit note, or a void, took off what is given back: that is not given back again.
            case creditNote
        }

        /// Credit in its own unit: 250 points.
        public struct Drawn: Sendable, Hashable {
            public let amount: Exact
            public let unit: String
        }
    }

    /// The part of a period that is charged.
    public struct Proration: Sendable, Hashable {
        public let days: Int
        public let periodDays: Int
        /// The fee of the whole period.
        public let full: PreciseAmount
    }

    /// The events behind a line.
    public struct EvidenceSummary: Sendable, Hashable {
        public let events: Int
        /// SHA-256 of the evidence file.
        public let digest: String
        /// Its first event, and its last: the same where there is one.
        public let first: EvidenceSample
        public let last: EvidenceSample
        /// What each day used, in the order of days; none where days do not add up to the line.
        public let days: [UsedDay]

        public init(
            events: Int, digest: String, first: EvidenceSample, last: EvidenceSample,
            days: [UsedDay]
        ) {
            self.events = events
            self.digest = digest
            self.first = first
            self.last = last
            self.days = days
        }
    }

    /// What one day used of a line.
    public struct UsedDay: Sendable, Hashable {
        public let day: Day
        public let events: Int
        /// Before the metric rounds their sum; nil where only events are counted by day.
        public let units: Exact?

        public init(day: Day, events: Int, units: Exact?) {
            self.day = day
            self.events = events
            self.units = units
        }
    }

    /// One tax rate: rounded once, on the sum of that rate's lines.
    public struct Tax: Sendable, Hashable {
        public let name: LocalizedText
        public let percent: Exact
        public let base: Amount
        public let amount: Amount
    }

    /// The last day that a line pays for; a fee for good pays for its first.
    public var lastServiceDay: Day {
        lines.map(\.lastServiceDay).max() ?? days.to.advanced(by: -1)
    }

    /// What the lines come to before anything is taken off, and what is.
    public var gross: Amount { subtotal + discount }
    public var discount: Amount { lines.flatMap(\.reductions).map(\.amount).total(currency) }
    /// The coupons that lower it. What is given back with its coupon is no use of that.
    var couponsUsed: Set<Coupon.ID> {
        Set(
            lines.flatMap(\.reductions).filter { $0.kind == .coupon && !$0.isGivenBack }
                .map { Code($0.code) })
    }
    /// The sum of the lines.
    public var subtotal: Amount { lines.map(\.amount).total(currency) }
    public var tax: Amount { taxes.map(\.amount).total(currency) }
    public var total: Amount { subtotal + tax }
    /// SHA-256 of everything it prints.
    public var digest: String { json.digest }
}

extension Invoice.Party {
    init(_ merchant: Merchant) {
        self.init(
            name: merchant.name, registration: merchant.registration, address: merchant.address,
            country: merchant.country, email: merchant.email)
    }

    init(_ customer: Customer) {
        self.init(
            name: customer.name, registration: customer.registration, address: customer.address,
            country: customer.country, email: customer.email,
            purchaseOrder: customer.purchaseOrder)
    }
}

extension Invoice.Line {
    /// The month of the first day it pays for.
    public var month: Month { service.from.month }

    /// Before anything is taken off, in the invoice's currency.
    public var gross: Amount { reductions.map(\.amount).reduce(amount, +) }

    /// The precise amount less its reductions.
    func left() throws(MoneyError) -> PreciseAmount {
        var left = precise
        for reduction in reductions { left = try left.minus(reduction.precise) }
        return left
    }

    /// Whether it is due at fixed days, whatever was used.
    public var isRecurring: Bool { kind.isRecurring }

    /// What one of a recurring fee costs for a whole period, in the currency of the prices: of two
    /// seats at 16.00 together, 8.00. nil for usage and commitments.
    public var unitFee: PreciseAmount? {
        guard isRecurring, !units.exact.isZero else { return nil }
        let all = (proration?.full ?? precise).exact.magnitude
        // Made by multiplying, so the quotient is exact.
        guard let one = try? all.divided(by: units.exact.magnitude, orTo: 12, .halfAwayFromZero)
        else { return nil }
        return PreciseAmount(one, precise.currency)
    }

    /// The days a part of a period bills: `2026-05-01 – 2026-05-14`.
    public func dates(in zone: Zone) -> String? {
        span.map { span in
            let last = Instant(nanoseconds: span.to.nanoseconds - 1)
            return DaySpan(from: zone.day(of: span.from), to: zone.day(of: last).advanced(by: 1))
                .description
        }
    }

    /// The days it pays for, as short as they can be told: `2026-06`, `2026-06-15 – 2026-06-30`,
    /// and `2026-06-15 –` for what is paid for good.
    public var serviceText: String {
        if service == DaySpan(month) { return month.description }
        return service.to == BillingCycle.never ? "\(service.from) –" : service.description
    }
}
