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
                .table(Markup("Intake", zh: "数据接收"), Words.intake(data.intake.total), intake))
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

    /// All of the ledger is checked at once: how much there was, and what failed where, is only the platform's to know.
    private var invariants: Table {
        let checked = Column.figure("checked", Label("Checked", zh: "检查数"))
        return Table(
            id: "invariants", caption: Markup("Invariants", zh: "恒等核对"),
            columns: [Column("invariant", Label("Invariant", zh: "核对项"))]
                + (scope.isPlatform ? [checked] : [])
                + [Column("result", Label("Result", zh: "结果"))],
            rows: (data.verification?.invariants ?? []).map { invariant in
                let result = Cell(
                    invariant.holds ? Label("holds", zh: "成立") : Label("broken", zh: "不成立"),
                    state: invariant.holds ? .good : .bad,
                    note: scope.isPlatform
                        ? invariant.firstFailure.map { Markup(name: $0) } : nil)
                return Table.Row(
                    [.code(invariant.name.rawValue)]
                        + (scope.isPlatform ? [.count(invariant.checked)] : []) + [result])
            },
            empty: Markup(
                "No check is recorded; \(code: "bm verify --record") makes one.",
                zh: "尚无核对记录；\(code: "bm verify --record") 进行核对。"))
    }

    private var intake: Table {
        let batches = data.intake.batches
        let before = batches.dropLast(200)
        var rows: [Table.Row] = []
        if let first = before.first {
            rows.append(
                Table.Row(
                    [
                        Cell("…"),
                        Cell(Label("\(before.count) before", zh: "此前 \(before.count) 批")),
                        .instant(first.at, .utc),
                    ] + figures(SiteData.Lines(before.map(\.lines)))))
        }
        rows += batches.suffix(200).map { batch in
            Table.Row(
                [.words(batch.source), Cell(kind(batch)), .instant(batch.at, .utc)]
                    + figures(batch.lines))
        }
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
                    Cell(""),
                ] + figures(data.intake.total),
            empty: Markup(
                "No usage yet; \(code: "bm usage-events ingest") takes it.",
                zh: "还没有用量；\(code: "bm usage-events ingest") 接收。"))
    }

    private func figures(_ lines: SiteData.Lines) -> [Cell] {
        [lines.input, lines.accepted, lines.late, lines.duplicate, lines.rejected]
            .map { .count($0) }
    }

    private func kind(_ batch: SiteData.Batch) -> Label {
        switch batch.kind {
        case "ingest": Label("Ingest", zh: "接收")
        case "correction": Label("Correction", zh: "更正")
        case "replay": Label("Replay", zh: "重放")
        default: Label(batch.kind)
        }
    }
}
