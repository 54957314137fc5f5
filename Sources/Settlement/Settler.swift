public import Catalog
public import FX
public import Money
public import Time

/// Works out what a merchant is paid.
public enum Settler {
    /// The batch of a month, or of days of it that are paid together.
    ///
    /// Opening + Σ payments − Σ platform fee, each rounded − refunds and chargebacks + fees returned
    /// + payouts that came back − subscription ± shared revenue ± adjustments + reserve released −
    /// reserve held = net. The net is converted once at `lock`, half away from zero, and the wire fee
    /// comes off in the payout currency. A net that would pay less than the minimum is carried over;
    /// one that would pay is held where KYB is not approved.
    ///
    /// CNY 7,650.00 at a fee of 2.5 % leaves 7,458.75, which at USD/CNY 7.27 is USD 1,025.96. Where the
    /// lock has a spread of 0.5 % it is USD 1,020.83, and the platform keeps USD 5.13.
    ///
    /// - Parameters:
    ///   - day: the last day it collects of; nil for a whole month. What goes by the month, such as
    ///     the subscription, is in the batch of the month's last day.
    ///   - volumeLock: CNY for one USD, for shares that go by volume; `lock` where that is it.
    /// - Throws: `MoneyError.doesNotFit`.
    public static func settle(
        _ merchant: Merchant, month: Month, day: Day? = nil, items: OpenItems, lock: FXLock,
        volumeLock: FXLock? = nil, calendars: [BankCalendar], at instant: Instant
    ) throws(MoneyError) -> SettlementBatch {
        let terms = merchant.settlement
        let lastDay = day ?? month.lastDay
        let number = number(month, day, merchant)
        var sheet = Sheet(merchant, lastDay, items)
        try sheet.addMovements()
        for payout in items.returned {
            sheet.add(.returnedPayout, payout.number, payout.at, amount: payout.amount)
        }
        var share: SharedRevenue?
        if lastDay == month.lastDay {
            share = try sheet.addMonthly(
                month, volumeLock: volumeLock ?? (terms.currency == .usd ? lock : nil))
        }
        for adjustment in items.adjustments {
            sheet.add(
                .adjustment, adjustment.reference, adjustment.at, amount: adjustment.amount)
        }
        try sheet.addReserves()
        let net = try sheet.balance.checked()

        let converted =
            net.isNegative ? .zero(terms.currency) : try convert(net, terms.currency, lock)
        let pays =
            converted - terms.wireFee >= terms.minimumPayout && converted > terms.wireFee
        let state: SettlementBatch.State =
            switch terms.kyb {
            case .approved: pays ? .scheduled : .carriedOver
            // Also where it is below the minimum: the first reason is named.
            case .pending, .rejected: net > .zero(.cny) ? .held : .carriedOver
            }
        let isPaid = state == .scheduled
        // Days that are paid are paid when they are due, whenever that is worked out.
        let after = day ?? merchant.zone.day(of: instant)
        return SettlementBatch(
            number: number, merchant: merchant.id, merchantName: merchant.name, month: month,
            day: day, zone: merchant.zone, language: merchant.language, closedAt: instant,
            currency: terms.currency, opening: items.opening, rows: sheet.rows,
            lock: isPaid ? lock : nil, converted: isPaid ? converted : .zero(terms.currency),
            spread: isPaid ? try lock.spreadAmount(of: net) : .zero(terms.currency),
            wireFee: isPaid ? terms.wireFee : .zero(terms.currency),
            payoutDay: isPaid ? BankCalendar.next(after: after, in: calendars) : nil,
            state: state,
            remittanceReference: "BM \(day?.description ?? "\(month)") \(merchant.id)".uppercased(),
            bank: "\(terms.bankName) \(terms.maskedAccount)",
            platformFeePercent: sheet.feePercent, minimumPayout: terms.minimumPayout, share: share)
    }

    /// The batch of a whole month of movements alone.
    public static func settle(
        _ merchant: Merchant, month: Month, movements: [Movement],
        opening: Amount = .zero(.cny), lock: FXLock, calendars: [BankCalendar], at instant: Instant
    ) throws(MoneyError) -> SettlementBatch {
        try settle(
            merchant, month: month, items: OpenItems(opening: opening, movements: movements),
            lock: lock, calendars: calendars, at: instant)
    }

    /// `SET-2026-06-mer_001-USD`, `SET-2026-06-21-mer_001-USD`
    static func number(_ month: Month, _ day: Day?, _ merchant: Merchant) -> String {
        "SET-\(day?.description ?? "\(month)")-\(merchant.id)-\(merchant.settlement.currency.code)"
    }

    private static func convert(
        _ amount: Amount, _ currency: Currency, _ lock: FXLock
    ) throws(MoneyError) -> Amount {
        let converted = try lock.convert(amount)
        precondition(converted.currency == currency, "\(lock.rate.base) is not \(currency)")
        return converted
    }
}
