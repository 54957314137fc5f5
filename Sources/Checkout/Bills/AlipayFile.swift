/// A file of Alipay: a ZIP with a detail and a summary member, or one of them alone.
///
/// GBK text; lines that begin with `#` are comments, the last of which state totals; cells end in a
/// TAB. Members are told apart by their header, because their names are GBK too and their order is
/// not fixed.
struct AlipayFile {
    let details: AlipayTable
    /// The 汇总 member, where the file has one.
    let summary: AlipayTable?

    init(
        _ bytes: [UInt8], file: String, format: BillFormat, summary: BillFormat, columns: String
    ) throws(CheckoutError) {
        var tables: [AlipayTable] = []
        for member in try BillArchive.members(bytes, file: file) {
            guard let text = GBK.decode(member) else {
                throw format.missing(
                    in: bytes, file: file, found: "bytes that are not GBK",
                    allowed: "GBK, as Alipay sends it")
            }
            if let table = try AlipayTable(BillText.lines(text), file: file) {
                tables.append(table)
            }
        }
        let details = tables.filter { $0.format == format }
        let summaries = tables.filter { $0.format == summary }
        guard let first = details.first else {
            throw format.missing(
                in: bytes, file: file, found: "no table of \(format.name)", allowed: columns)
        }
        guard details.count == 1, summaries.count <= 1 else {
            throw .notABill(
                file, line: 0, found: "\(details.count) details and \(summaries.count) summaries",
                allowed: "one bill a file")
        }
        self.details = first
        self.summary = summaries.first
        guard let summary = summaries.first else { return }
        for (what, ours, theirs) in [
            ("汇总 账号", first.account, summary.account),
            ("汇总 起始日期", first.period, summary.period),
        ] where ours != theirs && !ours.isEmpty && !theirs.isEmpty {
            throw .doesNotAddUp(file, what: what, rows: ours, summary: theirs)
        }
    }
}
