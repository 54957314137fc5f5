import Catalog
import Checkout
import FX
import Invoicing
import Ledger
import Money
import Settlement
import Time

/// All merchants at a glance.
struct OverviewPage {
    let data: SiteData

    var context: (String) -> [String: Any] {
        { root in
            let billed = data.invoices.map(\.invoice.total).total(.cny)
            let collected = data.payments.map(\.amount).total(.cny)
            let open = data.invoices.filter { data.due($0) > .zero(.cny) }
            let outstanding = open.map { data.due($0) }.total(.cny)
            let paidOut = data.batches.map(\.batch.paidOut).total(.cny)
            let fees = data.batches.map {
                $0.batch.total(.platformFee) + $0.batch.total(.subscription)
            }
            .total(.cny)
            return [
                "title": title,
                "sentence": sentence(billed, collected, outstanding).html,
                "keys": [
                    KeyFigure("Billed", billed.grouped, "CNY, \(data.invoices.count, "invoice")"),
                    KeyFigure(
                        "Collected", collected.grouped, "CNY, \(data.payments.count, "payment")"),
                    KeyFigure("Open", outstanding.grouped, "CNY, \(open.count, "invoice")"),
                    KeyFigure(
                        "Paid out", paidOut.grouped,
                        currencies == 0
                            ? "CNY"
                            : "CNY, converted to \(currencies, "currency", "currencies")"),
                    KeyFigure(
                        "Platform revenue", (-fees).grouped, "CNY, fees and subscriptions"),
                ].map(\.context),
                "charts": [
                    usageChart.context(root: root), channelChart.context(root: root),
                ],
                "merchantTable": merchantTable.context(root: root),
                "invoiceTable": invoiceTable.context(root: root),
                "payoutTable": payoutTable.context(root: root),
                "intake": intake, "invariantState": broken.isEmpty ? "good" : "bad",
                "invariantSentence": invariantSentence.html,
                "invariantTable": invariantTable.context(root: root),
            ]
        }
    }

    private var title: Markup { data.month.map { "Overview \($0)" } ?? "Overview" }

    private func sentence(_ billed: Amount, _ collected: Amount, _ open: Amount) -> Markup {
        let count = data.invoices.count
        if count == 0 { return "Nothing is billed yet." }
        return "\(count, "invoice") of \(data.merchants.count, "merchant") "
            + "\(count == 1 ? "bills" : "bill") \(billed); \(collected) of it is collected, "
            + "\(open) is open."
    }

    private var broken: [Invariant] { data.invariants.filter { !$0.holds } }

    private var invariantSentence: Markup {
        broken.isEmpty
            ? "All \(data.invariants.count, "invariant") hold"
            : "\(broken.count) of \(data.invariants.count, "invariant") "
                + "\(broken.count == 1 ? "does" : "do") not hold"
    }

    private var currencies: Int {
        Set(data.batches.filter { $0.batch.state == .scheduled }.map(\.batch.currency)).count
    }

    private var intake: String {
        let intake = data.intake
        return
            "\(Markup.grouped(intake.input)) \(intake.input == 1 ? "line" : "lines") in = "
            + "\(Markup.grouped(intake.accepted)) accepted "
            + "(\(Markup.grouped(intake.late)) late) + \(Markup.grouped(intake.duplicate)) duplicate + "
            + "\(Markup.grouped(intake.rejected)) rejected with a reason."
    }

    private var usageChart: FigureContext {
        let owners = Dictionary(
            uniqueKeysWithValues: data.merchants.flatMap { catalog in
                catalog.customers.map { ($0.id, catalog.merchant.id) }
            })
        return UsageFigure.make(
            data, caption: "Usage events by day and product",
            names: data.merchants.map(\.merchant.product.english)
        ) { usage in
            data.merchants.firstIndex { $0.merchant.id == owners[usage.customer] }
        }
    }

