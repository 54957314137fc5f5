public import Money
public import Time

/// What one day of a batch brought, and the balance it ended with: a row of a statement.
///
/// CNY 630.20 came on 1 June and 15.76 of it were kept: with CNY -199.00 before, the day ends at 415.44.
public struct SettlementDay: Sendable, Equatable {
    public let day: Day
    public let payments: Int
    /// What customers paid.
    public let collected: Amount
    /// What went back to them: refunds and chargebacks. Zero or below.
    public let returned: Amount
    /// What the platform took of payments, less what it gave back with refunds.
    public let fees: Amount
    /// Everything else: the subscription, reserves, adjustments, shares of revenue, payouts that came back.
    public let other: Amount
    /// After the day's last movement.
    public let balance: Amount
}

extension SettlementBatch {
    /// The days with movements, in their order; their columns and the opening balance come to the net.
    public var days: [SettlementDay] {
        var days: [(day: Day, rows: [Row])] = []
        for row in rows {
            let day = zone.day(of: row.at)
            if days.last?.day == day {
                days[days.count - 1].rows.append(row)
            } else {
                days.append((day, [row]))
            }
        }
        return days.map { day, rows in
            func sum(_ kinds: Kind...) -> Amount {
                rows.filter { kinds.contains($0.kind) }.map(\.amount).total(.cny)
            }
            return SettlementDay(
                day: day, payments: rows.count { $0.kind == .payment }, collected: sum(.payment),
                returned: sum(.refund, .chargeback),
                fees: sum(.platformFee, .feeReturned),
                other: sum(
                    .subscription, .returnedPayout, .revenueShare, .adjustment, .reserveHeld,
                    .reserveReleased),
                balance: rows.last!.balance)
        }
    }
}
