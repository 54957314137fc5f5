import Catalog
import GRDB
import Metering
import Money
import Store
import Time

/// Everything that came in, each line once: events in the order of the ledger, then repeats, then what
/// was not taken.
enum UsageRows {
    /// - Parameters:
    ///   - period: only what happened in that month of its merchant's zone; what was not taken is
    ///     held against UTC, and what has no time is in none.
    ///   - now: when lines that wait are looked at; default: when all that is known is in force.
    static func forEach(
        _ db: Database, in period: Month? = nil, at now: Instant = Instant(nanoseconds: .max),
        _ body: (UsageRow) throws -> Void
    ) throws {
        var known: [String: EventBills] = [:]
        func bills(_ merchant: String) throws -> EventBills {
            if let bills = known[merchant] { return bills }
            let bills = try EventBills(db, Merchant.ID(merchant))
            known[merchant] = bills
            return bills
        }
        func isAsked(_ at: Instant, _ zone: Zone) -> Bool {
            period.map { zone.day(of: at).month == $0 } ?? true
        }
        let dimensions = try DimensionSets(db)
        let events = try Row.fetchCursor(db, sql: eventSQL + " ORDER BY usageEvent.sequence")
        while let row = try events.next() {
            var event = try UsageRows.event(row, dimensions)
            let bills = try bills(event.merchant!)
            if !isAsked(event.at!, bills.zone) { continue }
            if row[13] as Bool {
                event.outcome = .notBillable
                event.reason = (row[14] as String?).map { "replaced by \($0)" } ?? "cancelled"
            } else {
                bills.place(&event, series: row[12])
            }
            try body(event)
        }
        let repeats = try Row.fetchCursor(db, sql: duplicateSQL)
        while let row = try repeats.next() {
            var event = try UsageRows.event(row, dimensions)
            if try !isAsked(event.at!, bills(event.merchant!).zone) { continue }
            event.outcome = .duplicate
            event.reason = "repeats event \(row[0] as Int64)"
            event.sequence = nil
            event.file = row[13]
            event.inputLine = row[14]
            try body(event)
        }
        let waiting = Dictionary(
            uniqueKeysWithValues: try WaitingLine.all(db, at: now).map { ($0.id, $0) })
        let rejects = try Row.fetchCursor(db, sql: rejectSQL)
        while let row = try rejects.next() {
            let reject = UsageRows.reject(row, waiting[row[10]])
            if period != nil {
                // Nobody knows whose it is, so its month is that of UTC.
                guard let at = reject.at, isAsked(at, .utc) else { continue }
            }
            try body(reject)
        }
    }

    /// Interned dimensions, read once each.
    private struct DimensionSets {
        private var known: [Int64: [JSONValue.Member]] = [:]

        init(_ db: Database) throws {
            for row in try Row.fetchAll(db, sql: "SELECT id, document FROM dimensionSet") {
                known[row[0]] = try (JSONValue(parsing: row[1] as String).members ?? [])
                    .filter { $0.value != .null }
            }
        }

        subscript(id: Int64) -> [JSONValue.Member] { known[id] ?? [] }
    }

    private static let columns = """
        SELECT usageEvent.sequence, detail.idempotencyKey, merchant.code, customer.code,
            usageEventName.name, usageEvent.quantity, usageEvent.occurredAt, dimensionSetId,
            detail.properties, batch.sourceName, NULL, NULL, usageEvent.seriesId
        """

    private static let tables = """
        JOIN usageEventDetail AS detail ON detail.sequence = usageEvent.sequence
        JOIN usageBatch AS batch ON batch.id = detail.batchId
        JOIN usageSeries ON usageSeries.id = usageEvent.seriesId
        JOIN customer ON customer.id = customerId
        JOIN merchant ON merchant.id = customer.merchantId
        JOIN usageEventName ON usageEventName.id = eventNameId
        """

