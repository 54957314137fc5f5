extension SampleBill {
    private static let account = "#账号：[20881011111111110156]"
    private static let period = "#起始日期：[2025年06月11日 00:00:00]   终止日期：[2025年06月14日 00:00:00]"

    /// The details of the movements, whose last comments add up.
    public static func alipay(_ movements: [Movement]) -> Sheet {
        func signed(_ movement: Movement, _ fen: Int) -> String {
            yuan(movement.isRefund ? -fen : fen)
        }
        var sheet = Sheet(
            movements,
            columns: [
                ("支付宝交易号", { "\($0.transaction)\t" }), ("商户订单号", { "\($0.order)\t" }),
                ("业务类型", { $0.isRefund ? "退款\t" : "交易\t" }), ("商品名称", { _ in "AI usage" }),
                ("创建时间", { $0.time }), ("完成时间", { $0.time }),
                ("对方账户", { _ in "*晓明(138****5521)\t" }),
                ("订单金额（元）", { signed($0, $0.fen) }), ("商家实收（元）", { signed($0, $0.settledFen) }),
                ("支付宝优惠（元）", { _ in "0.00" }),
                ("商家优惠（元）", { signed($0, $0.fen - $0.settledFen) }), ("券名称", { _ in "" }),
                ("卡消费金额（元）", { _ in "0.00" }), ("退款批次号/请求号", { "\($0.refundNo)\t" }),
                ("服务费（元）", { yuan($0.isRefund ? $0.feeFen : -$0.feeFen) }),
                ("分润（元）", { _ in "0.00" }),
                ("备注", { _ in "" }),
            ], checked: ["商家实收（元）", "商家优惠（元）"])
        func sum(_ isRefund: Bool, _ value: (Movement) -> Int) -> String {
            let sum = movements.filter { $0.isRefund == isRefund }.map(value).reduce(0, +)
            return yuan(isRefund ? -sum : sum)
        }
        let refunds = movements.count { $0.isRefund }
        sheet.before = ["#支付宝业务明细查询", account, period]
        sheet.after = [
            "#交易合计：\(movements.count - refunds)笔，商家实收共\(sum(false, \.settledFen))元，"
                + "商家优惠共\(sum(false) { $0.fen - $0.settledFen })元",
            "#退款合计：\(refunds)笔，商家实收退款共\(sum(true, \.settledFen))元，"
                + "商家优惠退款共\(sum(true) { $0.fen - $0.settledFen })元",
        ]
        return sheet
    }

    /// The 汇总 member beside them.
    public static func alipaySummary(_ movements: [Movement]) -> String {
        func net(_ value: (Movement) -> Int) -> Int {
            movements.map { $0.isRefund ? -value($0) : value($0) }.reduce(0, +)
        }
        let refunds = movements.count { $0.isRefund }
        let (settled, fee) = (net(\.settledFen), net(\.feeFen))
        return [
            "#支付宝业务汇总查询", account, period,
            "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）",
            "合计\t,\t,\(movements.count - refunds),\(refunds),\(yuan(net(\.fen))),\(yuan(settled)),0.00,"
                + "\(yuan(net { $0.fen - $0.settledFen })),0.00,\(yuan(-fee)),0.00,\(yuan(settled - fee))",
        ].map { $0 + "\r\n" }.joined()
    }

    /// The account bill of the flows, whose balances follow one another.
    ///
    /// - Parameter minus: whether outflows are printed with one.
    public static func alipayAccount(_ flows: [Flow], minus: Bool) -> Sheet {
        let names = [
            "payment": "在线支付", "fee": "收费", "refund": "交易退款", "feeRefund": "退费", "withdrawal": "提现",
        ]
        var sheet = Sheet(
            flows,
            columns: [
                ("账务流水号", { "\($0.number)\t" }),
                ("业务流水号", { "\($0.movement?.transaction ?? "")\t" }),
                ("商户订单号", { "\($0.movement?.order ?? "")\t" }), ("商品名称", { _ in "AI usage\t" }),
                ("发生时间", { $0.time }), ("对方账号", { _ in "*晓明(138****5521)" }),
                ("收入金额（+元）", { $0.fen > 0 ? yuan($0.fen) : "0.00" }),
                ("支出金额（-元）", { $0.fen > 0 ? "" : yuan(minus ? $0.fen : -$0.fen) }),
                ("账户余额（元）", { yuan($0.balanceFen) }), ("交易渠道", { _ in "支付宝" }),
                ("业务类型", { names[$0.kind]! }), ("备注", { _ in "" }),
            ], checked: ["收入金额（+元）", "支出金额（-元）", "账户余额（元）"])
        let (inflows, outflows) = (
            flows.map(\.fen).filter { $0 > 0 }, flows.map(\.fen).filter { $0 < 0 }
        )
        sheet.before = ["#支付宝账务明细查询", account, period]
        sheet.after = [
            "#支出合计：\(outflows.count)笔，共\(yuan(outflows.reduce(0, +)))元",
            "#收入合计：\(inflows.count)笔，共\(yuan(inflows.reduce(0, +)))元",
        ]
        return sheet
    }

    /// The 汇总 member beside it.
    public static func alipayAccountSummary(_ flows: [Flow]) -> String {
        let (inflows, outflows) = (
            flows.map(\.fen).filter { $0 > 0 }, flows.map(\.fen).filter { $0 < 0 }
        )
        return [
            "#支付宝账务汇总查询", account, period, "类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）",
            "合计,\(inflows.count),\(yuan(inflows.reduce(0, +))),\(outflows.count),"
                + "\(yuan(outflows.reduce(0, +))),\(yuan(flows.map(\.fen).reduce(0, +)))",
        ].map { $0 + "\r\n" }.joined()
    }
}
