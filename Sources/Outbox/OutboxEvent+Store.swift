public import Catalog
public import GRDB
import Store
public import Time

extension OutboxEvent {
    /// Which events are asked for.
    public struct Choice: Sendable {
        /// Only those of a merchant.
        public var merchant: Merchant.ID?
        public var kind: Kind?
        /// Only those behind this one: its number where a merchant is named, else its sequence.
        public var after: Int64 = 0

        public init(merchant: Merchant.ID? = nil, kind: Kind? = nil, after: Int64 = 0) {
            self.merchant = merchant
            self.kind = kind
            self.after = after
        }
    }

    /// Hands events to `body` in ledger order, one at a time.
    public static func forEach(
        _ db: Database, _ choice: Choice = Choice(), _ body: (OutboxEvent) throws -> Void
    ) throws {
        let place = choice.merchant == nil ? "outboxEvent.sequence" : "outboxEvent.number"
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT outboxEvent.sequence, merchant.code, outboxEvent.number, kind, subject,
                    occurredAt, payload
                FROM outboxEvent JOIN merchant ON merchant.id = merchantId
                WHERE \(place) > :after AND (merchant.code = :merchant OR :merchant IS NULL)
                AND (kind = :kind OR :kind IS NULL) ORDER BY outboxEvent.sequence
                """,
            arguments: [
                "after": choice.after, "merchant": choice.merchant?.text,
                "kind": choice.kind?.rawValue,
            ])
        while let row = try rows.next() { try body(OutboxEvent(row)) }
    }

    /// The last events that tell of something up to an instant, the latest first.
    ///
    /// - Parameter merchant: only those of it.
    public static func latest(
        _ db: Database, _ count: Int, of merchant: Merchant.ID? = nil, at instant: Instant
    ) throws -> [OutboxEvent] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT outboxEvent.sequence, merchant.code, outboxEvent.number, kind, subject,
                    occurredAt, payload
                FROM outboxEvent JOIN merchant ON merchant.id = merchantId
                WHERE merchant.code = :merchant OR :merchant IS NULL
                ORDER BY outboxEvent.sequence DESC
                """, arguments: ["merchant": merchant?.text])
        var latest: [OutboxEvent] = []
        while latest.count < count, let row = try rows.next() {
            let event = try OutboxEvent(row)
            if event.content.occurredAt <= instant { latest.append(event) }
        }
        return latest
    }

    /// Where an event with that id stands, for `Choice.after`; nil where there is none.
    ///
    /// - Parameter merchant: given, the event must be of it, and its number is meant.
    public static func place(
        _ db: Database, of id: String, merchant: Merchant.ID? = nil
    ) throws -> Int64? {
        try Int64.fetchOne(
            db,
            cached: """
                SELECT CASE WHEN :merchant IS NULL THEN sequence ELSE number END
                FROM outboxEvent JOIN merchant ON merchant.id = merchantId
                WHERE eventId = :id AND (code = :merchant OR :merchant IS NULL)
                """,
            arguments: ["id": id, "merchant": merchant?.text])
    }

    /// Reads a row of the columns above.
    ///
    /// - Throws: `OutboxError.unknownKind` where a later version has written it.
    init(_ row: Row) throws {
        guard let kind = Kind(rawValue: row[3]) else {
            throw OutboxError.unknownKind(row[3], sequence: row[0])
        }
        self.init(
            sequence: row[0], merchant: Code(row[1]), number: row[2],
            content: Content(
                kind: kind, subject: row[4], occurredAt: try Instant(row[5] as String),
                data: try JSONValue(parsing: row[6] as String)))
    }

    /// Keeps the event beside the fact that it tells of.
    func insert(_ db: Database, _ fact: Fact) throws {
        try db.execute(
            cached: """
                INSERT INTO outboxEvent (sequence, merchantId, number, eventId, kind, subject,
                    factTable, factId, occurredAt, payload)
                SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, ? FROM merchant WHERE code = ?
                """,
            arguments: [
                sequence, number, id, content.kind.rawValue, content.subject,
                fact.table.rawValue, fact.id, content.occurredAt.column, content.data.canonical,
                merchant.text,
            ])
    }
}
