public import Catalog
public import Checkout
public import FX
import Ledger
public import Money
public import Time

/// Works out what a merchant is paid.
public enum Settler {
    /// The batch of a month.
    ///
    /// Opening + Σ payments − Σ platform fee, each rounded − subscription = net. The net is converted
    /// once at `lock`, half away from zero, and the wire fee comes off in the payout currency. A net
    /// that would pay less than the minimum is carried over.
    ///
    /// CNY 7,650.00 at a fee of 2.5 % leaves 7,458.75, which at USD/CNY 7.27 is USD 1,025.96. Where the
    /// lock has a spread of 0.5 % it is USD 1,020.83, and the platform keeps USD 5.13.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public static func settle(
        _ merchant: Merchant, month: Month, payments: [Payment], opening: Amount, lock: FXLock,
        calendars: [BankCalendar], at instant: Instant
    ) throws(MoneyError) -> SettlementBatch {
        let terms = merchant.settlement
        var rows: [SettlementBatch.Row] = []
        var balance = opening
        func add(
            _ kind: SettlementBatch.Kind, _ reference: String, _ at: Instant, _ channel: String?,
            _ amount: Amount
        ) {
            if amount.isZero { return }
            balance += amount
            rows.append(
                SettlementBatch.Row(
                    kind: kind, reference: reference, at: at, channel: channel, amount: amount,
                    balance: balance))
        }
        for payment in payments {
            let channel = payment.channel.rawValue
            add(.payment, payment.outTradeNo, payment.paidAt, channel, payment.amount)
            let fee = try PreciseAmount(
                payment.amount.exact.times(terms.platformFeePercent).shifted(right: 2), .cny
            ).rounded(.halfAwayFromZero)
            add(.platformFee, payment.outTradeNo, payment.paidAt, channel, -fee)
        }
        _ = try balance.checked()
        let end = Instant(nanoseconds: merchant.zone.end(of: month).nanoseconds - 1)
        add(.subscription, month.description, end, nil, -terms.subscription)

        let converted =
            balance.isNegative ? .zero(terms.currency) : try convert(balance, terms.currency, lock)
        let isPaid =
            converted - terms.wireFee >= terms.minimumPayout
            && converted > terms.wireFee
        let number = "SET-\(month)-\(merchant.id)-\(terms.currency.code)"
        return SettlementBatch(
            number: number, merchant: merchant.id, merchantName: merchant.name, month: month,
            zone: merchant.zone, language: merchant.language, closedAt: instant,
            currency: terms.currency, opening: opening, rows: rows, lock: isPaid ? lock : nil,
            converted: isPaid ? converted : .zero(terms.currency),
            spread: isPaid ? try lock.spreadAmount(of: balance) : .zero(terms.currency),
            wireFee: isPaid ? terms.wireFee : .zero(terms.currency),
            payoutDay: isPaid
                ? BankCalendar.next(after: merchant.zone.day(of: instant), in: calendars) : nil,
            state: isPaid ? .scheduled : .carriedOver,
            remittanceReference: "BM \(month) \(merchant.id)".uppercased(),
            bank: "\(terms.bankName) \(terms.maskedAccount)",
            platformFeePercent: terms.platformFeePercent, minimumPayout: terms.minimumPayout)
    }

    private static func convert(
        _ amount: Amount, _ currency: Currency, _ lock: FXLock
    ) throws(MoneyError) -> Amount {
        let converted = try lock.convert(amount)
        precondition(converted.currency == currency, "\(lock.rate.base) is not \(currency)")
        return converted
    }

    /// The entries of a batch, in both books: every fee its own posting, the conversion as two
    /// balanced pairs through clearing.
    static func entries(for batch: SettlementBatch) -> [JournalEntry.Draft] {
        let day = batch.zone.day(of: batch.closedAt)
        let source = "settlement \(batch.number)"
        let fees = batch.rows.filter { $0.kind != .payment }
        let kept = fees.map(\.amount).total(.cny)
        let merchant = batch.merchant
        return [
            JournalEntry.Draft(
                book: .platform, day: day, kind: .settlement, source: source,
                postings: [Posting(debit: .merchantPayable(merchant), batch.paidOut - kept)]
                    + fees.map { Posting(debit: .platformRevenue, $0.amount) }
                    + [
                        Posting(credit: .fxClearing, batch.paidOut),
                        Posting(debit: .fxClearing, batch.converted + batch.spread),
                        Posting(credit: .payoutInTransit(merchant), batch.payout),
                        Posting(credit: .platformRevenue, batch.spread),
                        Posting(credit: .platformRevenue, batch.wireFee),
                    ]),
            JournalEntry.Draft(
                book: .merchant(merchant), day: day, kind: .settlement, source: source,
                postings: [Posting(credit: .dueFromPlatform, batch.paidOut - kept)]
                    + fees.map { Posting(credit: .paymentFees, $0.amount) }
                    + [
                        Posting(debit: .fxClearing, batch.paidOut),
                        Posting(credit: .fxClearing, batch.converted + batch.spread),
                        Posting(debit: .payoutExpected, batch.payout),
                        Posting(debit: .paymentFees, batch.spread),
                        Posting(debit: .paymentFees, batch.wireFee),
                    ]),
        ]
    }
}
