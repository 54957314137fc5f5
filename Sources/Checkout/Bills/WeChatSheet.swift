/// A file of WeChat Pay: a header, rows whose values have a backtick each, a summary header and one
/// summary row, and nothing after it.
struct WeChatSheet {
    let table: BillTable
    let rows: [BillLine]
    let summary: BillLine

    /// - Parameter summaryMark: a column that only the summary has.
    /// - Parameter columns: what is allowed where no such header begins the file.
    init(
        _ bytes: [UInt8], file: String, format: BillFormat, summaryMark: String, columns: String
    ) throws(CheckoutError) {
        guard let text = BillText.utf8(bytes) else {
            throw format.missing(
                in: bytes, file: file, found: "bytes that are not UTF-8", allowed: "UTF-8")
        }
        let lines = BillText.lines(text)
        let header = BillText.backticked(lines[0])
        let isHeader = !lines[0].hasPrefix("`") && !lines[0].hasPrefix("#")
        guard isHeader, BillFormat(headers: header) == format else {
            throw format.missing(
                in: bytes, file: file, found: "“\(lines[0].prefix(30))”", allowed: columns)
        }
        table = BillTable(file: file, headers: header)
        var rows: [BillLine] = []
        for index in 1..<max(lines.count, 1) where !lines[index].isEmpty {
            let cells = BillText.backticked(lines[index])
            if !lines[index].hasPrefix("`"), cells.contains(summaryMark) {
                self.rows = rows
                summary = try WeChatSheet.summary(lines, index, cells, table)
                return
            }
            rows.append(try table.line(cells, number: index + 1))
        }
        throw table.fail(lines.count, "the end of the file", "a summary row")
    }

    private static func summary(
        _ lines: [String], _ index: Int, _ headers: [String], _ table: BillTable
    ) throws(CheckoutError) -> BillLine {
        guard index + 1 < lines.count else {
            throw table.fail(index + 1, "a summary header without a row", "its row")
        }
        if let rest = lines[(index + 2)...].firstIndex(where: { !$0.isEmpty }) {
            throw table.fail(rest + 1, "lines after the summary", "the end of the file")
        }
        return try BillTable(file: table.file, headers: headers)
            .line(BillText.backticked(lines[index + 1]), number: index + 2)
    }
}
