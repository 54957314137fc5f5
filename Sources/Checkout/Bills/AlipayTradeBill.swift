import Money
import Time

/// Alipay's business bill (业务明细), with its summary where the file has it.
///
/// Headers by name, in the variants seen in its files; the sums of the last
/// comments and of the 汇总 member are both checked.
enum AlipayTradeBill {
    static func read(_ bytes: [UInt8], file: String) throws(CheckoutError) -> ChannelBill {
        let source = try AlipayFile(
            bytes, file: file, format: .alipayTrade, summary: .alipayTradeSummary,
            columns: "an Alipay bill whose first column is 支付宝交易号")
        var rows: [ChannelBill.Row] = []
        var sums = AlipayTradeSums(file: file)
        for line in source.details.rows {
            let row = try row(line)
            try sums.add(line, row)
            rows.append(row)
        }
        try sums.check(source.details)
        if let summary = source.summary { try sums.check(summary: summary.total()) }
        try ChannelBill.checkOnce(rows, file: file)
        return ChannelBill(
            channel: .alipay, account: source.details.account, rows: rows,
            days: source.details.days)
    }

    private static func row(_ line: BillLine) throws(CheckoutError) -> ChannelBill.Row {
        let kind: ChannelBill.Kind
        switch line.optional("业务类型") {
        case "交易": kind = .payment
        case "退款": kind = .refund
        case let other: throw line.fail("业务类型 “\(other ?? "")”", "交易 or 退款")
        }
        let amount = try line.yuan("订单金额")
        guard !amount.isZero else {
            throw line.fail("a \(kind.rawValue) of \(amount)", "amounts above zero")
        }
        let settled = try line.yuan("商家实收")
        let fee = try line.number("服务费").magnitude
        let refundNo = line.optional("退款批次号/请求号", "退款批次号")
        return ChannelBill.Row(
            line: line.number, kind: kind, outTradeNo: line.optional("商户订单号") ?? "",
            transactionID: try line.text("支付宝交易号"),
            refundNo: kind == .refund ? refundNo : nil, refundID: kind == .refund ? refundNo : nil,
            occurredAt: try line.time("完成时间"), amount: amount.isNegative ? -amount : amount,
            settled: settled.isNegative ? -settled : settled,
            // The sign differs between files: a payment costs a fee, a refund gives one back.
            fee: kind == .payment ? fee : fee.negated, cells: line.json)
    }
}
