import Catalog
import Metering
import Money
import Rating
import Time
import Web

/// What of each spending cap is used, which event reached it, and usage that is not like a customer's own.
struct LimitsPage {
    let scope: Scope

    private var caps: [(merchant: MerchantData, use: CapUse)] {
        scope.merchants.flatMap { merchant in
            (merchant.review?.caps ?? []).map { (merchant, $0) }
        }
    }

    private var anomalies: [(merchant: MerchantData, anomaly: Anomaly)] {
        scope.merchants.flatMap { merchant in
            (merchant.review?.anomalies ?? []).map { (merchant, $0) }
        }
    }

    var page: Page {
        let (caps, anomalies) = (caps, anomalies)
        let reached = caps.count { $0.use.crossing != nil }
        let months = Set(scope.merchants.compactMap { $0.review?.month })
        let shown: Markup = months.max().map { "\($0)" } ?? "–"
        var parts: [Part] = []
        if !caps.isEmpty { parts.append(.figure(figure(caps, reached))) }
        parts += [
            .table(Markup("Caps", zh: "限额"), nil, table(caps)),
            .table(
                Markup("Not like their own usage", zh: "与自身用量不符"),
                Markup(
                    "All of it is billed as it is; somebody should look. A burst is an hour, and a spike a day, far above the customer’s own median; a loop is the same request five times or more, each within a minute of the one before.",
                    zh: "全部照常计费，但值得查看。突增指某小时、模型突变指某日远高于该客户自身中位数；循环指相同请求连续五次或以上，相邻两次间隔不超过一分钟。"),
                table(anomalies)),
        ]
        return PageFrame(scope: scope, section: .limits).page(
            lead: months.isEmpty
                ? Markup("Nothing is used yet.", zh: "还没有用量。")
                : shown + Markup(": ", zh: "：")
                    + Markup(
                        "\(reached) of \(caps.count, "cap") \(reached == 1 ? "is" : "are") reached, and \(anomalies.count, "stretch", "stretches") of usage \(anomalies.count == 1 ? "is" : "are") unlike the customer’s own.",
                        zh: "\(caps.count) 个限额中 \(reached) 个已达到；\(anomalies.count) 段用量异常。"),
            parts: parts, source: Words.head(scope))
    }

    private var links: Links { scope.links(from: Section.limits.path) }

    private func customer(_ id: Customer.ID, of merchant: MerchantData) -> Cell {
        merchant.customer(id).map {
            .name($0.name, id: id.text, href: links.customer($0.id, of: merchant.id))
        } ?? .code(id.text)
    }

    private func figure(
        _ caps: [(merchant: MerchantData, use: CapUse)], _ reached: Int
    ) -> Figure {
        let shown = caps.map { ($0.merchant, $0.use, share($0.use)) }.sorted { $0.2 > $1.2 }
            .prefix(12)
        return Figure(
            finding: reached == 0
                ? Markup("No cap is reached", zh: "没有达到的限额")
                : Markup(
                    "\(reached) of \(caps.count, "cap") \(reached == 1 ? "is" : "are") reached",
                    zh: "\(caps.count) 个限额中 \(reached) 个已达到"),
            chart: Bars(
                shown.map { merchant, use, share in
                    Bars.Bar(
                        merchant.customer(use.customer).map { Label($0.name) }
                            ?? Label(use.customer.text), share,
                        Label("\(share / 10).\(share % 10) %"),
                        style: use.crossing == nil ? "s1" : "s6")
                }
            ).svg(rows: "shares"),
            table: Table(
                id: "shares", caption: Markup("Share of caps used", zh: "限额使用比例"),
                columns: [
                    .customer, .figure("used", Label("Used", zh: "已用")),
                    .figure("cap", Label("Cap", zh: "限额")), .figure("percent", Label("%")),
                ],
                rows: shown.map { merchant, use, share in
                    Table.Row([
                        customer(use.customer, of: merchant),
                        .precise(use.used),
                        .precise(PreciseAmount(use.cap.amount, use.used.currency)),
                        .figure("\(share / 10).\(share % 10)"),
                    ])
                }, empty: ""))
    }

    /// Thousandths of a cap, cut off.
    private func share(_ use: CapUse) -> Int {
        guard
            let share = try? use.used.exact.times(Exact(1000)).divided(
                by: use.cap.amount, scale: 0, .down)
        else { return 0 }
        return Int("\(share)") ?? 0
    }

