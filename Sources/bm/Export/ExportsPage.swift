/// `docs/exports.md`, from the tables themselves.
enum ExportsPage {
    static var text: String {
        """
        <!-- Generated from Sources/bm/Export by make docs. Do not edit. -->
        # What can be exported

        `bm export NAME --format csv|json|ndjson [--period YYYY-MM] [--merchant ID] [--as-of TIME]
        [--output FILE]`. Beside these, `bm export usage` (every input line), `bm export unmatched` (lines
        that wait) and `bm export ledger` (the journal for beancount, hledger and as JSON with its hashes).

        One description gives the header of the CSV, the keys of the JSON and the tables below.

        - **csv**: RFC 4180, UTF-8, one header; nothing stands for what is not there. A text that a spreadsheet
          would take for a formula, because it begins with `=`, `+`, `-`, `@`, a tab or a line end, has a `'`
          before it, and so has one that begins with `'` before such a text: leaving one out gives the text
          back. Numbers keep their sign and have none.
        - **json**: `{"schema": "bm.NAME/1", "NAME": [rows]}`, with `_` for `-` in the key. **ndjson**: a row a
          line. Rows are objects with the columns in their order.
        - Amounts are decimal texts with all digits of their currency; in JSON an amount `x` has its minor
          units beside it, as `x_minor_units`. Exact decimals are texts. Times are RFC 3339 in UTC.
        - A month of instants is that of UTC+8, as the channels' bills are cut.

        \(ExportTables.all.map(section).joined(separator: "\n\n"))

        """
    }

    private static func section(_ table: ExportTable) -> String {
        var lines = ["## \(table.name)", "", table.about, "", narrowing(table), ""]
        lines += ["| column | meaning | unit |", "|---|---|---|"]
        lines += table.columns.map { "| `\($0.name)` | \($0.meaning) | \($0.unit) |" }
        return lines.joined(separator: "\n")
    }

    private static func narrowing(_ table: ExportTable) -> String {
        var ways: [String] = []
        if table.takesMerchant { ways.append("`--merchant`") }
        switch table.rows {
        case .report(.needed, _): ways.append("`--period`, which it needs")
        case .report(.allowed, _): ways.append("`--period`")
        case .query(let query):
            if let column = query.periodColumn {
                let name = column.contains(" ") ? column : "`\(column)`"
                ways.append("`--period`, the month of \(name)")
            }
        }
        return ways.isEmpty
            ? "It is exported whole." : "Narrowed by " + ways.joined(separator: " and ") + "."
    }
}
