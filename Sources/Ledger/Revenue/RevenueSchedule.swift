public import Invoicing
import Metering
public import Money
public import Time

/// When the lines of an invoice are earned, by day.
///
/// Usage is earned on its day of use, in proportion to what each day used; a largest value or a level, and
/// fees at fixed days, in equal parts over the days they pay for, by largest remainder; what was committed to
/// and not used on the last of its days; a fee for good on its first. A credit note lowers what it names
/// in proportion to what is left of each day.
///
///     let schedule = RevenueSchedule(invoice)     // a base fee of CNY 31.00 for 1 – 31 May
///     schedule.parts[0]                           // line 1, 2026-05-01, CNY 1.00
public struct RevenueSchedule: Sendable, Equatable {
    /// By line, then by day. They add up to the lines.
    public private(set) var parts: [Part]
    private let currency: Currency

    /// What one line earns on one day.
    public struct Part: Sendable, Equatable {
        /// The invoice's line.
        public let line: Int
        public let day: Day
        public var amount: Amount
        /// Where it is booked once it is earned.
        public let revenue: Account
        /// Where it stands between being billed and being earned: `unbilledRevenue` for days before the
        /// invoice, `deferredRevenue` for the others.
        public let balance: Account
        /// The close that books it: that of its day's month, or of the invoice where that is later.
        public let month: Month
    }

    public init(_ invoice: Invoice) {
        currency = invoice.currency
        let issued = invoice.zone.day(of: invoice.issuedAt)
        parts = invoice.lines.flatMap { line in
            RevenueSchedule.days(of: line, invoice.zone).filter { !$0.amount.isZero }.map { part in
                Part(
                    line: line.number, day: part.day, amount: part.amount,
                    revenue: line.kind.revenue,
                    balance: part.day < issued ? .unbilledRevenue : .deferredRevenue,
                    month: max(part.day.month, invoice.month))
            }
        }
    }

    /// What is earned of an invoice of which nothing is taken back but by these notes, in their order.
    public init(_ invoice: Invoice, less notes: [CreditNote]) {
        self.init(invoice)
        for note in notes { lower(by: note) }
    }

    /// Lowers each line by what the note takes off it.
    ///
    /// - Returns: what was taken off each part that was lowered.
    @discardableResult
    public mutating func lower(by note: CreditNote) -> [Part] {
        var taken: [Part] = []
        for line in note.lines where !line.amount.isZero {
            let places = parts.indices.filter { parts[$0].line == line.number }
            let shares = try? line.amount.allocated(
                over: places.map { max(0, parts[$0].amount.minorUnits) })
            guard let shares else {
                preconditionFailure("\(note.number) takes \(line.amount) off a line of nothing")
            }
            for (place, share) in zip(places, shares) where !share.isZero {
                parts[place].amount = parts[place].amount - share
                var part = parts[place]
                part.amount = share
                taken.append(part)
            }
        }
        parts.removeAll(where: \.amount.isZero)
        return taken
    }

    /// What is to be earned from an account, or in one.
    public func sum(of account: Account) -> Amount {
        parts.filter { $0.balance == account || $0.revenue == account }.map(\.amount)
            .total(currency)
    }

    private static func days(of line: Invoice.Line, _ zone: Zone) -> [Invoice.DayPart] {
        if !line.days.isEmpty { return line.days }
        func whole(on day: Day) -> [Invoice.DayPart] {
            [Invoice.DayPart(day: day, amount: line.amount)]
        }
        if line.isForGood { return whole(on: line.service.from) }
        if line.kind == .commitment || line.kind == .lateUsage {
            return whole(on: line.service.to.advanced(by: -1))
        }
        var days = line.service
        if let span = line.span {
            // A price that begins at noon has its day; a last instant at midnight does not.
            let last = zone.day(of: Instant(nanoseconds: span.to.nanoseconds - 1))
            days = DaySpan(from: zone.day(of: span.from), to: last.advanced(by: 1))
        }
        let weights = [Int64](repeating: 1, count: days.length)
        guard let shares = try? line.amount.allocated(over: weights) else {
            preconditionFailure("line \(line.number) pays for no day")
        }
        return shares.enumerated().map { index, share in
            Invoice.DayPart(day: days.from.advanced(by: index), amount: share)
        }
    }
}

extension Invoice.Kind {
    /// The account of what it earns.
    fileprivate var revenue: Account {
        switch self {
        case .baseFee, .seat: .revenueSubscription
        case .addOn: .revenueAddOn
        case .usage, .lateUsage, .commitment: .revenueUsage
        }
    }
}
