import Catalog
import Checkout
import Credits
import FX
import GRDB
import Invoicing
import Money
import Store
import Time

extension Checks {
    /// Every sale of credit is posted as its invoice says and sells the grant that names it; one that is void
    /// is taken back leg by leg, with all of its grant; every
    /// movement takes no more than there was and is posted at the cost it uses up; what each merchant's
    /// book owes in credit is the cost left of its paid grants; no other entry is one of credit; and what
    /// an invoice prints as paid by credit is what was drawn for its line.
    static func creditsMatchLedger(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        var known: Set<String> = []
        let sales = try TopUpInvoice.fetchAll(db)
        for sale in sales {
            known.insert(Bookkeeper.source(sale.invoice))
            if let difference = try difference(db, sale) {
                failures.append("\(Bookkeeper.source(sale.invoice)): \(difference)")
            }
        }
        var checked = sales.count
        for merchant in try MerchantCatalog.merchants(db) {
            checked += 1
            var owed = Amount.zero(.cny)
            for balance in try CreditBalance.fetchAll(db, merchant: merchant) {
                let (left, problems) = try replay(db, balance, of: merchant, &known)
                owed += left
                failures += problems
                checked += 1
            }
            let booked = try Journal.balance(db, .merchant(merchant), .creditLiability, .cny)
            if booked + owed != .zero(.cny) {
                failures.append(
                    "\(merchant) owes \(-booked) in credit, its grants have \(owed) left")
            }
        }
        let (lines, differences) = try draws(db)
        checked += lines
        failures += differences
        let entries = try String.fetchAll(
            db,
            sql:
                "SELECT source FROM journalEntry WHERE kind IN ('topUp', 'credit') ORDER BY sequence"
        )
        failures += entries.filter { !known.contains($0) }.map {
            "“\($0)” is booked and never happened"
        }
        return Invariant(.creditsMatchLedger, checked: checked, failures: failures)
    }

    /// What lines print as drawn or put back against what was drawn or put back for them.
    ///
    /// - Returns: how many lines there are with either, and where they differ.
    private static func draws(_ db: Database) throws -> (lines: Int, failures: [String]) {
        var drawn: [Int64: [String]] = [:]
        // What goes back for another reason names no invoice.
        let movements = try CreditMovement.fetchAll(db).filter {
            $0.kind == .draw || $0.kind == .rollBack && $0.reference != nil
        }
        var lines = 0
        var failures: [String] = []
        for movement in movements {
            guard let line = movement.line, let value = movement.value else {
                failures.append(
                    "creditMovement: a draw on \(movement.grant) names no line or value")
                continue
            }
            drawn[line, default: []].append(
                "\(movement.grant) \(movement.amount.negated) \(value.negated)")
        }
        for stored in try Invoice.fetchAll(db) {
            let invoice = stored.invoice
            let rows = try Invoice.lineRows(db, invoice: stored.id)
            let currency = invoice.pricingCurrency.code
            for line in invoice.lines {
                let printed = invoice.draws.filter { $0.line == line.number }.map {
                    "\($0.reduction.code) \($0.reduction.drawn!.amount) \($0.reduction.precise.exact)"
                }
                let found = rows[line.number].flatMap { drawn[$0] } ?? []
                if printed.isEmpty, found.isEmpty { continue }
                lines += 1
                if printed == found { continue }
                func words(_ draws: [String]) -> String {
                    draws.isEmpty ? "nothing" : draws.joined(separator: ", ")
                }
                failures.append(
                    "\(invoice.merchant)/\(invoice.number) line \(line.number) prints "
                        + "\(words(printed)) in \(currency), and draws \(words(found))")
            }
        }
        return (lines, failures)
    }

