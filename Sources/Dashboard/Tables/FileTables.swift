import Time
import Web

/// Documents that were published: how many of each kind, and the digest of each.
struct FileTables {
    private let files: [SiteData.PublishedFile]
    private let root: String
    private let isPlatform: Bool
    static let shown = 400

    init(_ scope: Scope) {
        isPlatform = scope.isPlatform
        // `2026-05/mer_001/invoices/INV-2026-0601-0001.pdf`
        files =
            scope.merchant.map { merchant in
                scope.data.files.filter {
                    $0.path.split(separator: "/").contains("\(merchant.id)"[...])
                }
            } ?? scope.data.files
        root = scope.links(from: Section.audit.path).documents
    }

    var kinds: Table {
        let kinds = Dictionary(grouping: files, by: \.kind).sorted { $0.key < $1.key }
        return Table(
            id: "files", caption: Markup("Published files", zh: "已发布文件"),
            columns: [
                Column("kind", Label("Kind", zh: "类型")), .figure("files", Label("Files", zh: "文件")),
                .figure("bytes", Label("Bytes", zh: "字节")),
                Column("last", Label("Last", zh: "最近")),
            ],
            rows: kinds.map { kind, files in
                Table.Row([
                    Cell(Self.words[kind] ?? Label(kind)), .count(files.count),
                    .count(files.reduce(0) { $0 + $1.bytes }),
                    .instant(files.map(\.at).max()!, .utc),
                ])
            },
            foot: kinds.isEmpty
                ? []
                : [
                    Cell(Label("Together", zh: "合计")), .count(files.count),
                    .count(files.reduce(0) { $0 + $1.bytes }), Cell(""),
                ],
            empty: Markup(
                "Nothing is published yet; \(code: "bm render") draws documents.",
                zh: "尚未发布文件；\(code: "bm render") 生成单据。"))
    }

    private static let words: [String: Label] = [
        "channelBill": Label("Channel bill", zh: "渠道账单"),
        "checkout card": Label("Checkout card", zh: "收款码卡片"),
        "credit note": Label("Credit note", zh: "贷记单"),
        "electronic credit note": Label("Electronic credit note", zh: "电子贷记单"),
        "electronic invoice": Label("Electronic invoice", zh: "电子账单"),
        "invoice": Label("Invoice", zh: "账单"), "receipt": Label("Receipt", zh: "收据"),
        "reconciliation": Label("Reconciliation report", zh: "对账报告"),
        "reminder": Label("Reminder", zh: "催款单"),
        "revenue report": Label("Revenue report", zh: "收入报告"),
        "statement": Label("Statement", zh: "结算单"),
        "void notice": Label("Void notice", zh: "作废通知"),
    ]

    /// The latest first.
    var digests: Table {
        let latest = files.sorted { ($0.at, $1.path) > ($1.at, $0.path) }.prefix(Self.shown)
        return Table(
            id: "digests", caption: Markup("Digests of published files", zh: "已发布文件的摘要"),
            columns: [
                Column("path", Label("File", zh: "文件")), .figure("bytes", Label("Bytes", zh: "字节")),
                Column("published_at", Label("Published", zh: "发布")),
                Column("sha256", Label("SHA-256")),
            ],
            rows: latest.map { file in
                Table.Row([
                    .code(file.path, href: root + file.path), .count(file.bytes),
                    .instant(file.at, .utc),
                    Cell("\(code: "\(file.digest.prefix(16))…")", value: file.digest),
                ])
            },
            empty: Markup("No file.", zh: "没有文件。"))
    }
}
