import Catalog
import Checkout
import Money
import Store
import Time

/// A reconciliation as it is printed: for people, for spreadsheets, for programs.
struct ReconciliationReport {
    private let reconciliation: Reconciliation
    private let period: Month?
    private let asOf: Instant

    init(_ reconciliation: Reconciliation, period: Month?, asOf: Instant) {
        self.reconciliation = reconciliation
        self.period = period
        self.asOf = asOf
    }

    /// `nothing is open`, or how many differences stand where.
    var verdict: String {
        let open = reconciliation.open
        let others = ["waiting", "resolved"].compactMap { name -> String? in
            let count = reconciliation.differences.count { $0.state.name == name }
            return count == 0 ? nil : "\(count) \(name)"
        }
        let ages = Difference.Ageing.allCases.compactMap { ageing -> String? in
            let count = open.count { $0.ageing == ageing }
            return count == 0 ? nil : "\(count) of \(ageing.rawValue) days"
        }
        let first =
            open.isEmpty
            ? "nothing is open" : "\(open.count) open: \(ages.joined(separator: ", "))"
        return ([first] + others).joined(separator: " · ")
    }

    // MARK: For people

    var text: String {
        var lines = [
            "\(period.map { "\($0)" } ?? "all periods") · as of \(Zone.shanghai.text(asOf))", "",
            Console.table(sums, right: [1, 2, 3, 4, 5, 6]), "",
        ]
        let rows = Console.table(
            reconciliation.differences.map(row), right: [2]
        ).split(separator: "\n")
        for (row, difference) in zip(rows, reconciliation.differences) {
            lines.append(String(row))
            if case .resolved(let note) = difference.state {
                lines.append("    resolved: \(note)")
            } else {
                lines.append("    " + advice(difference.suggestion))
            }
        }
        if !rows.isEmpty { lines.append("") }
        return (lines + [verdict]).map { $0 + "\n" }.joined()
    }

    private var sums: [[String]] {
        var rows = [
            [
                "CNY", "payments", "paid", "refunds", "refunded", "charged back", "fees",
                "withdrawn",
            ]
        ]
        for channel in reconciliation.channels {
            rows.append([channel.channel.name])
            for (name, sums) in channel.sides {
                rows.append(
                    [
                        "  \(name.words)", "\(sums.payments)", sums.paid.grouped,
                        "\(sums.refunds)", sums.refunded.grouped,
                    ]
                        + [
                            name.knowsAccount ? sums.chargedBack.grouped : "",
                            name == .orders ? "" : sums.fees.grouped,
                            name.knowsAccount ? sums.withdrawn.grouped : "",
                        ])
            }
            rows.append(["  all four agree", "\(channel.matched)"])
        }
        return rows
    }

    private func row(_ difference: Difference) -> [String] {
        [
            difference.id, difference.state.name, "\(difference.age) d",
            difference.reason.words, difference.number, words(difference.left),
            words(difference.right),
        ]
    }

    private func words(_ figure: Difference.Figure) -> String {
        let amount = figure.amount?.grouped ?? (figure.detail == nil ? "nothing" : "")
        return [figure.side.words, amount, figure.detail?.text ?? ""].filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    private func advice(_ suggestion: SuggestedEntry) -> String {
        let legs = suggestion.postings.map {
            "\($0.isDebit ? "debit" : "credit") \($0.account)"
        }.joined(separator: ", ")
        let amount = suggestion.postings.first.map { " \($0.amount)" } ?? ""
        return suggestion.words + (legs.isEmpty ? "" : ": \(legs)\(amount)")
    }

    // MARK: For spreadsheets and programs

    var csv: String {
        ([CSVRows.line(members(nil).map(\.key))]
            + reconciliation.differences.map { difference in
                CSVRows.line(members(difference).map { $0.value.string ?? $0.value.bare })
            }).map { $0 + "\n" }.joined()
    }

    var json: JSONValue {
        Console.list(
            "bm.reconciliation/1", "differences",
            reconciliation.differences.map { .object(members($0)) },
            beside: [
                .init("period", .optional(period?.description)),
                .init("as_of", .string(asOf.description)),
                .init("open", .int(reconciliation.open.count)),
                .init("channels", .array(reconciliation.channels.map(json))),
            ])
    }

    private func json(_ channel: ChannelSums) -> JSONValue {
        .object(
            [
                .init("channel", .string(channel.channel.rawValue)),
                .init("matched", .int(channel.matched)),
            ]
                + channel.sides.map { side, sums in
                    .init(
                        side.rawValue,
                        .object([
                            .init("payments", .int(sums.payments)),
                            .init("paid", .amount(sums.paid)),
                            .init("refunds", .int(sums.refunds)),
                            .init("refunded", .amount(sums.refunded)),
                            .init("charged_back", .amount(sums.chargedBack)),
                            .init("fees", .amount(sums.fees)),
                            .init("withdrawn", .amount(sums.withdrawn)),
                        ]))
                })
    }

    /// The columns in their order, which is that of JSON too.
    private func members(_ difference: Difference?) -> [JSONValue.Member] {
        func figure(_ name: String, _ figure: Difference.Figure?) -> [JSONValue.Member] {
            [
                .init("\(name)_side", .optional(figure?.side.rawValue)),
                .init("\(name)_amount", .optional(figure?.amount?.decimal)),
                .init("\(name)_detail", .optional(figure?.detail?.text)),
            ]
        }
        let postings = difference?.suggestion.postings ?? []
        var note: String?
        if case .resolved(let text) = difference?.state { note = text }
        return [
            .init("id", .optional(difference?.id)),
            .init("state", .optional(difference?.state.name)),
            .init("reason", .optional(difference?.reason.rawValue)),
            .init("channel", .optional(difference?.channel.rawValue)),
            .init("account", .optional(difference?.account)),
            .init("merchant_id", .optional(difference?.merchant?.text)),
            .init("out_trade_no", .optional(difference?.outTradeNo)),
            .init("transaction_id", .optional(difference?.transactionID)),
            .init("refund_id", .optional(difference?.refundID)),
            .init("at", .optional(difference?.at.description)),
            .init("age_days", difference.map { .int($0.age) } ?? .null),
            .init("ageing", .optional(difference?.ageing.rawValue)),
        ] + figure("left", difference?.left) + figure("right", difference?.right) + [
            .init("currency", .string(Currency.cny.code)),
            .init("place", .optional(difference?.place)),
            .init("suggestion", .optional(difference?.suggestion.words)),
            .init("debit", .optional(postings.first { $0.isDebit }?.account)),
            .init("credit", .optional(postings.first { !$0.isDebit }?.account)),
            .init("amount", .optional(postings.first?.amount.decimal)),
            .init("note", .optional(note)),
        ]
    }
}

extension JSONValue {
    /// As a cell: nothing for null.
    fileprivate var bare: String { self == .null ? "" : compact }
}
