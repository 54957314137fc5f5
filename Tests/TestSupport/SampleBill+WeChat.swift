extension SampleBill {
    /// The years and types of WeChat Pay's trade bill.
    public enum WeChatLayout: String, CaseIterable, Sendable {
        case all, success, refund, before

        /// Whether such a bill lists payments, and refunds.
        public var lists: (payments: Bool, refunds: Bool) {
            (self != .refund, self != .success)
        }
    }

    /// The trade bill of the movements, which adds up.
    public static func weChat(
        _ layout: WeChatLayout, _ movements: [Movement], mchid: String = "1900000109"
    ) -> Sheet {
        typealias Column = (header: String, cell: (Movement) -> String)
        let old = layout == .before
        var columns: [Column] = [
            ("交易时间", { "`\($0.time)" }), ("公众账号ID", { _ in "`wx2421b1c4370ec43b" }),
            ("商户号", { _ in "`\(mchid)" }), (old ? "子商户号" : "特约商户号", { _ in "`0" }),
            ("设备号", { _ in "`" }), ("微信订单号", { "`\($0.transaction)" }),
            ("商户订单号", { "`\($0.order)" }), ("用户标识", { _ in "`oXk9Z5b1" }),
            ("交易类型", { _ in "`NATIVE" }), ("交易状态", { $0.isRefund ? "`REFUND" : "`SUCCESS" }),
            ("付款银行", { _ in "`CMB_CREDIT" }), ("货币种类", { _ in "`CNY" }),
            (
                old ? "总金额" : "应结订单金额",
                { "`" + yuan($0.isRefund ? 0 : old ? $0.fen : $0.settledFen) }
            ),
            (old ? "代金券或立减优惠金额" : "代金券金额", { _ in "`0.00" }),
        ]
        if layout == .refund {
            columns += [("退款申请时间", { "`\($0.time)" }), ("退款成功时间", { "`\($0.time)" })]
        }
        if layout != .success {
            columns += [
                ("微信退款单号", { $0.isRefund ? "`\($0.refundID)" : "`0" }),
                ("商户退款单号", { $0.isRefund ? "`\($0.refundNo)" : "`0" }),
                ("退款金额", { "`" + yuan($0.isRefund ? (old ? $0.fen : $0.settledFen) : 0) }),
                (old ? "代金券或立减优惠退款金额" : "充值券退款金额", { _ in "`0.00" }),
                ("退款类型", { $0.isRefund ? "`ORIGINAL" : "`" }),
                ("退款状态", { $0.isRefund ? "`SUCCESS" : "`" }),
            ]
        }
        columns += [
            ("商品名称", { _ in "`AI usage" }), ("商户数据包", { "`inv=\($0.order)" }),
            ("手续费", { "`" + fiveDecimals($0.fee) }), ("费率", { _ in "`0.60%" }),
        ]
        if !old { columns.append(("订单金额", { "`" + yuan($0.isRefund ? 0 : $0.fen) })) }
        if !old, layout != .success {
            columns.append(("申请退款金额", { "`" + yuan($0.isRefund ? $0.fen : 0) }))
        }
        if !old { columns.append(("费率备注", { _ in "`" })) }
        var sheet = Sheet(
            movements, columns: columns,
            checked: [
                "应结订单金额", "总金额", "退款金额", "充值券退款金额", "代金券或立减优惠退款金额",
                "手续费", "订单金额", "申请退款金额",
            ])
        sheet.after = summary(layout, movements)
        return sheet
    }

    private static func summary(_ layout: WeChatLayout, _ movements: [Movement]) -> [String] {
        func sum(_ isRefund: Bool, _ value: (Movement) -> Int) -> String {
            yuan(movements.filter { $0.isRefund == isRefund }.map(value).reduce(0, +))
        }
        let fees = fiveDecimals(movements.map(\.fee).reduce(0, +))
        let (gross, settled) = (sum(false, \.fen), sum(false, \.settledFen))
        let (asked, refunded) = (sum(true, \.fen), sum(true, \.settledFen))
        let count = movements.count
        switch layout {
        case .all, .refund:
            return [
                "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额",
                "`\(count),`\(settled),`\(refunded),`0.00,`\(fees),`\(gross),`\(asked)",
            ]
        case .success:
            return [
                "总交易单数,应结订单总金额,手续费总金额,订单总金额",
                "`\(count),`\(settled),`\(fees),`\(gross)",
            ]
        case .before:
            return [
                "总交易单数,总交易额,总退款金额,总代金券或立减优惠退款金额,手续费总金额",
                "`\(count),`\(gross),`\(asked),`0.00,`\(fees)",
            ]
        }
    }

    /// The fund bill of the movements, whose balances follow one another.
    public static func weChatFund(_ flows: [Flow], mchid: String = "1900000109") -> Sheet {
        let names = [
            "payment": "交易", "fee": "扣除交易手续费", "refund": "退款", "feeRefund": "退还交易手续费",
            "withdrawal": "提现",
        ]
        var sheet = Sheet(
            flows,
            columns: [
                ("记账时间", { "`\($0.time)" }),
                ("微信支付业务单号", { "`" + ($0.movement.map(source) ?? "") }),
                ("资金流水单号", { "`\($0.number)" }), ("业务名称", { _ in "`交易" }),
                ("业务类型", { "`\(names[$0.kind]!)" }), ("收支类型", { $0.fen < 0 ? "`支出" : "`收入" }),
                ("收支金额(元)", { "`" + yuan(abs($0.fen)) }),
                ("账户结余(元)", { "`" + yuan($0.balanceFen) }),
                ("资金变更提交申请人", { _ in "`\(mchid)API" }), ("备注", { _ in "`" }),
                ("业务凭证号", { "`" + ($0.movement.map(ours) ?? "") }),
            ], checked: ["收支金额(元)", "账户结余(元)"])
        let (inflows, outflows) = (
            flows.map(\.fen).filter { $0 > 0 }, flows.map(\.fen).filter { $0 < 0 }
        )
        sheet.after = [
            "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额",
            "`\(flows.count),`\(inflows.count),`\(yuan(inflows.reduce(0, +))),"
                + "`\(outflows.count),`\(yuan(-outflows.reduce(0, +)))",
        ]
        return sheet
    }

    /// WeChat Pay's fund bill names the refund where there is one.
    public static func source(_ movement: Movement) -> String {
        movement.isRefund ? movement.refundID : movement.transaction
    }

    /// Our number of the same.
    public static func ours(_ movement: Movement) -> String {
        movement.isRefund ? movement.refundNo : movement.order
    }
}
