import Catalog
import Checkout
import Credits
import Invoicing
import Money
import Time
import Web

/// Credit sold and given: what became of it, every lot, and when what is left ends.
struct CreditsPage {
    let scope: Scope

    private var lots: [(merchant: MerchantData, balance: CreditBalance)] {
        scope.merchants.flatMap { merchant in merchant.credits.map { (merchant, $0) } }
    }

    var page: Page {
        let lots = lots
        let live = lots.filter { state($0.balance) == .live }
        let currencies = Set(lots.map(\.balance.grant.unit.currency)).sorted { $0.code < $1.code }
        return PageFrame(scope: scope, section: .credits).page(
            lead: lots.isEmpty
                ? Markup(
                    "No credit was sold or given yet.",
                    zh: "尚未售出或赠送额度。")
                : Markup(
                    "\(lots.count, "grant"), \(live.count) of them live; each balance is added up from its movements.",
                    zh: "共 \(lots.count) 笔额度，\(live.count) 笔有效；每笔余额由其变动累加得出。"),
            parts: currencies.map { .figure(waterfall($0, lots.map(\.balance))) } + [
                .table(Markup("Expiry calendar", zh: "到期日历"), nil, calendar(live)),
                .table(Markup("Lots", zh: "额度明细"), nil, table(lots)),
                .table(Markup("Sold", zh: "售出"), nil, sold),
            ], source: Words.head(scope))
    }

    private func state(_ balance: CreditBalance) -> CreditBalance.State {
        // A grant that could not be added up was refused when it moved.
        (try? balance.state(at: scope.data.asOf)) ?? .live
    }

    /// A part of grants in the currency of the lines they pay.
    private func worth(
        _ balances: [CreditBalance], _ part: (CreditBalance) throws -> Exact
    ) -> Exact {
        balances.reduce(.zero) { sum, balance in
            (try? sum.plus(balance.grant.unit.value(of: part(balance)))) ?? sum
        }
    }

    private func waterfall(_ currency: Currency, _ all: [CreditBalance]) -> Figure {
        let own = all.filter { $0.grant.unit.currency == currency }
        let steps: [(Label, Exact, isTotal: Bool)] = [
            (Label("Granted", zh: "发放"), worth(own) { $0.grant.amount }, true),
            (Label("Drawn", zh: "使用"), worth(own, \.drawn).negated, false),
            (Label("Expired", zh: "过期"), worth(own, \.expired).negated, false),
            (Label("Voided", zh: "作废"), worth(own, \.voided).negated, false),
            (Label("Rolled back", zh: "退回"), worth(own, \.rolledBack), false),
            (Label("Held", zh: "冻结"), worth(own, \.held).negated, false),
            (Label("Left", zh: "剩余"), worth(own) { try $0.left }, true),
        ].filter { $0.isTotal || !$0.1.isZero }
        let id = "credit-\(currency.code.lowercased())"
        return Figure(
            finding: Markup(
                "Of \(currency.code) \(figure: steps[0].1.grouped(minimumScale: 2)) granted, \(figure: steps.last!.1.grouped(minimumScale: 2)) is left",
                zh:
                    "共发放 \(currency.code) \(figure: steps[0].1.grouped(minimumScale: 2))，剩余 \(figure: steps.last!.1.grouped(minimumScale: 2))"
            ),
            chart: Waterfall(
                steps.map {
                    .init(
                        $0.0, $0.1.hundredths,
                        Label($0.1.grouped(minimumScale: 2).withMinus),
                        isTotal: $0.isTotal)
                }
            ).svg(rows: id),
            table: Table(
                id: id, caption: Markup("Credit in \(currency.code)", zh: "\(currency.code) 额度"),
                columns: [
                    Column("step", Label("Step", zh: "步骤")),
                    .figure("value", Label(currency.code)),
                ],
                rows: steps.map {
                    Table.Row([Cell($0.0), .figure($0.1.grouped(minimumScale: 2))])
                }, empty: ""))
    }

    private func calendar(_ live: [(merchant: MerchantData, balance: CreditBalance)]) -> Table {
        let ending = Dictionary(grouping: live.filter { $0.balance.grant.expiresAt != nil }) {
            $0.merchant.merchant.zone.day(of: $0.balance.grant.expiresAt!).month
        }
        return Table(
            id: "expiry", caption: Markup("What ends when", zh: "到期时间"),
            columns: [
                .month, .figure("grants", Label("Grants", zh: "笔数")),
                Column("left", Label("Left", zh: "剩余")),
            ],
            rows: ending.keys.sorted().prefix(60).map { month in
                let own = ending[month]!.map(\.balance)
                let sums = Set(own.map(\.grant.unit.currency)).sorted { $0.code < $1.code }.map {
                    currency in
                    "\(currency.code) "
                        + worth(own.filter { $0.grant.unit.currency == currency }) { try $0.left }
                        .grouped(minimumScale: 2)
                }
                return Table.Row([
                    .month(month), .count(own.count), Cell(sums.joined(separator: " · ")),
                ])
            },
            empty: Markup("Nothing that is left ends.", zh: "没有会到期的余额。"))
    }

