import Catalog
import GRDB
import Invoicing
import Metering
import Money

extension Checks {
    /// What each close booked as earned is what the schedules of its invoices say, day by day; no other
    /// entry is one of revenue; and what stands as deferred or unbilled in each merchant's book is what is
    /// still to be earned.
    static func deferredMatchesSchedule(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        var checked = 0
        var known: Set<String> = []
        let locks = try BookLock.fetchAll(db)
        for (merchant, month) in try CloseMark.all(db) {
            let source = Bookkeeper.revenueSource(merchant, month)
            known.insert(source)
            let parts = try RevenueSchedule.due(db, merchant, month)
            checked += parts.count
            let kept = try entries(db, source: source)
            let expected = Bookkeeper.recognition(merchant, month, parts).map { draft in
                let open = kept.first.flatMap { first in
                    locks.last { $0.lastEntry < first.sequence }?.firstOpenDay
                }
                return ("\(max(draft.day, open ?? draft.day))", draft.postings)
            }
            let found = kept.map { ($0.day, $0.postings.map { "\($0.account) \($0.amount)" }) }
            let wanted = expected.map { ($0.0, $0.1.map { "\($0.account.name) \($0.amount)" }) }
            if found.count != wanted.count {
                failures.append("\(source): \(found.count) days are booked of \(wanted.count)")
            }
            if let pair = zip(found, wanted).first(where: { $0 != $1 }) {
                failures.append(
                    "\(source) of \(pair.0.0): booked \(pair.0.1.joined(separator: ", ")); earned on "
                        + "\(pair.1.0) \(pair.1.1.joined(separator: ", "))")
            }
        }
        failures += try String.fetchAll(
            db, sql: "SELECT DISTINCT source FROM journalEntry WHERE kind = 'recognition'"
        ).filter { !known.contains($0) }.map { "“\($0)” is booked and no close earned it" }
        failures += try balanceFailures(db, &checked)
        return Invariant(.deferredMatchesSchedule, checked: checked, failures: failures)
    }

    /// What is still to be earned of every invoice that stands, against the books.
    private static func balanceFailures(_ db: Database, _ checked: inout Int) throws -> [String] {
        var failures: [String] = []
        for merchant in try MerchantCatalog.merchants(db) {
            let closed = try CloseMark.lastMonth(db, merchant)
            var left: [Account: Amount] = [
                .deferredRevenue: .zero(.cny), .unbilledRevenue: .zero(.cny),
            ]
            for stored in try Invoice.fetchAll(db, merchant: merchant)
            where try InvoiceVoid.fetch(db, invoice: stored.id) == nil {
                let notes = try CreditNote.fetchAll(db, invoice: stored.id)
                for part in RevenueSchedule(stored.invoice, less: notes).parts
                where closed.map({ part.month > $0 }) ?? true {
                    left[part.balance]! += part.amount
                    checked += 1
                }
            }
            for (account, amount) in left.sorted(by: { $0.key.name < $1.key.name }) {
                let booked = try Journal.balance(db, .merchant(merchant), account, .cny)
                if booked + amount != .zero(.cny) {
                    failures.append(
                        "\(merchant): \(account.name) holds \(-booked), its invoices have \(amount) "
                            + "to be earned")
                }
            }
        }
        return failures
    }

    private static func entries(_ db: Database, source: String) throws -> [StoredEntry] {
        var entries: [StoredEntry] = []
        try Journal.forEach(db, source: source) { entries.append($0) }
        return entries
    }
}
