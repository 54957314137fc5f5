public import GRDB
public import Money
import Store
public import Time

extension FXLock {
    /// The lock for a purpose now: CNY for one `base`, by the last rates that are published.
    ///
    /// - Throws: `FXError.noRate`.
    public init(_ db: Database, _ purpose: Purpose, base: Currency, at instant: Instant) throws {
        let wanted = FXRate.lastPublished(at: instant)
        self.init(
            purpose: purpose,
            rate: try FXRate.find(db, base: base, quote: .cny, on: wanted), wantedDay: wanted,
            lockedAt: instant)
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
            sql: """
                INSERT INTO fxLock (purpose, base, quote, value, wantedDay, rateDay, source,
                    derivation, spread, lockedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '0', ?)
                """,
            arguments: [
                purpose.rawValue, rate.base.code, rate.quote.code, rate.value.description,
                wantedDay.description, rate.day.description, rate.source, derivation.canonical,
                lockedAt.column,
            ])
        return db.lastInsertedRowID
    }

    /// The lock kept under that number; nil where there is none.
    public static func fetch(_ db: Database, id: Int64) throws -> FXLock? {
        try Row.fetchOne(db, sql: "SELECT * FROM fxLock WHERE id = ?", arguments: [id])
            .map(FXLock.init(row:))
    }

    /// Every lock there is, in the order they were made.
    public static func fetchAll(_ db: Database) throws -> [FXLock] {
        try Row.fetchAll(db, sql: "SELECT * FROM fxLock ORDER BY id").map(FXLock.init(row:))
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
        self.init(
            purpose: Purpose(rawValue: row["purpose"])!, rate: rate,
            wantedDay: try Day(row["wantedDay"] as String),
            lockedAt: try Instant(row["lockedAt"] as String))
    }
}