    private func table(_ lots: [(merchant: MerchantData, balance: CreditBalance)]) -> Table {
        let links = scope.links(from: Section.credits.path)
        return Table(
            id: "lots", caption: Markup("Lots", zh: "额度明细"),
            columns: [
                Column("grant", Label("Grant", zh: "额度")), .customer,
                Column("kind", Label("Kind", zh: "类型")), .state,
                Column("unit", Label("Unit", zh: "单位")),
                .figure("granted", Label("Granted", zh: "发放")),
                .figure("drawn", Label("Drawn", zh: "使用")),
                .figure("ended", Label("Ended", zh: "失效")),
                .figure("left", Label("Left", zh: "剩余")),
                Column("expires", Label("Ends", zh: "到期")),
            ],
            rows: lots.map { merchant, balance in
                let grant = balance.grant
                let (words, tone) = Self.words(state(balance))
                return Table.Row([
                    .code(grant.id.text),
                    merchant.customer(grant.customer).map {
                        .name($0.name, id: $0.id.text, href: links.customer($0.id, of: merchant.id))
                    } ?? .code(grant.customer.text),
                    Cell(
                        grant.kind == .paid
                            ? Label("Prepaid", zh: "预付") : Label("Given", zh: "赠送")),
                    Cell(words, state: tone), Cell(grant.unit.name),
                    .figure(grant.amount.grouped(minimumScale: 0)),
                    .figure(balance.drawn.grouped(minimumScale: 0)),
                    .figure(ended(balance).grouped(minimumScale: 0)),
                    .figure(((try? balance.left) ?? .zero).grouped(minimumScale: 0)),
                    grant.expiresAt.map { .day(merchant.merchant.zone.day(of: $0)) } ?? .none,
                ])
            },
            empty: Markup(
                "No credit; \(code: "bm credits grant") sells or gives it.",
                zh: "没有额度；\(code: "bm credits grant") 售出或赠送。"))
    }

    /// What expired or was voided: neither drawn nor left.
    private func ended(_ balance: CreditBalance) -> Exact {
        (try? balance.expired.plus(balance.voided)) ?? .zero
    }

    /// The invoices that sold credit, the latest first.
    private var sold: Table {
        let links = scope.links(from: Section.credits.path)
        let sales = scope.merchants.flatMap { merchant in merchant.sales.map { (merchant, $0) } }
            .sorted {
                ($1.1.invoice.issuedAt, $1.1.stored.id) < ($0.1.invoice.issuedAt, $0.1.stored.id)
            }
        return Table(
            id: "sold", caption: Markup("Invoices that sold credit", zh: "售出额度的账单"),
            columns: [.invoice, .customer, .month, Column("grant", Label("Grant", zh: "额度"))] + [
                .cny("total_cny", Label("Total", zh: "金额")),
                .cny("collected_cny", Label("Collected", zh: "已收")),
                .cny("open_cny", Label("Open", zh: "待收")),
            ],
            rows: sales.map { merchant, sale in
                let invoice = sale.invoice
                return Table.Row(
                    [
                        Cell("\(invoice.number)"),
                        .name(
                            invoice.buyer.name, id: invoice.customer.text,
                            href: links.customer(invoice.customer, of: merchant.id)),
                        .month(invoice.month), .code(invoice.grant.text), .amount(invoice.total),
                        .amount(sale.account.paid),
                        .amount(max(.zero(invoice.currency), sale.account.due)),
                    ], id: sale.place)
            },
            empty: Markup("No credit was sold.", zh: "没有售出的额度。"))
    }

    private static func words(_ state: CreditBalance.State) -> (Label, Tone) {
        switch state {
        case .unpaid: (Label("Not paid", zh: "未付款"), .wait)
        case .waiting: (Label("Begins later", zh: "未生效"), .wait)
        case .live: (Label("Live", zh: "有效"), .good)
        case .used: (Label("Used up", zh: "已用完"), .good)
        case .expired: (Label("Expired", zh: "已过期"), .bad)
        case .voided: (Label("Voided", zh: "已作废"), .bad)
        }
    }
}
