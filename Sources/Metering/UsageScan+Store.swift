import GRDB
import GRDBSQLite
import Money
import Store
import Time

/// The one pass over the raw events: a stepped statement, integers, flat arrays. Made once for some routes, it runs over
/// as many periods as are asked for.
struct UsageScan {
    private let merchantRow: Int64
    private let table: Routes.Table

    init(_ routes: Routes) {
        merchantRow = routes.merchantRow
        table = Routes.Table(routes)
    }

    /// - Parameters:
    ///   - cuts: instants of the period, in order: from each on, the totals that stand behind the ones so far are
    ///     added to. Of `totals` there are then so many times the routes' own, and once more.
    func run(
        _ db: Database, from start: Instant, to end: Instant, cuts: [Instant] = [],
        through mark: CloseMark?, into totals: inout [RunningTotal]
    ) throws {
        if start >= end || totals.isEmpty { return }
        precondition(totals.count % (cuts.count + 1) == 0, "each part has its totals")
        let range = EventSequence.range(merchantRow, from: start, to: end)
        let events = try db.cachedStatement(
            sql: """
                SELECT sequence, seriesId, occurredAt, quantity, m1, m2, m3, m4, m5, m6, m7, m8
                FROM usageEvent WHERE sequence BETWEEN ? AND ? ORDER BY sequence
                """)
        try events.setArguments([range.lowerBound, range.upperBound])
        try Stopwatch.of("Metering") {
            try UsageScan.walk(
                events, table, start.nanoseconds, end.nanoseconds, cuts.map(\.nanoseconds), mark,
                Correction.superseded(db, range), &totals
            ) { try Level.follows(db, $0, $1) }
        }
    }

    /// - Parameter follows: which of two events of one instant is the later.
    private static func walk(
        _ statement: Statement, _ table: Routes.Table, _ start: Int64, _ end: Int64,
        _ cuts: [Int64],
        _ mark: CloseMark?, _ superseded: Set<Int64>, _ totals: inout [RunningTotal],
        follows: (Int64, Int64) throws -> Bool
    ) throws {
        // Slot 0 stands for a class the metric does not read, and stays zero.
        var slots: [Int64] = [0, 0, 0, 0, 0, 0, 0, 0, 0]
        let inPart = totals.count / (cuts.count + 1)
        let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        try statement.forEachRow { events in
            let sequence = sqlite3_column_int64(events, 0)
            let places = table.places(of: sqlite3_column_int64(events, 1))
            // What no request reads has no route.
            if places.isEmpty { return }
            let occurredAt = sqlite3_column_int64(events, 2)
            guard occurredAt >= start, occurredAt < end else { return }
            if let mark, !mark.includes(sequence) { return }
            if !superseded.isEmpty, superseded.contains(sequence) { return }
            // Mostly there is none, or one.
            var part = 0
            for cut in cuts where occurredAt >= cut { part += inPart }
            for place in places where table.routes[place].includes(occurredAt) {
                let total = part + table.routes[place].total
                totals[total].see(occurredAt)
                switch table.routes[place].kind {
                case .count: totals[total].whole += 1
                case .number(let slot): try add(events, column(slot), &totals[total])
                case .value(let slot):
                    if let number = try read(events, column(slot)) {
                        try totals[total].aggregator!.add(
                            occurredAt, sequence, number, none, removes: false, follows: follows)
                    }
                case .each(let slot):
                    if let number = try read(events, column(slot)) {
                        totals[total].keep(number, price: nil, at: occurredAt, sequence)
                    }
                case .priced(let slot, let priceSlot):
                    if let number = try read(events, column(slot)),
                        let price = try read(events, column(priceSlot))
                    {
                        totals[total].keep(number, price: price, at: occurredAt, sequence)
                    }
                case .text(let slot, let operation):
                    guard sqlite3_column_type(events, column(slot)) == SQLITE_TEXT else { continue }
                    let removes = operation > 0 && text(events, column(operation)) == "remove"
                    try totals[total].aggregator!.add(
                        occurredAt, sequence, nil, bytes(events, column(slot)), removes: removes,
                        // Where nothing takes a value away, it does not matter which of two is the later.
                        follows: { try operation > 0 && follows($0, $1) })
                case .tokens(let route):
                    for slot in 1...8 { slots[slot] = sqlite3_column_int64(events, column(slot)) }
                    totals[total].add(
                        tokens: table.tokenRoutes[route], at: occurredAt, slots)
                }
            }
        }
    }

    /// Where a slot stands in the row; slot 0 is the event's own quantity.
    @inline(__always)
    private static func column(_ slot: Int) -> Int32 { Int32(3 + slot) }

    /// The number in a column: an INTEGER, or a decimal in TEXT; nil where there is none.
    private static func read(_ statement: OpaquePointer, _ column: Int32) throws -> Exact? {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return Exact(sqlite3_column_int64(statement, column))
        case SQLITE_TEXT:
            guard let number = Exact.scan(bytes(statement, column)) else {
                throw MoneyError.notANumber(text(statement, column) ?? "")
            }
            return number
        default: return nil
        }
    }

    private static func text(_ statement: OpaquePointer, _ column: Int32) -> String? {
        sqlite3_column_type(statement, column) == SQLITE_TEXT
            ? String(decoding: bytes(statement, column), as: UTF8.self) : nil
    }

    private static func bytes(
        _ statement: OpaquePointer, _ column: Int32
    ) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(
            start: sqlite3_column_text(statement, column),
            count: Int(sqlite3_column_bytes(statement, column)))
    }

    /// Adds the number in a column: an INTEGER, or a decimal in TEXT.
    @inline(__always)
    private static func add(
        _ statement: OpaquePointer, _ column: Int32, _ total: inout RunningTotal
    ) throws {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: total.whole += Int128(sqlite3_column_int64(statement, column))
        case SQLITE_TEXT:
            let bytes = bytes(statement, column)
            guard let number = Exact.scan(bytes) else {
                throw MoneyError.notANumber(String(decoding: bytes, as: UTF8.self))
            }
            total.decimal = try total.decimal.plus(number)
        default: break
        }
    }
}
