public import Catalog
import Money
public import Time

/// The four sides held against each other: which movements all of them know and agree about, what each
/// side comes to, and every difference with both figures.
///
///     let reconciliation = Reconciliation(sides, period: try Month("2026-06"), asOf: now)
///     reconciliation.open.map(\.reason)     // [.missingOnTradeBill]
///
/// Movements are matched over the whole of the ledger, by order number, transaction and refund number;
/// the period then says which are shown: those of its days in UTC+8, as the channels cut their bills.
/// What happened after `asOf` is left out; but what was taken in by then and is dated ahead of that is
/// listed. Nothing is posted.
public struct Reconciliation: Sendable {
    /// By time, then by id.
    public let differences: [Difference]
    /// What each channel comes to, in the order of the channels.
    public let channels: [ChannelSums]

    /// What keeps the period from being done.
    public var open: [Difference] { differences.filter { $0.state == .open } }

    /// What is shown: everything where nothing narrows it.
    public struct Scope: Sendable {
        public let period: Month?
        public let channel: Channel?
        public let merchant: Merchant.ID?

        public init(period: Month? = nil, channel: Channel? = nil, merchant: Merchant.ID? = nil) {
            self.period = period
            self.channel = channel
            self.merchant = merchant
        }

        func has(_ instant: Instant) -> Bool {
            period.map { Zone.shanghai.day(of: instant).month == $0 } ?? true
        }
    }

    public init(_ sides: Sides, period: Month?, asOf: Instant) {
        self.init(sides, Scope(period: period), asOf: asOf)
    }

    public init(_ sides: Sides, _ scope: Scope, asOf: Instant) {
        let sides = sides.until(asOf)
        var found = Findings(sides, asOf: asOf)
        let groups = TransactionGroup.all(sides)
        var matched: Set<TransactionGroup.Key> = []
        for group in groups where group.compare(&found) { matched.insert(group.key) }
        found.compareInvoices()
        found.compareFunds(TransactionGroup.strays(sides, groups))
        found.addMissingBills()
        let accounts = scope.merchant.map { merchant in
            Set(
                sides.orders.filter { $0.merchant == merchant }.map {
                    "\($0.channel) \($0.account)"
                })
        }
        differences = found.differences.values.filter { difference in
            scope.has(difference.at) && scope.channel.map { $0 == difference.channel } ?? true
                && accounts.map { accounts in
                    difference.merchant.map { $0 == scope.merchant }
                        ?? accounts.contains("\(difference.channel) \(difference.account)")
                } ?? true
        }.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
        channels = Channel.allCases.filter { scope.channel == nil || scope.channel == $0 }.map {
            ChannelSums($0, sides, scope, accounts: accounts, groups, matched: matched)
        }
    }
}

extension Sides {
    /// What had happened by then.
    fileprivate func until(_ instant: Instant) -> Sides {
        var sides = self
        sides.refundOrders.removeAll { $0.createdAt > instant }
        sides.stated.removeAll { row in
            row.at > instant && (row.runItIsAheadOf.map { $0 > instant } ?? true)
        }
        sides.fundRows.removeAll { $0.at > instant }
        sides.ledger.removeAll { $0.at > instant }
        return sides
    }
}
