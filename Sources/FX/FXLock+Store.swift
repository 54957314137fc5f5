public import GRDB
public import Money
import Store
public import Time

extension FXLock {
    /// The lock for a purpose now: units of `quote` for one `base`, by the last rates that are published.
    ///
    /// - Parameter source: whose rates; the European Central Bank's unless another is asked for.
    /// - Parameter spread: the share that is kept of what is converted.
    /// - Throws: `FXError.noRate`.
    public init(
        _ db: Database, _ purpose: Purpose, base: Currency, quote: Currency = .cny,
        at instant: Instant, source: String = ECBTable.source, spread: Exact = .zero
    ) throws {
        let wanted = FXRate.lastPublished(at: instant)
        self.init(
            purpose: purpose,
            rate: try FXRate.find(db, base: base, quote: quote, on: wanted, source: source),
            spread: spread, wantedDay: wanted, lockedAt: instant)
    }

    /// Keeps the lock for ever.
    ///
    /// - Returns: its number in the ledger.
    public func insert(_ db: Database) throws -> Int64 {
        let derivation = JSONValue.array(
            rate.derivedFrom.map {
                .object([
                    .init("base", .string($0.base.code)), .init("quote", .string($0.quote.code)),
                    .init("value", .exact($0.value)),
                ])
            })
        try db.execute(
            cached: """
                INSERT INTO fxLock (purpose, base, quote, value, wantedDay, rateDay, source,
                    derivation, spread, lockedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                purpose.rawValue, rate.base.code, rate.quote.code, rate.value.description,
                wantedDay.description, rate.day.description, rate.source, derivation.canonical,
                spread.description, lockedAt.column,
            ])
        return db.lastInsertedRowID
    }

    /// The lock kept under that number; nil where there is none.
    public static func fetch(_ db: Database, id: Int64) throws -> FXLock? {
        try Row.fetchOne(db, cached: "SELECT * FROM fxLock WHERE id = ?", arguments: [id])
            .map(FXLock.init(row:))
    }

    /// Every lock there is with its number, in the order they were made.
    public static func fetchAll(_ db: Database) throws -> [(id: Int64, lock: FXLock)] {
        try Row.fetchAll(db, cached: "SELECT * FROM fxLock ORDER BY id").map {
            ($0["id"], try FXLock(row: $0))
        }
    }

    /// The number of the lock made last; nil where there is none.
    public static func lastID(_ db: Database) throws -> Int64? {
        try Int64.fetchOne(db, cached: "SELECT max(id) FROM fxLock")
    }

    private init(row: Row) throws {
        let derivation = try JSONValue(parsing: row["derivation"] as String).array ?? []
        let rate = FXRate(
            base: try Currency(code: row["base"]), quote: try Currency(code: row["quote"]),
            value: try Exact(parsing: row["value"] as String),
            day: try Day(row["rateDay"] as String),
            source: row["source"],
            derivedFrom: try derivation.map { published in
                FXRate.Published(
                    base: try Currency(code: published["base"]?.string ?? ""),
                    quote: try Currency(code: published["quote"]?.string ?? ""),
                    value: published["value"]?.exact ?? .zero)
            })
        let spread = try Exact(parsing: row["spread"] as String)
        guard FXLock.isSpread(spread) else { throw FXError.notASpread("\(spread)") }
        self.init(
            purpose: Purpose(rawValue: row["purpose"])!, rate: rate, spread: spread,
            wantedDay: try Day(row["wantedDay"] as String),
            lockedAt: try Instant(row["lockedAt"] as String))
    }
}
