import ArgumentParser
import Catalog
import Credits
import Money
import Store
import Time

/// Which codes are asked for.
struct CodesChoice: ParsableArguments {
    @Option(help: "Only codes of this merchant.") var merchant: String?
    @Option(help: "Stands in the code or its description, in any case.") var search: String?
    @Option(help: "Only codes in this state: open, disabled, withdrawn, expired, used_up.")
    var state: String?

    func validate() throws {
        if let state, RedemptionCode.State(rawValue: state) == nil {
            throw ValidationError("there is no state “\(state)”")
        }
    }

    func fetch(_ ledger: LedgerFile, at instant: Instant) throws -> [StoredCode] {
        let codes = try ledger.read {
            try RedemptionCode.fetchAll(
                $0, merchant: MerchantChoice.only($0, merchant), search: search)
        }
        return codes.filter { state == nil || $0.state(at: instant).rawValue == state }
    }
}

struct CodesList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Codes, what they give and how often they were redeemed.",
        discussion: """
            Example:
              bm codes list --merchant mer_001 --search spring --state open
            """)

    @OptionGroup var choice: CodesChoice
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let ledger = try options.open(for: .reading)
        let now = try options.now()
        let codes = try choice.fetch(ledger, at: now)
        if options.json {
            Console.printList("bm.codes/1", "codes", codes.map { $0.json(at: now) })
        } else {
            Console.print(
                codes.isEmpty ? "no codes" : Console.table(codes.map { $0.cells(at: now) }))
        }
    }
}

struct CodesExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes codes to standard output.",
        discussion: """
            Example:
              bm codes export --merchant mer_001 --state open --format csv > codes.csv
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, json }

    @Option(help: "The format.") var format: Format
    @OptionGroup var choice: CodesChoice
    @OptionGroup var options: GlobalOptions

    func validate() throws { try options.goesWith(isJSON: format == .json) }

    func run() throws {
        let ledger = try options.open(for: .reading)
        let now = try options.now()
        let codes = try choice.fetch(ledger, at: now)
        switch format {
        case .json: Console.printList("bm.codes/1", "codes", codes.map { $0.json(at: now) })
        case .csv:
            let rows = [StoredCode.columns] + codes.map { $0.row(at: now) }
            Console.print(
                rows.map { CSVRows.line($0.map(CSVCell.safe)) }.joined(separator: "\n"))
        }
    }
}

extension StoredCode {
    func state(at instant: Instant) -> RedemptionCode.State { code.state(events, at: instant) }

    private var gift: String {
        switch code.gives {
        case .balance(let amount, let unit): "\(unit) \(amount.grouped(minimumScale: 0))"
        case .plan(let plan): "plan \(plan)"
        }
    }

    func cells(at instant: Instant) -> [String] {
        [
            code.text, code.merchant.text, gift, state(at: instant).rawValue,
            "\(redemptions) of \(code.uses)", code.days.map { "\($0) days" } ?? "",
            code.expiresAt.map { "until \($0)" } ?? "", code.description,
        ]
    }

    static let columns = [
        "code", "merchant_id", "state", "plan", "amount", "unit", "currency", "rate", "days",
        "uses",
        "uses_per_customer", "redeemed", "expires_at", "created_at", "description",
    ]

    func row(at instant: Instant) -> [String] {
        var gift = ["", "", "", "", ""]
        switch code.gives {
        case .balance(let amount, let unit):
            gift = [
                "", amount.description, unit.name, unit.currency.code, unit.worth.exact.description,
            ]
        case .plan(let plan): gift[0] = plan.text
        }
        return [code.text, code.merchant.text, state(at: instant).rawValue] + gift + [
            code.days.map(String.init) ?? "", String(code.uses), String(code.usesPerCustomer),
            String(redemptions), code.expiresAt?.description ?? "", code.createdAt.description,
            code.description,
        ]
    }

    func json(at instant: Instant) -> JSONValue {
        let numbers: Set<String> = ["days", "uses", "uses_per_customer", "redeemed"]
        let members = zip(StoredCode.columns, row(at: instant)).map { column, cell in
            JSONValue.Member(
                column,
                cell.isEmpty && column != "description"
                    ? .null : numbers.contains(column) ? .number(cell) : .string(cell))
        }
        return .object(
            members + [
                .init(
                    "history",
                    .array(
                        events.map {
                            .object([
                                .init("kind", .string($0.kind.rawValue)),
                                .init("customer_id", .optional($0.customer?.text)),
                                .init("grant", .optional($0.grant?.text)),
                                .init("id", .optional($0.reference)),
                                .init("at", .string($0.at.description)),
                            ])
                        }))
            ])
    }
}

extension Redemption {
    /// `SPRING-2026 · cus_cn_001 · grant SPRING-2026-1`
    var line: String {
        let got =
            switch gift {
            case .grant(let id): "grant \(id)"
            case .plan(let plan, let from, let until):
                "plan \(plan) from \(from)" + (until.map { " to \($0)" } ?? "")
            case .known: "its plan"
            }
        return "\(code.text) · \(customer) · \(got)" + (isNew ? "" : " · known")
    }

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("code", .string(code.text)), .init("customer_id", .string(customer.text)),
            .init("new", .bool(isNew)),
        ]
        switch gift {
        case .grant(let id): members.append(.init("grant", .string(id.text)))
        case .plan(let plan, let from, let until):
            members += [
                .init("plan", .string(plan.text)), .init("from", .string(from.description)),
                .init("until", .optional(until?.description)),
            ]
        case .known: break
        }
        return .object(members)
    }
}
