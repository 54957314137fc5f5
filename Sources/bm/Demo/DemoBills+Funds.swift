import Checkout
import Money
import Store
import Time

/// What the demo's payments and their fees did to the accounts, as the fund bills of both channels say.
extension DemoBills {
    /// A movement of an account with the balance after it.
    private struct Flow {
        let payment: DemoPayment
        let isFee: Bool
        let amount: Amount
        let balance: Amount

        /// The channel's number of the movement.
        var number: String { "\(payment.digits(20))\(isFee ? 2 : 1)" }
    }

    private static func flows(
        _ payments: [DemoPayment], _ balance: inout Amount
    ) throws -> [Flow] {
        var flows: [Flow] = []
        for payment in payments {
            let fee = try PreciseAmount(fee(payment), .cny).rounded(.halfAwayFromZero)
            for (isFee, amount) in [(false, payment.order.amount), (true, -fee)] {
                balance += amount
                flows.append(
                    Flow(payment: payment, isFee: isFee, amount: amount, balance: balance))
            }
        }
        return flows
    }

    private static func sum(_ flows: [Flow], isFee: Bool) -> Amount {
        let sum = flows.filter { $0.isFee == isFee }.map(\.amount).total(.cny)
        return isFee ? -sum : sum
    }

    /// A WeChat Pay fund bill of one day.
    ///
    /// - Parameter balance: that of the account before it, and then after it.
    static func weChatFund(_ payments: [DemoPayment], _ balance: inout Amount) throws -> [UInt8] {
        let flows = try flows(payments, &balance)
        var lines = ["记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"]
        for flow in flows {
            let payment = flow.payment
            let cells = [
                payment.local, payment.transactionID, "\(payment.account)\(flow.number)", "交易",
                flow.isFee ? "扣除交易手续费" : "交易", flow.isFee ? "支出" : "收入",
                (flow.isFee ? -flow.amount : flow.amount).decimal, flow.balance.decimal,
                flow.isFee ? "system" : "\(payment.account)API", "", payment.order.outTradeNo,
            ]
            lines.append(cells.map { "`" + $0 }.joined(separator: ","))
        }
        lines.append("资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额")
        lines.append(
            [
                "\(flows.count)", "\(payments.count)", sum(flows, isFee: false).decimal,
                "\(payments.count)", sum(flows, isFee: true).decimal,
            ].map { "`" + $0 }.joined(separator: ","))
        return [0xEF, 0xBB, 0xBF] + Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// An Alipay account bill of one day: a ZIP with a GBK name and GBK text.
    ///
    /// - Parameter balance: that of the account before it, and then after it.
    static func alipayAccount(
        _ payments: [DemoPayment], _ balance: inout Amount
    ) throws -> [UInt8] {
        let flows = try flows(payments, &balance)
        let (account, day) = (payments[0].account, payments[0].day)
        var lines = [
            "#支付宝账务明细查询", "#账号：[\(account)0156]",
            "#起始日期：[\(chinese(day))]   终止日期：[\(chinese(day.advanced(by: 1)))]",
            "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注",
        ]
        for flow in flows {
            let payment = flow.payment
            lines.append(
                [
                    "\(flow.number)\t", "\(payment.transactionID)\t",
                    "\(payment.order.outTradeNo)\t", "AI usage (\(payment.invoiceNumber))\t",
                    payment.local, flow.isFee ? "支付宝（中国）网络技术有限公司" : "*示例(dem***@example.com)",
                    flow.isFee ? "0.00" : flow.amount.decimal,
                    flow.isFee ? flow.amount.decimal : "0.00", flow.balance.decimal, "支付宝",
                    flow.isFee ? "收费" : "在线支付", payment.invoiceNumber,
                ].joined(separator: ","))
        }
        lines += [
            "#支出合计：\(payments.count)笔，共-\(sum(flows, isFee: true).decimal)元",
            "#收入合计：\(payments.count)笔，共\(sum(flows, isFee: false).decimal)元",
            "#导出时间：[\(chinese(day.advanced(by: 1)).prefix(11)) 05:46:52]",
        ]
        return try gbkZIP(lines, "\(account)0156_\(day.number)_账务明细.csv", of: day)
    }
}