    private func table(_ caps: [(merchant: MerchantData, use: CapUse)]) -> Table {
        Table(
            id: "caps", caption: Markup("Caps", zh: "限额"),
            columns: [
                .customer, Column("at_cap", Label("At the cap", zh: "达到时")),
                .figure("cap", Label("Cap", zh: "限额")), .figure("used", Label("Used", zh: "已用")),
                .figure("left", Label("Left", zh: "剩余")),
                Column("reached", Label("Reached", zh: "达到")),
                .figure("after", Label("Used after it", zh: "其后使用")),
            ],
            rows: caps.map { merchant, use in
                let after = (try? use.refused()) ?? .zero(use.used.currency)
                return Table.Row([
                    customer(use.customer, of: merchant), Cell(Self.words(use.cap.reaction)),
                    .precise(PreciseAmount(use.cap.amount, use.used.currency)), .precise(use.used),
                    .precise(use.left),
                    use.crossing.map { crossing in
                        Cell(
                            "\(crossing.at, in: merchant.merchant.zone)", value: "\(crossing.at)",
                            state: .wait, note: "\(code: crossing.event)")
                    } ?? Cell(Label("not reached", zh: "未达到"), state: .good),
                    use.crossing == nil ? .none : .precise(after),
                ])
            },
            empty: Markup(
                "No customer has a cap; a subscription’s \(code: "caps") sets one.",
                zh: "没有客户设置限额；在订阅的 \(code: "caps") 中设置。"))
    }

    private static func words(_ reaction: SpendCap.Reaction) -> Label {
        switch reaction {
        case .warn: Label("the customer is told", zh: "通知客户")
        case .throttle: Label("on the throttle list", zh: "列入限速名单")
        case .pause: Label("to be refused", zh: "应拒绝")
        case .stopBilling: Label("billing stops", zh: "停止计费")
        }
    }

    private func table(_ anomalies: [(merchant: MerchantData, anomaly: Anomaly)]) -> Table {
        Table(
            id: "anomalies", caption: Markup("Unusual usage", zh: "异常用量"),
            columns: [
                .customer, Column("kind", Label("Kind", zh: "类型")),
                Column("from", Label("From", zh: "开始")), Column("to", Label("To", zh: "结束")),
                .figure("events", Label("Events", zh: "事件")),
                .figure("found", Label("Found", zh: "发现")),
                .figure("usual", Label("Usual", zh: "通常")),
            ],
            rows: anomalies.map { merchant, anomaly in
                let zone = merchant.merchant.zone
                let (found, usual) = found(anomaly)
                return Table.Row([
                    customer(anomaly.customer, of: merchant),
                    Cell(
                        Self.words(anomaly.kind).markup, value: anomaly.kind.rawValue,
                        note: anomaly.model.map { Markup(name: $0) }),
                    .instant(anomaly.from, zone), until(anomaly, zone),
                    .count(anomaly.events), found, usual,
                ])
            },
            empty: Markup("Nothing unusual.", zh: "没有异常。"))
    }

    /// Only the time of day where it ends on the day it began.
    private func until(_ anomaly: Anomaly, _ zone: Zone) -> Cell {
        guard zone.day(of: anomaly.from) == zone.day(of: anomaly.to) else {
            return .instant(anomaly.to, zone)
        }
        let time = zone.text(anomaly.to).dropFirst(11).prefix(5)
        return Cell("\(name: String(time))", value: "\(anomaly.to)")
    }

    private static func words(_ kind: Anomaly.Kind) -> Label {
        switch kind {
        case .burst: Label("Burst", zh: "突增")
        case .retryLoop: Label("Retry loop", zh: "重试循环")
        case .premiumSpike: Label("Premium spike", zh: "高价模型突增")
        }
    }

    /// What was found and what is usual: events an hour, alike events, hundredths of a day's events.
    private func found(_ anomaly: Anomaly) -> (Cell, Cell) {
        func percent(_ text: String?) -> String {
            let share = text.flatMap { Exact($0) }.flatMap { try? $0.shifted(right: 2) } ?? .zero
            return "\(share.grouped(minimumScale: 0)) %"
        }
        switch anomaly.kind {
        case .burst:
            let usual = "\(anomaly.usual ?? "–") ± \(anomaly.deviation ?? "–")"
            return (
                Cell(
                    Markup("\(name: anomaly.value) an hour", zh: "每小时 \(name: anomaly.value)"),
                    value: anomaly.value), Cell(usual)
            )
        case .retryLoop:
            return (
                Cell(
                    Markup(name: anomaly.value), value: anomaly.value,
                    note: anomaly.event.map { "\(code: $0)" }), .none
            )
        case .premiumSpike:
            return (Cell(percent(anomaly.value)), Cell(percent(anomaly.usual)))
        }
    }
}
