import Catalog
import Checkout
import Credits
import GRDB
import Invoicing
import Money
import Settlement
import TestSupport
import Time

@testable import bm

/// What happens in a month, by chance.
extension RandomWorld {
    /// Usage of the month, some of the one before that comes late, and credit.
    func use(in month: Month) {
        // After all that the close of the month before brought.
        let now = Self.closing(Self.before(month)).advanced(bySeconds: 3 * 86_400)
        for party in parties {
            for member in party.customers {
                let (start, end) = (party.zone.start(of: month), party.zone.end(of: month))
                if chance(20) {
                    say(
                        "grant \(member.id) \(pick(["3", "7.77", "50"])) gift-\(number()) at \(now)"
                    )
                }
                if chance(15) { sell(to: member, of: party, at: now) }
                for _ in 0..<Int.random(in: 0...5, using: &random) {
                    let quantity =
                        "\(Int.random(in: 0...400, using: &random))\(pick(["", ".5", ".333"]))"
                    say(
                        "event \(time(from: start, to: end)) \(member.id) "
                            + "\(pick(member.charges)) \(quantity) key=e\(number())")
                }
                if month != first, chance(25) {
                    // The last days of a month that was closed.
                    let late = time(from: start.advanced(bySeconds: -5 * 86_400), to: start)
                    say("event \(late) \(member.id) \(pick(member.charges)) 11 key=e\(number())")
                }
            }
            if chance(25) {
                let fen = pick([-1234, 1, 999, 25_000]) as Int64
                let id = "adj-\(number())"
                say(
                    "adjustment \(party.id) \(Self.text(fen: fen)) id=\(id) month=\(month) at \(now)"
                )
                facts.adjustments.append((party.id, month, fen))
            }
        }
    }

    /// Credit that is sold and paid for at once, most of the time.
    private func sell(to member: Member, of party: Party, at instant: Instant) {
        let id = "sold-\(number())"
        say("grant \(member.id) \(pick(["10", "33.33"])) \(id) kind=paid at \(instant)")
        guard isSound, chance(75),
            let sale = try? run.ledger.read({ db in
                try TopUpInvoice.fetchAll(db, merchant: Merchant.ID(party.id)).last
            })
        else { return }
        let due = sale.invoice.total.minorUnits
        bill(
            party, at: instant.advanced(bySeconds: 7200),
            [payment(of: party, member.id, id, due, at: instant.advanced(bySeconds: 3600))])
    }

    func close(_ month: Month) {
        let now = Self.closing(month)
        say("close \(month) at \(now)")
        guard isSound else { return }
        facts.close(month) { id in self.parties.first { $0.id == id }!.zone.end(of: month) }
        correct(month, at: now.advanced(bySeconds: 3600))
        pay(out: now.advanced(bySeconds: 86_400))
    }

    /// Invoices that were never owed, or not all of it.
    private func correct(_ month: Month, at instant: Instant) {
        for stored in invoices(of: month) where isSound && stored.invoice.total > .zero(.cny) {
            let customer = stored.invoice.customer
            if chance(8) {
                say("void-invoice \(customer) \(month) at \(instant)")
            } else if chance(12) {
                say("note \(customer) \(month) to=none at \(instant)")
            } else if chance(15),
                let line = stored.invoice.lines.first(where: { line in
                    line.amount.minorUnits > 2000
                })
            {
                say("note \(customer) \(month) \(line.number)=0.55 to=none at \(instant)")
            }
        }
    }

    func invoices(of month: Month) -> [StoredInvoice] {
        (try? run.ledger.read { try Invoice.fetchAll($0, month: month) }) ?? []
    }

    /// Steps of payouts that are scheduled: sent; then paid, returned, or nothing is heard of them.
    private func pay(out instant: Instant) {
        let batches = (try? run.ledger.read { try SettlementBatch.fetchAll($0) }) ?? []
        for batch in batches.map(\.batch) where batch.state == .scheduled {
            if !sent.contains(batch.number), chance(75) {
                say("payout \(batch.number) sent at \(instant)")
                sent.insert(batch.number)
            }
            guard sent.contains(batch.number), !ended.contains(batch.number), chance(75) else {
                continue
            }
            ended.insert(batch.number)
            let isReturned = chance(25)
            say("payout \(batch.number) \(isReturned ? "returned" : "paid") at \(instant)")
            if isReturned {
                facts.returned.insert(batch.number)
            } else {
                facts.paid.insert(batch.number)
            }
        }
    }
}

