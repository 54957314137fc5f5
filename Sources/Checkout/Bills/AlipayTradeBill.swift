import Money
import Store
import Time

/// Alipay's business bill (业务明细): a ZIP with a detail and a summary member, or the detail alone.
///
/// GBK text; lines that begin with `#` are comments, the last of which state totals; cells end in a
/// TAB. Members are told apart by their header, because their names are GBK too.
enum AlipayTradeBill {
    static func read(_ bytes: [UInt8], file: String) throws(CheckoutError) -> ChannelBill {
        let members = try BillArchive.members(bytes, file: file)
        for member in members {
            guard let text = GBK.decode(member) else {
                throw .notABill(file, line: 1, found: "bytes that are not GBK", allowed: "GBK")
            }
            let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
                .map(String.init)
            if let header = lines.firstIndex(where: { $0.hasPrefix("支付宝交易号") }) {
                return try read(lines, header: header, file: file)
            }
        }
        throw .notABill(
            file, line: 1, found: "no table of business details",
            allowed: "an Alipay bill whose first column is 支付宝交易号")
    }

    private static func read(
        _ lines: [String], header: Int, file: String
    ) throws(CheckoutError) -> ChannelBill {
        let table = BillTable(file: file, headers: split(lines[header]))
        var rows: [ChannelBill.Row] = []
        var comments = lines[..<header].filter { $0.hasPrefix("#") }
        for index in (header + 1)..<lines.count {
            let text = lines[index]
            if text.hasPrefix("#") {
                comments.append(text)
            } else if !text.allSatisfy({ $0 == "," || $0.isWhitespace }) {
                let cells = try table.cells(split(text), line: index + 1)
                rows.append(try row(cells, table, line: index + 1))
            }
        }
        try check(rows, comments, file: file)
        return ChannelBill(channel: .alipay, account: account(comments), rows: rows)
    }

    private static func split(_ line: String) -> [String] {
        line.split(separator: ",", omittingEmptySubsequences: false).map { cell in
            String(cell.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        }
    }

    private static func row(
        _ cells: [String: String], _ table: BillTable, line: Int
    ) throws(CheckoutError) -> ChannelBill.Row {
        let kind: ChannelBill.Kind
        switch cells["业务类型"] {
        case "交易": kind = .payment
        case "退款": kind = .refund
        default: throw table.fail(line, "业务类型 “\(cells["业务类型"] ?? "")”", "交易 or 退款")
        }
        let amount = try table.yuan(cells["订单金额（元）"], "订单金额（元）", line: line)
        let fee = try table.number(cells["服务费（元）"], "服务费（元）", line: line).magnitude
        let refundNo = cells["退款批次号/请求号"] ?? cells["退款批次号"]
        return ChannelBill.Row(
            line: line, kind: kind, outTradeNo: cells["商户订单号"] ?? "",
            transactionID: cells["支付宝交易号"] ?? "", refundNo: kind == .refund ? refundNo : nil,
            refundID: kind == .refund ? refundNo : nil,
            occurredAt: try table.time(cells["完成时间"], "完成时间", line: line),
            amount: amount.isNegative ? -amount : amount,
            // The sign differs between files: a payment costs a fee, a refund gives one back.
            fee: kind == .payment ? fee : fee.negated,
            cells: .object(table.headers.map { .init($0, .string(cells[$0] ?? "")) }))
    }

    /// `#账号：[20881011111111110156]`, whose last four digits are a fixed ending.
    private static func account(_ comments: [String]) -> String {
        for comment in comments where comment.contains("账号") {
            let digits = comment.filter { $0.isASCII && $0.isNumber }
            return digits.hasSuffix("0156") && digits.count == 20
                ? String(digits.dropLast(4)) : digits
        }
        return ""
    }

    /// `#交易合计：2笔，商家实收共4160.50元，…` and `#退款合计：1笔，商家实收退款共-200.00元，…`
    private static func check(
        _ rows: [ChannelBill.Row], _ comments: [String], file: String
    ) throws(CheckoutError) {
        for (prefix, kind) in [("#交易合计", ChannelBill.Kind.payment), ("#退款合计", .refund)] {
            guard let comment = comments.first(where: { $0.hasPrefix(prefix) }) else {
                throw .notABill(
                    file, line: 0, found: "no line \(prefix)", allowed: "a bill with its totals")
            }
            let numbers = comment.split { !($0.isNumber || $0 == "." || $0 == "-") }
                .compactMap { Exact(String($0)) }
            let ours = rows.filter { $0.kind == kind }
            guard numbers.count >= 2, numbers[0] == Exact(ours.count) else {
                throw .doesNotAddUp(
                    file, what: "\(prefix) 笔", rows: "\(ours.count)",
                    summary: numbers.first?.description ?? "")
            }
            let received = ours.map { $0.cells["商家实收（元）"]?.exact?.magnitude ?? .zero }
            var sum = Exact.zero
            for amount in received { sum = (try? sum.plus(amount)) ?? sum }
            guard numbers[1].magnitude == sum else {
                throw .doesNotAddUp(
                    file, what: "\(prefix) 商家实收", rows: sum.description,
                    summary: numbers[1].description)
            }
        }
    }
}
