public import Catalog
public import Metering
public import Money

/// What one charge costs in one month for one group of dimension values, and why.
public struct Fee: Sendable, Equatable {
    public let charge: Charge.ID
    public let usage: MeteredUsage
    public let explanation: Explanation
    /// The sum of the explanation's steps, in the plan's currency.
    public let amount: PreciseAmount
    /// The digest of the events behind it; nil without events, and in a preview.
    public let evidenceDigest: String?
    /// The part of the month it is of, where a price changed inside it; nil for all of it.
    public var span: MeterRequest.Span?
}
