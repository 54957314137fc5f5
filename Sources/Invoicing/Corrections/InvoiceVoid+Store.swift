public import GRDB
import Store
public import Time

/// A finalized invoice, of usage or of credit that was sold, that was declared never owed. Nothing is paid
/// of it.
public struct InvoiceVoid: Sendable, Equatable {
    public let at: Instant
    public let reason: String
    /// The merchant's last closed month then: until its end the lines were earned.
    public let closedThrough: Month

    public init(at instant: Instant, reason: String, closedThrough: Month) {
        at = instant
        self.reason = reason
        self.closedThrough = closedThrough
    }

    /// - Throws: `InvoicingError.isVoid` where it is void already.
    public func insert(_ db: Database, _ stored: StoredInvoice) throws {
        try insert(db, invoice: stored.id, stored.invoice.number)
    }

    /// As above, for an invoice of any kind: its row and its number.
    public func insert(_ db: Database, invoice: Int64, _ number: Invoice.Number) throws {
        if try InvoiceVoid.fetch(db, invoice: invoice) != nil {
            throw InvoicingError.isVoid(number)
        }
        try db.execute(
            sql: """
                INSERT INTO invoiceVoid (invoiceId, voidedAt, reason, closedThrough)
                VALUES (?, ?, ?, ?)
                """,
            arguments: [invoice, at.column, reason, closedThrough.description])
    }

    /// Nil for an invoice that stands.
    public static func fetch(_ db: Database, invoice: Int64) throws -> InvoiceVoid? {
        try Row.fetchOne(
            db,
            cached: "SELECT voidedAt, reason, closedThrough FROM invoiceVoid WHERE invoiceId = ?",
            arguments: [invoice]
        ).map {
            InvoiceVoid(
                at: try Instant($0[0] as String), reason: $0[1],
                closedThrough: try Month($0[2] as String))
        }
    }
}