/// Money that comes and goes back.
extension RandomWorld {
    /// Payments of all that is open, as people pay: all, a part, too much, twice, or not; refunds of what
    /// was paid. Some of it is told of only after the month's close.
    func collect(in month: Month) {
        let start = Self.closing(Self.before(month)).advanced(bySeconds: 4 * 86_400)
        let end = Zone.utc.start(of: month.next.firstDay.advanced(by: 1)).advanced(bySeconds: -600)
        for party in parties where isSound {
            var rows: [RawFacts.Movement] = []
            for issued in months where issued < month {
                for stored in invoices(of: issued)
                where stored.invoice.merchant.text == party.id {
                    rows += payments(stored, of: party, issued, start, end)
                }
            }
            rows += refunds(of: party, start, end)
            if rows.isEmpty { continue }
            rows.sort { $0.at < $1.at }
            bill(party, at: end.advanced(bySeconds: 300), rows)
            refundsAsked(party, at: end.advanced(bySeconds: 400))
        }
    }

    static func before(_ month: Month) -> Month { month.firstDay.advanced(by: -1).month }

    private func payments(
        _ stored: StoredInvoice, of party: Party, _ month: Month, _ start: Instant, _ end: Instant
    ) -> [RawFacts.Movement] {
        let due = (try? run.ledger.read { try Cashier.due($0, stored) })?.minorUnits ?? 0
        guard due > 0, chance(80) else { return [] }
        func pay(_ fen: Int64) -> RawFacts.Movement {
            payment(
                of: party, stored.invoice.customer.text, "\(month)", fen,
                at: time(from: start, to: end))
        }
        switch Int.random(in: 0..<10, using: &random) {
        case 0...4: return [pay(due)]
        case 5, 6: return [pay(max(1, due / 3))]
        case 7: return [pay(due + Int64.random(in: 1...5000, using: &random))]
        case 8: return [pay(due), pay(due)]
        default: return due > 1 ? [pay(1), pay(due - 1)] : [pay(due)]
        }
    }

    func payment(
        of party: Party, _ customer: String, _ what: String, _ fen: Int64, at instant: Instant
    ) -> RawFacts.Movement {
        // Six thousandths, as WeChat Pay takes.
        RawFacts.Movement(
            merchant: party.id, customer: customer, what: what, transaction: "T\(seed)N\(number())",
            refund: nil, fen: fen, fee: (fen * 6 + 500) / 1000, at: instant)
    }

    private func refunds(
        of party: Party, _ start: Instant, _ end: Instant
    ) -> [RawFacts.Movement] {
        var rows: [RawFacts.Movement] = []
        for paid in facts.movements
        where paid.merchant == party.id && paid.refund == nil && chance(15) {
            let left = facts.left(of: paid)
            guard left > 0 else { continue }
            let fen = chance(40) ? left : Int64.random(in: 1...left, using: &random)
            rows.append(back(paid, fen, "R\(number())", at: time(from: start, to: end)))
        }
        return rows
    }

    private func back(
        _ paid: RawFacts.Movement, _ fen: Int64, _ id: String, at instant: Instant
    ) -> RawFacts.Movement {
        RawFacts.Movement(
            merchant: paid.merchant, customer: paid.customer, what: paid.what,
            transaction: paid.transaction, refund: id, fen: fen,
            fee: chance(50) ? -(paid.fee * fen / paid.fen) : 0, at: instant)
    }

    /// A note that asks for money back, and the channel that sends it.
    private func refundsAsked(_ party: Party, at instant: Instant) {
        for month in months where isSound && chance(30) {
            guard
                let stored = invoices(of: month).first(where: {
                    $0.invoice.merchant.text == party.id && $0.invoice.total > .zero(.cny)
                }),
                let account = try? run.ledger.read({
                    try InvoiceAccount($0, stored, at: Instant(nanoseconds: .max))
                }), account.paid > .zero(.cny), account.credited.isZero
            else { continue }
            let to = chance(40) ? "balance" : "channel"
            say("note \(stored.invoice.customer) \(month) to=\(to) at \(instant)")
            guard isSound, let made = run.corrected else { return }
            let rows = made.refunds.compactMap { order -> RawFacts.Movement? in
                facts.movements.first {
                    $0.transaction == order.payment.transactionID && $0.refund == nil
                }.map {
                    back(
                        $0, order.amount.minorUnits, String(order.outRefundNo.dropFirst(2)),
                        at: instant.advanced(bySeconds: 1))
                }
            }
            if !rows.isEmpty { bill(party, at: instant.advanced(bySeconds: 60), rows) }
        }
    }

    /// A bill of the merchant's account with those rows.
    func bill(_ party: Party, at instant: Instant, _ rows: [RawFacts.Movement]) {
        let lines = rows.map { row in
            "    \(row.at) \(row.customer) \(row.what) \(row.transaction) \(Self.text(fen: row.fen)) "
                + "fee=\(Self.text(fen: row.fee))" + (row.refund.map { " refund=\($0)" } ?? "")
        }
        say("bill \(party.id) at \(instant)\n" + lines.joined(separator: "\n"))
        if !isSound { return }
        if let parked = run.imported?.booking.parked, !parked.isEmpty {
            run.note("seed \(seed): parked: \(parked.map(\.reason.description))")
        }
        facts.movements += rows
    }
}
