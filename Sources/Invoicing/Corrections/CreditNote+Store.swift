public import Catalog
public import GRDB
import Metering
public import Money
import Store
public import Time

extension CreditNote {
    /// Draws up a note on an invoice, changing nothing.
    ///
    /// - Parameter wanted: the lines with the value each is lowered by, nil for all that is left; every
    ///   line of which something is left where it is empty.
    /// - Throws: `InvoicingError.isVoid`, `.notCreditable`, `.moreThanLeft`; `MoneyError`.
    public init(
        _ db: Database, _ stored: StoredInvoice, lowering wanted: [(line: Int, value: Exact?)],
        refundTo: Destination, reason: String, at instant: Instant
    ) throws {
        let invoice = stored.invoice
        if try InvoiceVoid.fetch(db, invoice: stored.id) != nil {
            throw InvoicingError.isVoid(invoice.number)
        }
        let notes = try CreditNote.fetchAll(db, invoice: stored.id)
        var taken = try CreditNote.givenBack(db, stored)
        let givenBack = taken.values.map(\.amount).reduce(0, +)
        for line in notes.flatMap(\.lines) { try taken[line.number, default: Taken()].add(line) }
        let whole = try invoice.lines.filter {
            try $0.afterCoupons > (taken[$0.number]?.value ?? .zero)
        }.map { (line: $0.number, value: Exact?.none) }
        if wanted.isEmpty, whole.isEmpty {
            throw InvoicingError.notCreditable(
                invoice.number, line: 1, "nothing is left of the invoice")
        }
        try self.init(
            invoice,
            number: CreditNote.nextNumber(
                db, invoice.merchant, on: invoice.zone.day(of: instant)),
            lowering: wanted.isEmpty ? whole : wanted, taken: taken,
            taxed: notes.map(\.tax).total(invoice.currency),
            givenBack: Amount(minorUnits: givenBack, invoice.currency), refundTo: refundTo,
            reason: reason,
            issuedAt: instant,
            closedThrough: try CloseMark.lastMonth(db, invoice.merchant) ?? invoice.month)
    }

