import Catalog
import Credits
import FX
import GRDB
import Invoicing
import Metering
import Money
import Rating
import Time

extension Checks {
    /// Every closed month, measured, priced and drawn up again from its raw events and the catalog
    /// as it was known then, gives every line of its invoices: units, precise amount, what is taken
    /// off it, the digest of its events, and what other plans would have cost. Every locked rate is the one that was published on its
    /// day.
    static func evidenceMatches(_ db: Database) throws -> Invariant {
        let parts =
            try CloseMark.all(db).map { try evidenceMatches(db, $0.merchant, $0.month) } + [
                locksMatch(db)
            ]
        return Invariant.joined(parts)[0]
    }

    /// The part of it that is of one merchant's closed month.
    static func evidenceMatches(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month
    ) throws -> Invariant {
        var failures: [String] = []
        var checked = 0
        let mark = try CloseMark(db, merchant, month)
        let rated = try RatedMonth(db, merchant, month, through: mark)
        let drafts = try Invoicer.drafts(db, merchant, rated)
        let standings = try Invoicer.standings(
            db, merchant, rated, drafts, through: mark,
            as: CreditMark(db, merchant, month))
        let comparisons = try PlanComparison.all(db, merchant, rated, drafts, through: mark)
        let invoices = Dictionary(
            grouping: try Invoice.fetchAll(db, merchant: merchant, month: month),
            by: \.invoice.customer)
        for customer in Set(drafts.keys).union(invoices.keys).sorted() {
            let due = try (drafts[customer] ?? []).filter { try Invoicer.isDue($0) }
            let kept = invoices[customer] ?? []
            checked += kept.reduce(0) { $0 + $1.invoice.lines.count }
            if due.count != kept.count {
                failures.append(
                    "\(merchant): \(customer) has \(kept.count) invoices for \(month); its "
                        + "usage and fees give \(due.count)")
            }
            failures += kept.filter { $0.invoice.comparison != comparisons[customer] }.map {
                "\(merchant)/\($0.invoice.number): what it would have cost on other plans is not what "
                    + "its usage gives"
            }
            var standing = standings[customer] ?? Standing()
            for (draft, stored) in zip(due, kept.sorted { $0.id < $1.id }) {
                failures += try differences(
                    stored, draft.billed(db, to: standing, before: stored.id))
                standing = try standing.after(stored.invoice)
            }
        }
        return Invariant(.evidenceMatches, checked: checked, failures: failures)
    }

    /// The part of it that is of rates.
    static func locksMatch(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        let locks = try FXLock.fetchAll(db)
        for (_, lock) in locks where try !lock.rate.isPublished(db) {
            let rate = lock.rate
            let published = try? FXRate.find(
                db, base: rate.base, quote: rate.quote, on: rate.day, source: rate.source)
            failures.append(
                "the locked \(rate.text) of \(rate.day) is not what \(rate.source) published: "
                    + (published.map { "\($0.value)" } ?? "nothing"))
        }
        return Invariant(.evidenceMatches, checked: locks.count, failures: failures)
    }

    /// The lines of an invoice that are not as its draft gives them.
    private static func differences(
        _ stored: StoredInvoice, _ draft: Invoicer.Draft
    ) throws -> [String] {
        let invoice = stored.invoice
        let name = "\(invoice.merchant)/\(invoice.number)"
        let again = try Invoicer.invoice(
            draft, number: invoice.number,
            issuedAt: invoice.issuedAt, currency: invoice.currency, lock: invoice.lock)
        if again.lines.count != invoice.lines.count {
            return [
                "\(name) has \(invoice.lines.count) lines; the events give \(again.lines.count)"
            ]
        }
        return zip(invoice.lines, again.lines).compactMap { line, again in
            if line.matches(again) { return nil }
            return "\(name) line \(line.number): printed \(line.summary); the events give "
                + again.summary
        }
    }
}

extension Invoice.Line {
    fileprivate func matches(_ other: Invoice.Line) -> Bool {
        kind == other.kind && charge == other.charge && group == other.group
            && service == other.service && units == other.units && precise == other.precise
            && reductions == other.reductions && amount == other.amount
            && explanation == other.explanation && evidence == other.evidence
            && span == other.span && days == other.days
    }

    fileprivate var summary: String {
        "\(units) units, \(precise), \(amount), evidence \(evidence?.digest.prefix(12) ?? "none")"
    }
}
