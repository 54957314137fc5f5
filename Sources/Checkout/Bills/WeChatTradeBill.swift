import Money
import Store
import Time

/// WeChat Pay's trade bill (交易账单), any layout: read by header name.
///
/// UTF-8, with or without byte order mark, CR LF or LF; a comma between cells, a backtick before every
/// value; then a summary header and one summary row. (pay.weixin.qq.com, `format-trade.html`.)
///
/// | layout | tells itself by |
/// |---|---|
/// | ALL, 27 columns | refund columns and 订单金额 |
/// | SUCCESS, 20 columns | no refund columns |
/// | REFUND, 29 columns | 退款申请时间 and 退款成功时间 |
/// | before, 24 columns | 总金额 for 应结订单金额, no 订单金额 |
enum WeChatTradeBill {
    static func read(_ bytes: [UInt8], file: String) throws(CheckoutError) -> ChannelBill {
        let sheet = try WeChatSheet(
            bytes, file: file, format: .weChatTrade, summaryMark: "总交易单数",
            columns: "a WeChat Pay trade bill, whose first column is 交易时间")
        var sums = BillSums(file: file)
        var rows: [ChannelBill.Row] = []
        var accounts: Set<String> = []
        for line in sheet.rows {
            accounts.insert(try line.text("商户号"))
            rows.append(try row(line, &sums))
        }
        guard accounts.count <= 1 else {
            throw sheet.table.fail(2, "rows of \(accounts.count) merchants", "one 商户号 a bill")
        }
        try check(sheet.summary, count: rows.count, sums, file: file)
        try ChannelBill.checkOnce(rows, file: file)
        return ChannelBill(
            channel: .wechatPay, account: accounts.first ?? "", rows: rows,
            lists: lists(sheet.table))
    }

    /// SUCCESS lists no refunds, and REFUND nothing else.
    private static func lists(_ table: BillTable) -> Set<ChannelBill.Kind> {
        if table.has("退款成功时间") { return [.refund] }
        return table.has("退款状态") ? [.payment, .refund] : [.payment]
    }

    private static func row(
        _ line: BillLine, _ sums: inout BillSums
    ) throws(CheckoutError) -> ChannelBill.Row {
        let state = line.optional("交易状态") ?? ""
        guard ["SUCCESS", "REFUND", "REVOKED"].contains(state) else {
            throw line.fail("交易状态 “\(state)”", "SUCCESS, REFUND or REVOKED")
        }
        guard line.optional("货币种类") == "CNY" else {
            throw line.fail("货币种类 “\(line.optional("货币种类") ?? "")”", "CNY")
        }
        let figures = try Figures(line, isPayment: state == "SUCCESS")
        try figures.add(to: &sums, line: line.number)
        return state == "SUCCESS"
            ? try payment(line, figures)
            : try refund(line, figures, isRevoked: state == "REVOKED")
    }

    private static func payment(
        _ line: BillLine, _ figures: Figures
    ) throws(CheckoutError) -> ChannelBill.Row {
        guard figures.gross > .zero(.cny) else {
            throw line.fail("a payment of \(figures.gross)", "amounts above zero")
        }
        guard figures.settled <= figures.gross else {
            throw line.fail(
                "应结订单金额 \(figures.settled) of 订单金额 \(figures.gross)", "as much or less")
        }
        return ChannelBill.Row(
            line: line.number, kind: .payment, outTradeNo: line.optional("商户订单号") ?? "",
            transactionID: try line.text("微信订单号"), refundNo: nil, refundID: nil,
            occurredAt: try line.time("交易时间"), amount: figures.gross, settled: figures.settled,
            fee: figures.fee, cells: line.json)
    }

    private static func refund(
        _ line: BillLine, _ figures: Figures, isRevoked: Bool
    ) throws(CheckoutError) -> ChannelBill.Row {
        // A reversal may name the order's amount instead of a refund's: all of it went back.
        let isWhole = isRevoked && figures.asked.isZero && figures.refunded.isZero
        let amount = isWhole ? figures.gross : figures.asked
        guard amount > .zero(.cny) else {
            throw line.fail("a refund of \(amount)", "amounts above zero")
        }
        return ChannelBill.Row(
            line: line.number, kind: .refund, outTradeNo: line.optional("商户订单号") ?? "",
            transactionID: try line.text("微信订单号"),
            refundNo: number(line.optional("商户退款单号")),
            refundID: isRevoked ? number(line.optional("微信退款单号")) : try refundID(line),
            // REFUND prints when it was asked; 交易时间 is that time in the other layouts.
            occurredAt: try line.optional("退款申请时间") == nil
                ? line.time("交易时间") : line.time("退款申请时间"),
            amount: amount, settled: isWhole ? figures.settled : figures.refunded,
            fee: figures.fee, refundStatus: try status(line, isRevoked: isRevoked),
            refundedAt: line.optional("退款成功时间") == nil ? nil : try line.time("退款成功时间"),
            isRevoked: isRevoked, cells: line.json)
    }

    /// A number of a refund; `0` says that there is none.
    private static func number(_ text: String?) -> String? { text == "0" ? nil : text }

    private static func refundID(_ line: BillLine) throws(CheckoutError) -> String {
        let id = try line.text("微信退款单号")
        guard id != "0" else { throw line.fail("微信退款单号 “0”", "the number of the refund") }
        return id
    }

    private static func status(
        _ line: BillLine, isRevoked: Bool
    ) throws(CheckoutError) -> ChannelBill.RefundStatus? {
        let text = line.optional("退款状态")
        if text == nil, isRevoked { return nil }
        guard let status = ChannelBill.RefundStatus(rawValue: text ?? "") else {
            throw line.fail("退款状态 “\(text ?? "")”", "SUCCESS, PROCESSING, FAIL or CHANGE")
        }
        return status
    }

    /// The summary counts all rows and adds their columns, under the names of its year.
    private static func check(
        _ summary: BillLine, count: Int, _ sums: BillSums, file: String
    ) throws(CheckoutError) {
        try sums.compare(
            "总交易单数", rows: Exact(count), summary: summary.optional("总交易单数") ?? "")
        // Of each group one is enough, because not every year prints all.
        let groups: [[(name: String, of: String)]] = [
            [("应结订单总金额", "settled"), ("订单总金额", "gross"), ("总交易额", "gross")],
            [("退款总金额", "refunded"), ("总退款金额", "refunded"), ("申请退款总金额", "asked")],
            [
                ("充值券退款总金额", "coupons"), ("总代金券或立减优惠退款金额", "coupons"),
                ("企业红包退款总金额", "coupons"), ("总企业红包退款金额", "coupons"),
            ],
            [("手续费总金额", "fee")],
        ]
        for group in groups {
            let said = group.filter { summary.table.has($0.name) }
            for (name, column) in said {
                try sums.compare(
                    name, rows: sums[column], summary: summary.optional(name) ?? "")
            }
            if said.isEmpty, let moved = group.first(where: { !sums[$0.of].isZero }) {
                throw .doesNotAddUp(
                    file, what: moved.name, rows: sums[moved.of].description, summary: "nothing")
            }
        }
    }
}
