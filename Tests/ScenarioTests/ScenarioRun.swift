import Catalog
import Checkout
import FX
import Foundation
import GRDB
import Invoicing
import Ledger
import Metering
import Money
import Outbox
import Store
import TestSupport
import Time

@testable import bm

/// Plays a scenario through a ledger file of its own, with the commands' own doors, and notes every
/// expectation that is not met.
final class ScenarioRun {
    /// In which order, and in how many files, the events between two other statements come.
    enum Order: Sendable {
        case asWritten
        /// The last first, each in a file of its own, and the whole once more.
        case backwardsApartTwice
        case shuffled(seed: UInt64)
    }

    let ledger: TestLedger
    /// `included.txt:12: expected …`, in the order of the scenario.
    private(set) var problems: [String] = []
    /// The latest time that was said: when what has no time of its own happens.
    private(set) var clock = TestLedger.start
    /// What the events since the last `expect taken` came to.
    var tally = Intake.Tally()
    /// What the last replay came to.
    private(set) var replayed: Replay.Tally?
    /// What the last bill came to.
    var imported: BillImport?
    /// How far each merchant's events were looked at.
    var toldUntil: [Merchant.ID: Int64] = [:]
    /// The last credit note.
    var corrected: Corrections.Made?
    private(set) var refusal: (any Error)?
    private var catalog = ScenarioCatalog()
    private var applied = 0
    private var events: [String] = []
    /// When the next file of events is taken, where the scenario says so.
    private var takenAt: Instant?
    let order: Order

    convenience init(_ scenario: Scenario, _ order: Order = .asWritten) throws {
        try self.init(order)
        guard play(scenario) else { return }
        try finish(scenario.name)
    }

    /// An empty ledger, for scenarios that go on.
    init(_ order: Order = .asWritten) throws {
        ledger = try TestLedger(beforeCommit: Outbox.tell)
        self.order = order
    }

    /// - Returns: false where a statement cannot be played: what comes after it is about a ledger that is
    ///   not there.
    func play(_ scenario: Scenario) -> Bool {
        for statement in scenario.statements {
            do {
                for problem in try play(statement) {
                    problems.append("\(scenario.name):\(statement.line): \(problem)")
                }
            } catch {
                problems.append("\(scenario.name):\(statement.line): \(Self.words(error))")
                return false
            }
        }
        return true
    }

    /// Adds to what is wrong.
    func note(_ problem: String) { problems.append(problem) }

    /// Takes what is left, and asks whether the last statement was refused and every invariant holds.
    func finish(_ name: String) throws {
        try takeEvents()
        if let refusal { problems.append("\(name): refused: \(Self.words(refusal))") }
        problems += try broken().map { "\(name): \($0)" }
    }

    /// The named invariants that the ledger breaks, as `bm verify` finds them.
    func broken() throws -> [String] {
        try ledger.read { Checks.all($0) + [Outbox.check($0)] }.compactMap { check in
            check.firstFailure.map { "\(check.name.rawValue): \($0)" }
        }
    }

    private func play(_ statement: Scenario.Statement) throws -> [String] {
        if let refusal, statement.verb != "expect refused" { throw refusal }
        let now = try statement.options["at"].map { try Instant($0) } ?? clock
        clock = max(clock, now)
        if try catalog.take(statement) { return [] }
        for merchant in catalog.merchants[applied...] { try ledger.apply(merchant.yaml) }
        applied = catalog.merchants.count
        if statement.verb == "event" {
            events.append(try event(statement))
            return []
        }
        try takeEvents()
        switch statement.verb {
        case "file":
            try statement.only("at", words: 1)
            takenAt = statement.options["at"] == nil ? nil : now
        case "prices": try prices(statement)
        case "rates": try rates(statement)
        case "close":
            try statement.only("at", words: 2)
            let month = try Month(statement.word(1, "a month"))
            attempt { _ = try Close.run(ledger.file, month: month, merchant: nil, at: now) }
        case "adjust", "cancel": try correct(statement, at: now)
        case "settle", "adjustment", "payout": try settle(statement, at: now)
        case "replay":
            try statement.only("at", words: 1)
            replayed = try ledger.write { try Replay.run($0, at: now) }
        case "collect":
            try statement.only("at", words: 2)
            let merchant = Merchant.ID(try statement.word(1, "a merchant"))
            try ledger.write {
                _ = try Outbox.noticeOverdue($0, merchant, at: now)
                _ = try Outbox.noticeCaps($0, merchant, now.utcDay.month, at: now)
            }
        case "order":
            try statement.only("at", words: 3)
            let stored = try invoice(statement, 1)
            attempt {
                try ledger.write {
                    _ = try Cashier.open($0, stored, channel: .wechatPay, at: now)
                }
            }
        case "bill": try bill(statement, at: now)
        case "message": try message(statement, at: now)
        case "note": try note(statement, at: now)
        case "void-invoice": try voidInvoice(statement, at: now)
        case "give-back": try giveBack(statement, at: now)
        case "expect refused":
            defer { refusal = nil }
            _ = try statement.word(2, "what is said")
            let found = refusal.map(Self.words) ?? "it was done"
            let said = statement.words.dropFirst(2).joined(separator: " ")
            return found.contains(said) ? [] : ["expected refused: \(said), found: \(found)"]
        case _ where try credits(statement, at: now): break
        default: return try compare(statement)
        }
        return []
    }

    /// Keeps what stops a command, for the `expect refused` that must follow.
    func attempt(_ command: () throws -> Void) {
        do { try command() } catch { refusal = error }
    }

    static func words(_ error: any Error) -> String {
        guard let error = error as? any LocalizedError, let text = error.errorDescription else {
            return "\(error)"
        }
        return text + (error.failureReason.map { "; \($0)" } ?? "")
    }

    private func takeEvents() throws {
        if events.isEmpty { return }
        let files: [[String]]
        switch order {
        case .asWritten: files = [events]
        case .backwardsApartTwice: files = events.reversed().map { [$0] } + [events]
        case .shuffled(let seed):
            var random = SplitMix(seed: seed)
            files = [events.shuffled(using: &random)]
        }
        for file in files {
            tally = tally + (try ledger.ingest(file, now: takenAt ?? clock, backfill: false))
        }
        events = []
        takenAt = nil
    }

    /// `event TIME CUSTOMER NAME [QUANTITY] [key=…] [property=…]`. The line is the key where none is
    /// said; with `key=none` the event has none.
    private func event(_ statement: Scenario.Statement) throws -> String {
        let time = try statement.word(1, "a time")
        clock = max(clock, try Instant(time))
        var properties = statement.options
        let key = properties.removeValue(forKey: "key") ?? "line_\(statement.line)"
        let members = properties.sorted { $0.key < $1.key }
            .map { JSONValue.Member($0.key, .string($0.value.plain)) }
        return Fixture.event(
            id: key == "none" ? nil : key, customer: try statement.word(2, "a customer"),
            try statement.word(3, "a name"),
            quantity: statement.words.count > 4 ? statement.words[4].plain : nil, at: time,
            JSONValue.object(members).compact)
    }
}
