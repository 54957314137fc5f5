import Catalog
public import GRDB
public import Ledger
import Store

extension Outbox {
    /// Every event says what its fact says, stands where it must and has the id of its content; every fact
    /// that is told of has its events.
    ///
    /// The facts are told again, in the order of the events, and compared: what an invoice came to after
    /// each payment follows from that order alone.
    public static func check(_ db: Database) -> Invariant {
        Checks.reading(.outboxMatches) { try found(db) }
    }

    private static func found(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        var telling = Telling(isTold: false)
        var numbers: [String: Int64] = [:]
        var last: [Fact.Table: Int64] = [:]
        var told: [Fact.Table: Int] = [:]
        var sequence: Int64 = 0
        var fact: Fact?
        // What is still to come of the fact that is being told of.
        var waiting: [(merchant: String, content: OutboxEvent.Content)] = []
        func missing() -> [String] {
            waiting.map { "event \(sequence + 1) should be \($0.content.kind.rawValue)" }
        }
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT sequence, code, number, kind, subject, occurredAt, payload, eventId,
                    factTable, factId
                FROM outboxEvent JOIN merchant ON merchant.id = merchantId ORDER BY sequence
                """)
        while let row = try rows.next() {
            let name = "event \(row[0] as Int64)"
            guard let table = Fact.Table(rawValue: row[8]) else {
                failures.append("\(name) tells of a \(row[8] as String)")
                continue
            }
            let next = Fact(table: table, id: row[9])
            if next != fact {
                failures += missing()
                waiting = try telling.contents(db, next)
                if waiting.isEmpty {
                    failures.append(
                        "\(name) tells of \(table.rawValue) \(next.id), which is not there")
                }
                // The row of a void has the number of its invoice, which says nothing of its order.
                if table != .invoiceVoid, next.id <= last[table] ?? 0 {
                    failures.append(
                        "\(name) tells of \(table.rawValue) \(next.id) after \(last[table] ?? 0)")
                }
                last[table] = next.id
                told[table, default: 0] += 1
                fact = next
            }
            numbers[row[1], default: 0] += 1
            if row[0] != sequence + 1 { failures.append("\(name) follows event \(sequence)") }
            sequence = row[0]
            let event = try OutboxEvent(row)
            if event.number != numbers[row[1]] {
                failures.append(
                    "\(name) is number \(event.number) of \(event.merchant), after "
                        + "\(numbers[row[1]]! - 1)")
                numbers[row[1]] = event.number
            }
            if event.id != row[7] || event.content.data.canonical != row[6] {
                failures.append("\(name) does not have the id of what it says")
            }
            if waiting.isEmpty { continue }
            let (merchant, expected) = waiting.removeFirst()
            if merchant != event.merchant.text || words(expected) != words(event.content) {
                failures.append(
                    "\(name) says \(words(event.content)), its fact \(words(expected))")
            }
        }
        failures += missing()
        for table in Fact.Table.allCases {
            let count = try Fact.count(db, table)
            if count != told[table] ?? 0 {
                failures.append(
                    "\(count) rows of \(table.rawValue), \(told[table] ?? 0) are told of")
            }
        }
        return Invariant(.outboxMatches, checked: Int(sequence), failures: failures)
    }

    /// All that is compared, with the keys of the data in one order.
    private static func words(_ content: OutboxEvent.Content) -> String {
        "\(content.kind.rawValue) \(content.subject) \(content.occurredAt) "
            + content.data.canonical
    }
}
