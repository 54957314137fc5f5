import Catalog
import Checkout
import FX
import Money
import Time

/// The rows of a batch as they are written, each with the balance after it.
struct Sheet {
    private(set) var rows: [SettlementBatch.Row] = []
    private(set) var balance: Amount
    /// The share of each payment: by what the month has collected with this batch.
    let feePercent: Exact
    /// What is shared of the month's revenue; nil where nothing is, or the month goes on.
    private(set) var share: SharedRevenue?

    private let merchant: Merchant
    private let terms: Merchant.SettlementTerms
    private let lastDay: Day
    private let items: OpenItems
    var opening: Amount { items.opening }
    /// What the month's batches settled, with this one.
    private var month: MonthSoFar

    init(_ merchant: Merchant, _ lastDay: Day, _ items: OpenItems) {
        self.merchant = merchant
        self.lastDay = lastDay
        self.items = items
        terms = merchant.settlement
        balance = items.opening
        month = items.soFar
        month.payments += items.movements.filter { $0.kind == .payment }.map(\.amount)
        feePercent = terms.feePercent(volume: month.volume)
    }

    /// Nothing is written for an amount of nothing.
    mutating func add(
        _ kind: SettlementBatch.Kind, _ reference: String, _ at: Instant, _ channel: Channel? = nil,
        amount: Amount, reason: String? = nil
    ) {
        if amount.isZero { return }
        balance += amount
        rows.append(
            SettlementBatch.Row(
                kind: kind, reference: reference, at: at, channel: channel?.rawValue,
                amount: amount, balance: balance, reason: reason))
    }

    /// Puts the rows in the order of their times, each with the balance after it. Those of one time stay as they
    /// were written: a payment, then its fee.
    mutating func sort() {
        let written = rows.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }
        balance = opening
        rows = written.map { _, row in
            balance += row.amount
            return row.with(balance: balance)
        }
    }

    /// Payments, each with its fee, and what was paid back, with the fee returned.
    ///
    /// The fee is rounded for each payment, half away from zero. What a refund gives back of it is
    /// the fee of all that was refunded less that of what was refunded before: three refunds of 0.20
    /// of a payment of 0.60 at 2.5 % give back 0.01, 0.00 and 0.01 of the fee of 0.02, never more.
    mutating func addMovements() throws(MoneyError) {
        for movement in items.movements {
            func add(_ kind: SettlementBatch.Kind, _ amount: Amount) {
                self.add(kind, movement.reference, movement.at, movement.channel, amount: amount)
            }
            month.channelCost += movement.channelCost
            switch movement.kind {
            case .payment:
                let fee = try Self.fee(movement.amount, feePercent)
                month.fees += fee
                month.paymentFees += fee
                add(.payment, movement.amount)
                add(.platformFee, -fee)
            case .refund(let before, let percent):
                month.paidBack += movement.amount
                add(.refund, -movement.amount)
                if !terms.returnsFeeOnRefunds { break }
                let percent = percent ?? feePercent
                let fee =
                    try Self.fee(before + movement.amount, percent) - Self.fee(before, percent)
                month.fees -= fee
                add(.feeReturned, fee)
            case .chargeback:
                month.paidBack += movement.amount
                add(.chargeback, -movement.amount)
            }
        }
    }

    /// What goes by the month, at its last instant: the tier that it came to at last for the payments
    /// that were settled before and what was refunded of them, the subscription, and the revenue that is shared.
    mutating func addMonthly(_ month: Month, volumeLock: FXLock?) throws(MoneyError) {
        let name = month.description
        let end = Instant(nanoseconds: merchant.zone.end(of: month).nanoseconds - 1)
        var due = Amount.zero(.cny)
        for payment in items.soFar.payments { due += try Self.fee(payment, feePercent) }
        var difference = due - items.soFar.paymentFees
        if terms.returnsFeeOnRefunds {
            // And what refunds of them gave back, at the same tier.
            var back = Amount.zero(.cny)
            for refunded in items.soFar.refunded {
                back += try Self.fee(refunded.amount, feePercent)
            }
            difference -= back - items.soFar.refundedFees
        }
        self.month.fees += difference
        add(.platformFee, name, end, amount: -difference)
        add(.subscription, name, end, amount: -terms.subscription)
        guard let shared = terms.revenueShare else { return }
        let isOurs = shared.direction == .toMerchant
        let revenue =
            isOurs
            ? self.month.fees - self.month.channelCost : self.month.volume - self.month.paidBack
        let share = try SharedRevenue(
            of: revenue, lateCost: isOurs ? items.lateChannelCost : .zero(.cny),
            volume: self.month.volume, terms: shared, lock: volumeLock)
        add(.revenueShare, name, end, amount: isOurs ? share.amount : -share.amount)
        self.share = share
    }

    /// Reserves that are due, and what is held of what this batch collected: one figure, rounded once,
    /// half away from zero.
    mutating func addReserves() throws(MoneyError) {
        let end = Instant(
            nanoseconds: merchant.zone.start(of: lastDay.advanced(by: 1)).nanoseconds - 1)
        for reserve in items.reserves where reserve.releaseDay <= lastDay {
            add(.reserveReleased, reserve.number, end, amount: reserve.amount)
        }
        guard let reserve = terms.reserve else { return }
        let collected = rows.filter { $0.kind == .payment }.map(\.amount).total(.cny)
        add(
            .reserveHeld, reserve.releaseDay(heldOn: lastDay).description, end,
            amount: -(try Self.fee(collected, reserve.percent)))
    }

    /// So many hundredths of an amount, rounded half away from zero to the fen.
    private static func fee(_ amount: Amount, _ percent: Exact) throws(MoneyError) -> Amount {
        try PreciseAmount(amount.exact.times(percent).shifted(right: 2), .cny)
            .rounded(.halfAwayFromZero)
    }
}
