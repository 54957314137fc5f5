public import Catalog
public import Metering
public import Money
public import Time

/// What one charge costs in one billing period for one group of dimension values, and why.
public struct Fee: Sendable, Equatable {
    public let plan: Plan.ID
    /// The period it is of, and the days of it on the plan.
    public let period: BillingPeriod
    public let charge: Charge.ID
    /// The charge's name, and what it counts.
    public let name: LocalizedText
    public let unit: LocalizedText
    public let usage: MeteredUsage
    public private(set) var explanation: Explanation
    /// The sum of the explanation's steps, in the plan's currency.
    public private(set) var amount: PreciseAmount
    /// The events behind it; nil without events, and in a preview.
    public let evidence: Evidence.Summary?
    /// The part of these days it is of, where a price changed inside them; nil for all of them.
    public var span: MeterRequest.Span?
    /// The place of the invoice among those that a threshold cuts the period into, from 0.
    public var part = 0
    /// What the invoices before it billed of the same; nothing where no threshold cut it.
    public var billedBefore: PreciseAmount?
    /// What each day used of it; none where days do not add up to it, and in a preview.
    public var days: [Day: DayUse] = [:]
}

/// What one day used of a line.
///
/// 1,000 output tokens at 15.00 a million and 9,000 cached ones at 0.30 are 10,000 units and weigh
/// 0.015 + 0.0027: that is the day's part of what the line comes to.
public struct DayUse: Sendable, Equatable {
    /// Its part of what the line comes to, beside the weights of the other days.
    public let weight: Exact
    /// Units, before the metric rounds their sum; nil where only events are counted by day.
    public let units: Exact?
    public let events: Int

    public init(weight: Exact, units: Exact?, events: Int) {
        self.weight = weight
        self.units = units
        self.events = events
    }
}

extension Fee {
    /// Whether both are of one charge at one price in one period, for the same group: they begin
    /// together, and one may be cut earlier.
    func isSame(as other: Fee, in zone: Zone) -> Bool {
        func start(_ fee: Fee) -> Instant {
            fee.span?.from ?? fee.period.used.instants(in: zone).from
        }
        return plan == other.plan && period == other.period && charge == other.charge
            && usage.group == other.usage.group && start(self) == start(other)
    }

    /// With one step more.
    func adding(_ step: Explanation.Step) throws(MoneyError) -> Fee {
        var fee = self
        fee.explanation.steps.append(step)
        fee.amount = try fee.explanation.total(amount.currency)
        return fee
    }
}
