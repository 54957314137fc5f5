import Catalog
import Checkout
import FX
import GRDB
import Invoicing
import Ledger
import Money
import Settlement
import TestSupport
import Time

/// The sums that must come out, made from what was put in.
extension RandomWorld {
    /// Where money was made or lost; empty where every sum comes out to the minor unit.
    func differences() throws -> [String] {
        let batches = try run.ledger.read { try SettlementBatch.fetchAll($0) }.map(\.batch)
        let books = Books(try run.ledger.read { try Journal.trialBalance($0) })
        var found: [String] = []
        func compare(_ what: String, _ wanted: Int64, _ have: Int64) {
            if wanted != have {
                found.append("seed \(seed): \(what): put in \(wanted), found \(have)")
            }
        }
        for party in parties {
            let own = batches.filter { $0.merchant.text == party.id }
            try settlements(party, own, books, compare)
            try receivables(party, books, compare)
        }
        channels(books, compare)
        payouts(batches, books, compare)
        return found
    }

    /// Balances of the journal, debits positive.
    struct Books {
        private var units: [String: Int64] = [:]

        init(_ rows: [TrialBalanceRow]) {
            for row in rows {
                units["\(row.book) \(row.account) \(row.balance.currency.code)", default: 0] +=
                    row.balance.minorUnits
            }
        }

        func callAsFunction(_ book: String, _ account: String, _ currency: Currency = .cny) -> Int64
        {
            units["\(book) \(account) \(currency.code)"] ?? 0
        }
    }

    /// Collected − refunded + adjusted = paid out + fees + shares + reserves + balance, in fen; and each
    /// conversion and fee once more by hand.
    private func settlements(
        _ party: Party, _ own: [SettlementBatch], _ books: Books,
        _ compare: (String, Int64, Int64) -> Void
    ) throws {
        let name = party.id
        func rows(_ kinds: SettlementBatch.Kind...) -> Int64 {
            own.flatMap(\.rows).filter { kinds.contains($0.kind) }
                .reduce(0) { $0 + $1.amount.minorUnits }
        }
        let settled = facts.sum { facts.settled.contains($0) && $1.merchant == name }
        let open = facts.sum { !facts.settled.contains($0) && $1.merchant == name }
        let adjusted = facts.adjustments.filter {
            $0.merchant == name && facts.closed.contains($0.month)
        }
        .reduce(0) { $0 + $1.fen }
        compare("\(name) settles", settled, rows(.payment, .refund, .chargeback))
        compare("\(name) adjustments", adjusted, rows(.adjustment))
        let fees = -rows(.platformFee, .feeReturned, .subscription)
        let shared = rows(.revenueShare)
        let reserved = -rows(.reserveHeld, .reserveReleased)
        let back = rows(.returnedPayout)
        let paidOut = own.reduce(0) { $0 + $1.paidOut.minorUnits }
        let balance = own.last?.closing.minorUnits ?? 0
        compare(
            "\(name) collected − refunded + adjusted", settled + adjusted,
            paidOut - back + fees - shared + reserved + balance)
        compare("\(name) reserve", -reserved, books("platform", "reserve:\(name)"))
        // What is owed: the last batch's balance, what no batch has settled, and payouts that came back
        // since.
        let returned = try own.filter { facts.returned.contains($0.number) }
            .reduce(0) { $0 + (try $1.owedAgain().minorUnits) }
        compare(
            "\(name) is owed", -(balance + open + returned - back),
            books("platform", "merchant_payable:\(name)"))
        compare(
            "\(name) mirrors", -books("platform", "merchant_payable:\(name)"),
            books(name, "due_from_platform"))
        if let tenths = party.feeTenths {
            let wanted = facts.movements.enumerated().filter {
                facts.settled.contains($0) && $1.merchant == name && $1.refund == nil
            }.reduce(0) { $0 + RawFacts.share(fen: $1.element.fen, tenths: tenths) }
            compare("\(name) platform fees", -wanted, rows(.platformFee))
        }
        for batch in own where batch.state == .scheduled {
            guard let lock = batch.lock, let rate = facts.rate(party.currency, on: lock.wantedDay)
            else {
                compare("\(batch.number) has a rate", 1, 0)
                continue
            }
            compare(
                "\(batch.number) converted",
                RawFacts.convert(
                    fen: batch.paidOut.minorUnits, at: rate,
                    digits: party.currency.minorUnitDigits),
                (batch.converted + batch.spread).minorUnits)
        }
    }

