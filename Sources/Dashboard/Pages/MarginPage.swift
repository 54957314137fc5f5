import Catalog
import Invoicing
import Money
import Time
import Web

/// What a month earned beside what suppliers take for it, by customer and by model: the lowest first.
struct MarginPage {
    let scope: Scope

    /// A customer or a model of a merchant.
    private struct Row {
        let merchant: MerchantData
        let month: Month
        let row: Margin.Row
    }

    private var reviews: [(merchant: MerchantData, review: MonthReview)] {
        scope.merchants.compactMap { merchant in merchant.review.map { (merchant, $0) } }
    }

    private func rows(_ of: (Margin) -> [Margin.Row]) -> [Row] {
        reviews.flatMap { merchant, review in
            (review.margin.map { of($0.rows) } ?? []).map {
                Row(merchant: merchant, month: review.month, row: $0)
            }
        }.sorted { Self.precedes($0.row, $1.row) }
    }

    /// A margin that is known before one that is not; the least first.
    private static func precedes(_ a: Margin.Row, _ b: Margin.Row) -> Bool {
        func rank(_ row: Margin.Row) -> Int {
            row.isNegative ? 0 : row.margin != nil ? 1 : row.atMost != nil ? 2 : 3
        }
        if rank(a) != rank(b) { return rank(a) < rank(b) }
        return (a.atMost?.exact ?? .zero) < (b.atMost?.exact ?? .zero)
    }

    var page: Page {
        let customers = rows(\.byCustomer)
        let models = rows(\.byModel)
        let known = customers.filter { $0.row.margin != nil }
        var parts: [Part] = []
        if known.count > 1 { parts.append(.figure(figure(known))) }
        parts += [
            .table(
                Markup("By customer", zh: "按客户"),
                Markup(
                    "Revenue has base fees, seats and coupons, before credits and tax; cost is that of tokens at the book’s prices of each event’s own time, without its markup. Cost that is not known is never taken for none: the margin is then the most it can be.",
                    zh: "收入含基本费、席位费和优惠，不计额度与税；成本为 token 按事件发生时价目簿价格计算（不含加价）。成本未知时不视为零：此时毛利为上限。"),
                table("margin-customers", customers, isCustomers: true)),
            .table(
                Markup("By model", zh: "按模型"), nil,
                table("margin-models", models, isCustomers: false)),
            .notes(notes),
        ]
        return PageFrame(scope: scope, section: .margin).page(
            lead: lead(customers), parts: parts, source: Words.head(scope))
    }

    private func lead(_ rows: [Row]) -> Markup {
        guard !rows.isEmpty else {
            return Markup(
                "No margin: no plan names a price book with suppliers’ prices; \(code: "bm site --cost BOOK") takes one.",
                zh: "没有毛利数据：套餐未指定供应商价目簿；\(code: "bm site --cost BOOK") 可指定。")
        }
        let known = rows.count { $0.row.margin != nil }
        let negative = rows.count { $0.row.isNegative }
        let all = Markup(
            "Of \(rows.count, "customer"), the whole cost of \(known) is known; ",
            zh: "共 \(rows.count) 个客户，\(known) 个成本完全可知；")
        return all
            + (negative == 0
                ? known == 0
                    ? Markup("of the others it is not.", zh: "其余不完全可知。")
                    : Markup(
                        "none of \(known == rows.count ? "them" : "these \(known)") costs more than it brings.",
                        zh: "其中没有成本高于收入的客户。")
                : Markup(
                    "\(negative) \(negative == 1 ? "costs" : "cost") more than \(negative == 1 ? "it brings" : "they bring").",
                    zh: "\(negative) 个成本高于收入。"))
    }

    /// Which month, which book, and what could not be rated.
    private var notes: [Markup] {
        reviews.map { merchant, review in
            let name = Label(merchant.merchant.name)
            if let refusal = review.refusal {
                return Markup(
                    "\(name: name.english), \(review.month): cannot be rated: \(name: refusal).",
                    zh: "\(name: name.chinese)，\(review.month)：无法计价：\(name: refusal)。")
            }
            guard let book = review.margin?.book else {
                return Markup(
                    "\(name: name.english): no plan names a price book.",
                    zh: "\(name: name.chinese)：套餐未指定价目簿。")
            }
            return Markup(
                "\(name: name.english), \(review.month): at the prices of the book \(code: book).",
                zh: "\(name: name.chinese)，\(review.month)：按价目簿 \(code: book) 的价格。")
        }
    }