    private static let eventSQL = """
        \(columns), usageCorrection.sequence IS NOT NULL, other.idempotencyKey
        FROM usageEvent \(tables)
        LEFT JOIN usageCorrection ON usageCorrection.sequence = usageEvent.sequence
        LEFT JOIN usageEventDetail AS other ON other.sequence = replacement
        """

    /// Repeats as they came in, and lines that turned out to be repeats when they were replayed.
    private static let duplicateSQL = """
        \(columns), again.sourceName, again.line
        FROM (
            SELECT usageDuplicate.sequence, usageDuplicate.batchId, sourceName, line
            FROM usageDuplicate JOIN usageBatch ON usageBatch.id = usageDuplicate.batchId
            UNION ALL
            SELECT usageReplay.sequence, usageReject.batchId, sourceName, line
            FROM usageReplay JOIN usageReject ON usageReject.id = rejectId
            JOIN usageBatch ON usageBatch.id = usageReject.batchId
            WHERE outcome = 'duplicate') AS again
        JOIN usageEvent ON usageEvent.sequence = again.sequence \(tables)
        ORDER BY again.batchId, again.line
        """

    /// What was not taken, but for what a replay has made an event or a repeat.
    private static let rejectSQL = """
        SELECT idempotencyKey, usageReject.quantity, usageReject.occurredAt, reason, field, value,
            raw, sourceName, line, usageReplay.outcome, usageReject.id
        FROM usageReject JOIN usageBatch ON usageBatch.id = usageReject.batchId
        LEFT JOIN usageReplay ON rejectId = usageReject.id
        WHERE usageReplay.outcome IS NULL OR usageReplay.outcome = 'replaced'
        ORDER BY usageReject.id
        """

    private static func event(_ row: Row, _ dimensions: DimensionSets) throws -> UsageRow {
        let rest = try (row[8] as String?).map { try JSONValue(parsing: $0).members ?? [] } ?? []
        return UsageRow(
            sequence: row[0], key: row[1], merchant: row[2], customer: row[3], metric: row[4],
            quantity: Exact(row[5] as DatabaseValue), at: Instant(nanoseconds: row[6]),
            properties: dimensions[row[7]] + rest, outcome: .billed, file: row[9])
    }

    /// - Parameter waiting: the line, where it still waits.
    private static func reject(_ row: Row, _ waiting: WaitingLine?) -> UsageRow {
        let reason = waiting?.reject.reason ?? UsageReject.Reason(rawValue: row[3])!
        let outcome: UsageOutcome =
            switch reason.fate {
            case .unmatched: .unmatched
            case .quarantined: .quarantined
            case .malformed: .malformed
            }
        let isReplaced = row[9] as String? != nil
        var reject = UsageRow(
            key: row[0], quantity: (row[1] as String?).flatMap { Exact($0) },
            at: (row[2] as Int64?).map { Instant(nanoseconds: $0) },
            outcome: isReplaced ? .notBillable : outcome, file: row[7], inputLine: row[8])
        if let waiting {
            reject.customer = waiting.event.customer.text
            reject.metric = waiting.event.name
            reject.properties = waiting.event.properties.map { .init($0.key, $0.value) }
            reject.reason = waiting.isMended ? "it can be taken now by a replay" : nil
        } else if isReplaced, let raw = row[6] as String?, let line = try? JSONValue(parsing: raw) {
            // Only lines that waited are kept whole, and so are sure to be read again.
            reject.customer = (line["customer_id"] ?? line["customer"])?.string
            reject.metric = line["metric"]?.string
            reject.reason = "another event has its key"
        }
        if reject.reason == nil {
            let field: String? = waiting == nil ? row[4] : waiting?.reject.field
            let value: String? = waiting == nil ? row[5] : waiting?.reject.value
            let why = [field, value].compactMap { $0 }.joined(separator: " ")
            reject.reason = "\(reason.rawValue): \(why)"
        }
        return reject
    }
}
