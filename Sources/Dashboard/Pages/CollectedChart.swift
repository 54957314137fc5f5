import Catalog
import Checkout
import Invoicing
import Money
import Time
import Web

/// By which channel the money of a month's invoices came.
struct CollectedChart {
    let scope: Scope
    let month: Month

    var figure: Figure {
        let rows = Set(scope.invoices(month).map(\.stored.id))
        let payments = scope.merchants.flatMap(\.payments).filter { rows.contains($0.invoice) }
        let all = payments.map(\.amount).total(.cny)
        let channels = Channel.allCases.map { channel -> (Channel, Amount, Int) in
            let own = payments.filter { $0.channel == channel }
            return (channel, own.map(\.amount).total(.cny), own.count)
        }
        let most = channels.max { $0.1 < $1.1 }!
        let finding =
            payments.isEmpty
            ? Markup("No payment for \(month) yet", zh: "\(month) 的账单还没有收款")
            : Markup(
                "\(figure: Words.share(most.1, of: all)) of what came for \(month) came by \(most.0.name)",
                zh: "\(month) 账单的收款中 \(figure: Words.share(most.1, of: all)) 来自\(most.0.chinese)")
        let bars = Bars(
            channels.map { channel, amount, _ in
                .init(
                    Label(channel.name, zh: channel.chinese), Int(amount.minorUnits),
                    Label("\(amount.grouped) · \(Words.share(amount, of: all))"),
                    style: channel == .wechatPay ? "wechat" : "alipay")
            })
        return Figure(
            finding: finding, chart: payments.isEmpty ? "" : bars.svg(rows: "channels"),
            table: Table(
                id: "channels", caption: Markup("Collected by channel", zh: "按渠道收款"),
                columns: [
                    .channel, .figure("payments", Label("Payments", zh: "笔数")),
                    .figure("cny", Label("CNY")),
                ],
                rows: payments.isEmpty
                    ? []
                    : channels.map { channel, amount, count in
                        Table.Row([
                            Cell(Label(channel.name, zh: channel.chinese)), .count(count),
                            .amount(amount),
                        ])
                    },
                empty: Markup(
                    "\(code: "bm payments import") reads a channel’s bill.",
                    zh: "\(code: "bm payments import") 读取渠道账单。")))
    }
}

extension Channel {
    var chinese: String { self == .wechatPay ? "微信支付" : "支付宝" }
}
