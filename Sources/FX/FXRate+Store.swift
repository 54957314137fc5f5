public import GRDB
public import Money
import Store
public import Time

extension ECBTable {
    /// What one import did.
    public struct Import: Sendable, Equatable {
        public let added: Int
        public let known: Int
        public let from: Day
        public let to: Day
    }

    /// Adds the rates that are not there yet.
    ///
    /// - Throws: `FXError.rateDiffers` when the ledger holds another value for the same day: what
    ///   was published is a fact, and one of the two files is wrong.
    public func add(
        _ db: Database, sourceName: String, digest: String, at instant: Instant
    ) throws -> Import {
        try db.execute(
            sql: """
                INSERT INTO fxImport (importedAt, source, sourceName, digest) VALUES (?, ?, ?, ?)
                ON CONFLICT (digest) DO NOTHING
                """,
            arguments: [instant.column, ECBTable.source, sourceName, digest])
        let id = try Int64.fetchOne(
            db, sql: "SELECT id FROM fxImport WHERE digest = ?", arguments: [digest])!
        var added = 0
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
            added += 1
        }
        let days = rates.map(\.day)
        return Import(
            added: added, known: rates.count - added, from: days.min()!, to: days.max()!)
    }
}

extension FXRate {
    /// How many days back a rate may come from when its own day has none.
    public static let reachDays = 7

    /// The last day whose rates are out at `instant`. The ECB publishes at about 16:00 in
    /// Frankfurt, 15:00 UTC at the latest; before that, today's rate is still the future.
    public static func lastPublished(at instant: Instant) -> Day {
        let day = instant.utcDay
        let isOut = instant.seconds - Int64(day.sinceEpoch) * 86_400 >= 15 * 3600
        return isOut ? day : day.advanced(by: -1)
    }

    /// The rate to use on `day`: of that day, or of the last day before it that both currencies
    /// were published on, at most seven days back.
    ///
    /// - Throws: `FXError.noRate` with the last day there is one.
    public static func find(
        _ db: Database, base: Currency, quote: Currency, on day: Day
    ) throws -> FXRate {
        func published(_ currency: Currency, on day: Day) throws -> Published? {
            if currency == .eur { return Published(base: .eur, quote: .eur, value: .one) }
            let value = try String.fetchOne(
                db,
                sql: """
                    SELECT value FROM fxRate
                    WHERE source = ? AND base = 'EUR' AND quote = ? AND day = ?
                    """,
                arguments: [ECBTable.source, currency.code, day.description])
            return try value.map {
                Published(base: .eur, quote: currency, value: try Exact(parsing: $0))
            }
        }
        for back in 0...reachDays {
            let candidate = day.advanced(by: -back)
            guard let a = try published(base, on: candidate),
                let b = try published(quote, on: candidate)
            else { continue }
            if base == .eur {
                return FXRate(
                    base: base, quote: quote, value: b.value, day: candidate,
                    source: ECBTable.source)
            }
            return try cross(base: a, quote: b, day: candidate, source: ECBTable.source)
        }
        // The euro is quoted against itself, every day.
        let wanted = Set([base, quote]).subtracting([.eur]).map(\.code)
        let last = try String.fetchOne(
            db,
            sql: """
                SELECT max(day) FROM (
                    SELECT day FROM fxRate
                    WHERE source = ? AND base = 'EUR' AND day <= ?
                    AND quote IN (\(wanted.map { _ in "?" }.joined(separator: ", ")))
                    GROUP BY day HAVING count(*) = \(wanted.count))
                """,
            arguments: StatementArguments([ECBTable.source, day.description] + wanted))
        throw FXError.noRate(base, quote, day, last: last)
    }
}
