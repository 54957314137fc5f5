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
        var parts: [Part] = [
            .table(Markup("Invariants", zh: "恒等核对"), nil, invariants)
        ]
        // A file of lines may have those of several merchants.
        if scope.isPlatform {
            parts.append(
                .table(Markup("Intake", zh: "数据接收"), Words.intake(data.intake), intake))
        }
        let files = FileTables(scope)
        parts += [
            .table(Markup("Published files", zh: "已发布文件"), nil, files.kinds),
            .table(
                Markup("Their digests", zh: "文件摘要"),
                Markup(
                    "What \(code: "sha256sum") says of a file that nobody has changed; \(code: "bm verify FILE") says what its figures are.",
                    zh: "文件未被改动时 \(code: "sha256sum") 的结果；\(code: "bm verify FILE") 核对其中的数字。"),
                files.digests),
        ]
        return PageFrame(scope: scope, section: .audit).page(
            lead: Words.checks(scope), parts: parts,
            source: Words.asOf(scope))
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
        let batches = intake.batches.suffix(200)
        let before = intake.batches.dropLast(200)
        func sum(_ of: (SiteData.Batch) -> Int) -> Int { before.reduce(0) { $0 + of($1) } }
        var rows: [Table.Row] = []
        if !before.isEmpty {
            rows.append(
                row(
                    SiteData.Batch(
                        kind: "\(before.count)", at: before.first!.at, source: "…",
                        input: sum(\.input), accepted: sum(\.accepted), late: sum(\.late),
                        duplicate: sum(\.duplicate), rejected: sum(\.rejected))))
        }
        rows += batches.map(row)
        return Table(
            id: "intake", caption: Markup("Where input lines went", zh: "输入行的去向"),
            columns: [
                Column("source", Label("From", zh: "来源")), Column("kind", Label("Kind", zh: "类型")),
                Column("at", Label("At", zh: "时间")),
                .figure("input", Label("Lines in", zh: "输入")),
                .figure("accepted", Label("Accepted", zh: "接受")),
                .figure("late", Label("of them late", zh: "其中迟到")),
                .figure("duplicate", Label("Duplicate", zh: "重复")),
                .figure("rejected", Label("Rejected", zh: "拒绝")),
            ], rows: rows,
            foot: rows.isEmpty
                ? []
                : [
                    Cell(Label("Together, a replay’s lines once", zh: "合计（重放只计一次）")), Cell(""),
                    Cell(""), .count(intake.input), .count(intake.accepted), .count(intake.late),
                    .count(intake.duplicate), .count(intake.rejected),
                ],
            empty: Markup(
                "No usage yet; \(code: "bm usage-events ingest") takes it.",
                zh: "还没有用量；\(code: "bm usage-events ingest") 接收。"))
    }

    private func row(_ batch: SiteData.Batch) -> Table.Row {
        let kind =
            switch batch.kind {
            case "ingest": Label("Ingest", zh: "接收")
            case "correction": Label("Correction", zh: "更正")
            case "replay": Label("Replay", zh: "重放")
            default: Label("\(batch.kind) before", zh: "此前 \(batch.kind) 批")
            }
        return Table.Row([
            .words(batch.source), Cell(kind), .instant(batch.at, .utc), .count(batch.input),
            .count(batch.accepted), .count(batch.late), .count(batch.duplicate),
            .count(batch.rejected),
        ])
    }
}
