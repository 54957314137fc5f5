import GRDB
import Metering
import Store

extension Checks {
    /// Every row says what it said when it was written, none is gone, and none came from another program:
    /// each transaction's rows have the digest that its seal has of them, and each seal names the one before.
    ///
    /// It knows nothing of what rows mean, so it holds for all of them: the time of an event in an open
    /// month, a price nobody has used, a note. What they mean is for the other invariants.
    static func sealed(_ db: Database) throws -> Invariant {
        let found = try Seal.differences(db)
        return Invariant(.sealed, checked: found.checked, failures: found.failures)
    }

    /// Tables, indexes and triggers are declared as this version of bm declares them.
    static func schemaMatches(_ db: Database) throws -> Invariant {
        let found = try LedgerFile.schemaDifferences(db)
        return Invariant(.schemaMatches, checked: found.checked, failures: found.failures)
    }

    /// Every event is found under its key, so that a repeat of it is recognised, and every key leads to
    /// its event.
    static func keysMatchEvents(_ db: Database) throws -> Invariant {
        let found = try EventKeys.differences(db)
        return Invariant(.keysMatchEvents, checked: found.checked, failures: found.failures)
    }
}
