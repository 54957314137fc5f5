import Checkout
import FX
import Ledger
import Money
import Settlement
import Time
import Typesetting

/// Behind the waterfall: days, the rate, what is open, and where the journal has it.
extension StatementDocument {
    /// Every day with movements and the balance it ended with; nothing where one day has them all.
    var days: [Element] {
        let days = batch.days
        if days.count < 2 { return [] }
        let hasOther = days.contains { !$0.other.isZero }
        let hasReturned = days.contains { !$0.returned.isZero }
        func money(_ amount: Amount) -> Table.Cell {
            writer.figure(amount.isZero ? nil : amount)
        }
        let rows = days.map { day in
            Table.Row(
                .item,
                [
                    .init("\(day.day)"), .init(day.payments == 0 ? "–" : "\(day.payments)"),
                    money(day.collected), money(day.returned), money(day.fees), money(day.other),
                    writer.figure(day.balance),
                ])
        }
        let table = Table(
            columns: [.init(.atLeast(70), headsRows: true), .init(.fixed(64), align: .trailing)]
                + (0..<5).map { _ in .init(.flexible(), align: .trailing) },
            head: [
                writer.head(.day), writer.head(.payments), writer.head(.gross),
                writer.head(.takenBack), writer.head(.fees), writer.head(.otherMovements),
                writer.head(.balance),
            ],
            rows: rows, style: theme.smallTable
        ).without(columns: Set((hasReturned ? [] : [3]) + (hasOther ? [] : [5])))
        let parts = [writer.heading(.byDay), .table(table)]
        // A few days are one picture.
        return (days.count > 12 ? parts : [.together(spacing: 0, parts)]) + [.spacer(air)]
    }

    /// The lock: which rate, of which day, published by whom, and what it made of what; nothing without one.
    var exchange: [Element] {
        guard let lock = batch.lock else { return [] }
        let published = batch.converted + batch.spread
        var facts: [(Phrase, String)] = [
            (.fxLocked, "\(lock.rate.base.code)/\(lock.rate.quote.code) \(lock.rate.value)"),
            (.fxPublished, "\(lock.rate.source) \(lock.rate.day)"),
            (.fxWanted, "\(lock.wantedDay)"),
            (.fxLockedAt, writer.clock(lock.lockedAt, in: batch.zone)),
            (
                .fxConversion,
                "\(writer.money(batch.paidOut)) → \(writer.money(published))"
            ),
        ]
        if !batch.spread.isZero {
            facts.append(
                (.fxSpreadShort, "\(lock.spreadPercent)% · \(writer.money(batch.spread))"))
        }
        let pairs = facts.map { writer.fact($0, writer.plain($1), labelWidth: 92) }
        return [
            .together(
                spacing: 4,
                [
                    writer.heading(.exchange),
                    writer.halves(spacing: 2, pairs),
                ]), .spacer(air),
        ]
    }

    /// What channels, bills and books did not agree about, or that they did.
    func exceptions(_ proof: StatementProof) -> [Element] {
        let open = proof.differences
        if open.isEmpty {
            return [
                .together(
                    spacing: 4,
                    [
                        writer.heading(.exceptions),
                        writer.verdict(
                            true, writer.stacked(.noExceptions, theme.label.with(colour: theme.ink))
                        ),
                    ]), .spacer(air),
            ]
        }
        let table = Table(
            columns: [
                .init(.fixed(84)), .init(.flexible(), headsRows: true), .init(.flexible()),
                .init(.fixed(66), align: .trailing), .init(.fixed(66), align: .trailing),
            ],
            head: [
                writer.head(.date), writer.head(.reason), writer.head(.reference),
                writer.head(.oneSide), writer.head(.otherSide),
            ],
            rows: open.map { difference in
                Table.Row(
                    .item,
                    [
                        .init("\(batch.zone.day(of: difference.at))"),
                        .init(
                            spans: writer.spans(
                                ReconciliationDocument.name(difference.reason), theme.label)),
                        .init(spans: [Text.Span(difference.number, theme.mono)]),
                        writer.figure(difference.left.amount),
                        writer.figure(difference.right.amount),
                    ])
            }, style: theme.smallTable)
        return [writer.heading(.exceptions), .table(table), .spacer(air)]
    }

    /// The entries that booked the statement, with the hash that fixes each in the chain.
    func references(_ proof: StatementProof) -> [Element] {
        if proof.entries.isEmpty { return [] }
        let table = Table(
            columns: [
                .init(.fixed(58), headsRows: true), .init(.fixed(100)), .init(.flexible()),
            ],
            head: [writer.head(.entry), writer.head(.book), .init("SHA-256")],
            rows: proof.entries.map { entry in
                Table.Row(
                    .item,
                    [
                        .init("#\(entry.sequence)"),
                        .init(spans: [Text.Span(entry.book, theme.mono)]),
                        .init(spans: [Text.Span(entry.hash, theme.mono)]),
                    ])
            }, style: theme.smallTable)
        return [writer.heading(.ledgerReferences), .table(table), .spacer(air)]
    }
}
