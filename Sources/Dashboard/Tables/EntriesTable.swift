import Ledger
import Money
import Time
import Web

/// The journal entries of an invoice or a settlement in its merchant's book, a row for each account.
struct EntriesTable {
    let entries: [StoredEntry]

    var table: Table {
        Table(
            id: "entries", caption: Markup("Journal entries", zh: "会计分录"),
            columns: [
                // Its hash, and not its number, which would tell how much others booked.
                Column("sha256", Label("Entry", zh: "分录")),
                Column("day", Label("Day", zh: "日期")), Column("for", Label("For", zh: "事项")),
                Column("account", Label("Account", zh: "科目")),
                .figure("debit", Label("Debit", zh: "借方")),
                .figure("credit", Label("Credit", zh: "贷方")),
            ],
            rows: entries.flatMap { entry in
                entry.postings.map { posting in
                    let amount = posting.amount
                    let shown = "\(posting.currency) "
                    return Table.Row([
                        Cell("\(code: "\(entry.hash.prefix(12))…")", value: entry.hash),
                        (try? Day(entry.day)).map { .day($0) } ?? Cell(entry.day),
                        Cell(Self.words[entry.kind] ?? Label(entry.kind)), .code(posting.account),
                        amount.isNegative ? Cell("") : .figure(shown + amount.grouped),
                        amount.isNegative ? .figure(shown + (-amount).grouped) : Cell(""),
                    ])
                }
            }, empty: Markup("Nothing is booked.", zh: "没有入账。"))
    }

    private static let words: [String: Label] = [
        "invoice": Label("Invoice", zh: "账单"), "void": Label("Void", zh: "作废"),
        "creditNote": Label("Credit note", zh: "贷记单"), "payment": Label("Payment", zh: "付款"),
        "refund": Label("Refund", zh: "退款"), "chargeback": Label("Chargeback", zh: "拒付"),
        "topUp": Label("Top-up", zh: "充值"), "settlement": Label("Settlement", zh: "结算"),
        "payout": Label("Payout", zh: "汇款"),
    ]
}
