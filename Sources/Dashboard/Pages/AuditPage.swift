import Ledger
import Money
import Store
import Time
import Web

/// What was checked, where input lines went, and which files are published.
struct AuditPage {
    let scope: Scope

    private var data: SiteData { scope.data }

    var page: Page {
        PageFrame(scope: scope, section: .audit).page(
            lead: Words.checks(data, scope.links(from: Section.audit.path)),
            parts: [
                .table(Markup("Invariants", zh: "恒等核对"), nil, invariants),
                .table(Markup("Intake", zh: "数据接收"), Words.intake(data.intake), intake),
                .table(Markup("Published files", zh: "已发布文件"), nil, files),
            ], source: Words.head(data))
    }

    private var invariants: Table {
        Table(
            id: "invariants", caption: Markup("Invariants", zh: "恒等核对"),
            columns: [
                Column("invariant", Label("Invariant", zh: "核对项")),
                .figure("checked", Label("Checked", zh: "检查数")),
                Column("result", Label("Result", zh: "结果")),
            ],
            rows: (data.verification?.invariants ?? []).map { invariant in
                Table.Row([
                    .code(invariant.name.rawValue), .count(invariant.checked),
                    Cell(
                        invariant.holds
                            ? Label("holds", zh: "成立") : Label("broken", zh: "不成立"),
                        state: invariant.holds ? .good : .bad,
                        note: invariant.firstFailure.map { Markup(name: $0) }),
                ])
            },
            empty: Markup(
                "No check is recorded; \(code: "bm verify --record") makes one.",
                zh: "尚无核对记录；\(code: "bm verify --record") 进行核对。"))
    }

    private var intake: Table {
        let intake = data.intake
        let rows: [(Label, Int)] = [
            (Label("Accepted in time", zh: "按时接受"), intake.accepted - intake.late),
            (Label("Accepted late", zh: "迟到接受"), intake.late),
            (Label("Duplicate", zh: "重复"), intake.duplicate),
            (Label("Rejected with a reason", zh: "拒绝（注明原因）"), intake.rejected),
        ]
        return Table(
            id: "intake", caption: Markup("Where input lines went", zh: "输入行的去向"),
            columns: [
                Column("outcome", Label("Outcome", zh: "去向")),
                .figure("lines", Label("Lines", zh: "行数")),
            ], rows: rows.map { Table.Row([Cell($0.0), .count($0.1)]) },
            foot: [Cell(Label("Input", zh: "输入")), .count(intake.input)], empty: "")
    }

    private var files: Table {
        Table(
            id: "files", caption: Markup("Published files", zh: "已发布文件"),
            columns: [
                Column("kind", Label("Kind", zh: "类型")), .figure("files", Label("Files", zh: "文件")),
                .figure("bytes", Label("Bytes", zh: "字节")),
                Column("last", Label("Last", zh: "最近")),
            ],
            rows: data.files.map {
                Table.Row([
                    Cell($0.kind), .count($0.files), .count($0.bytes), .instant($0.last, .utc),
                ])
            },
            empty: Markup(
                "Nothing is published yet; \(code: "bm render") draws documents.",
                zh: "尚未发布文件；\(code: "bm render") 生成单据。"))
    }
}
