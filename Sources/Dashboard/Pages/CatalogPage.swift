import Catalog
import Money
import Time
import Web

/// What is sold and at what price, which version of it is in force, and what in it is likely to cost somebody money.
struct CatalogPage {
    let scope: Scope

    var page: Page {
        let findings = scope.merchants.flatMap { merchant in
            merchant.findings.map { (merchant, $0) }
        }
        let plans = scope.merchants.flatMap { merchant in
            merchant.catalog.plans.map { (merchant, $0) }
        }
        let serious = findings.count { $0.1.severity != .note }
        return PageFrame(scope: scope, section: .catalog).page(
            lead: plans.isEmpty
                ? Markup("Nothing is sold yet.", zh: "还没有套餐。")
                : Markup(
                    "\(plans.count, "plan") of \(scope.merchants.count, "merchant"); \(findings.count, "finding") of \(code: "bm catalog lint"), \(serious, "warning") among them.",
                    zh:
                        "\(scope.merchants.count) 个商户共 \(plans.count) 个套餐；\(code: "bm catalog lint") 有 \(findings.count) 项发现，其中 \(serious) 项警告。"
                ),
            parts: [
                .table(Markup("Findings", zh: "检查发现"), nil, lint(findings)),
                .table(Markup("Plans and prices", zh: "套餐与价格"), nil, prices(plans)),
                .table(Markup("Versions", zh: "版本"), nil, versions),
            ], source: Words.head(scope))
    }

    private func merchant(_ merchant: MerchantData, _ cells: [Cell]) -> [Cell] {
        scope.isPlatform
            ? [
                cells[0],
                .name(
                    merchant.merchant.name, id: merchant.id.text,
                    href: scope.links(from: Section.catalog.path).merchant(merchant.id)),
            ] + cells.dropFirst() : cells
    }

    private var named: [Column] { scope.isPlatform ? [.merchant] : [] }

    private func lint(_ findings: [(MerchantData, LintFinding)]) -> Table {
        Table(
            id: "findings", caption: Markup("Findings in the catalog", zh: "目录检查发现"),
            columns: [Column("rule", Label("Rule", zh: "规则"))] + named + [
                Column("severity", Label("Severity", zh: "程度")),
                Column("place", Label("Place", zh: "位置")),
                Column("what", Label("What", zh: "内容")),
            ],
            rows: findings.sorted { $0.1.severity < $1.1.severity }.prefix(300).map {
                owner, finding in
                let (words, tone): (Label, Tone) =
                    switch finding.severity {
                    case .error: (Label("Error", zh: "错误"), .bad)
                    case .warning: (Label("Warning", zh: "警告"), .wait)
                    case .note: (Label("Note", zh: "提示"), .good)
                    }
                return Table.Row(
                    merchant(
                        owner,
                        [
                            .code(finding.rule), Cell(words, state: tone),
                            .code(finding.place.key),
                            Cell(
                                Markup(name: finding.what), value: finding.what,
                                note: "\(name: finding.advice)"),
                        ]))
            },
            empty: Markup(
                "\(code: "bm catalog lint") finds nothing.", zh: "\(code: "bm catalog lint") 没有发现。")
        )
    }

    private func prices(_ plans: [(MerchantData, Plan)]) -> Table {
        Table(
            id: "plans", caption: Markup("Plans and prices", zh: "套餐与价格"),
            columns: [Column("plan", Label("Plan", zh: "套餐"))] + named + [
                Column("interval", Label("Interval", zh: "周期")),
                .figure("base_fee", Label("Base fee", zh: "基础费")),
                .figure("customers", Label("Customers", zh: "客户")),
                Column("charges", Label("Charges", zh: "计费")),
            ],
            rows: plans.prefix(400).map { owner, plan in
                let charges = plan.charges.map { charge in
                    charge.name.english + ": "
                        + charge.words(owner.catalog.metric(charge.metric)).joined(separator: "; ")
                }
                return Table.Row(
                    merchant(
                        owner,
                        [
                            .name(plan.name, id: plan.code.text, showsID: true),
                            Cell(Self.words(plan.interval)),
                            .figure("\(plan.baseFee)"),
                            .count(owner.catalog.customers.count { $0.plan == plan.code }),
                            Cell(
                                .joined(charges.map { Markup(name: $0) }, by: Markup.lineBreak),
                                value: charges.joined(separator: " | ")),
                        ]))
            },
            empty: Markup(
                "No plan; \(code: "bm catalog apply") reads a file.",
                zh: "没有套餐；\(code: "bm catalog apply") 读取文件。"))
    }

    private static func words(_ interval: Plan.Interval) -> Label {
        switch interval {
        case .daily: Label("Daily", zh: "每日")
        case .weekly: Label("Weekly", zh: "每周")
        case .monthly: Label("Monthly", zh: "每月")
        case .quarterly: Label("Quarterly", zh: "每季")
        case .yearly: Label("Yearly", zh: "每年")
        case .lifetime: Label("Lifetime", zh: "终身")
        }
    }

    private var versions: Table {
        let all = scope.merchants.flatMap { merchant in merchant.versions.map { (merchant, $0) } }
            .sorted { $0.1.number > $1.1.number }
        return Table(
            id: "versions", caption: Markup("Versions of the catalog", zh: "目录版本"),
            columns: [Column("version", Label("Version", zh: "版本"))] + named + [
                Column("effective_from", Label("In force from", zh: "生效")),
                Column("applied_at", Label("Applied", zh: "提交")),
                Column("source", Label("File", zh: "文件")),
                .figure("revisions", Label("Changes", zh: "变更")),
            ],
            rows: all.prefix(200).map { owner, version in
                Table.Row(
                    merchant(
                        owner,
                        [
                            Cell("\(version.number)"),
                            .instant(version.effectiveFrom, owner.merchant.zone),
                            .instant(version.appliedAt, owner.merchant.zone),
                            .words(version.sourceName), .count(version.revisions),
                        ]))
            }, empty: Markup("No version.", zh: "没有版本。"))
    }
}
