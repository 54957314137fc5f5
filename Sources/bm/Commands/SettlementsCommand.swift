import ArgumentParser
import Catalog
import FX
import Money
import Settlement
import Store
import Time

struct SettlementsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settlements", abstract: "What merchants are paid.",
        subcommands: [Preview.self, CloseBatch.self])

    struct Preview: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows what closing now would pay, changing nothing.",
            discussion: """
                Example:
                  bm settlements preview --currency USD --period 2026-06
                """)

        @Option(help: "Only merchants paid in this currency.") var currency: String?
        @Option(help: "The month, YYYY-MM; default: the next to settle.") var period: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open(for: .reading)
            let now = try options.now()
            let wanted = try currency.map { try Currency(code: $0) }
            let batches = try ledger.read { db in
                try MerchantCatalog.merchants(db).compactMap { id -> SettlementBatch? in
                    let merchant = try MerchantCatalog(db, id, at: now).merchant
                    guard wanted == nil || merchant.settlement.currency == wanted else {
                        return nil
                    }
                    let month =
                        try period.map { try Month($0) } ?? Settler.nextMonth(db, id)
                        ?? merchant.zone.day(of: now).month
                    return try Settler.preview(db, id, month: month, at: now).batch
                }
            }
            if options.json {
                Console.printList("bm.settlements/1", "settlements", batches.map(\.json))
                return
            }
            for batch in batches { Console.print(batch.preview) }
            if batches.isEmpty {
                Console.print("no merchant is paid in \(wanted?.code ?? "any currency")")
            }
        }
    }

    struct CloseBatch: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close", abstract: "Settles a month; safe to repeat.",
            discussion: """
                Example:
                  bm settlements close --period 2026-06 --as-of 2026-07-01T09:00:00+08:00
                """)

        @Option(help: "The month, YYYY-MM.") var period: String
        @Option(help: "Only this merchant.") var merchant: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let month = try Month(period)
            let merchants =
                try merchant.map { [Merchant.ID($0)] }
                ?? ledger.read { try MerchantCatalog.merchants($0) }
            var closed: [SettlementBatch] = []
            for id in merchants {
                let batch = try ledger.write { try Settler.close($0, id, month: month, at: now) }
                if let batch {
                    closed.append(batch)
                } else if !options.json {
                    Console.print("\(id) · \(month) closed before")
                }
            }
            if options.json {
                Console.printList("bm.settlements/1", "settlements", closed.map(\.json))
            } else {
                for batch in closed { Console.print("\(batch.number) · \(batch.outcome)") }
            }
        }
    }
}

extension SettlementBatch {
    /// `payout USD 1,701.42 to ****1234`, or why there is none.
    var outcome: String {
        switch state {
        case .scheduled:
            "payout \(payout) to \(bank.suffix(8)) on \(payoutDay?.description ?? "")"
        case .carriedOver where closing.isZero: "nothing to pay out"
        case .carriedOver: "\(closing) carried over: below the minimum of \(minimumPayout)"
        }
    }

    /// The net as it becomes the payout: `CNY 7,458.75 ÷ 7.27 = USD 1,025.96 − FX spread 0.5 % 5.13 −
    /// wire fee 15.00 = USD 1,005.83`.
    func conversionText(_ lock: FXLock) -> String {
        "\(net) ÷ \(lock.rate.value) = \(converted + spread)"
            + (lock.spread.isZero
                ? "" : " − FX spread \(lock.spreadPercent) % \(spread.grouped)")
            + " − wire fee \(wireFee.grouped) = \(payout)"
    }

    /// The lines the product is known by, then the row that shows how they come about.
    var preview: String {
        var lines: [String] = []
        if let lock {
            lines.append("FX \(lock.rate.value) locked · fees deducted")
            lines.append("payout \(payout) to \(bank.suffix(8))")
            lines.append(
                "  \(merchant) \(month): opening \(opening.grouped) + collected "
                    + "\(total(.payment).grouped) − platform fee \((-total(.platformFee)).grouped) − "
                    + "subscription \((-total(.subscription)).grouped) = \(net)")
            lines.append(
                "  \(conversionText(lock)) · \(lock.rate.source) \(lock.rate.day)")
        } else {
            lines.append("\(merchant) \(month): nothing to pay out · \(outcome)")
        }
        return lines.joined(separator: "\n")
    }
}
