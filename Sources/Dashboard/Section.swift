import Money
import Time
import Web

/// What pages have in common.
struct PageFrame {
    let scope: Scope
    let section: Section

    /// A page of a section: `usage.html` of the scope's month, `2026-04/usage.html` of another.
    func page(
        month: Month? = nil, lead: Markup, parts: [Part], source: Markup = ""
    ) -> Page {
        let path = scope.path(section.path, month)
        var page = Page(
            path: path, title: section.name, lead: lead, crumbs: [], section: section.rawValue,
            parts: parts)
        if let month { page.periods = scope.periods(section.path, month) }
        page.source = source
        return page
    }
}

/// The entries of the navigation, in their order.
enum Section: String, CaseIterable {
    case overview, usage, customers, invoices, payments, settlements, revenue, margin, credits,
        limits,
        fx, ledger, catalog, audit

    var path: String { self == .overview ? "index.html" : "\(rawValue).html" }

    var name: Label {
        switch self {
        case .overview: Label("Overview", zh: "总览")
        case .usage: Label("Usage", zh: "用量")
        case .customers: Label("Customers", zh: "客户")
        case .invoices: Label("Invoices", zh: "账单")
        case .payments: Label("Payments", zh: "收款")
        case .settlements: Label("Settlements", zh: "结算")
        case .revenue: Label("Revenue", zh: "收入")
        case .margin: Label("Margin", zh: "毛利")
        case .limits: Label("Caps and anomalies", zh: "限额与异常")
        case .credits: Label("Credits", zh: "额度")
        case .fx: Label("Exchange rates", zh: "汇率")
        case .ledger: Label("Ledger", zh: "总账")
        case .catalog: Label("Catalog", zh: "目录")
        case .audit: Label("Audit", zh: "审计")
        }
    }
}