    /// Keeps the note.
    ///
    /// - Parameters:
    ///   - rows: of the invoice's lines, by their numbers.
    ///   - id: what it was called by whoever asked; nil for nothing.
    ///   - request: what it was asked for.
    /// - Returns: its row number.
    public func insert(
        _ db: Database, invoice: Int64, rows: [Int: Int64], id reference: String?,
        _ request: Request
    ) throws -> Int64 {
        let snapshot = json.canonical
        try db.execute(
            sql: """
                INSERT INTO creditNote (invoiceId, number, issuedAt, reason, refundTo,
                    totalMinorUnits, snapshot, snapshotDigest, reference, askedLines)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                invoice, number, issuedAt.column, reason, refundTo.rawValue, total.minorUnits,
                snapshot, SHA256Digest.hex(snapshot.utf8), reference, request.linesText,
            ])
        let id = db.lastInsertedRowID
        for line in lines {
            try db.execute(
                sql: """
                    INSERT INTO creditNoteLine (creditNoteId, invoiceLineId, value, creditValue,
                        amountMinorUnits, taxMinorUnits) VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    id, rows[line.number], line.value.exact.description,
                    line.credit.exact.description, line.amount.minorUnits, line.tax.minorUnits,
                ])
        }
        return id
    }

    /// Notes in the order they were made; every parameter narrows.
    public static func fetchAll(
        _ db: Database, merchant: Merchant.ID? = nil, invoice: Int64? = nil
    ) throws -> [CreditNote] {
        try Row.fetchAll(
            db,
            cached: """
                SELECT creditNote.snapshot FROM creditNote
                JOIN invoice ON invoice.id = invoiceId JOIN merchant ON merchant.id = merchantId
                """,
            narrowedBy: [("merchant.code = ?", merchant?.text), ("invoiceId = ?", invoice)],
            order: "creditNote.id"
        ).map { try CreditNote(snapshot: JSONValue(parsing: $0[0] as String)) }
    }

    /// A note as it is kept.
    public struct Kept: Sendable {
        public let id: Int64
        public let note: CreditNote
        public let request: Request
    }

    /// The note of a merchant that was made under an id; nil where there is none.
    public static func fetchOne(
        _ db: Database, _ merchant: Merchant.ID, reference: String
    ) throws -> Kept? {
        try kept(db, "code = ? AND reference = ?", [merchant.text, reference])
    }

    /// The note that was made last on an invoice; nil before the first.
    public static func last(_ db: Database, invoice: Int64) throws -> Kept? {
        try kept(db, "invoiceId = ?", [invoice])
    }

    private static func kept(
        _ db: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> Kept? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT creditNote.id, creditNote.snapshot, askedLines FROM creditNote
                JOIN invoice ON invoice.id = invoiceId JOIN merchant ON merchant.id = merchantId
                WHERE \(condition) ORDER BY creditNote.id DESC LIMIT 1
                """,
            arguments: arguments)
        guard let row else { return nil }
        let note = try CreditNote(snapshot: JSONValue(parsing: row[1] as String))
        let request = Request(linesText: row[2], refundTo: note.refundTo, reason: note.reason)
        guard let request else { throw JSONShapeError(key: "creditNote.askedLines") }
        return Kept(id: row[0], note: note, request: request)
    }

    private static func nextNumber(
        _ db: Database, _ merchant: Merchant.ID, on day: Day
    ) throws -> String {
        let prefix = "CN" + Invoice.Number(day: day, counter: 0).text.dropFirst(3).dropLast(4)
        let last = try Int.fetchOne(
            db,
            sql: """
                SELECT max(CAST(substr(creditNote.number, ?) AS INTEGER)) FROM creditNote
                JOIN invoice ON invoice.id = invoiceId JOIN merchant ON merchant.id = merchantId
                WHERE code = ? AND creditNote.number LIKE ?
                """,
            arguments: [prefix.utf8.count + 1, merchant.text, prefix + "%"])
        return "CN"
            + Invoice.Number(day: day, counter: (last ?? 0) + 1).text.dropFirst(3)
    }

    /// What later invoices gave back of an invoice: of a fee the days after a change of plan, of usage what
    /// late events lowered it by, taken off the last line of that usage first.
    public static func givenBack(_ db: Database, _ stored: StoredInvoice) throws -> [Int: Taken] {
        let invoice = stored.invoice
        let all = try Invoice.fetchAll(db, merchant: invoice.merchant, customer: invoice.customer)
            .sorted { $0.id < $1.id }
        var before: [Standing.Line] = []
        var places: [(invoice: Int64, line: Int)] = []
        var taken: [Int: Taken] = [:]
        for other in all
        where try other.id == stored.id || InvoiceVoid.fetch(db, invoice: other.id) == nil {
            for back in other.invoice.lines where other.id > stored.id && back.precise.isNegative {
                if back.isRecurring {
                    guard let place = before.lastIndex(billing: back),
                        places[place].invoice == stored.id
                    else { continue }
                    try taken[places[place].line, default: Taken()].add(
                        value: back.afterCoupons.negated, credit: .zero,
                        amount: -back.amount.minorUnits)
                } else if back.kind == .lateUsage {
                    try add(back, of: invoice, to: &taken)
                }
            }
            before += other.invoice.lines.map { Standing.Line(billed: $0) }
            places += other.invoice.lines.map { (other.id, $0.number) }
        }
        return taken
    }

    /// What late usage gave back, off the lines that billed it.
    private static func add(
        _ back: Invoice.Line, of invoice: Invoice, to taken: inout [Int: Taken]
    ) throws {
        var (value, credit) = (try back.afterCoupons.negated, try back.drawn.negated)
        var amount = -back.amount.minorUnits
        for line in invoice.lines.reversed()
        where line.charge == back.charge && line.group == back.group
            && line.service == back.service && !line.precise.isNegative
        {
            let own = taken[line.number] ?? Taken()
            let part = min(value, try line.afterCoupons.minus(own.value))
            let paid = min(credit, try line.drawn.minus(own.credit))
            let money = min(amount, line.amount.minorUnits - own.amount)
            try taken[line.number, default: Taken()].add(value: part, credit: paid, amount: money)
            (value, credit) = (try value.minus(part), try credit.minus(paid))
            amount -= money
        }
    }
}
