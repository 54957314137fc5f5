import Checkout
import Money
import Store
import Time

/// What the demo's movements and their fees did to the accounts, as the fund bills of both channels say.
extension DemoBills {
    /// A row of a fund bill with the balance after it.
    private struct Flow {
        let movement: DemoMovement
        /// The channel's number of it.
        let number: String
        /// 业务类型 at WeChat Pay and at Alipay.
        let names: (weChat: String, alipay: String)
        let amount: Amount
        let balance: Amount
        let isFee: Bool
    }

    private static func flows(
        _ movements: [DemoMovement], _ balance: inout Amount
    ) throws -> [Flow] {
        var flows: [Flow] = []
        for movement in movements {
            func add(_ weChat: String, _ alipay: String, _ amount: Amount, isFee: Bool = false) {
                balance += amount
                let seed = "\(movement.account.number) \(movement.at) \(weChat)"
                flows.append(
                    Flow(
                        movement: movement, number: DemoMovement.digits(seed, 21),
                        names: (weChat, alipay), amount: amount, balance: balance, isFee: isFee))
            }
            let fee = try movement.feeInFen()
            switch movement.kind {
            case .payment:
                add("交易", "在线支付", movement.amount)
                add("扣除交易手续费", "收费", -fee, isFee: true)
            case .refund:
                add("退款", "交易退款", -movement.amount)
                add("退还交易手续费", "退费", -fee, isFee: true)
            case .chargeback: add("交易拒付", "交易拒付", -movement.amount)
            case .fee: add("扣除交易手续费", "收费", -movement.amount, isFee: true)
            case .withdrawal: add("提现", "提现", -movement.amount)
            }
        }
        return flows
    }

    /// How many flows of one direction, and what they come to, above zero.
    private static func sums(_ flows: [Flow], isInflow: Bool) -> (count: Int, amount: Amount) {
        let own = flows.map(\.amount).filter { $0.isNegative != isInflow }
        let sum = own.total(.cny)
        return (own.count, isInflow ? sum : -sum)
    }

    /// A WeChat Pay fund bill of one day.
    ///
    /// - Parameter balance: that of the account before it, and then after it.
    static func weChatFund(
        _ movements: [DemoMovement], _ balance: inout Amount
    ) throws -> [UInt8] {
        let flows = try flows(movements, &balance)
        var lines = ["记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"]
        for flow in flows {
            let movement = flow.movement
            let (source, ours): (String, String) =
                switch movement.kind {
                case .payment(let payment), .fee(let payment):
                    (payment.transactionID, payment.order.outTradeNo)
                case .refund(_, let number): (movement.refundID, number)
                case .chargeback(_, let reference): (reference, "")
                case .withdrawal: ("", "")
                }
            let cells = [
                movement.local, source, flow.number, "交易", flow.names.weChat,
                flow.amount.isNegative ? "支出" : "收入",
                (flow.amount.isNegative ? -flow.amount : flow.amount).decimal,
                flow.balance.decimal,
                movement.isTraded && !flow.isFee ? "\(movement.account.number)API" : "system", "",
                ours,
            ]
            lines.append(cells.map { "`" + $0 }.joined(separator: ","))
        }
        let (inflow, outflow) = (sums(flows, isInflow: true), sums(flows, isInflow: false))
        lines.append("资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额")
        lines.append(
            [
                "\(flows.count)", "\(inflow.count)", inflow.amount.decimal, "\(outflow.count)",
                outflow.amount.decimal,
            ].map { "`" + $0 }.joined(separator: ","))
        return [0xEF, 0xBB, 0xBF] + Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// An Alipay account bill of one day: a ZIP with a GBK name and GBK text.
    ///
    /// - Parameter balance: that of the account before it, and then after it.
    static func alipayAccount(
        _ movements: [DemoMovement], _ balance: inout Amount
    ) throws -> [UInt8] {
        let flows = try flows(movements, &balance)
        let (account, day) = (movements[0].account.number, movements[0].day)
        var lines = [
            "#支付宝账务明细查询", "#账号：[\(account)0156]",
            "#起始日期：[\(chinese(day))]   终止日期：[\(chinese(day.advanced(by: 1)))]",
            "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注",
        ]
        for flow in flows {
            let (movement, payment) = (flow.movement, flow.movement.payment)
            let invoice = payment?.invoiceNumber ?? ""
            let source =
                if case .chargeback(_, let reference) = movement.kind { reference } else {
                    payment?.transactionID ?? ""
                }
            lines.append(
                [
                    "\(flow.number)\t", "\(source)\t", "\(payment?.order.outTradeNo ?? "")\t",
                    payment == nil ? "" : "AI usage (\(invoice))\t", movement.local,
                    flow.isFee || payment == nil
                        ? "支付宝（中国）网络技术有限公司" : "*示例(dem***@example.com)",
                    flow.amount.isNegative ? "0.00" : flow.amount.decimal,
                    flow.amount.isNegative ? flow.amount.decimal : "0.00", flow.balance.decimal,
                    "支付宝", flow.names.alipay, invoice,
                ].joined(separator: ","))
        }
        let (inflow, outflow) = (sums(flows, isInflow: true), sums(flows, isInflow: false))
        lines += [
            "#支出合计：\(outflow.count)笔，共\((-outflow.amount).decimal)元",
            "#收入合计：\(inflow.count)笔，共\(inflow.amount.decimal)元",
            "#导出时间：[\(chinese(day.advanced(by: 1)).prefix(11)) 05:46:52]",
        ]
        return try gbkZIP(lines, "\(account)0156_\(day.number)_账务明细.csv", of: day)
    }
}
