import Catalog
import Documents
import FX
import Invoicing
import Metering
import Money
import Rating
import Time
import Web

/// The lines of an invoice as its page shows them: each opens to its steps, then to its days, then to the command
/// that lists its events.
struct InvoiceLines {
    let invoice: Invoice
    let events: LineEvents
    let wording: Wording

    private var pricing: Label { Label(invoice.pricingCurrency.code) }
    private static let quantity = Label("Quantity", zh: "数量")
    private static let amount = Label("CNY")

    var context: [String: Any] {
        let files = files
        return [
            "caption": Markup("Lines of \(invoice.number.text)", zh: "\(invoice.number.text) 的明细")
                .html,
            "head": Self.head([
                (Label("Item", zh: "项目"), false), (Self.quantity, true), (pricing, true),
                (Self.amount, true),
            ]),
            "unitsLabel": Self.label(Self.quantity), "preciseLabel": Self.label(pricing),
            "amountLabel": Self.label(Self.amount), "lines": invoice.lines.map(line),
            "totals": totals, "file": invoice.number.text, "csv": files.csv, "json": files.json,
        ]
    }

    private static func head(_ columns: [(Label, Bool)]) -> String {
        columns.map { "<th scope=\"col\"\($1 ? " class=\"n\"" : "")>\($0.markup.html)</th>" }
            .joined()
    }

    private static func label(_ label: Label) -> String {
        label.english == label.chinese
            ? "data-en=\"\(label.english)\""
            : "data-en=\"\(label.english)\" data-zh=\"\(label.chinese)\""
    }

    private func line(_ line: Invoice.Line) -> [String: Any] {
        let steps = steps(line)
        var context: [String: Any] = [
            "no": line.number, "name": title(line).html,
            "units": line.units.grouped.withMinus,
            "precise": line.precise.exact.grouped(minimumScale: 2).withMinus,
            "amount": line.gross.grouped.withMinus,
        ]
        var proof: [String: Any] = ["steps": steps.map(\.html)]
        if let evidence = line.evidence {
            let (first, last) = (
                invoice.zone.day(of: evidence.first.at), invoice.zone.day(of: evidence.last.at)
            )
            let days: Markup = first == last ? "\(first)" : "\(first) – \(last)"
            context["events"] =
                Markup("\(evidence.events, "event"), ", zh: "\(evidence.events) 个事件，").html
                + days.html
            proof["digest"] = evidence.digest
            proof["command"] =
                "bm explain \(invoice.number)#\(line.number) --merchant \(invoice.merchant)"
            if !evidence.days.isEmpty {
                proof["days"] =
                    LineDays(
                        line: line, zone: invoice.zone,
                        events: events.days[.init(invoice: invoice.number, number: line.number)]
                            ?? [:]
                    ).html
            }
        }
        if !steps.isEmpty || line.evidence != nil { context["proof"] = proof }
        return context
    }

    private func title(_ line: Invoice.Line) -> Markup {
        let name = line.name
        func with(_ english: String, _ chinese: String) -> Markup {
            Markup(
                "\(name: name.english) · \(english) \(line.serviceText)",
                zh: "\(name: name.chinese) · \(chinese) \(line.serviceText)")
        }
        switch line.kind {
        case .baseFee: return with("base fee", "基础费")
        case .seat: return with("seats", "席位")
        case .addOn: return with("add-on", "附加项")
        case .commitment:
            return Markup("\(name: name.english) · commitment", zh: "\(name: name.chinese) · 承诺用量")
        case .usage, .lateUsage: break
        }
        let group = line.group.map { group -> Markup in
            group.value.map { Markup(name: $0) }
                ?? Markup("no \(name: group.dimension)", zh: "无 \(name: group.dimension)")
        }
        let dates = line.dates(in: invoice.zone).map { ["\($0)" as Markup] } ?? []
        let late: [Markup] =
            line.kind == .lateUsage
            ? [Markup("late usage of \(line.serviceText)", zh: "\(line.serviceText) 的迟到用量")] : []
        return .joined([Markup(name)] + group + dates + late, by: " · ")
    }

