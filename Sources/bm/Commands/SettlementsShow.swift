import ArgumentParser
import Catalog
import FX
import Money
import Settlement
import Store
import Time

struct SettlementsShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A month's settlements, their sums and their payouts.",
        discussion: """
            Example:
              bm settlements show 2026-06 --merchant mer_001
            """)

    @Argument(help: "The month, YYYY-MM.") var month: String
    @Option(help: "Only this merchant.") var merchant: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let ledger = try options.open(for: .reading)
        let wanted = try Month(month)
        let statements = try ledger.read {
            try MonthStatement.fetchAll($0, wanted, merchant: MerchantChoice.only($0, merchant))
        }
        if options.json {
            Console.printList(
                "bm.settlement_months/1", "settlements", statements.map(\.json))
            return
        }
        Console.print(
            statements.isEmpty
                ? "nothing is settled for \(wanted)"
                : statements.map(\.text).joined(separator: "\n\n"))
    }
}

extension MonthStatement {
    /// The sums, each batch with its payout, and the check.
    var text: String {
        var lines = ["\(merchant) · \(month)"]
        var sums = [["  opening", opening.grouped]]
        sums += totals.map { ["  \($0.kind.words)", $0.amount.grouped] }
        sums += [["  paid out", (-paidOut).grouped], ["  closing", closing.grouped]]
        lines.append(Console.table(sums, right: [1]))
        lines.append(
            Console.table(
                batches.map { batch, state in
                    [
                        "  \(batch.number)", state.words,
                        batch.payoutDay.map { "\($0)" } ?? "",
                        batch.lock.map {
                            "\($0.rate.base.code)/\($0.rate.quote.code) \($0.rate.value)"
                        } ?? "", batch.net.grouped,
                        batch.state == .scheduled ? "\(batch.payout)" : "",
                    ]
                }, right: [4, 5]))
        if batches.count > 1 {
            lines += payouts.map { "  payouts in \($0.currency.code): \($0)" }
        }
        return lines.joined(separator: "\n")
    }
}