    private func figure(_ known: [Row]) -> Figure {
        let lowest = known.prefix(12)
        let first = lowest.first!
        let name = self.name(first)
        return Figure(
            finding: Markup(
                "\(name: name.english) brings least: \(figure: first.row.margin!.shown) over its cost",
                zh: "\(name: name.chinese) 毛利最低：\(figure: first.row.margin!.shown)"),
            chart: Bars(
                lowest.map { row in
                    let margin = row.row.margin!
                    return Bars.Bar(
                        self.name(row), margin.exact.hundredths, Label(margin.shown),
                        style: margin.isNegative ? "minus" : "plus")
                }
            ).svg(rows: "lowest"),
            table: table("lowest", Array(lowest), isCustomers: true))
    }

    private func name(_ row: Row) -> Label {
        row.row.name.map { name in
            row.merchant.customer(Customer.ID(name)).map { Label($0.name) } ?? Label(name)
        } ?? Label("Of no model", zh: "不属于任何模型")
    }

    private func table(_ id: String, _ rows: [Row], isCustomers: Bool) -> Table {
        let links = scope.links(from: Section.margin.path)
        return Table(
            id: id,
            caption: id == "lowest"
                ? Markup("The lowest margins", zh: "最低的毛利")
                : isCustomers
                    ? Markup("Margin by customer", zh: "按客户的毛利")
                    : Markup("Margin by model", zh: "按模型的毛利"),
            columns: [
                isCustomers ? .customer : Column("model", Label("Model", zh: "模型")), .merchant,
                .figure("revenue", Label("Revenue", zh: "收入")),
                .figure("known_cost", Label("Known cost", zh: "已知成本")),
                .figure("margin_at_most", Label("Margin USD", zh: "毛利 USD")),
                .figure("margin_percent", Label("%")),
                Column("unknown", Label("Cost unknown of", zh: "成本未知")),
            ],
            rows: rows.map { row in
                let of = row.row
                let href = of.name.flatMap { row.merchant.customer(Customer.ID($0)) }.map {
                    links.customer($0.id, of: row.merchant.id)
                }
                return Table.Row([
                    Cell(
                        name(row).markup, value: name(row).english,
                        href: isCustomers ? href : nil, id: row.row.name),
                    .name(row.merchant.merchant.name, id: row.merchant.id.text),
                    .precise(of.revenue.isEmpty ? [.zero(of.cost.currency)] : of.revenue),
                    .precise(of.cost), margin(of),
                    of.percent.map { .figure($0.grouped(minimumScale: 2)) } ?? .none,
                    unknown(of),
                ])
            },
            empty: Markup("Nothing to set against a cost.", zh: "没有可与成本对比的数据。"))
    }

    private func margin(_ row: Margin.Row) -> Cell {
        guard let most = row.atMost else { return .none }
        let words: Markup =
            row.margin == nil
            ? Markup(
                "at most \(figure: most.exact.shown(decimals: 2))",
                zh: "至多 \(figure: most.exact.shown(decimals: 2))")
            : "\(figure: most.exact.shown(decimals: 2))"
        return Cell(words, value: "\(most.exact)", state: row.isNegative ? .bad : nil)
    }

    private func unknown(_ row: Margin.Row) -> Cell {
        var names: [String] = []
        for unknown in row.unknown {
            let name = unknown.metric?.text ?? unknown.model ?? "tokens"
            if !names.contains(name) { names.append(name) }
        }
        if names.isEmpty { return Cell(Markup(""), value: "") }
        let shown = names.prefix(3).joined(separator: ", ")
        let more = names.count - 3
        return Cell(
            more > 0
                ? Markup(
                    "\(name: shown) and \(more) more", zh: "\(name: shown) 等 \(names.count) 项")
                : Markup(name: shown), value: names.joined(separator: " "))
    }
}
