import Catalog
import Invoicing
import Money
import Time
import Web

/// What the invoices of the last twelve months billed, before tax, by what was sold.
struct BilledByProduct {
    let scope: Scope

    private struct Product: Hashable {
        let merchant: Merchant.ID
        let name: LocalizedText
    }

    var figure: Figure {
        let months = Array(scope.months.prefix(12))
        var sums: [Product: Amount] = [:]
        for facts in scope.invoices where months.contains(facts.invoice.month) {
            for line in facts.invoice.lines {
                let product = Product(merchant: facts.invoice.merchant, name: line.name)
                sums[product, default: .zero(.cny)] += line.amount
            }
        }
        let sorted = sums.sorted {
            ($1.value, $0.key.merchant.text, $0.key.name.english)
                < ($0.value, $1.key.merchant.text, $1.key.name.english)
        }
        let all = sums.values.total(.cny)
        let merchants = Dictionary(
            uniqueKeysWithValues: scope.merchants.map { ($0.id, $0.merchant) })
        // Several merchants may sell a “Team”.
        func label(_ product: Product) -> Label {
            let name = Label(product.name)
            guard scope.isPlatform, let merchant = merchants[product.merchant] else { return name }
            return name + Label(" · ") + Label(merchant.product)
        }
        let bars = Bars(
            sorted.prefix(8).filter { !$0.value.isZero }.map { product, amount in
                .init(
                    label(product), Int(amount.minorUnits),
                    Label("\(amount.grouped) · \(Words.share(amount, of: all))"))
            })
        return Figure(
            finding: sorted.first.map { product, amount in
                let name = label(product)
                return Markup(
                    "\(name: name.english) is \(figure: Words.share(amount, of: all)) of \(all) billed in \(months.count, "month")",
                    zh:
                        "\(months.count) 个月开账 \(all)，其中\(name: name.chinese)占 \(figure: Words.share(amount, of: all))"
                )
            } ?? Markup("Nothing is billed yet", zh: "还没有开账"),
            chart: sorted.isEmpty ? "" : bars.svg(rows: "products"),
            table: Table(
                id: "products",
                caption: Markup("Billed by product, before tax", zh: "按产品开账（税前）"),
                columns: [Column("product", Label("Product", zh: "产品"))]
                    + (scope.isPlatform ? [.merchant] : []) + [
                        .figure("cny", Label("CNY")), .figure("share", Label("Share", zh: "占比")),
                    ],
                rows: sorted.map { product, amount in
                    Table.Row(
                        [.name(product.name)]
                            + (scope.isPlatform
                                ? [
                                    merchants[product.merchant].map {
                                        .name($0.name, id: $0.id.text)
                                    } ?? .none
                                ]
                                : [])
                            + [.amount(amount), .figure(Words.share(amount, of: all))])
                },
                empty: Markup(
                    "\(code: "bm close") bills a month.", zh: "\(code: "bm close") 按月开账。")))
    }
}
