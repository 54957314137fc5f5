import ArgumentParser
import Catalog
import Money
import Settlement
import Store
import Time

struct SettlementsAdjust: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adjust", abstract: "Records a correction: a row of the next settlement.",
        discussion: """
            In CNY; negative takes from the merchant. The same --id with the same content changes \
            nothing. A wrong one is answered by one that reverses it.

            Examples:
              bm settlements adjust mer_001 120.00 --month 2026-06 --reason "fee of May" --id adj-1
              bm settlements adjust mer_001 --month 2026-06 --reason "undo adj-1" --id adj-2 -- -120.00
            """)

    @Argument(help: "The merchant.") var merchant: String
    @Argument(help: "How much, in CNY.") var amount: String
    @Option(help: "The month it belongs to; it is settled with that or the next one that is open.")
    var month: String
    @Option(help: "Why.") var reason: String
    @Option(help: "Its id.") var id: String
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason is empty") }
        if id.allSatisfy(\.isWhitespace) { throw ValidationError("--id is empty") }
    }

    func run() throws {
        let ledger = try options.open()
        let now = try options.now()
        let yuan = try Amount(amount, .cny)
        let wanted = try Month(month)
        let (adjustment, isNew) = try ledger.write {
            try Adjustment.record(
                $0, Merchant.ID(merchant), yuan, month: wanted, reason: reason, reference: id,
                at: now)
        }
        if options.json {
            Console.print(
                .object([
                    .init("schema", "bm.adjustment/1"), .init("id", .string(adjustment.reference)),
                    .init("merchant_id", .string(adjustment.merchant.text)),
                    .init("month", .string("\(adjustment.month)")),
                    .init("amount_cny", .amount(adjustment.amount)),
                    .init("reason", .string(adjustment.reason)),
                    .init("recorded_at", .string("\(adjustment.at)")), .init("new", .bool(isNew)),
                ]))
        } else {
            Console.print(
                "\(adjustment.merchant) · adjustment \(adjustment.reference) of "
                    + "\(adjustment.amount) · \(isNew ? "recorded" : "known")")
        }
    }
}

struct SettlementsPayout: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payout", abstract: "Records what became of a payout.",
        discussion: """
            scheduled → sent → paid; sent → returned, after which the balance is owed again and stands in \
            the next settlement; held → released, once KYB is approved: it is paid with the next \
            settlement. The same step again with the same reference and time changes nothing.

            Example:
              bm settlements payout SET-2026-06-mer_001-USD sent --bank-reference FT26183 \\
                --at 2026-07-02T10:00:00+08:00
            """)

    /// The steps, as an argument.
    enum StepChoice: String, ExpressibleByArgument, CaseIterable {
        case sent, paid, returned, released

        var step: PayoutEvent.Step {
            switch self {
            case .sent: .sent
            case .paid: .paid
            case .returned: .returned
            case .released: .released
            }
        }
    }

    @Argument(help: "The number of the settlement.") var number: String
    @Argument(help: "What happened.") var step: StepChoice
    @Option(help: "The bank's reference; for a release, whose decision it was.")
    var bankReference: String
    @Option(help: "When it happened; default: the time of the run.") var at: String?
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if bankReference.allSatisfy(\.isWhitespace) {
            throw ValidationError("--bank-reference is empty")
        }
    }

    func run() throws {
        let ledger = try options.open()
        let now = try options.now()
        let instant = try at.map { try Instant($0) } ?? now
        let (event, batch, isNew) = try ledger.write {
            try PayoutEvent.record(
                $0, number: number, step.step, bankReference: bankReference, at: instant, now: now)
        }
        if options.json {
            Console.print(
                .object([
                    .init("schema", "bm.payout_event/1"), .init("number", .string(batch.number)),
                    .init("step", .string(event.step.rawValue)),
                    .init("bank_reference", .string(event.bankReference)),
                    .init("at", .string("\(event.at)")),
                    .init("returned_cny", .amount(event.returned)), .init("new", .bool(isNew)),
                ]))
        } else {
            Console.print(
                "\(batch.number) · " + event.line(in: batch.zone) + (isNew ? "" : " · known"))
        }
    }
}

extension PayoutEvent {
    /// `returned 2026-07-03T… · FT26183 · CNY 7,150.70 is owed again`
    func line(in zone: Zone) -> String {
        var text = "\(step.rawValue) \(zone.text(at)) · \(bankReference)"
        if step == .returned { text += " · \(returned) is owed again" }
        return text
    }
}
