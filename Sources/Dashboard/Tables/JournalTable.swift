import Ledger
import Money
import Time
import Web

/// What was booked day by day, and where the chain stood then.
struct JournalTable {
    /// A day of one book, or of all.
    struct Row {
        let day: Day
        let entries: Int
        let debits: Amount
        let last: (sequence: Int64, hash: String)
    }

    /// In their order.
    let rows: [Row]
    private let isPlatform: Bool

    init(_ scope: Scope) {
        isPlatform = scope.isPlatform
        let own = scope.data.journal.filter { scope.isOwn(book: $0.book) }
        rows = Dictionary(grouping: own, by: \.day).map { day, books in
            Row(
                day: day, entries: books.reduce(0) { $0 + $1.entries },
                debits: books.map(\.debits).total(.cny),
                last: books.map(\.last).max { $0.sequence < $1.sequence }!)
        }.sorted { $0.day < $1.day }
    }

    var figure: Figure {
        let days = rows.suffix(62)
        let busiest = days.max { ($0.entries, $1.day) < ($1.entries, $0.day) }
        return Figure(
            finding: busiest.map { busiest in
                Markup(
                    "\(busiest.entries, "entry", "entries") on \(busiest.day), the most of the last \(days.count, "day") with any",
                    zh: "最近 \(days.count) 个有分录的日子中，\(busiest.day) 最多，共 \(busiest.entries) 笔")
            } ?? Markup("Nothing is booked yet", zh: "还没有入账"),
            chart: days.count < 3
                ? ""
                : Columns(
                    labels: days.map { Label("\($0.day)".dropFirst(5).description) },
                    titles: days.map { Label("\($0.day)") },
                    series: [.init(Label("Entries", zh: "分录"), days.map(\.entries))]
                ).svg(rows: "journal"),
            table: table(Array(days)))
    }

    private func table(_ days: [Row]) -> Table {
        Table(
            id: "journal", caption: Markup("The journal by day", zh: "按日日记账"),
            columns: [
                Column("day", Label("Day", zh: "日期")),
                .figure("entries", Label("Entries", zh: "分录")),
                .cny("debits_cny", Label("Debits", zh: "借方")),
            ] + (isPlatform ? [.figure("last_entry", Label("Last entry", zh: "最后分录"))] : []) + [
                Column("sha256", Label("Hash of the last", zh: "最后分录哈希"))
            ],
            rows: days.map { row in
                Table.Row(
                    [.day(row.day), .count(row.entries), .amount(row.debits)]
                        // Numbers count the entries of all books.
                        + (isPlatform ? [.count(Int(row.last.sequence))] : []) + [
                            Cell("\(code: "\(row.last.hash.prefix(16))…")", value: row.last.hash)
                        ])
            }, empty: Markup("Nothing is booked yet.", zh: "还没有入账。"))
    }
}
