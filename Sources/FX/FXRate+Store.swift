public import GRDB
public import Money
import Store
public import Time

extension FXRate {
    /// How many days back a rate may come from when its own day has none.
    public static let reachDays = 7

    /// The last day whose rates are out at `instant`. The ECB publishes at about 16:00 in
    /// Frankfurt, 15:00 UTC at the latest; before that, today's rate is still the future. The same hour
    /// holds for every source: a table of one's own does not say when it was made.
    public static func lastPublished(at instant: Instant) -> Day {
        let day = instant.utcDay
        let isOut = instant.seconds - Int64(day.sinceEpoch) * 86_400 >= 15 * 3600
        return isOut ? day : day.advanced(by: -1)
    }

    /// The rate to use on `day`: of that day, or of the last day before it that the source has one of,
    /// at most seven days back.
    ///
    /// Of one day, the pair as it is published comes first, then the inverse of the other direction,
    /// then the cross of two euro rates. A currency in itself is one for one, and nobody's.
    ///
    /// - Parameter source: whose rates; the European Central Bank's unless another is asked for.
    /// - Throws: `FXError.noRate` with the last day there is one.
    public static func find(
        _ db: Database, base: Currency, quote: Currency, on day: Day,
        source: String = ECBTable.source
    ) throws -> FXRate {
        if base == quote { return identity(base, on: day) }
        for back in 0...reachDays {
            let rate = try published(
                db, base: base, quote: quote, on: day.advanced(by: -back), source: source)
            if let rate { return rate }
        }
        throw FXError.noRate(
            base, quote, day, source: source,
            last: try lastDay(db, base: base, quote: quote, before: day, source: source))
    }

    /// The rate of that very day, as it is published or derived; nil where there is none.
    private static func published(
        _ db: Database, base: Currency, quote: Currency, on day: Day, source: String
    ) throws -> FXRate? {
        func row(_ base: Currency, _ quote: Currency) throws -> Published? {
            let value = try String.fetchOne(
                db,
                cached: """
                    SELECT value FROM fxRate
                    WHERE source = ? AND base = ? AND quote = ? AND day = ?
                    """,
                arguments: [source, base.code, quote.code, day.description])
            return try value.map {
                Published(base: base, quote: quote, value: try Exact(parsing: $0))
            }
        }
        if let direct = try row(base, quote) {
            return FXRate(
                base: base, quote: quote, value: direct.value, day: day, source: source)
        }
        if let other = try row(quote, base) {
            return try inverse(of: other, day: day, source: source)
        }
        guard let a = try row(.eur, base), let b = try row(.eur, quote) else { return nil }
        return try cross(base: a, quote: b, day: day, source: source)
    }

    private static func lastDay(
        _ db: Database, base: Currency, quote: Currency, before day: Day, source: String
    ) throws -> String? {
        try String.fetchOne(
            db,
            cached: """
                SELECT max(day) FROM (
                    SELECT day FROM fxRate WHERE source = :source AND day <= :day
                    AND ((base = :base AND quote = :quote) OR (base = :quote AND quote = :base))
                    UNION ALL
                    SELECT a.day FROM fxRate AS a JOIN fxRate AS b ON b.source = a.source
                        AND b.base = a.base AND b.quote = :quote AND b.day = a.day
                    WHERE a.source = :source AND a.base = 'EUR' AND a.quote = :base
                    AND a.day <= :day)
                """,
            arguments: [
                "source": source, "base": base.code, "quote": quote.code, "day": day.description,
            ])
    }

    /// Whether the ledger holds, for the rate's day and source, what it says was published, and the rate
    /// follows from it.
    public func isPublished(_ db: Database) throws -> Bool {
        guard isDerivedRight else { return false }
        if base == quote { return derivedFrom.isEmpty }
        let figures =
            derivedFrom.isEmpty
            ? [Published(base: base, quote: quote, value: value)] : derivedFrom
        return try figures.allSatisfy { figure in
            try String.fetchOne(
                db,
                cached:
                    "SELECT value FROM fxRate WHERE source = ? AND base = ? AND quote = ? AND day = ?",
                arguments: [source, figure.base.code, figure.quote.code, day.description])
                == figure.value.description
        }
    }

    /// Who has rates in the ledger, the first by name first.
    public static func sources(_ db: Database) throws -> [String] {
        try String.fetchAll(db, sql: "SELECT DISTINCT source FROM fxRate ORDER BY source")
    }
}
