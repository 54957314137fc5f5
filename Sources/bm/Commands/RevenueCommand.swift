import ArgumentParser
import Catalog
import Ledger
import Metering
import Money
import Store
import Time

struct RevenueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revenue",
        abstract: "What was earned, and what is still to be.",
        subcommands: [Report.self])

    /// What rows are added up by.
    enum Grouping: String, ExpressibleByArgument, CaseIterable { case product, customer, merchant }

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, csv, json }

    struct Report: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report",
            abstract: "Revenue by month, merchant, customer and product, tied to the journal.",
            discussion: """
                Usage is earned on its day of use, fees at fixed days in equal parts over the days they pay \
                for, paid credit when usage draws it or it expires; credit notes and voids take back what \
                they name. Each month ends with how what is deferred, what is unbilled and what is owed in \
                credit moved from opening to closing. Exit code 1 where the split does not come to what the \
                journal has, with both figures.

                csv: month, merchant_id, customer_id, account, product, currency, amount. json: schema, \
                revenue[] with one a month: month, currency, total, earned[], balances[], ties_to_journal, \
                differences[].

                Examples:
                  bm revenue report --period 2026-05
                  bm revenue report --period 2026-04 --through 2026-06 --format csv > revenue.csv
                """)

        @Option(help: "The month, YYYY-MM; default: the last closed.") var period: String?
        @Option(help: "The last month of several, YYYY-MM.") var through: String?
        @Option(help: "Only this merchant.") var merchant: String?
        @Option(help: "What rows are added up by, as text.") var by = Grouping.product
        @Option(help: "The format; default: text, or json with --json.") var format: Format?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            try options.goesWith(isJSON: format == nil || format == .json)
        }

        func run() throws {
            let reports = try options.open(for: .reading).read { db in
                let only = try MerchantChoice.only(db, merchant)
                let merchants = try MerchantCatalog.merchants(db).filter {
                    only == nil || $0 == only
                }
                let last = try merchants.compactMap { try CloseMark.lastMonth(db, $0) }.max()
                guard let first = try period.map({ try Month($0) }) ?? last else {
                    throw ValidationError("no month is closed yet: name one with --period")
                }
                let end = try through.map { try Month($0) } ?? first
                guard end >= first else {
                    throw ValidationError("--through \(end) is before --period \(first)")
                }
                var reports: [RecognitionReport] = []
                var month = first
                while month <= end {
                    reports.append(try RecognitionReport(db, month, merchant: only))
                    month = month.next
                }
                return reports
            }
            switch format ?? (options.json ? .json : .text) {
            case .json: Console.printList("bm.revenue/1", "revenue", reports.map(\.json))
            case .csv: Console.write(Array(RecognitionText.csv(reports).utf8))
            case .text:
                Console.print(
                    reports.map { RecognitionText.text($0, by) }.joined(separator: "\n\n"))
            }
            if reports.contains(where: { !$0.ties }) { throw ExitCode(1) }
        }
    }
}

/// A revenue report in words, and as a table for other programs.
enum RecognitionText {
    static func text(_ report: RecognitionReport, _ by: RevenueCommand.Grouping) -> String {
        var sums: [[String]: Amount] = [:]
        for row in report.earned {
            sums[key(row, by), default: .zero(.cny)] += row.amount
        }
        var lines = ["\(report.month) · earned \(report.total.grouped)"]
        let rows = sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { ["  " + $0.key[0]] + $0.key.dropFirst() + [$0.value.grouped] }
        if let first = rows.first {
            lines.append(Console.table(rows, right: [first.count - 1]))
        }
        for balance in report.balances {
            let steps = balance.movements.map {
                " \(word($0.kind, balance.account)) \(signed($0.amount))"
            }
            lines.append(
                "  \(balance.merchant) \(balance.account.name): opening "
                    + "\(balance.opening.grouped)\(steps.joined()) closing "
                    + "\(balance.closing.grouped)")
        }
        lines += report.differences.map { "  does not tie: \($0)" }
        if report.ties { lines.append("  ties to the journal") }
        return lines.joined(separator: "\n")
    }

    static func csv(_ reports: [RecognitionReport]) -> String {
        let header = [
            "month", "merchant_id", "customer_id", "account", "product", "currency", "amount",
        ]
        let rows: [[String]] = reports.flatMap { report in
            report.earned.map { row -> [String] in
                [
                    report.month.description, row.merchant.text, row.customer.text,
                    row.account.name, row.product ?? "", row.amount.currency.code,
                    row.amount.decimal,
                ]
            }
        }
        let table: [[String]] = [header] + rows
        return table.map { CSVRows.line($0.map(CSVCell.safe)) + "\n" }.joined()
    }

    private static func key(
        _ row: RecognitionReport.Earned, _ by: RevenueCommand.Grouping
    ) -> [String] {
        switch by {
        case .merchant: [row.merchant.text, row.account.name]
        case .customer: [row.merchant.text, row.customer.text, row.account.name]
        case .product: [row.merchant.text, row.account.name, row.product ?? "expired credit"]
        }
    }

    /// What an entry does to an account, as accountants say it.
    private static func word(_ kind: JournalEntry.Kind, _ account: Account) -> String {
        switch kind {
        case .invoice: "billed"
        case .recognition: "earned"
        case .topUp: "sold"
        case .credit: "drawn and expired"
        case .creditNote, .void: "credited"
        default: kind.rawValue
        }
    }

    private static func signed(_ amount: Amount) -> String {
        amount.isNegative ? amount.grouped : "+" + amount.grouped
    }
}
