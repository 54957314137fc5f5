public import GRDB
import Store
import Time

extension Fapiao {
    /// Records it for an invoice, once: the same again changes nothing.
    ///
    /// - Throws: `InvoicingError.notAFapiao` where its number is not of its day, its day is yet to come or before
    ///   the invoice, or the invoice has it with another day.
    public func insert(_ db: Database, invoice: any FinalizedInvoice, row: Int64) throws {
        func refuse(_ why: String) -> InvoicingError {
            .notAFapiao(invoice.number, number.text, why)
        }
        if !number.isOf(issuedOn) {
            throw refuse("it begins with \(number.text.prefix(2)), and was issued on \(issuedOn)")
        }
        if issuedOn > invoice.zone.day(of: recordedAt) {
            throw refuse("\(issuedOn) is yet to come")
        }
        if issuedOn < invoice.zone.day(of: invoice.issuedAt) {
            throw refuse("\(issuedOn) is before the invoice was issued")
        }
        let known = try Fapiao.fetchAll(db, invoice: row).first { $0.number == number }
        if let known {
            if known.issuedOn == issuedOn { return }
            throw refuse("it is recorded as issued on \(known.issuedOn)")
        }
        try db.execute(
            sql: """
                INSERT INTO fapiao (invoiceId, number, issuedOn, recordedAt) VALUES (?, ?, ?, ?)
                """,
            arguments: [row, number.text, issuedOn.description, recordedAt.column])
    }

    /// Those of an invoice, in the order they were recorded.
    public static func fetchAll(_ db: Database, invoice: Int64) throws -> [Fapiao] {
        try Row.fetchAll(
            db,
            cached:
                "SELECT number, issuedOn, recordedAt FROM fapiao WHERE invoiceId = ? ORDER BY id",
            arguments: [invoice]
        ).map {
            Fapiao(
                Number($0[0] as String)!, issuedOn: try Day($0[1] as String),
                recordedAt: try Instant($0[2] as String))
        }
    }
}