    /// What each customer owes: invoices less notes less what came, plus what went back.
    private func receivables(
        _ party: Party, _ books: Books, _ compare: (String, Int64, Int64) -> Void
    ) throws {
        for member in party.customers {
            let billed = try run.ledger.read { db in
                try Int64.fetchOne(
                    db,
                    sql: """
                        SELECT coalesce(sum(CASE WHEN invoiceVoid.invoiceId IS NULL THEN totalMinorUnits END), 0)
                            - (SELECT coalesce(sum(creditNote.totalMinorUnits), 0) FROM creditNote
                                JOIN invoice ON invoice.id = invoiceId
                                JOIN customer ON customer.id = customerId WHERE code = :customer)
                        FROM invoice JOIN customer ON customer.id = customerId
                        LEFT JOIN invoiceVoid ON invoiceVoid.invoiceId = invoice.id
                        WHERE code = :customer
                        """, arguments: ["customer": member.id])!
            }
            let came = facts.sum { $1.customer == member.id }
            compare(
                "\(member.id) owes", billed - came, books(party.id, "receivable:\(member.id)"))
            // What is due of each invoice, less what is kept for later ones, comes to the same.
            let (due, kept) = try run.ledger.read { db in
                let rows = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT invoice.id, totalMinorUnits FROM invoice
                        JOIN customer ON customer.id = customerId WHERE code = ?
                        """, arguments: [member.id])
                let due = try rows.reduce(into: Int64(0)) { sum, row in
                    let total = Amount(minorUnits: row[1], .cny)
                    sum += try InvoiceAccount(db, invoice: row[0], total: total).due.minorUnits
                }
                let balance = try CustomerBalance.fetchAll(db, customer: Code(member.id)).first
                return (due, balance?.amount.minorUnits ?? 0)
            }
            compare("\(member.id) owes by its invoices", billed - came, due - kept)
        }
    }

    /// The channel holds what came less what went back less what it kept, and that is the platform's cost.
    private func channels(_ books: Books, _ compare: (String, Int64, Int64) -> Void) {
        let kept = facts.movements.reduce(0) { $0 + $1.fee }
        compare(
            "the channel holds", facts.sum { _, _ in true } - kept,
            books("platform", "channel_clearing:wechat_pay"))
        compare("the channel kept", kept, books("platform", "channel_cost"))
    }

    /// In each currency: what was sent left the platform's bank, what came back is there again, what was
    /// paid is in the merchants', the rest is on its way.
    private func payouts(
        _ batches: [SettlementBatch], _ books: Books, _ compare: (String, Int64, Int64) -> Void
    ) {
        let scheduled = batches.filter { $0.state == .scheduled }
        for party in parties {
            let own = scheduled.filter { $0.merchant.text == party.id }
            func sum(_ isIncluded: (SettlementBatch) -> Bool) -> Int64 {
                own.filter(isIncluded).reduce(0) { $0 + $1.payout.minorUnits }
            }
            let left = sum { sent.contains($0.number) && !facts.returned.contains($0.number) }
            compare(
                "\(party.id) in transit", -sum { !sent.contains($0.number) },
                books("platform", "payout_in_transit:\(party.id)", party.currency))
            // Each world pays each currency to one merchant.
            compare(
                "\(party.currency.code) left the bank", -left,
                books("platform", "bank:\(party.currency.code)", party.currency))
            compare(
                "\(party.id) has in its bank", sum { facts.paid.contains($0.number) },
                books(party.id, "bank:\(party.currency.code)", party.currency))
            // Conversion: what went in less what came back, and nothing else.
            let converted = own.reduce(0) { $0 + ($1.converted + $1.spread).minorUnits }
            compare(
                "\(party.currency.code) converted",
                converted - sum { facts.returned.contains($0.number) },
                books("platform", "fx_clearing", party.currency))
        }
    }
}
