public import Catalog
import Credits
public import GRDB
import Invoicing
import Metering
import Money
public import Time

extension RecognitionReport {
    /// The report of a month, of one merchant or of all.
    public init(_ db: Database, _ month: Month, merchant only: Merchant.ID? = nil) throws {
        let merchants = try MerchantCatalog.merchants(db).filter { only == nil || $0 == only }
        var earned: [Earned] = []
        var balances: [RollForward] = []
        var differences: [String] = []
        for merchant in merchants {
            let split = try Split(db, merchant, month).rows
            let accounts: [Account] = [
                .revenueUsage, .revenueSubscription, .revenueAddOn, .revenueBreakage,
            ]
            for account in accounts {
                let booked = try RecognitionReport.movements(db, merchant, account, month)
                    .map(\.amount).total(.cny)
                let found = split.filter { $0.account == account }.map(\.amount).total(.cny)
                if booked != found {
                    differences.append(
                        "\(merchant): \(account.name) has \(booked) in \(month), its invoices and "
                            + "credits \(found)")
                }
            }
            earned += split
            for account in [Account.deferredRevenue, .unbilledRevenue, .creditLiability] {
                let opening = try RecognitionReport.opening(db, merchant, account, month)
                let movements = try RecognitionReport.movements(db, merchant, account, month)
                if opening.isZero, movements.isEmpty { continue }
                balances.append(
                    RollForward(
                        merchant: merchant, account: account, opening: opening,
                        movements: movements))
            }
        }
        self.init(month: month, earned: earned, balances: balances, differences: differences)
    }

    private static func opening(
        _ db: Database, _ merchant: Merchant.ID, _ account: Account, _ month: Month
    ) throws -> Amount {
        let units = try Int64.fetchOne(
            db,
            sql: """
                SELECT coalesce(sum(minorUnits), 0) FROM posting
                JOIN journalEntry ON sequence = entry
                WHERE book = ? AND account = ? AND currency = 'CNY' AND day < ?
                """,
            arguments: [merchant.text, account.name, month.firstDay.description])!
        return Amount(minorUnits: account.isDebit ? units : -units, .cny)
    }

    private static func movements(
        _ db: Database, _ merchant: Merchant.ID, _ account: Account, _ month: Month
    ) throws -> [(kind: JournalEntry.Kind, amount: Amount)] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT kind, sum(minorUnits) FROM posting JOIN journalEntry ON sequence = entry
                WHERE book = ? AND account = ? AND currency = 'CNY' AND day BETWEEN ? AND ?
                GROUP BY kind
                """,
            arguments: [
                merchant.text, account.name, month.firstDay.description, month.lastDay.description,
            ])
        let sums = Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as Int64) })
        return JournalEntry.Kind.allCases.compactMap { kind in
            sums[kind.rawValue].map {
                (kind, Amount(minorUnits: account.isDebit ? $0 : -$0, .cny))
            }
        }
    }

    /// What a merchant's schedules, corrections and credits earned in a month, row by row.
    private struct Split {
        private let db: Database
        private let month: Month
        private var sums: [Key: Amount] = [:]
        private let merchant: Merchant.ID

        private struct Key: Hashable {
            let customer: Customer.ID
            let account: Account
            let product: String?
        }

        var rows: [Earned] {
            sums.filter { !$0.value.isZero }.map { key, amount in
                Earned(
                    merchant: merchant, customer: key.customer, account: key.account,
                    product: key.product, amount: amount)
            }.sorted {
                ($0.customer, $0.account.name, $0.product ?? "")
                    < ($1.customer, $1.account.name, $1.product ?? "")
            }
        }

        init(_ db: Database, _ merchant: Merchant.ID, _ month: Month) throws {
            self.db = db
            self.merchant = merchant
            self.month = month
            // Usage of the month may be billed, and so booked, with any later close.
            for close in try CloseMark.months(db, merchant) where close >= month {
                try addEarned(close)
            }
            try addCorrections()
            try addCredits()
        }

        private mutating func add(
            _ part: RevenueSchedule.Part, of invoice: Invoice, _ amount: Amount
        ) {
            let line = invoice.lines.first { $0.number == part.line }!
            let key = Key(
                customer: invoice.customer, account: part.revenue,
                product: line.charge?.text ?? line.name.english)
            sums[key, default: .zero(.cny)] += amount
        }

        private mutating func addEarned(_ close: Month) throws {
            let source = Bookkeeper.revenueSource(merchant, close)
            let first = try Int64.fetchOne(
                db, sql: "SELECT min(sequence) FROM journalEntry WHERE source = ?",
                arguments: [source])
            guard let first else { return }
            let open = try BookLock.fetchAll(db).last { $0.lastEntry < first }?.firstOpenDay
            for (invoice, parts) in try RevenueSchedule.dueByInvoice(db, merchant, close) {
                for part in parts where max(part.day, open ?? part.day).month == month {
                    add(part, of: invoice, part.amount)
                }
            }
        }

        /// Notes and voids of the month take back what was earned by then.
        private mutating func addCorrections() throws {
            let corrected = try Int64.fetchSet(
                db,
                sql: """
                    SELECT id FROM invoice
                    WHERE merchantId = (SELECT id FROM merchant WHERE code = ?) AND id IN (
                        SELECT invoiceId FROM creditNote UNION SELECT invoiceId FROM invoiceVoid)
                    """, arguments: [merchant.text])
            for stored in try Invoice.fetchAll(db, merchant: merchant, rows: corrected) {
                var schedule = RevenueSchedule(stored.invoice)
                for note in try CreditNote.fetchAll(db, invoice: stored.id) {
                    let taken = schedule.lower(by: note)
                    guard try isBooked(Bookkeeper.source(note)) else { continue }
                    for part in taken where part.month <= note.closedThrough {
                        add(part, of: stored.invoice, -part.amount)
                    }
                }
                guard let void = try InvoiceVoid.fetch(db, invoice: stored.id),
                    try isBooked(Bookkeeper.voidSource(stored.invoice))
                else { continue }
                for part in schedule.parts where part.month <= void.closedThrough {
                    add(part, of: stored.invoice, -part.amount)
                }
            }
        }

        /// Draws and expiries of paid credit, as they are booked.
        private mutating func addCredits() throws {
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT customer.code, posting.account, chargeCode, -sum(posting.minorUnits)
                    FROM posting JOIN journalEntry ON sequence = entry
                    JOIN creditMovement ON creditMovement.id = CAST(substr(source, ?) AS INTEGER)
                    JOIN creditGrant ON creditGrant.id = grantId
                    JOIN customer ON customer.id = customerId
                    LEFT JOIN invoiceLine ON invoiceLine.id = creditMovement.invoiceLineId
                    WHERE book = ? AND journalEntry.kind = 'credit' AND account LIKE 'revenue:%'
                    AND day BETWEEN ? AND ? GROUP BY 1, 2, 3
                    """,
                arguments: [
                    Bookkeeper.creditSource(0).utf8.count, merchant.text,
                    month.firstDay.description, month.lastDay.description,
                ])
            for row in rows {
                let key = Key(
                    customer: Code(row[0]), account: Account(name: row[1])!, product: row[2])
                sums[key, default: .zero(.cny)] += Amount(minorUnits: row[3], .cny)
            }
        }

        private func isBooked(_ source: String) throws -> Bool {
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM journalEntry
                        WHERE source = ? AND day BETWEEN ? AND ?)
                    """,
                arguments: [source, month.firstDay.description, month.lastDay.description])!
        }
    }
}

extension Account {
    /// Whether debits add to it.
    var isDebit: Bool { root == .assets || root == .expenses }
}
