import Money
import Store
import Time

/// Alipay's account bill (账务明细), with its summary where the file has it.
///
/// Inflow and outflow are two columns, of which one is `0.00`, `0` or empty; whether an outflow has
/// a minus differs between files, so its size is taken.
///
///     在线支付  收入 3200.00          余额 3700.00
///     收费               支出 -19.20  余额 3680.80
enum AlipayAccountBill {
    static func read(_ bytes: [UInt8], file: String) throws(CheckoutError) -> FundBill {
        let source = try AlipayFile(
            bytes, file: file, format: .alipayAccount, summary: .alipayAccountSummary,
            columns: "an Alipay bill whose first column is 账务流水号")
        var flows = FundSums(file: file)
        var rows: [FundBill.Row] = []
        for line in source.details.rows { rows.append(try row(line, &flows)) }
        try check(source.details, flows)
        if let summary = source.summary { try check(summary: summary.total(), flows) }
        let account = source.details.account
        return try FundBill(
            channel: .alipay, account: account.isEmpty ? nil : account, rows: rows,
            days: source.details.days, file: file)
    }

    private static func row(
        _ line: BillLine, _ flows: inout FundSums
    ) throws(CheckoutError) -> FundBill.Row {
        let inflow = try line.yuanOrZero("收入金额")
        let outflow = try line.yuanOrZero("支出金额")
        guard inflow.isZero != outflow.isZero, !inflow.isNegative else {
            throw line.fail(
                "收入金额 \(inflow.decimal) and 支出金额 \(outflow.decimal)",
                "one of them above zero, the other 0 or empty")
        }
        let isInflow = outflow.isZero
        let size = isInflow ? inflow : outflow.isNegative ? -outflow : outflow
        try flows.add(size, isInflow: isInflow, line: line.number)
        let text = try line.text("业务类型")
        return FundBill.Row(
            line: line.number, occurredAt: try line.time("发生时间"),
            flowNo: try line.text("账务流水号"), transactionID: line.optional("业务流水号"),
            ourNo: line.optional("商户订单号"), kind: kind(text).going(in: isInflow),
            kindText: text, amount: isInflow ? size : -size, balance: try line.yuan("账户余额"),
            cells: line.json)
    }

    private static func kind(_ text: String) -> FundBill.Kind {
        switch text {
        case "在线支付": .payment
        case "收费": .fee
        case "交易退款": .refund
        case "退费": .feeReturned
        case "提现": .withdrawal
        default: .other
        }
    }

    /// `#支出合计：3笔，共-224.96元` and `#收入合计：3笔，共4161.70元`
    private static func check(
        _ details: AlipayTable, _ flows: FundSums
    ) throws(CheckoutError) {
        let (inflow, outflow) = (try details.totals("#收入合计"), try details.totals("#支出合计"))
        try flows.compare("#收入合计 笔", Exact(flows.inflows), size: inflow.count)
        try flows.compare("#收入合计", flows.inflow, size: inflow.amount())
        try flows.compare("#支出合计 笔", Exact(flows.outflows), size: outflow.count)
        try flows.compare("#支出合计", flows.outflow, size: outflow.amount())
    }

    /// The row 合计 of the 汇总 member: `合计,3,4161.70,3,-224.96,3936.74`.
    private static func check(
        summary: BillLine, _ flows: FundSums
    ) throws(CheckoutError) {
        try flows.compare("汇总 收入笔数", Exact(flows.inflows), size: summary.number("收入笔数"))
        try flows.compare("汇总 收入金额", flows.inflow, size: summary.number("收入金额"))
        try flows.compare("汇总 支出笔数", Exact(flows.outflows), size: summary.number("支出笔数"))
        try flows.compare("汇总 支出金额", flows.outflow, size: summary.number("支出金额"))
        guard summary.table.has("总金额") else { return }
        let said = try summary.number("总金额")
        let net = try flows.net()
        guard net == said else {
            throw .doesNotAddUp(
                summary.table.file, what: "汇总 总金额", rows: net.description,
                summary: said.description)
        }
    }
}
