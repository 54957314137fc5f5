import GRDB

/// What a run of intake keeps from one transaction to the next: catalogs, series, keys that were never seen.
///
///     let memory = IntakeMemory()
///     try ledger.write { var intake = try Intake($0, …, remembering: memory); …; try intake.finish() }
///
/// All of it can be read back from the ledger. It is let go where another connection has written since, and has to be
/// let go by `forget` where a transaction was taken back.
public final class IntakeMemory {
    private var index: EventIndex?
    /// SQLite's own number, which changes with what other connections commit.
    private var dataVersion: Int64 = 0

    public init() {}

    public func forget() { index = nil }

    /// Hands out what is remembered, for as long as a transaction lasts; nil where it no longer holds.
    func take(_ db: Database) throws -> EventIndex? {
        let version = try Int64.fetchOne(db, sql: "PRAGMA data_version")!
        defer {
            index = nil
            dataVersion = version
        }
        return version == dataVersion ? index : nil
    }

    func keep(_ index: EventIndex) { self.index = index }
}