    /// The first thing in which a sale, its row, its grant or its entry differ; nil where none does.
    private static func difference(_ db: Database, _ sale: StoredTopUp) throws -> String? {
        let invoice = sale.invoice
        if invoice.digest != sale.digest { return "the snapshot does not have its digest" }
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT merchant.code, customer.code, number, subtotalMinorUnits, taxMinorUnits, units,
                    preciseAmount, amountMinorUnits, fxLockId
                FROM invoice JOIN merchant ON merchant.id = invoice.merchantId
                JOIN customer ON customer.id = customerId
                JOIN invoiceLine ON invoiceId = invoice.id WHERE invoice.id = ?
                """,
            arguments: [sale.id])!
        let lock = try (row[8] as Int64?).flatMap { try FXLock.fetch(db, id: $0) }
        guard row[0] == invoice.merchant.text, row[1] == invoice.customer.text,
            row[2] == invoice.number.text, row[3] == invoice.amount.minorUnits,
            row[4] == invoice.tax.amount.minorUnits, row[5] == invoice.units.description,
            row[6] == invoice.price.exact.description, row[7] == invoice.amount.minorUnits,
            lock == invoice.lock
        else { return "its row is not as its snapshot says" }
        let grant = try CreditBalance.fetchAll(db, invoice: sale.id).first?.grant
        guard let grant, grant.id == invoice.grant, grant.customer == invoice.customer,
            grant.amount == invoice.units, grant.unit == invoice.unit,
            grant.sale?.cost == invoice.amount
        else { return "the grant \(invoice.grant) is not as it was sold" }
        let void = try InvoiceVoid.fetch(db, invoice: sale.id)
        if let text = try difference(db, sale, grant, void) { return text }
        let isPaid = try Cashier.due(db, invoice: sale.id, total: invoice.total) <= .zero(.cny)
        // Money that went back since makes the invoice due again; the grant was paid all the same.
        let wasPaid =
            try Payment.fetchAll(db, invoice: sale.id).map(\.amount).total(.cny) >= invoice.total
        let activation = try String.fetchOne(
            db,
            sql: """
                SELECT creditActivation.reason FROM creditActivation
                JOIN creditGrant ON creditGrant.id = grantId WHERE code = ?
                """,
            arguments: [grant.id.text])
        if activation == "given" || (activation == "paid" && !wasPaid) {
            return "the grant \(grant.id) lives, and is not paid"
        }
        // What comes for a void invoice brings nothing to life.
        if activation == nil, isPaid, void == nil {
            return "the grant \(grant.id) is paid, and does not live"
        }
        let expected = Bookkeeper.entries(for: invoice).flatMap(\.postings).map {
            "\($0.account.name) \($0.amount)"
        }
        return try postings(db, source: Bookkeeper.source(invoice)) == expected
            ? nil : "the journal does not post what the invoice says"
    }

    /// Where the void of a sale, its entry and the end of its grant differ; nil where they agree, and for a
    /// sale that stands.
    private static func difference(
        _ db: Database, _ sale: StoredTopUp, _ grant: CreditGrant, _ void: InvoiceVoid?
    ) throws -> String? {
        let ends = try CreditMovement.fetchAll(db, grant: grant.id, kind: .void)
            .filter(\.isOfVoidSale)
        let expected = void.map {
            CreditMovement(
                ending: grant, soldBy: sale.invoice.number.text, at: $0.at, reason: $0.reason)
        }
        if ends != (expected.map { [$0] } ?? []) {
            return void == nil
                ? "the grant \(grant.id) was taken back, and its sale stands"
                : "it is void, and the grant \(grant.id) was not taken back with it"
        }
        let entry = void.map { Bookkeeper.entries(voiding: sale.invoice, $0) } ?? []
        let legs = entry.flatMap(\.postings).map { "\($0.account.name) \($0.amount)" }
        return try postings(db, source: Bookkeeper.voidSource(sale.invoice)) == legs
            ? nil : "the journal does not post its void as it is"
    }

    /// A grant's movements one after the other, each held against its entry.
    ///
    /// - Returns: what of its cost is left, and what is wrong.
    private static func replay(
        _ db: Database, _ balance: CreditBalance, of merchant: Merchant.ID,
        _ known: inout Set<String>
    ) throws -> (left: Amount, failures: [String]) {
        var failures: [String] = []
        var replayed = CreditBalance(balance.grant, liveFrom: balance.liveFrom)
        for (id, movement) in try CreditMovement.fetchRows(db, grant: balance.grant.id) {
            let cost = try replayed.apply(movement)
            let expected = Bookkeeper.entries(
                for: movement, row: id, cost: cost, merchant: merchant, zone: .utc
            ).flatMap(\.postings).map { "\($0.account.name) \($0.amount)" }
            let source = Bookkeeper.creditSource(id)
            known.insert(source)
            if try postings(db, source: source) != expected {
                failures.append(
                    "\(balance.grant.id): the \(movement.kind.rawValue) of "
                        + "\(movement.amount.magnitude) is not posted at its cost of \(cost)")
            }
        }
        return (try replayed.costLeft, failures)
    }
}
