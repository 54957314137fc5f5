import Catalog
public import GRDB
import Store

/// Tells of what the ledger holds: every fact once, in the transaction that wrote it.
///
///     let ledger = try LedgerFile.open(path, beforeCommit: Outbox.tell)
///
/// Nothing else writes events, so no command can forget one, and a ledger of before there was an outbox
/// is told of with the next transaction.
public enum Outbox {
    /// Adds an event for every fact that nobody was told of: transactions as they were committed, and what
    /// one of them wrote in the order of `Fact.Table`, rows as they were written.
    ///
    /// Each table is asked for what comes after the last row that was told of, so that what it costs goes
    /// with what is new and not with what there is.
    @Sendable public static func tell(_ db: Database) throws {
        var telling = Telling(isTold: true)
        for table in Fact.Table.allCases {
            for fact in try Fact.untold(db, table) {
                for (merchant, content) in try telling.contents(db, fact) {
                    let event = OutboxEvent(
                        sequence: try next(db, "max(sequence)", nil), merchant: .init(merchant),
                        number: try next(db, "max(number)", merchant), content: content)
                    try event.insert(db, fact)
                }
            }
        }
    }

    private static func next(
        _ db: Database, _ last: String, _ merchant: String?
    ) throws -> Int64 {
        let narrow =
            merchant == nil ? "" : " WHERE merchantId = (SELECT id FROM merchant WHERE code = ?)"
        let statement = try db.cachedStatement(
            sql: "SELECT coalesce(\(last), 0) + 1 FROM outboxEvent\(narrow)")
        return try Int64.fetchOne(
            statement, arguments: merchant.map { [$0] } ?? StatementArguments())!
    }
}

/// What facts, taken one after another, give to tell.
struct Telling {
    /// Whether invoices begin with what was told of them, or as they were issued.
    private let isTold: Bool
    private var standings: [Int64: InvoiceStanding] = [:]

    init(isTold: Bool) { self.isTold = isTold }

    /// What the fact says, and what follows of it for its invoice; with the merchant it is of. None where
    /// the ledger has no such row.
    mutating func contents(
        _ db: Database, _ fact: Fact
    ) throws -> [(merchant: String, content: OutboxEvent.Content)] {
        guard let statement = try fact.statement(db) else { return [] }
        var told = [(merchant: statement.merchant, content: statement.content)]
        guard let change = statement.change else { return told }
        var standing =
            try standings[change.invoice]
            ?? InvoiceStanding(db, invoice: change.invoice, isTold: isTold)
        for kind in standing.follow(change) {
            told.append(
                (
                    statement.merchant,
                    .init(
                        kind: kind, subject: standing.number, occurredAt: statement.occurredAt,
                        data: .object(standing.members))
                ))
        }
        standings[change.invoice] = standing
        return told
    }
}
