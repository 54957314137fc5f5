import ArgumentParser
import Catalog
import Checkout
import Store
import Time

/// `bm invoices balances`.
struct InvoicesBalances: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balances",
        abstract: "Money of customers that is kept for their next invoices.",
        discussion: """
            bm credit-note create --refund-to balance keeps what was paid and is no longer owed. The next \
            invoices of the customer are paid with it when their month is closed, before anything is asked.

            --json: balances[{merchant_id, customer_id, currency, amount, movements[{invoice, kind, amount, \
            moved_at}]}]

            Example:
              bm invoices balances --merchant mer_001
            """)

    @Option(help: "Only this merchant.") var merchant: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let now = try options.now()
        let found = try options.open(for: .reading).read {
            try CustomerBalance.fetchAll($0, merchant: MerchantChoice.only($0, merchant), at: now)
        }
        if options.json {
            Console.printList("bm.balances/1", "balances", found.map(\.json))
        } else if found.isEmpty {
            Console.print("no balances")
        } else {
            let rows = found.flatMap { balance in
                [[balance.merchant.text, balance.customer.text, "\(balance.amount)", "", ""]]
                    + balance.movements.map {
                        ["", "  \($0.kind.rawValue)", "\($0.signed)", $0.invoice, "\($0.at)"]
                    }
            }
            Console.print(Console.table(rows, right: [2]))
        }
    }
}

extension CustomerBalance {
    fileprivate var json: JSONValue {
        .object([
            .init("merchant_id", .string(merchant.text)),
            .init("customer_id", .string(customer.text)), .init("currency", .string("CNY")),
            .init("amount", .amount(amount)),
            .init(
                "movements",
                .array(
                    movements.map {
                        .object([
                            .init("invoice", .string($0.invoice)),
                            .init("kind", .string($0.kind.rawValue)),
                            .init("amount", .amount($0.amount)),
                            .init("moved_at", .string($0.at.description)),
                        ])
                    })),
        ])
    }
}
