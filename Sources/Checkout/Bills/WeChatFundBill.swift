import Money
import Store
import Time

/// WeChat Pay's fund bill (资金账单): header, rows, summary header, one summary row; bytes as in the
/// trade bill. (pay.weixin.qq.com, `format-fundflow.html`.)
///
///     2025-06-11 08:15:03  交易          收入 12400.00   13400.00
///     2025-06-11 08:15:03  扣除交易手续费  支出    74.40   13325.60
enum WeChatFundBill {
    static func read(_ bytes: [UInt8], file: String) throws(CheckoutError) -> FundBill {
        let sheet = try WeChatSheet(
            bytes, file: file, format: .weChatFund, summaryMark: "资金流水总笔数",
            columns: "a WeChat Pay fund bill, whose first column is 记账时间")
        var rows: [FundBill.Row] = []
        var flows = FundSums(file: file)
        var accounts: Set<String> = []
        for line in sheet.rows {
            let row = try row(line, &flows)
            rows.append(row)
            if let account = account(line) { accounts.insert(account) }
        }
        let summary = sheet.summary
        try flows.compare("资金流水总笔数", Exact(rows.count), summary)
        try flows.compare("收入笔数", Exact(flows.inflows), summary)
        try flows.compare("收入金额", flows.inflow, summary)
        try flows.compare("支出笔数", Exact(flows.outflows), summary)
        try flows.compare("支出金额", flows.outflow, summary)
        return try FundBill(
            channel: .wechatPay, account: accounts.count == 1 ? accounts.first : nil, rows: rows,
            file: file)
    }

    private static func row(
        _ line: BillLine, _ flows: inout FundSums
    ) throws(CheckoutError) -> FundBill.Row {
        let direction = line.optional("收支类型") ?? ""
        guard direction == "收入" || direction == "支出" else {
            throw line.fail("收支类型 “\(direction)”", "收入 or 支出")
        }
        let size = try line.yuan("收支金额")
        guard !size.isNegative else {
            throw line.fail("收支金额 “\(size.decimal)”", "an amount that is not negative")
        }
        let isInflow = direction == "收入"
        try flows.add(size, isInflow: isInflow, line: line.number)
        let text = try line.text("业务类型")
        return FundBill.Row(
            line: line.number, occurredAt: try line.time("记账时间"),
            flowNo: try line.text("资金流水单号"), transactionID: line.optional("微信支付业务单号"),
            ourNo: line.optional("业务凭证号"), kind: kind(text).going(in: isInflow),
            kindText: text, amount: isInflow ? size : -size, balance: try line.yuan("账户结余"),
            cells: line.json)
    }

    private static func kind(_ text: String) -> FundBill.Kind {
        switch text {
        case "交易": .payment
        case "扣除交易手续费": .fee
        case "退款": .refund
        case "退还交易手续费": .feeReturned
        case "退款关闭": .refundReturned
        default: text.contains("提现") ? .withdrawal : .other
        }
    }

    /// Who asked for the movement is `1900000109API` where our own program did; the channel itself
    /// is `system`.
    private static func account(_ line: BillLine) -> String? {
        guard let applicant = line.optional("资金变更提交申请人"), applicant.hasSuffix("API") else {
            return nil
        }
        let digits = applicant.dropLast(3)
        let isAccount =
            (8...10).contains(digits.count)
            && digits.utf8.allSatisfy { (48...57).contains($0) }
        return isAccount ? String(digits) : nil
    }
}
