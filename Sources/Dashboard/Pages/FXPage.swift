import FX
import Invoicing
import Money
import Settlement
import Time
import Web

/// Every rate that was locked: for what, when, and how it moved.
struct FXPage {
    let scope: Scope

    /// A merchant sees the locks of its own invoices and payouts.
    var locks: [FXLock] {
        guard scope.merchant != nil else { return scope.data.locks.map(\.lock) }
        let own = scope.invoices.compactMap(\.invoice.lock) + scope.batches.compactMap(\.batch.lock)
        return own.sorted { ($0.lockedAt, $0.rate.base.code) < ($1.lockedAt, $1.rate.base.code) }
            .reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }

    var page: Page {
        let locks = locks
        let residues = FXResidues(scope: scope)
        let pairs = Dictionary(grouping: locks) { "\($0.rate.base.code)/\($0.rate.quote.code)" }
        let order = pairs.keys.sorted { (pairs[$1]!.count, $0) < (pairs[$0]!.count, $1) }
        return PageFrame(scope: scope, section: .fx).page(
            lead: locks.isEmpty
                ? Markup("No rate is locked yet.", zh: "还没有锁定汇率。")
                : Markup(
                    "\(locks.count, "lock") of \(pairs.count, "pair"), each kept for ever with what it converted.",
                    zh: "\(locks.count) 次锁定，\(pairs.count) 个货币对，连同其换算永久保存。"),
            parts: order.filter { rates(pairs[$0]!).count > 2 }.prefix(12).map {
                .figure(figure($0, pairs[$0]!))
            } + [
                .table(
                    Markup("Rate of each pair", zh: "各货币对汇率"), nil,
                    latest(order.map { ($0, pairs[$0]!) })),
                .table(
                    Markup("Residues of invoices", zh: "账单尾差"),
                    Markup(
                        "Each line is converted exactly and rounded once, half away from zero. What that adds or takes is shown here and never posted: what is billed is what is booked.",
                        zh: "每行精确换算后只舍入一次（四舍五入，远离零）。由此产生的尾差在此列出，不入账：开账金额即入账金额。"),
                    residues.invoices),
                .table(Markup("Residues of payouts", zh: "结算尾差"), nil, residues.payouts),
                .table(Markup("Latest locks", zh: "最近锁定"), nil, table(locks)),
            ], source: Words.head(scope))
    }

    /// One a day: an invoice run locks the same rate for many.
    private func rates(_ locks: [FXLock]) -> [FXRate] {
        Dictionary(locks.map { ($0.rate.day, $0.rate) }, uniquingKeysWith: { $1 }).values
            .sorted { $0.day < $1.day }
    }

    private func latest(_ pairs: [(name: String, locks: [FXLock])]) -> Table {
        Table(
            id: "rates", caption: Markup("The latest rate of each pair", zh: "各货币对的最新汇率"),
            columns: [
                Column("pair", Label("Pair", zh: "货币对")),
                .figure("rate", Label("Latest rate", zh: "最新汇率")),
                Column("published", Label("Published", zh: "公布日")),
                Column("source", Label("Source", zh: "来源")),
                .figure("locks", Label("Locks", zh: "锁定次数")),
            ],
            rows: pairs.map { name, locks in
                let rate = rates(locks).last!
                return Table.Row([
                    Cell(name), .figure(rate.value.description), .day(rate.day),
                    .words(rate.source), .count(locks.count),
                ])
            },
            empty: Markup(
                "Nothing is locked yet; \(code: "bm close") locks what it converts by.",
                zh: "还没有锁定；\(code: "bm close") 锁定所用汇率。"))
    }

    /// A rate that one run locked for several purposes of a kind, and for how many; the latest first.
    private func runs(_ locks: [FXLock]) -> [(lock: FXLock, count: Int)] {
        var runs: [(lock: FXLock, count: Int)] = []
        for lock in locks.reversed() {
            if let place = runs.lastIndex(where: { $0.lock == lock }) {
                runs[place].count += 1
            } else if runs.count < 200 {
                runs.append((lock, 1))
            } else {
                break
            }
        }
        return runs
    }

