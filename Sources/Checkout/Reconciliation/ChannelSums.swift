public import Money
import Time

/// What each side says of a channel in a period, and how much of it all of them agree about.
public struct ChannelSums: Sendable, Equatable {
    public let channel: Channel
    public let orders: Sums
    public let tradeBill: Sums
    public let fundBill: Sums
    public let ledger: Sums
    /// Payments and refunds that stand on all four sides and agree.
    public let matched: Int

    /// The four sides in the order in which money passes them.
    public var sides: [(side: Difference.Side, sums: Sums)] {
        [(.orders, orders), (.tradeBill, tradeBill), (.fundBill, fundBill), (.ledger, ledger)]
    }

    /// One side's counts and sums; a side that does not know such movements has none.
    public struct Sums: Sendable, Equatable {
        public internal(set) var payments = 0
        public internal(set) var paid = Amount.zero(.cny)
        public internal(set) var refunds = 0
        public internal(set) var refunded = Amount.zero(.cny)
        /// What channels took back after disputes, which orders and trade bills do not know.
        public internal(set) var chargedBack = Amount.zero(.cny)
        /// What the channel kept, less what it gave back.
        public internal(set) var fees = Amount.zero(.cny)
        public internal(set) var withdrawn = Amount.zero(.cny)

        mutating func pay(_ amount: Amount) {
            payments += 1
            paid += amount
        }

        mutating func refund(_ amount: Amount) {
            refunds += 1
            refunded += amount
        }
    }

    init(
        _ channel: Channel, _ sides: Sides, _ scope: Reconciliation.Scope, accounts: Set<String>?,
        _ groups: [TransactionGroup], matched: Set<TransactionGroup.Key>
    ) {
        self.channel = channel
        func isOurs(_ of: Channel, _ account: String) -> Bool {
            of == channel && accounts?.contains("\(of) \(account)") ?? true
        }
        var (asked, trade, fund, ledger) = (Sums(), Sums(), Sums(), Sums())
        var agreed = 0
        let orders = Dictionary(
            sides.orders.filter { $0.channel == channel }.map { ($0.outTradeNo, $0.amount) },
            uniquingKeysWith: { first, _ in first })
        let requests = Dictionary(
            sides.refundOrders.filter { $0.channel == channel }.map { ($0.outRefundNo, $0.amount) },
            uniquingKeysWith: { first, _ in first })
        for booked in sides.ledger
        where scope.has(booked.at) && isOurs(booked.channel, booked.account) {
            ledger.fees += booked.fee
            switch booked.kind {
            case .payment:
                ledger.pay(booked.amount)
                if let amount = orders[booked.outTradeNo] { asked.pay(amount) }
            case .chargeback: ledger.chargedBack += booked.amount
            case .refund:
                ledger.refund(booked.amount)
                if let amount = booked.refundNo.flatMap({ requests[$0] }) { asked.refund(amount) }
            case .withdrawal: ledger.withdrawn += booked.amount
            }
            let key = TransactionGroup.Key(
                channel: booked.channel, transactionID: booked.transactionID)
            if booked.kind != .withdrawal, matched.contains(key) { agreed += 1 }
        }
        // Bills of a day and of the month list the same rows.
        var seen: Set<String> = []
        for row in sides.stated
        where !row.isMessage && scope.has(row.at) && isOurs(row.channel, row.account)
            && seen.insert("\(row.transactionID) \(row.refundID ?? "")").inserted
        {
            if row.refundID == nil { trade.pay(row.amount) } else { trade.refund(row.amount) }
            trade.fees += row.fee.map(Amount.feeInFen) ?? .zero(.cny)
        }
        let disputes = Set(
            sides.ledger.filter { $0.channel == channel && $0.kind == .chargeback }
                .compactMap(\.refundID))
        for row in sides.fundRows where scope.has(row.at) && isOurs(row.channel, row.account) {
            switch row.kind {
            case .payment: fund.pay(row.amount)
            case .refund: fund.refund(-row.amount)
            case .fee, .feeReturned: fund.fees -= row.amount
            case .withdrawal: fund.withdrawn -= row.amount
            case .other
            where [row.transactionID, row.ourNo].contains { disputes.contains($0 ?? "") }:
                fund.chargedBack -= row.amount
            case .refundReturned, .other: break
            }
        }
        self.orders = asked
        tradeBill = trade
        fundBill = fund
        self.ledger = ledger
        self.matched = agreed
    }
}