    private var channelChart: FigureContext {
        let collected = data.payments.map(\.amount).total(.cny)
        if data.payments.isEmpty {
            return FigureContext(
                caption: "Collected by channel", svg: "",
                table: TableContext(
                    caption: "Collected by channel", head: [], rows: [],
                    empty: "No payment yet; \(code: "bm payments import") reads a channel’s bill."))
        }
        let rows = Channel.allCases.map { channel -> (Channel, Amount, Int) in
            let own = data.payments.filter { $0.channel == channel }
            return (channel, own.map(\.amount).total(.cny), own.count)
        }
        func share(_ amount: Amount) -> String {
            if collected.isZero { return "–" }
            let tenths = (amount.minorUnits * 2000 / collected.minorUnits + 1) / 2
            return "\(tenths / 10).\(tenths % 10) %"
        }
        let bars = NamedBars(
            bars: rows.map {
                .init(
                    name: $0.0.name, length: $0.1.minorUnits, text: "\($0.1) · \(share($0.1))",
                    style: $0.0 == .wechatPay ? "wechat" : "alipay")
            })
        return FigureContext(
            caption: "Collected by channel",
            svg: bars.svg(
                label: .joined(rows.map { "\($0.0.name) \($0.1)" as Markup }, by: ", ")),
            table: TableContext(
                caption: "Collected by channel",
                head: ["Channel", Cell("Payments", right: true), Cell("CNY", right: true)],
                rows: rows.map {
                    [Cell("\($0.0.name)"), .number("\($0.2)"), .number($0.1.grouped)]
                }, empty: ""))
    }

    private var merchantTable: TableContext {
        TableContext(
            caption: "Merchants",
            head: [
                "Merchant", "Product", Cell("Customers", right: true),
                Cell("Billed CNY", right: true), Cell("Collected CNY", right: true),
                Cell("Open CNY", right: true),
            ],
            rows: data.merchants.map { catalog in
                let id = catalog.merchant.id
                let invoices = data.invoices.filter { $0.invoice.merchant == id }
                let paid = data.payments.filter { $0.merchant == id }.map(\.amount)
                return [
                    Cell(Markup(name: catalog.merchant.name.english), href: Links.merchant(id)),
                    Cell(Markup(name: catalog.merchant.product.english)),
                    .number("\(catalog.customers.count)"),
                    .number(invoices.map(\.invoice.total).total(.cny).grouped),
                    .number(paid.total(.cny).grouped),
                    .number(invoices.map { data.due($0) }.total(.cny).grouped),
                ]
            }, empty: "No merchant yet; \(code: "bm catalog apply") adds one from a file.")
    }

    private var invoiceTable: TableContext {
        InvoiceTable.make(
            data, Array(data.invoices.sorted { $0.invoice.total > $1.invoice.total }.prefix(8)),
            caption: "Largest invoices", naming: .merchantAndCustomer)
    }

    private var payoutTable: TableContext {
        let scheduled = data.batches.filter { $0.batch.state == .scheduled }
        return TableContext(
            caption: "Latest payouts",
            head: [
                "Statement", "Merchant", "Value date", Cell("Net CNY", right: true),
                Cell("Payout", right: true),
            ],
            rows: scheduled.suffix(8).map { stored in
                let batch = stored.batch
                return [
                    Cell("\(batch.number)", isWhole: true, href: Links.document(batch, "pdf")),
                    Cell(
                        Markup(name: batch.merchantName.english),
                        href: Links.merchant(batch.merchant)),
                    Cell(batch.payoutDay.map { "\($0)" } ?? "–"), .number(batch.net.grouped),
                    .number(
                        "\(batch.payout)",
                        note: batch.lock.map { "at \(figure: $0.rate.value.description)" }),
                ]
            }, empty: "No payout yet; \(code: "bm close") schedules that of a month.")
    }

    private var invariantTable: TableContext {
        TableContext(
            caption: "Invariants",
            head: ["Invariant", Cell("Checked", right: true), "Result"],
            rows: data.invariants.map { invariant in
                [
                    Cell("\(code: invariant.name.rawValue)"),
                    .number(Markup.grouped(invariant.checked)),
                    Cell(
                        invariant.holds ? "holds" : "broken",
                        state: invariant.holds ? "good" : "bad",
                        note: invariant.firstFailure.map { Markup(name: $0) }),
                ]
            }, empty: "No invariant was checked.")
    }
}