    private func figure(_ pair: String, _ locks: [FXLock]) -> Figure {
        let rates = rates(locks).suffix(60)
        let decimals = 4
        let values = rates.map { $0.value.hundredths(decimals: decimals) }
        let id = "rates-\(pair.lowercased().replacing("/", with: "-"))"
        let first = rates.first!
        let last = rates.last!
        return Figure(
            finding: rates.count > 1
                ? Markup(
                    "\(pair) went from \(figure: first.value.description) on \(first.day) to \(figure: last.value.description) on \(last.day)",
                    zh:
                        "\(pair) 从 \(first.day) 的 \(figure: first.value.description) 变为 \(last.day) 的 \(figure: last.value.description)"
                )
                : Markup(
                    "\(pair) is locked at \(figure: last.value.description), published on \(last.day)",
                    zh: "\(pair) 锁定为 \(figure: last.value.description)，\(last.day) 公布"),
            chart: rates.count < 3
                ? ""
                : Lines(
                    labels: rates.map { Label("\($0.day)".dropFirst(5).description) },
                    titles: rates.map { Label("\($0.day)") },
                    series: [.init(Label(pair), values)], decimals: decimals
                ).svg(rows: id),
            table: Table(
                id: id, caption: Markup("Rates of \(pair)", zh: "\(pair) 汇率"),
                columns: [
                    Column("day", Label("Published", zh: "公布日")), .figure("rate", Label(pair)),
                    Column("source", Label("Source", zh: "来源")),
                ],
                rows: rates.map {
                    Table.Row([
                        .day($0.day), .figure($0.value.description), .words($0.source),
                    ])
                }, empty: ""))
    }

    private func table(_ locks: [FXLock]) -> Table {
        Table(
            id: "locks", caption: Markup("Locks", zh: "锁定记录"),
            columns: [
                Column("locked_at", Label("Locked", zh: "锁定时间")),
                Column("purpose", Label("For", zh: "用途")), Column("pair", Label("Pair", zh: "货币对")),
                .figure("rate", Label("Rate", zh: "汇率")),
                Column("published", Label("Published", zh: "公布日")),
                Column("source", Label("Source", zh: "来源")),
                .figure("spread", Label("Spread", zh: "点差")),
                .figure("locks", Label("Locks", zh: "锁定次数")),
            ],
            rows: runs(locks).map { lock, count in
                let purpose =
                    switch lock.purpose {
                    case .invoice: Label("Invoice", zh: "账单")
                    case .settlement: Label("Settlement", zh: "结算")
                    case .preview: Label("Preview", zh: "预览")
                    }
                return Table.Row([
                    .instant(lock.lockedAt, .utc), Cell(purpose),
                    Cell("\(lock.rate.base.code)/\(lock.rate.quote.code)"),
                    .figure(lock.rate.value.description), .day(lock.rate.day),
                    Cell(
                        Markup(name: lock.rate.source), value: lock.rate.source,
                        note: lock.rate.derivedFrom.isEmpty
                            ? nil
                            : "\(lock.rate.derivedFrom.map(\.text).joined(separator: ", "))"),
                    lock.spread.isZero ? .none : .figure("\(lock.spreadPercent.description) %"),
                    .count(count),
                ])
            },
            empty: Markup(
                "Nothing is locked yet; \(code: "bm close") locks what it converts by.",
                zh: "还没有锁定；\(code: "bm close") 锁定所用汇率。"))
    }
}

extension Exact {
    /// As a whole number of hundredths.
    var hundredths: Int { hundredths(decimals: 2) }

    /// As a whole number of the last of so many decimals, the rest cut off: where a chart puts it.
    fileprivate func hundredths(decimals: Int) -> Int {
        let parts = description.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? parts[1].prefix(decimals) : ""
        let padding = String(repeating: "0", count: decimals - fraction.count)
        return Int(parts[0] + fraction + padding) ?? 0
    }
}
