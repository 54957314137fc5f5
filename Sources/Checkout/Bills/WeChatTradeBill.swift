import Money
import Store
import Time

/// WeChat Pay's trade bill (交易账单), any layout: read by header name.
///
/// UTF-8, with or without byte order mark, CR LF or LF; a comma between cells, a backtick before every
/// value; then a summary header and one summary row.
enum WeChatTradeBill {
    static func read(_ bytes: [UInt8], file: String) throws(CheckoutError) -> ChannelBill {
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        guard let text = String(validating: body, as: UTF8.self) else {
            throw .notABill(file, line: 1, found: "bytes that are not UTF-8", allowed: "UTF-8")
        }
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
            .map(String.init)
        guard let header = lines.first, header.hasPrefix("交易时间") else {
            throw .notABill(
                file, line: 1, found: "“\(lines.first?.prefix(30) ?? "")”",
                allowed: "a WeChat Pay trade bill, whose first column is 交易时间")
        }
        let table = BillTable(file: file, headers: split(header))
        var rows: [ChannelBill.Row] = []
        var accounts: Set<String> = []
        var summary: [String: String]?
        var index = 1
        while index < lines.count {
            let line = index + 1
            let text = lines[index]
            index += 1
            if text.isEmpty { continue }
            if text.hasPrefix("总交易单数") {
                guard index < lines.count else {
                    throw table.fail(line, "a summary header without a row", "its row")
                }
                summary = try BillTable(file: file, headers: split(text)).cells(
                    split(lines[index]), line: line + 1)
                index += 1
                if let rest = lines[index...].firstIndex(where: { !$0.isEmpty }) {
                    throw table.fail(rest + 1, "lines after the summary", "the end of the file")
                }
                break
            }
            let cells = try table.cells(split(text), line: line)
            accounts.insert(cells["商户号"] ?? "")
            rows.append(try row(cells, table, line: line))
        }
        guard let summary else {
            throw .notABill(
                file, line: lines.count, found: "the end of the file", allowed: "a summary row")
        }
        guard accounts.count <= 1 else {
            throw table.fail(2, "rows of \(accounts.count) merchants", "one 商户号 a bill")
        }
        try check(rows, against: summary, file: file)
        return ChannelBill(channel: .wechatPay, account: accounts.first ?? "", rows: rows)
    }

    /// Cells without the backtick before each value. The channel escapes commas inside them.
    private static func split(_ line: String) -> [String] {
        line.split(separator: ",", omittingEmptySubsequences: false).map { cell in
            String(cell.hasPrefix("`") ? cell.dropFirst() : cell)
        }
    }

    private static func row(
        _ cells: [String: String], _ table: BillTable, line: Int
    ) throws(CheckoutError) -> ChannelBill.Row {
        let isRefund: Bool
        switch cells["交易状态"] {
        case "SUCCESS": isRefund = false
        case "REFUND", "REVOKED": isRefund = true
        default:
            throw table.fail(
                line, "交易状态 “\(cells["交易状态"] ?? "")”", "SUCCESS, REFUND or REVOKED")
        }
        guard cells["货币种类"] == "CNY" else {
            throw table.fail(line, "货币种类 “\(cells["货币种类"] ?? "")”", "CNY")
        }
        // Older layouts have no 订单金额; without coupons 总金额 is the same figure.
        let gross = cells["订单金额"] ?? cells["总金额"]
        let amount =
            isRefund
            ? try table.yuan(cells["申请退款金额"] ?? cells["退款金额"], "申请退款金额", line: line)
            : try table.yuan(gross, "订单金额", line: line)
        return ChannelBill.Row(
            line: line, kind: isRefund ? .refund : .payment, outTradeNo: cells["商户订单号"] ?? "",
            transactionID: cells["微信订单号"] ?? "",
            refundNo: isRefund ? cells["商户退款单号"] : nil,
            refundID: isRefund ? cells["微信退款单号"] : nil,
            occurredAt: try table.time(cells["交易时间"], "交易时间", line: line), amount: amount,
            fee: try table.number(cells["手续费"], "手续费", line: line),
            cells: .object(table.headers.map { .init($0, .string(cells[$0] ?? "")) }))
    }

    /// The summary counts all rows and adds gross amounts, refunds, coupons and fees.
    private static func check(
        _ rows: [ChannelBill.Row], against summary: [String: String], file: String
    ) throws(CheckoutError) {
        func compare(_ header: String, _ ours: Exact) throws(CheckoutError) {
            guard let text = summary[header] else { return }
            guard let theirs = Exact(text), theirs == ours else {
                throw .doesNotAddUp(file, what: header, rows: ours.description, summary: text)
            }
        }
        func sum(_ kind: ChannelBill.Kind) -> Exact {
            // Exactly: a hundred thousand of the largest amounts have no room in one.
            rows.filter { $0.kind == kind }.reduce(.zero) {
                (try? $0.plus($1.amount.exact)) ?? $0
            }
        }
        var fees = Exact.zero
        for row in rows { fees = (try? fees.plus(row.fee)) ?? fees }
        /// The sum of a column, which has one of these names by the age of the layout.
        func sum(_ columns: String...) -> Exact {
            var sum = Exact.zero
            for row in rows {
                let cell = columns.lazy.compactMap { row.cells[$0]?.exact }.first
                sum = (try? sum.plus(cell ?? .zero)) ?? sum
            }
            return sum
        }
        try compare("总交易单数", Exact(rows.count))
        try compare("应结订单总金额", sum("应结订单金额"))
        try compare("订单总金额", sum(.payment))
        try compare("总交易额", sum(.payment))
        try compare("退款总金额", sum("退款金额"))
        try compare("总退款金额", sum("退款金额"))
        try compare("充值券退款总金额", sum("充值券退款金额", "企业红包退款金额", "代金券或立减优惠退款金额"))
        try compare("总代金券或立减优惠退款金额", sum("企业红包退款金额", "代金券或立减优惠退款金额", "充值券退款金额"))
        try compare("申请退款总金额", sum(.refund))
        try compare("手续费总金额", fees)
    }
}
