public import Catalog
import FX
public import GRDB
import Ledger
import Money
import Store
public import Time

extension Settler {
    /// Settles a merchant's month as it would be closed at `instant`, changing nothing: one batch, or
    /// one for all days that are paid together; where no such day is over yet, that which runs.
    ///
    /// - Throws: `SettlementError.alreadyClosed`, `SettlementError.outOfTurn`, `FXError.noRate`,
    ///   `CatalogError`.
    public static func preview(
        _ db: Database, _ merchant: Merchant.ID, month: Month, at instant: Instant
    ) throws -> [SettlementBatch] {
        let calendar = try PayoutCalendar(db, merchant, month, at: instant)
        let last = try last(db, merchant)
        if let last, last.day == month.lastDay {
            throw SettlementError.alreadyClosed(last.number)
        }
        try inTurn(last, merchant, month)
        let open = calendar.days.filter { day in last.map { day > $0.day } ?? true }
        let over = open.filter { instant >= calendar.end(of: $0) }
        return try plan(
            db, merchant, calendar, days: over.isEmpty ? Array(open.prefix(1)) : over,
            at: instant, .preview
        ).map(\.batch)
    }

    /// Closes a merchant's month: its batches, their rows and entries, once. Where days are paid, all
    /// that are not closed yet, in order.
    ///
    /// - Returns: none where it was closed before; nothing is changed then.
    public static func close(
        _ db: Database, _ merchant: Merchant.ID, month: Month, at instant: Instant
    ) throws -> [SettlementBatch] {
        try close(db, merchant, through: month.lastDay, of: month, at: instant)
    }

    /// Closes the days of a merchant that are paid on or before the day after `day`, in order, through
    /// as many months as are open; nothing where the month of `day` is paid as a whole.
    ///
    /// - Returns: none where they were closed before; nothing is changed then.
    public static func close(
        _ db: Database, _ merchant: Merchant.ID, through day: Day, at instant: Instant
    ) throws -> [SettlementBatch] {
        let calendar = try PayoutCalendar(db, merchant, day.month, at: instant)
        guard calendar.isDaily else { return [] }
        guard instant >= calendar.end(of: day) else {
            throw SettlementError.dayNotOver(merchant, day, endsAt: calendar.end(of: day))
        }
        var batches: [SettlementBatch] = []
        var month = try nextMonth(db, merchant) ?? day.month
        while month <= day.month {
            batches += try close(
                db, merchant, through: min(day, month.lastDay), of: month, at: instant)
            month = month.next
        }
        return batches
    }

    private static func close(
        _ db: Database, _ merchant: Merchant.ID, through day: Day, of month: Month,
        at instant: Instant
    ) throws -> [SettlementBatch] {
        let last = try last(db, merchant)
        let isClosed = try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM settlementBatch
                    JOIN merchant ON merchant.id = merchantId WHERE code = ? AND day = ?)
                """,
            arguments: [merchant.text, month.lastDay.description])!
        if isClosed { return [] }
        let calendar = try PayoutCalendar(db, merchant, month, at: instant)
        guard day != month.lastDay || instant >= calendar.end(of: day) else {
            throw SettlementError.monthNotOver(merchant, month, endsAt: calendar.end(of: day))
        }
        try inTurn(last, merchant, month)
        let days = calendar.days.filter { next in
            next <= day && (last.map { next > $0.day } ?? true)
        }
        let planned = try plan(db, merchant, calendar, days: days, at: instant, .settlement)
        for (batch, items) in planned {
            try batch.insert(db, items)
            try Journal.append(db, entries(for: batch))
        }
        return planned.map(\.batch)
    }

    private static func inTurn(
        _ last: SettledLast?, _ merchant: Merchant.ID, _ month: Month
    ) throws(SettlementError) {
        guard let last else { return }
        let next = last.nextMonth
        if month != next { throw .outOfTurn(merchant, month, next: next) }
    }

    /// The batches of those days, each from what the one before leaves. The rate is that of the close;
    /// for days that are paid it is the last one published when they were over, so that days closed
    /// late are paid as if they had been closed in time.
    private static func plan(
        _ db: Database, _ merchant: Merchant.ID, _ calendar: PayoutCalendar, days: [Day],
        at instant: Instant, _ purpose: FXLock.Purpose
    ) throws -> [(batch: SettlementBatch, items: OpenItems)] {
        guard let lastDay = days.last else { return [] }
        let month = calendar.month
        var open = try OpenItems(
            db, merchant, month, before: min(instant, calendar.end(of: lastDay)))
        var planned: [(batch: SettlementBatch, items: OpenItems)] = []
        for day in days {
            let cut = min(instant, calendar.end(of: day))
            // The contract of its time, whatever has been agreed since.
            let lastInstant = Instant(nanoseconds: calendar.end(of: day).nanoseconds - 1)
            let terms = try Merchant(db, merchant, at: min(instant, lastInstant))
            let items = open.taken(before: cut)
            // A day without anything to say has no batch and needs no rate; a month always has one.
            if day != month.lastDay, !items.hasAnything(on: day) { continue }
            let currency = terms.settlement.currency
            let lockAt = calendar.isDaily ? cut : instant
            let needsDollars = terms.settlement.revenueShare?.above != nil && day == month.lastDay
            let batchDay = calendar.isDaily ? day : nil
            let sheet = try sheet(
                terms, month: month, day: batchDay, items: items,
                volumeLock: needsDollars ? try FXLock(db, purpose, base: .usd, at: lockAt) : nil)
            let spread = try FXLock.spread(percent: terms.settlement.fxSpreadPercent)
            let batch = try batch(
                terms, month: month, day: batchDay, sheet,
                lock: converts(sheet.balance, terms.settlement)
                    ? try FXLock(db, purpose, base: currency, at: lockAt, spread: spread) : nil,
                calendars: [BankCalendar(.cny), BankCalendar(currency)].compactMap { $0 },
                at: instant)
            // What was carried over is still too little, or still held.
            if batch.rows.isEmpty, batch.state != .scheduled, day != month.lastDay { continue }
            open = try open.after(batch, items)
            planned.append((batch, items))
        }
        return planned
    }

    /// The month that is settled next; nil where none was settled yet, and any can be the first.
    public static func nextMonth(_ db: Database, _ merchant: Merchant.ID) throws -> Month? {
        try last(db, merchant)?.nextMonth
    }

    /// The batch that was closed last, and what it left.
    static func last(_ db: Database, _ merchant: Merchant.ID) throws -> SettledLast? {
        try GRDB.Row.fetchOne(
            db,
            sql: """
                SELECT number, month, day, closingFen FROM settlementBatch
                JOIN merchant ON merchant.id = merchantId
                WHERE code = ? ORDER BY day DESC LIMIT 1
                """,
            arguments: [merchant.text]
        ).map {
            SettledLast(
                number: $0[0], month: try Month($0[1] as String), day: try Day($0[2] as String),
                closing: Amount(minorUnits: $0[3], .cny))
        }
    }
}

/// The batch that a merchant's next one follows.
struct SettledLast {
    let number: String
    let month: Month
    let day: Day
    let closing: Amount

    var nextMonth: Month { day == month.lastDay ? month.next : month }
}