    private func steps(_ line: Invoice.Line) -> [Markup] {
        var steps: [Markup] = []
        if let explanation = line.explanation {
            let words = StepWords(wording, explanation, unit: line.unit)
            steps += zip(words.sentences(.english), words.sentences(.chinese)).map {
                Markup("\(name: $0)", zh: "\(name: $1)")
            }
            if let source = explanation.priceSource {
                steps.append(Markup("Prices: \(name: source)", zh: "价格：\(name: source)"))
            }
            if let switches = explanation.switches {
                steps.append(
                    Markup("Semantics of \(name: switches)", zh: "计算语义：\(name: switches)"))
            }
        }
        if let proration = line.proration {
            steps.append(
                Markup(
                    "\(proration.full.description) × \(proration.days.description) / \(proration.periodDays.description) days = \(line.precise.description)",
                    zh:
                        "\(proration.full.description) × \(proration.days.description) / \(proration.periodDays.description) 天 = \(line.precise.description)"
                ))
        }
        var left = line.precise
        for reduction in line.reductions {
            left = (try? left.minus(reduction.precise)) ?? left
            steps.append(Self.words(reduction))
        }
        if let lock = invoice.lock, let converted = try? lock.convert(left) {
            let sum: Markup =
                "\(left.description) × \(lock.rate.value.description) = \(converted.description)"
            steps.append(
                sum + Markup(", rounded to \(line.amount)", zh: "，四舍五入为 \(line.amount)"))
        }
        return steps
    }

    private static func words(_ reduction: Invoice.Reduction) -> Markup {
        let kind =
            switch reduction.kind {
            case .coupon: Label("Coupon", zh: "优惠券")
            case .paidCredit: Label("Prepaid credit", zh: "预付额度")
            case .promotionalCredit: Label("Credit given", zh: "赠送额度")
            case .creditNote: Label("Credited before", zh: "此前冲减")
            }
        let (sign, amount) = reduction.isGivenBack ? ("+", reduction.size) : ("−", reduction.size)
        return Markup(
            "\(kind.english) \(name: reduction.name.english): \(sign)\(amount.precise.description), \(sign)\(amount.amount)",
            zh:
                "\(kind.chinese)\(name: reduction.name.chinese)：\(sign)\(amount.precise.description)，\(sign)\(amount.amount)"
        )
    }

    private var totals: [[String: Any]] {
        func row(_ name: Markup, _ amount: String, isTotal: Bool = false) -> [String: Any] {
            ["name": name.html, "amount": amount.withMinus, "isTotal": isTotal]
        }
        var totals: [[String: Any]] = []
        if !invoice.discount.isZero {
            let sign = invoice.discount.isNegative ? "+" : "−"
            totals = [
                row(Markup("Before discounts", zh: "优惠前"), invoice.gross.grouped),
                row(
                    Markup("Discounts", zh: "优惠"),
                    sign + invoice.discount.grouped.replacing("-", with: "")),
            ]
        }
        totals.append(row(Markup("Subtotal", zh: "小计"), invoice.subtotal.grouped))
        totals += invoice.taxes.map { tax in
            let rate: Markup = " \(figure: "\(tax.percent)\u{a0}%") × \(figure: tax.base.grouped)"
            return row(Markup(tax.name) + rate, tax.amount.grouped)
        }
        totals.append(row(Markup("Total", zh: "合计"), invoice.total.grouped, isTotal: true))
        return totals
    }

    /// The lines as a table's files.
    private var files: (csv: String, json: String) {
        let table = Table(
            id: "lines", caption: "",
            columns: [
                Column("line", Label("")), Column("item", Label("")), Column("group", Label("")),
                Column("units", Label("")), Column("precise_amount", Label("")),
                Column("amount_cny", Label("")), Column("events", Label("")),
                Column("evidence_sha256", Label("")),
            ],
            rows: invoice.lines.map { line in
                Table.Row([
                    Cell("\(line.number)"), .words(line.name.english),
                    .words(line.group.map { $0.value ?? "" }.joined(separator: " ")),
                    .figure(line.units.grouped), .figure(line.precise.exact.description),
                    .figure(line.amount.grouped), Cell(line.evidence.map { "\($0.events)" } ?? ""),
                    Cell(line.evidence?.digest ?? ""),
                ])
            }, empty: "")
        return (table.address("csv"), table.address("json"))
    }
}
