import Time

/// One table of Alipay's with the comments around it.
struct AlipayTable {
    let format: BillFormat
    let table: BillTable
    let rows: [BillLine]
    let comments: [String]

    /// Nil where no line is a header of Alipay's.
    init?(_ lines: [String], file: String) throws(CheckoutError) {
        var header: (index: Int, format: BillFormat)?
        for (index, line) in lines.enumerated() where !line.hasPrefix("#") {
            let format = BillFormat(headers: BillText.tabbed(line))
            guard let format, format.channel == .alipay else { continue }
            header = (index, format)
            break
        }
        guard let header else { return nil }
        format = header.format
        table = BillTable(file: file, headers: BillText.tabbed(lines[header.index]))
        var rows: [BillLine] = []
        var comments = lines[..<header.index].filter { $0.hasPrefix("#") }
        for index in (header.index + 1)..<lines.count {
            if lines[index].hasPrefix("#") {
                comments.append(lines[index])
            } else if !lines[index].allSatisfy({ $0 == "," || $0.isWhitespace }) {
                let cells = BillText.tabbed(lines[index])
                rows.append(try table.line(cells, number: index + 1))
            }
        }
        self.rows = rows
        self.comments = comments
    }

    /// `#账号：[20881011111111110156]`, whose last four digits are a fixed ending.
    var account: String {
        for comment in comments where comment.contains("账号") {
            let digits = comment.filter { $0.isASCII && $0.isNumber }
            return digits.hasSuffix("0156") && digits.count == 20
                ? String(digits.dropLast(4)) : digits
        }
        return ""
    }

    /// The digits of `#起始日期：[2025年06月11日 00:00:00]   终止日期：…`, to compare with others.
    var period: String {
        let comment = comments.first { $0.contains("起始日期") } ?? ""
        return comment.filter { $0.isASCII && $0.isNumber }
    }

    /// The days that the bill is of, as it says itself; nil where it says nothing that can be read.
    ///
    /// An end at midnight is the day after the last.
    var days: DaySpan? {
        let digits = period
        guard digits.count == 28 else { return nil }
        func day(_ offset: Int) -> Day? {
            let text = digits.dropFirst(offset)
            return Int(text.prefix(4)).flatMap { year in
                Int(text.dropFirst(4).prefix(2)).flatMap { month in
                    Int(text.dropFirst(6).prefix(2)).flatMap {
                        Day(year: year, month: month, day: $0)
                    }
                }
            }
        }
        guard let from = day(0), let end = day(14) else { return nil }
        let to = digits.hasSuffix("000000") ? end : end.advanced(by: 1)
        // The channel's longest bill is of a month.
        guard from < to, to.sinceEpoch - from.sinceEpoch <= 31 else { return nil }
        return DaySpan(from: from, to: to)
    }

    /// The row 合计 of a summary.
    func total() throws(CheckoutError) -> BillLine {
        guard let row = rows.last(where: { $0.cells.contains("合计") }) else {
            throw table.fail(0, "a summary (汇总) without the row 合计", "one row 合计")
        }
        return row
    }

    /// The totals in the last comments: `#交易合计：2笔，商家实收共4160.50元，商家优惠共0.00元`.
    func totals(_ prefix: String) throws(CheckoutError) -> AlipayTotals {
        guard let comment = comments.first(where: { $0.hasPrefix(prefix) }) else {
            throw table.fail(0, "no line \(prefix)", "a bill with its totals")
        }
        return AlipayTotals(comment)
    }
}
