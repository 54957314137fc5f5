public import GRDB
import Metering
public import Store

/// A named promise of the ledger and what checking it found.
public struct Invariant: Sendable, Equatable {
    /// The same name in code, tests and `bm verify`.
    public let name: Name
    /// How many things were looked at.
    public let checked: Int
    /// Everything that breaks it, with both figures; none where it holds.
    public let failures: [String]

    public var holds: Bool { failures.isEmpty }
    public var firstFailure: String? { failures.first }

    /// The names of the invariants, in the order they are checked.
    public enum Name: String, Sendable, CaseIterable {
        case schemaMatches = "schema_matches"
        case appendOnly = "append_only"
        case sealed
        case usageMatchesInput = "usage_matches_input"
        case keysMatchEvents = "keys_match_events"
        case chain
        case balanced
        case mirror
        case invoiceMatchesPostings = "invoice_matches_postings"
        case postedByHand = "posted_by_hand"
        case periodLock = "period_lock"
        case deferredMatchesSchedule = "deferred_matches_schedule"
        case creditsMatchLedger = "credits_match_ledger"
        case evidenceMatches = "evidence_matches"
        case paymentsMatchBills = "payments_match_bills"
        case settledOnce = "settled_once"
        case conserved
        case outboxMatches = "outbox_matches"
        case documentsMatch = "documents_match"
    }

    public init(_ name: Name, checked: Int, failures: [String]) {
        self.name = name
        self.checked = checked
        self.failures = failures
    }

    /// The parts of each invariant put together, in the order of their first parts.
    ///
    ///     Invariant.joined([Invariant(.chain, checked: 3, failures: []), Invariant(.chain, checked: 4, failures: ["x"])])
    ///     // chain: 7 checked, “x” fails
    public static func joined(_ parts: [Invariant]) -> [Invariant] {
        var found: [Invariant] = []
        for part in parts {
            if let place = found.firstIndex(where: { $0.name == part.name }) {
                found[place] = Invariant(
                    part.name, checked: found[place].checked + part.checked,
                    failures: found[place].failures + part.failures)
            } else {
                found.append(part)
            }
        }
        return found
    }

    public var json: JSONValue {
        .object([
            .init("name", .string(name.rawValue)), .init("ok", .bool(holds)),
            .init("checked", .int(checked)), .init("first_failure", .optional(firstFailure)),
            .init("failures", .array(failures.map { .string($0) })),
        ])
    }
}

/// Runs the checks.
public enum Checks {
    /// Every invariant of the ledger file itself, in the order money flows. `documents_match` needs
    /// the output folder and is `Checks.documents`.
    public static func all(_ db: Database) -> [Invariant] { rows(db) + meanings(db) }

    /// Those that hold rows against what was written and know nothing of what rows mean: none of them ends
    /// the program, whatever a row says.
    public static func rows(_ db: Database) -> [Invariant] { run(db, ofRows) }

    /// Those that read what rows mean. Of rows that are not what bm wrote, one may not come to its end.
    public static func meanings(_ db: Database) -> [Invariant] { run(db, ofMeanings) }

    /// The names of `meanings`, in their order.
    public static var namesOfMeanings: [Invariant.Name] { ofMeanings.map(\.name) }

    /// A check, or a part of one, that may be run beside others, each on a connection of its own.
    public struct Part: Sendable {
        public let name: Invariant.Name
        private let check: @Sendable (Database) throws -> Invariant

        public init(
            _ name: Invariant.Name, _ check: @escaping @Sendable (Database) throws -> Invariant
        ) {
            self.name = name
            self.check = check
        }

        /// What it finds.
        public func run(_ db: Database) -> Invariant { reading(name) { try check(db) } }
    }

    /// `meanings` in parts: what is made again from the events falls into a part a merchant and month. What they find
    /// is put together by `Invariant.joined`.
    public static func parts(_ db: Database) throws -> [Part] {
        let months = try CloseMark.all(db)
        return ofMeanings.flatMap { name, check in
            name != .evidenceMatches
                ? [Part(name, check)]
                : months.map { month in
                    Part(name) { try evidenceMatches($0, month.merchant, month.month) }
                }
                    + [Part(name, locksMatch)]
        }
    }

    /// Some of them, in their own order.
    public static func some(_ db: Database, _ names: [Invariant.Name]) -> [Invariant] {
        run(db, (ofRows + ofMeanings).filter { names.contains($0.name) })
    }

    private typealias Named = (
        name: Invariant.Name, check: @Sendable (Database) throws -> Invariant
    )

    private static var ofRows: [Named] {
        [
            (.schemaMatches, schemaMatches), (.appendOnly, appendOnly), (.sealed, sealed),
            (.keysMatchEvents, keysMatchEvents),
        ]
    }

    private static var ofMeanings: [Named] {
        [
            (.usageMatchesInput, usageMatchesInput), (.chain, chain), (.balanced, balanced),
            (.mirror, mirror), (.invoiceMatchesPostings, invoiceMatchesPostings),
            (.postedByHand, postedByHand), (.periodLock, periodLock),
            (.deferredMatchesSchedule, deferredMatchesSchedule),
            (.creditsMatchLedger, creditsMatchLedger), (.evidenceMatches, evidenceMatches),
            (.paymentsMatchBills, paymentsMatchBills), (.settledOnce, settledOnce),
            (.conserved, conserved),
        ]
    }

    private static func run(_ db: Database, _ checks: [Named]) -> [Invariant] {
        checks.map { name, check in reading(name) { try check(db) } }
    }

    /// What the check finds. A fact that cannot even be read breaks the check that needed it, and only
    /// that one.
    public static func reading(_ name: Invariant.Name, _ check: () throws -> Invariant) -> Invariant
    {
        do {
            return try check()
        } catch {
            return Invariant(name, checked: 0, failures: ["a fact cannot be read: \(error)"])
        }
    }
}
