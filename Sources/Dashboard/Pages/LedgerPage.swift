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
            lead: scope.book.entries == 0
                ? Markup("Nothing is booked yet.", zh: "还没有入账。")
                : scope.isPlatform
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
        let merchant = scope.merchants.first { $0.id.text == book }?.merchant
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
                    Account(name: row.account).map { Cell($0.root.words) } ?? .none,
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
                        .name(merchant.merchant.name, id: merchant.id.text, showsID: true),
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
                    .code(page.name), Cell(page.root.words), Cell(page.books.words),
                    Cell(Label(page.about, zh: Self.chinese[page.name] ?? page.about)),
                ])
            }, empty: "")
    }

    /// What `ChartOfAccounts` says of each account.
    static let chinese = [
        "channel_clearing:CHANNEL": "渠道已收、尚未划入我方银行的款项", "merchant_payable:MERCHANT": "平台应付商户的款项",
        "payout_in_transit:MERCHANT": "已换汇、尚未汇出的结算款", "reserve:MERCHANT": "为将来退款留存的款项",
        "platform_revenue": "平台费、订阅费、点差与汇款费", "channel_cost": "渠道从每笔付款中收取的费用",
        "receivable:CUSTOMER": "客户应付的款项", "unbilled_revenue": "已实现、账单尚未出具的收入",
        "deferred_revenue": "已开账、服务期未到的款项", "credit_liability": "已付费、仍应以用量兑付的额度",
        "tax_payable": "账单税款，应缴国家", "revenue:usage": "用量收入，按使用当日确认",
        "revenue:subscription": "基本费与席位费，按日确认", "revenue:addon": "附加项，按日确认",
        "revenue:breakage": "过期或作废的付费额度", "due_from_platform": "平台应付本商户的款项，与 merchant_payable 对应",
        "reserve_due": "平台留存的款项，与 reserve 对应", "payout_expected": "已通知、尚未到账的结算款",
        "payment_fees": "平台费、订阅费、点差与汇款费", "revenue_share": "平台分出的收入，或从商户分得的收入",
        "adjustments": "人工更正结算，均注明原因", "bank:CURRENCY": "银行存款", "fx_clearing": "换汇的两边，各以其货币记录",
        "fx_gain_loss": "购汇成本与锁定汇率之差", "rounding": "尚无解释的差额：我方从不在此入账，归零之前不锁账",
        "opening_balance": "首笔分录之前余额的对方科目",
    ]
}

extension Account.Root {
    fileprivate var words: Label {
        switch self {
        case .assets: Label("Assets", zh: "资产")
        case .liabilities: Label("Liabilities", zh: "负债")
        case .equity: Label("Equity", zh: "权益")
        case .income: Label("Income", zh: "收入")
        case .expenses: Label("Expenses", zh: "费用")
        }
    }
}

extension ChartOfAccounts.Books {
    fileprivate var words: Label {
        switch self {
        case .platform: Label("platform", zh: "平台")
        case .merchant: Label("merchant", zh: "商户")
        case .both: Label("both", zh: "两者")
        }
    }
}
