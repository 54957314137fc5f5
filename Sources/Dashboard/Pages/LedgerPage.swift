import Catalog
import Ledger
import Money

/// Every account of every book with what it holds.
struct LedgerPage {
    let data: SiteData

    var context: (String) -> [String: Any] {
        { root in
            let books = books
            return [
                "title": "Ledger" as Markup,
                "crumbs": Crumbs(to: "Ledger").context(root: root),
                "sentence":
                    ("\(Int(data.head.sequence), "entry", "entries") in "
                    + "\(books.count, "book"); in each, debits and credits are equal in every currency. "
                    + "Debits are above zero, credits below.").html,
                "hasBooks": !books.isEmpty,
                "books": books.map { book -> [String: Any] in
                    [
                        "id": book, "name": name(book).html,
                        "accountTable": table(book).context(root: root),
                    ]
                },
                "chartTable": chart.context(root: root),
            ]
        }
    }

    /// The platform's first, then those of the merchants.
    private var books: [String] {
        var books: [String] = []
        for row in data.books.balances where books.last != row.book { books.append(row.book) }
        return books
    }

    private func name(_ book: String) -> Markup {
        let merchant = data.merchants.first { $0.merchant.id.text == book }?.merchant
        return merchant.map { "\(name: $0.name.english)" } ?? "The platform"
    }

    private func table(_ book: String) -> TableContext {
        TableContext(
            caption: "Accounts of \(book)",
            head: [
                "Account", "Root", "Currency", Cell("Debits", right: true),
                Cell("Credits", right: true), Cell("Balance", right: true),
            ],
            rows: data.books.balances.filter { $0.book == book }.map { row in
                [
                    Cell("\(code: row.account)"),
                    Cell("\(Account(name: row.account)?.root.rawValue ?? "–")"),
                    Cell("\(row.balance.currency.code)"), .number(row.debits.grouped),
                    .number(row.credits.grouped), .number(row.balance.grouped),
                ]
            }, empty: "Nothing is booked yet.")
    }

    private var chart: TableContext {
        TableContext(
            caption: "What each account holds", head: ["Account", "Root", "Book", "Holds"],
            rows: ChartOfAccounts.pages.map { page in
                [
                    Cell("\(code: page.name)"), Cell("\(page.root.rawValue)"),
                    Cell("\(page.books.rawValue)"), Cell("\(page.about)"),
                ]
            }, empty: "No account.")
    }
}
