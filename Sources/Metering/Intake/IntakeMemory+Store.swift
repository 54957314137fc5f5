import GRDB
import Store

/// What a run of intake keeps from one transaction to the next: catalogs, series, keys that were never seen.
///
///     let memory = IntakeMemory()
///     try ledger.write { var intake = try Intake($0, …, remembering: memory); …; try intake.finish() }
///
/// All of it can be read back from the ledger. It is let go where another connection has written since, and has to be
/// let go by `forget` where a transaction was taken back.
public final class IntakeMemory {
    /// What lines can be resolved with, in any thread; later batches may come to know more.
    public struct Known: Sendable {
        let usual: UsualEvents
    }

    private var index: EventIndex?
    /// The number of indexes that were made so far.
    private(set) var edition = 0
    /// SQLite's own number, which changes with what other connections commit.
    private var dataVersion: Int64 = 0

    public init() {}

    public func forget() { index = nil }

    /// What is known by the end of the last batch.
    public var known: Known { Known(usual: index?.usual ?? UsualEvents(edition: edition)) }

    /// Hands out what is remembered, for as long as a transaction lasts; nil where it no longer holds.
    func take(_ db: Database) throws -> EventIndex? {
        let version = try LedgerFile.edition(db)
        defer {
            index = nil
            dataVersion = version
        }
        guard let index, version == dataVersion else {
            edition += 1
            return nil
        }
        return index
    }

    func keep(_ index: EventIndex) { self.index = index }
}
