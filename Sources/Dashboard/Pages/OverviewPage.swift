import Catalog
import Checkout
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
            let month = data.month.map { "\($0)" } ?? "no month"
            return [
                "title": "Overview \(month)",
                "sentence":
                    "\(data.invoices.count) invoices of \(data.merchants.count) merchants bill "
                    + "\(billed); \(collected) of it is collected, \(outstanding) is open.",
                "keys": [
                    key("Billed", billed.grouped, "CNY, \(data.invoices.count) invoices"),
                    key("Collected", collected.grouped, "CNY, \(data.payments.count) payments"),
                    key("Open", outstanding.grouped, "CNY, \(open.count) invoices"),
                    key("Paid out", paidOut.grouped, "CNY, converted to \(currencies)"),
                    key("Platform revenue", (-fees).grouped, "CNY, fees and subscriptions"),
                ],
                "charts": [
                    usageChart.context(root: root), channelChart.context(root: root),
                ],
                "merchantTable": merchantTable.context(root: root),
                "invoiceTable": invoiceTable.context(root: root),
                "payoutTable": payoutTable.context(root: root),
                "intake": intake, "invariantState": broken.isEmpty ? "good" : "bad",
                "invariantSentence": broken.isEmpty
                    ? "All \(data.invariants.count) invariants hold"
                    : "\(broken.count) of \(data.invariants.count) invariants do not hold",
                "invariantTable": invariantTable.context(root: root),
            ]
        }
    }

    private var broken: [Invariant] { data.invariants.filter { !$0.holds } }

    private var currencies: String {
        "\(Set(data.batches.filter { $0.batch.state == .scheduled }.map(\.batch.currency)).count) currencies"
    }

    private func key(_ name: String, _ value: String, _ note: String) -> [String: Any] {
        ["name": name, "value": value.replacing("-", with: "−"), "note": note]
    }

    private var intake: String {
        let intake = data.intake
        return
            "\(Markup.grouped(intake.input)) lines in = \(Markup.grouped(intake.accepted)) accepted "
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
                    series: $0.0 == .wechatPay ? 3 : 1)
            })
        return FigureContext(
            caption: "Collected by channel",
            svg: bars.svg(label: rows.map { "\($0.0.name) \($0.1)" }.joined(separator: ", ")),
            table: TableContext(
                head: [Cell("Channel"), Cell("Payments", right: true), Cell("CNY", right: true)],
                rows: rows.map { [Cell($0.0.name), .number("\($0.2)"), .number($0.1.grouped)] }))
    }

    private var merchantTable: TableContext {
        TableContext(
            head: [
                Cell("Merchant"), Cell("Product"), Cell("Customers", right: true),
                Cell("Billed CNY", right: true), Cell("Collected CNY", right: true),
                Cell("Payout", right: true),
            ],
            rows: data.merchants.map { catalog in
                let id = catalog.merchant.id
                let invoices = data.invoices.filter { $0.invoice.merchant == id }
                let payout = data.batches.last {
                    $0.batch.merchant == id && $0.batch.state == .scheduled
                }
                return [
                    Cell(catalog.merchant.name.english, href: Links.merchant(id)),
                    Cell(catalog.merchant.product.english),
                    .number("\(catalog.customers.count)"),
                    .number(invoices.map(\.invoice.total).total(.cny).grouped),
                    .number(
                        data.payments.filter { $0.merchant == id }.map(\.amount).total(.cny).grouped
                    ),
                    .number(payout.map { "\($0.batch.payout)" } ?? "–"),
                ]
            })
    }

    private var invoiceTable: TableContext {
        InvoiceTable.make(
            data, Array(data.invoices.sorted { $0.invoice.total > $1.invoice.total }.prefix(8)))
    }

    private var payoutTable: TableContext {
        let scheduled = data.batches.filter { $0.batch.state == .scheduled }
        return TableContext(
            head: [Cell("Merchant"), Cell("Value date"), Cell("Payout", right: true)],
            rows: scheduled.suffix(8).map { stored in
                let batch = stored.batch
                return [
                    Cell(batch.merchantName.english, href: Links.merchant(batch.merchant)),
                    Cell(batch.payoutDay?.description ?? "–", isDate: true),
                    .number("\(batch.payout)"),
                ]
            })
    }

    private var invariantTable: TableContext {
        TableContext(
            head: [Cell("Invariant"), Cell("Checked", right: true), Cell("Result")],
            rows: data.invariants.map { invariant in
                [
                    Cell(invariant.name.rawValue, code: true), .number("\(invariant.checked)"),
                    Cell(
                        invariant.holds ? "holds" : invariant.firstFailure ?? "",
                        state: invariant.holds ? "good" : "bad"),
                ]
            })
    }
}
