public import GRDB
import Money
import Store
public import Time

/// What one import of rates did.
public struct RateImport: Sendable, Equatable {
    public let added: Int
    public let known: Int
    public let from: Day
    public let to: Day
    /// Moves past the table's limit that were accepted.
    public let jumps: [RateJump]
}

extension RateTable {
    /// Adds the rates that are not there yet: all of them, or none.
    ///
    /// - Parameter acceptingJumps: whether rates that move past the table's limit are taken; they are
    ///   named in what is returned.
    /// - Throws: `FXError.rateDiffers` when the ledger holds another value for the same day: what
    ///   was published is a fact, and one of the two files is wrong. `FXError.jumps` where a rate is
    ///   too far from the one beside it.
    public func add(
        _ db: Database, sourceName: String, digest: String, at instant: Instant,
        acceptingJumps: Bool = false
    ) throws -> RateImport {
        try db.execute(
            sql: """
                INSERT INTO fxImport (importedAt, source, sourceName, digest) VALUES (?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
            arguments: [instant.column, source, sourceName, digest])
        // A ledger made before tables of one's own holds a file once, whoever is said to have made it.
        let id = try Int64.fetchOne(
            db, sql: "SELECT id FROM fxImport WHERE digest = ? ORDER BY source = ? DESC",
            arguments: [digest, source])!
        var added: [FXRate] = []
        for rate in rates {
            let known = try String.fetchOne(
                db,
                sql:
                    "SELECT value FROM fxRate WHERE source = ? AND base = ? AND quote = ? AND day = ?",
                arguments: [rate.source, rate.base.code, rate.quote.code, rate.day.description])
            if let known {
                guard known == rate.value.description else {
                    throw FXError.rateDiffers(rate, ledger: known)
                }
                continue
            }
            try db.execute(
                sql: """
                    INSERT INTO fxRate (source, base, quote, day, value, importId)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    rate.source, rate.base.code, rate.quote.code, rate.day.description,
                    rate.value.description, id,
                ])
            added.append(rate)
        }
        let jumps = try jumps(db, of: added)
        if !acceptingJumps, !jumps.isEmpty {
            throw FXError.jumps(jumps, limit: Self.jumpLimit)
        }
        let days = rates.map(\.day)
        return RateImport(
            added: added.count, known: rates.count - added.count, from: days.min()!,
            to: days.max()!, jumps: jumps)
    }

    /// Where a rate that was just added lies too far from the one before or after it, by pair and day.
    private func jumps(_ db: Database, of added: [FXRate]) throws -> [RateJump] {
        let byPair = Dictionary(grouping: added) { "\($0.base.code)/\($0.quote.code)" }
        return try byPair.sorted { $0.key < $1.key }.flatMap { _, rates in
            let days = rates.map(\.day)
            let first = rates[0]
            let reach = RateJump.reachDays
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT day, value FROM fxRate WHERE source = ? AND base = ? AND quote = ?
                    AND day BETWEEN ? AND ? ORDER BY day
                    """,
                arguments: [
                    source, first.base.code, first.quote.code,
                    days.min()!.advanced(by: -reach).description,
                    days.max()!.advanced(by: reach).description,
                ])
            let known = try rows.map { row in
                FXRate(
                    base: first.base, quote: first.quote,
                    value: try Exact(parsing: row[1] as String), day: try Day(row[0] as String),
                    source: source)
            }
            return RateJump.all(in: known, new: Set(days), limit: Self.jumpLimit)
        }
    }
}
