public import Catalog
public import GRDB
import Money
import Rating
import Store
public import Time

/// An invoice in the ledger with its row number.
public struct StoredInvoice: Sendable {
    public let id: Int64
    public let invoice: Invoice
    /// SHA-256 of the snapshot as it was kept.
    public let digest: String

    public init(id: Int64, invoice: Invoice, digest: String) {
        self.id = id
        self.invoice = invoice
        self.digest = digest
    }
}

extension Invoice {
    /// The next number of a merchant on that day: one more than the highest, from 1, without gaps.
    public static func nextNumber(
        _ db: Database, _ merchant: Merchant.ID, on day: Day
    ) throws -> Number {
        let prefix = Number(day: day, counter: 0).text.dropLast(4)
        let last = try Int.fetchOne(
            db,
            cached: """
                SELECT max(CAST(substr(number, ?) AS INTEGER)) FROM invoice
                JOIN merchant ON merchant.id = merchantId WHERE code = ? AND number LIKE ?
                """,
            arguments: [prefix.utf8.count + 1, merchant.text, prefix + "%"])
        return Number(day: day, counter: (last ?? 0) + 1)
    }

    /// Keeps a finalized invoice: its row, its lines and its snapshot.
    ///
    /// - Returns: its row number.
    public func insert(_ db: Database, fxLockID: Int64?) throws -> Int64 {
        precondition((fxLockID == nil) == (lock == nil), "\(number): the lock and its row differ")
        let snapshot = json.canonical
        try db.execute(
            cached: """
                INSERT INTO invoice (merchantId, customerId, number, month, kind, issuedAt, dueDay,
                    lastServiceDay, currency, pricingCurrency, fxLockId, subtotalMinorUnits, taxMinorUnits,
                    totalMinorUnits, snapshot, snapshotDigest)
                SELECT merchantId, id, ?, ?, 'period', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                FROM customer WHERE code = ?
                """,
            arguments: [
                number.text, month.description, issuedAt.column, dueDay.description,
                lastServiceDay.description, currency.code, pricingCurrency.code, fxLockID,
                subtotal.minorUnits, tax.minorUnits,
                total.minorUnits, snapshot, SHA256Digest.hex(snapshot.utf8), customer.text,
            ])
        let id = db.lastInsertedRowID
        for line in lines {
            try db.execute(
                cached: """
                    INSERT INTO invoiceLine (invoiceId, lineNumber, kind, month, chargeCode,
                        metricCode, units, preciseAmount, amountMinorUnits, taxPercent, explanation,
                        eventCount, evidenceDigest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    id, line.number, line.kind.rawValue, line.month.description, line.charge?.text,
                    line.metric?.text, line.units.description, line.precise.exact.description,
                    line.amount.minorUnits, line.taxPercent.description,
                    (line.explanation?.json ?? .object([])).canonical, line.evidence?.events ?? 0,
                    line.evidence?.digest,
                ])
        }
        for code in couponsUsed.sorted() {
            try db.execute(
                cached: "INSERT INTO invoiceCoupon (invoiceId, code) VALUES (?, ?)",
                arguments: [id, code.text])
        }
        return id
    }

    /// The rows of an invoice's lines, by their numbers.
    public static func lineRows(_ db: Database, invoice id: Int64) throws -> [Int: Int64] {
        let rows = try Row.fetchAll(
            db, cached: "SELECT lineNumber, id FROM invoiceLine WHERE invoiceId = ?",
            arguments: [id])
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as Int, $0[1] as Int64) })
    }

    /// The numbers of the invoices that lines are of, each once, in the order they were kept.
    ///
    /// - Parameter lines: the rows of the lines.
    public static func numbers(_ db: Database, lines: [Int64]) throws -> [String] {
        var numbers: [String] = []
        for line in lines.sorted() {
            let number = try String.fetchOne(
                db,
                cached: """
                    SELECT number FROM invoiceLine JOIN invoice ON invoice.id = invoiceId
                    WHERE invoiceLine.id = ?
                    """,
                arguments: [line])
            if let number, numbers.last != number { numbers.append(number) }
        }
        return numbers
    }

    /// How many invoices of a customer a coupon has lowered, of those kept before a row.
    static func uses(
        _ db: Database, of coupon: Coupon.ID, by customer: Customer.ID, before invoice: Int64
    ) throws -> Int {
        try Int.fetchOne(
            db,
            cached: """
                SELECT count(*) FROM invoiceCoupon JOIN invoice ON invoice.id = invoiceId
                JOIN customer ON customer.id = customerId
                WHERE invoiceCoupon.code = ? AND customer.code = ? AND invoiceId < ?
                """,
            arguments: [coupon.text, customer.text, invoice])!
    }

    /// Invoices of usage by merchant and number; every parameter narrows. Those that sell credit are
    /// `TopUpInvoice`s.
    ///
    /// - Parameters:
    ///   - earned: those closed with the month, and those before that pay for days of it.
    ///   - rows: their rows in the ledger.
    public static func fetchAll(
        _ db: Database, merchant: Merchant.ID? = nil, month: Month? = nil, number: Number? = nil,
        customer: Customer.ID? = nil, earnedIn earned: Month? = nil, rows only: Set<Int64>? = nil
    ) throws -> [StoredInvoice] {
        if only?.isEmpty == true { return [] }
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT invoice.id, snapshot, snapshotDigest FROM invoice
                JOIN merchant ON merchant.id = invoice.merchantId
                JOIN customer ON customer.id = customerId
                WHERE invoice.kind <> 'topUp' AND (merchant.code = :merchant OR :merchant IS NULL)
                AND (month = :month OR :month IS NULL) AND (number = :number OR :number IS NULL)
                AND (customer.code = :customer OR :customer IS NULL)
                AND (:earned IS NULL OR month = :earned OR (month < :earned
                    AND lastServiceDay >= :first))
                AND (:rows IS NULL OR invoice.id IN (SELECT value FROM json_each(:rows)))
                ORDER BY merchant.code, substr(number, 1, 13), length(number), number
                """,
            arguments: [
                "merchant": merchant?.text, "month": month?.description, "number": number?.text,
                "customer": customer?.text, "earned": earned?.description,
                "first": earned?.firstDay.description, "rows": only?.jsonArray,
            ])
        var invoices: [StoredInvoice] = []
        while let row = try rows.next() {
            invoices.append(
                StoredInvoice(
                    id: row[0],
                    invoice: try Invoice(snapshot: JSONValue(parsing: row[1] as String)),
                    digest: row[2]))
        }
        return invoices
    }

    /// The one invoice with that number.
    ///
    /// - Throws: `InvoicingError.unknownInvoice`; `.ambiguous` when several merchants have it.
    public static func fetchOne(
        _ db: Database, _ number: Number, merchant: Merchant.ID? = nil
    ) throws -> StoredInvoice {
        let found = try fetchAll(db, merchant: merchant, number: number)
        guard let first = found.first else { throw InvoicingError.unknownInvoice(number.text) }
        guard found.count == 1 else {
            throw InvoicingError.ambiguous(number, found.map(\.invoice.merchant))
        }
        return first
    }
}
