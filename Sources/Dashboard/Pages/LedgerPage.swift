import Catalog
import Ledger
import Money
import Time
import Web

/// Every account of every book with what it holds, and the chain's head.
struct LedgerPage {
    let scope: Scope

    private var rows: [TrialBalanceRow] {
        scope.data.balances.filter { scope.isOwn(book: $0.book) }
    }

    var page: Page {
        let books = books
        var parts: [Part] = [
            .facts([
                (
                    scope.isPlatform
                        ? Markup("Chain head", zh: "链头") : Markup("Last entry", zh: "最后分录"),
                    Markup("\(code: scope.book.last?.hash ?? "–")")
                )
            ])
        ]
        parts.append(.figure(JournalTable(scope).figure))
        // Of many books each has its merchant's page.
        if books.count > 12 {
            parts.append(.table(name(books[0]), nil, table(books[0])))
            parts.append(.table(Markup("Books of merchants", zh: "商户账簿"), nil, merchants))
        } else {
            parts += books.map { .table(name($0), nil, table($0)) }
        }
        parts.append(.table(Markup("What each account holds", zh: "科目说明"), nil, chart))
        return PageFrame(scope: scope, section: .ledger).page(
            lead: scope.isPlatform
                ? Markup(
                    "\(Int(scope.data.head.sequence), "entry", "entries") in \(books.count, "book"); in each, debits and credits are equal in every currency.",
                    zh:
                        "\(books.count) 个账簿，共 \(Int(scope.data.head.sequence)) 笔分录；每个账簿、每种货币借贷相等。"
                )
                : Markup(
                    "Your book: debits and credits are equal in every currency.",
                    zh: "您的账簿：每种货币借贷相等。"),
            parts: parts, source: Words.head(scope))
    }

    /// The platform's first, then those of the merchants.
    private var books: [String] {
        var books: [String] = []
        for row in rows where books.last != row.book { books.append(row.book) }
        return books
    }

    private func name(_ book: String) -> Markup {
        let merchant = scope.data.merchants.first { $0.id.text == book }?.merchant
        return merchant.map { Markup($0.name) } ?? Markup("The platform", zh: "平台")
    }

    private func table(_ book: String) -> Table {
        Table(
            id: "book-\(book)", caption: Markup("Accounts of \(book)", zh: "\(book) 的科目"),
            columns: [
                Column("account", Label("Account", zh: "科目")),
                Column("root", Label("Root", zh: "类别")),
                Column("currency", Label("Currency", zh: "货币")),
                .figure("debits", Label("Debits", zh: "借方")),
                .figure("credits", Label("Credits", zh: "贷方")),
                .figure("balance", Label("Balance", zh: "余额")),
            ],
            rows: rows.filter { $0.book == book }.map { row in
                Table.Row([
                    .code(row.account),
                    Cell(Account(name: row.account)?.root.rawValue ?? "–"),
                    Cell(row.balance.currency.code), .amount(row.debits), .amount(row.credits),
                    .amount(row.balance),
                ])
            }, empty: Markup("Nothing is booked yet.", zh: "还没有入账。"))
    }

    private var merchants: Table {
        let links = scope.links(from: Section.ledger.path)
        return Table(
            id: "books", caption: Markup("Books of merchants", zh: "商户账簿"),
            columns: [
                .merchant, .figure("entries", Label("Entries", zh: "分录")),
                .figure("accounts", Label("Accounts", zh: "科目")),
                Column("last", Label("Last booked for", zh: "最近入账")),
            ],
            rows: scope.merchants.map { merchant in
                let days = scope.data.journal.filter { $0.book == merchant.id.text }
                return Table.Row(
                    [
                        .name(merchant.merchant.name, id: merchant.id.text),
                        .count(days.reduce(0) { $0 + $1.entries }),
                        .count(rows.count { $0.book == merchant.id.text }),
                        days.last.map { .day($0.day) } ?? .none,
                    ], href: links.book(merchant.id))
            }, empty: "")
    }

    private var chart: Table {
        Table(
            id: "accounts", caption: Markup("What each account holds", zh: "科目说明"),
            columns: [
                Column("account", Label("Account", zh: "科目")),
                Column("root", Label("Root", zh: "类别")),
                Column("book", Label("Book", zh: "账簿")),
                Column("holds", Label("Holds", zh: "内容")),
            ],
            rows: ChartOfAccounts.pages.filter { scope.isPlatform || $0.books != .platform }.map {
                page in
                Table.Row([
                    .code(page.name), Cell(page.root.rawValue), Cell(page.books.rawValue),
                    Cell(page.about),
                ])
            }, empty: "")
    }
}
