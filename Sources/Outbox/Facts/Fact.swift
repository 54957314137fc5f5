import Store
import Time

/// A row of the ledger that is told of.
struct Fact: Hashable {
    let table: Table
    let id: Int64

    /// The tables whose rows are told of, in the order in which what one transaction wrote is told: as
    /// money flows, and so that what is told first is never a consequence of what is told later.
    enum Table: String, CaseIterable {
        case capReached, invoice, creditGrant, payment, creditActivation, refund, creditNote,
            refundOrder, invoiceVoid, balanceMovement, creditMovement, periodClose,
            settlementAdjustment, settlementBatch, payoutEvent, invoiceOverdue
    }
}

/// What a fact says.
struct Statement {
    let kind: OutboxEvent.Kind
    let merchant: String
    let subject: String
    let occurredAt: Instant
    let data: [JSONValue.Member]
    /// What it does to an invoice, which may be more to tell.
    var change: InvoiceChange?

    var content: OutboxEvent.Content {
        .init(kind: kind, subject: subject, occurredAt: occurredAt, data: .object(data))
    }
}

/// What a fact does to what is due of an invoice, which is named by its row.
enum InvoiceChange {
    case issued(Int64)
    case paid(Int64, fen: Int64)
    case givenBack(Int64, fen: Int64)
    case lowered(Int64, fen: Int64)
    case voided(Int64)

    var invoice: Int64 {
        switch self {
        case .issued(let id), .paid(let id, _), .givenBack(let id, _), .lowered(let id, _),
            .voided(let id):
            id
        }
    }
}
