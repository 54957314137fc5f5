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
        let dollars = merchant.settlement.currency == .usd ? lock : nil
        let sheet = try sheet(
            merchant, month: month, day: day, items: items, volumeLock: volumeLock ?? dollars)
        return try batch(
            merchant, month: month, day: day, sheet, lock: lock, calendars: calendars, at: instant)
    }

    /// The rows of a batch, and what they come to in CNY: all that needs no payout rate.
    static func sheet(
        _ merchant: Merchant, month: Month, day: Day?, items: OpenItems, volumeLock: FXLock?
    ) throws(MoneyError) -> Sheet {
        let lastDay = day ?? month.lastDay
        var sheet = Sheet(merchant, lastDay, items)
        try sheet.addMovements()
        for payout in items.returned {
            sheet.add(.returnedPayout, payout.number, payout.at, amount: payout.amount)
        }
        if lastDay == month.lastDay { try sheet.addMonthly(month, volumeLock: volumeLock) }
        for adjustment in items.adjustments {
            sheet.add(
                .adjustment, adjustment.reference, adjustment.at, amount: adjustment.amount,
                reason: adjustment.reason)
        }
        try sheet.addReserves()
        sheet.sort()
        return sheet
    }

    /// Whether a net is converted, to be paid out or compared with the minimum: one above zero, under
    /// approved KYB. All else is carried over or held as it stands, and needs no rate.
    static func converts(_ net: Amount, _ terms: Merchant.SettlementTerms) -> Bool {
        net > .zero(.cny) && terms.kyb == .approved
    }

    /// What becomes of a sheet: its net paid out at `lock`, carried over or held.
    ///
    /// - Parameter lock: nil where `converts` says that there is nothing to convert.
    static func batch(
        _ merchant: Merchant, month: Month, day: Day?, _ sheet: Sheet, lock: FXLock?,
        calendars: [BankCalendar], at instant: Instant
    ) throws(MoneyError) -> SettlementBatch {
        let terms = merchant.settlement
        let net = try sheet.balance.checked()
        var converted: Amount?
        if converts(net, terms) {
            guard let lock else { preconditionFailure("\(net) is to be converted at no rate") }
            converted = try convert(net, terms.currency, lock)
        }
        let pays =
            converted.map { $0 - terms.wireFee >= terms.minimumPayout && $0 > terms.wireFee }
            ?? false
        let state: SettlementBatch.State =
            switch terms.kyb {
            case .approved: pays ? .scheduled : .carriedOver
            // Also where it is below the minimum: the first reason is named.
            case .pending, .rejected: net > .zero(.cny) ? .held : .carriedOver
            }
        let paid = pays ? lock : nil
        let nothing = Amount.zero(terms.currency)
        // Days that are paid are paid when they are due, whenever that is worked out.
        let after = day ?? merchant.zone.day(of: instant)
        return SettlementBatch(
            number: number(month, day, merchant), merchant: merchant.id,
            merchantName: merchant.name, month: month,
            day: day, zone: merchant.zone, language: merchant.language, closedAt: instant,
            currency: terms.currency, opening: sheet.opening, rows: sheet.rows,
            lock: paid, converted: pays ? converted ?? nothing : nothing,
            spread: try paid?.spreadAmount(of: net) ?? nothing,
            wireFee: pays ? terms.wireFee : nothing,
            payoutDay: pays ? BankCalendar.next(after: after, in: calendars) : nil,
            state: state,
            remittanceReference: "BM \(day?.description ?? "\(month)") \(merchant.id)".uppercased()
                .replacing("_", with: "-"),
            bank: "\(terms.bankName) \(terms.maskedAccount)",
            platformFeePercent: sheet.feePercent, minimumPayout: terms.minimumPayout,
            share: sheet.share)
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
