import Catalog
import Checkout
import Money
import Time

/// What was used by day, and by which channel money came.
extension OverviewPage {
    var usageChart: FigureContext {
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

    var channelChart: FigureContext {
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
}
