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
    /// The digest of the events behind it; nil without events, and in a preview.
    public let evidenceDigest: String?
    /// The part of these days it is of, where a price changed inside them; nil for all of them.
    public var span: MeterRequest.Span?
    /// The place of the invoice among those that a threshold cuts the period into, from 0.
    public var part = 0
    /// What the invoices before it billed of the same; nothing where no threshold cut it.
    public var billedBefore: PreciseAmount?
    /// What each day used of it, as weights of what it comes to; none where days do not add up to it,
    /// and in a preview.
    public var days: [Day: Exact] = [:]
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
