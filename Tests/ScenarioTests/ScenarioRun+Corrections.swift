import Checkout
import Invoicing
import Money
import Store
import TestSupport
import Time

@testable import bm

extension ScenarioRun {
    /// `note CUSTOMER MONTH [LINE | LINE=VALUE]… [to=channel|balance|none] [id=ID]`: without lines all that
    /// is left.
    func note(_ statement: Scenario.Statement, at now: Instant) throws {
        let stored = try invoice(statement, 1)
        var lines: [(line: Int, value: Exact?)] = []
        for word in statement.words.dropFirst(3) {
            guard let line = Int(word) else {
                throw Scenario.Problem(description: "“\(word)” is no line")
            }
            lines.append((line, nil))
        }
        for (key, value) in statement.options {
            if let line = Int(key) { lines.append((line, try Exact(parsing: value.plain))) }
        }
        let to = CreditNote.Destination(rawValue: statement.options["to"] ?? "none")
        guard let to else {
            throw Scenario.Problem(description: "to=channel, to=balance or to=none")
        }
        corrected = nil
        attempt {
            corrected = try ledger.write {
                try Corrections.create(
                    $0, stored, lowering: lines.sorted { $0.line < $1.line }, refundTo: to,
                    reason: "corrected", id: statement.options["id"], at: now)
            }
        }
    }

    /// `give-back CUSTOMER MONTH to=channel|balance`
    func giveBack(_ statement: Scenario.Statement, at now: Instant) throws {
        try statement.only("at", "number", "to", words: 3)
        let stored = try invoice(statement, 1).invoice
        let to = CreditNote.Destination(rawValue: statement.options["to"] ?? "")
        guard let to, to != .none else {
            throw Scenario.Problem(description: "to=channel or to=balance")
        }
        attempt {
            _ = try ledger.write {
                try Corrections.giveBack(
                    $0,
                    Payable(try Issued.fetchOne($0, stored.number, merchant: stored.merchant)),
                    to: to, at: now)
            }
        }
    }

    /// `void-invoice CUSTOMER MONTH`; in place of the month may stand the id of a paid grant.
    func voidInvoice(_ statement: Scenario.Statement, at now: Instant) throws {
        try statement.only("at", "number", words: 3)
        let sale = try sale(ofGrant: statement.word(2, "a month or a grant"))
        if let sale {
            attempt {
                try ledger.write {
                    try Corrections.void($0, sale, reason: "never owed", at: now)
                }
            }
            return
        }
        let stored = try invoice(statement, 1)
        attempt {
            try ledger.write {
                try Corrections.void($0, stored, reason: "never owed", at: now)
            }
        }
    }

    /// `expect note NUMBER net … tax … total …`, with a row a refund that is asked for.
    func noteRows() throws -> [String] {
        guard let corrected else { throw Scenario.Problem(description: "no credit note yet") }
        let note = corrected.note
        return [
            "\(note.number) net \(note.net.decimal) tax \(note.tax.decimal) "
                + "total \(note.total.decimal)"
        ] + corrected.refunds.map { "\($0.outRefundNo) \($0.amount.decimal)" }
            + (corrected.kept.isZero ? [] : ["kept \(corrected.kept.decimal)"])
    }
}
