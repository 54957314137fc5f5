import Money

/// A day's fund bill of WeChat Pay, or account bill of Alipay, as the channel sends it: balances follow
/// from the opening one, and the summary adds up.
public enum SampleFund {
    /// One movement; out where `yuan` has a minus.
    public struct Line: Sendable {
        let flow: String
        let kind: String
        let source: String
        let ours: String
        let yuan: String
        let time: String

        public init(
            _ flow: String, _ kind: String, _ yuan: String, of source: String = "",
            ours: String = "", at time: String = "2025-06-11 09:41:22"
        ) {
            self.flow = flow
            self.kind = kind
            self.yuan = yuan
            self.source = source
            self.ours = ours
            self.time = time
        }
    }

    /// - Parameter applicant: who asked for the movements, which alone says the account.
    public static func weChat(
        _ lines: [Line], opening: String = "0.00", applicant: String = "1900000109API"
    ) throws -> [UInt8] {
        var text = [
            "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),"
                + "资金变更提交申请人,备注,业务凭证号"
        ]
        var balance = try Amount(opening, .cny)
        var (inflows, outflows): ([Amount], [Amount]) = ([], [])
        for line in lines {
            let amount = try Amount(line.yuan, .cny)
            balance += amount
            if amount.isNegative { outflows.append(-amount) } else { inflows.append(amount) }
            text.append(
                "`\(line.time),`\(line.source),`\(line.flow),`交易,`\(line.kind),"
                    + "`\(amount.isNegative ? "支出" : "收入"),"
                    + "`\((amount.isNegative ? -amount : amount).decimal),`\(balance.decimal),"
                    + "`\(applicant),`,`\(line.ours)")
        }
        text.append("资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额")
        text.append(
            "`\(lines.count),`\(inflows.count),`\(inflows.total(.cny).decimal),"
                + "`\(outflows.count),`\(outflows.total(.cny).decimal)")
        return [0xEF, 0xBB, 0xBF] + Array((text.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// The text, which Alipay sends in GBK.
    public static func alipay(
        _ lines: [Line], opening: String = "0.00", pid: String = "2088101111111111"
    ) throws -> String {
        var text = [
            "#支付宝账务明细查询", "#账号：[\(pid)0156]",
            "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注",
        ]
        var balance = try Amount(opening, .cny)
        var (inflows, outflows): ([Amount], [Amount]) = ([], [])
        for line in lines {
            let amount = try Amount(line.yuan, .cny)
            balance += amount
            if amount.isNegative { outflows.append(-amount) } else { inflows.append(amount) }
            text.append(
                "\(line.flow)\t,\(line.source)\t,\(line.ours)\t,AI usage\t,\(line.time),*,"
                    + (amount.isNegative ? "0.00,\(amount.decimal)" : "\(amount.decimal),0.00")
                    + ",\(balance.decimal),支付宝,\(line.kind),")
        }
        text.append("#支出合计：\(outflows.count)笔，共-\(outflows.total(.cny).decimal)元")
        text.append("#收入合计：\(inflows.count)笔，共\(inflows.total(.cny).decimal)元")
        return text.joined(separator: "\r\n") + "\r\n"
    }
}
