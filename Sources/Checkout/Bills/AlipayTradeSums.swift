import Money

/// The sums of a business bill, each without its sign: 业务类型 says which way a figure went.
struct AlipayTradeSums {
    let file: String
    private var payments: BillSums
    private var refunds: BillSums
    private var count = (payments: 0, refunds: 0)

    private static let figures = [
        "订单金额", "商家实收", "支付宝优惠", "商家优惠", "卡消费金额", "服务费", "分润",
    ]

    init(file: String) {
        self.file = file
        payments = BillSums(file: file)
        refunds = BillSums(file: file)
    }

    mutating func add(_ line: BillLine, _ row: ChannelBill.Row) throws(CheckoutError) {
        for name in AlipayTradeSums.figures where line.optional(name) != nil {
            let value = try line.number(name).magnitude
            switch row.kind {
            case .payment: try payments.add(value, to: name, line: line.number)
            case .refund: try refunds.add(value, to: name, line: line.number)
            }
        }
        if row.kind == .payment { count.payments += 1 } else { count.refunds += 1 }
    }

    /// `#交易合计：2笔，商家实收共4160.50元，…` and `#退款合计：1笔，商家实收退款共-200.00元，…`
    func check(_ details: AlipayTable) throws(CheckoutError) {
        for (prefix, count, sums) in [
            ("#交易合计", count.payments, payments), ("#退款合计", count.refunds, refunds),
        ] {
            let totals = try details.totals(prefix)
            guard let said = totals.count, said == Exact(count) else {
                throw .doesNotAddUp(
                    file, what: "\(prefix) 笔", rows: "\(count)",
                    summary: totals.count?.description ?? "")
            }
            for name in ["商家实收", "商家优惠"] {
                // Only what came in is always there.
                guard let said = totals.amount(name) ?? (name == "商家实收" ? .zero : nil) else {
                    continue
                }
                guard said.magnitude == sums[name] else {
                    throw .doesNotAddUp(
                        file, what: "\(prefix) \(name)", rows: sums[name].description,
                        summary: said.description)
                }
            }
        }
    }

    /// The row 合计 of the 汇总 member:
    ///
    ///     商家实收（元） 4160.50 − 200.00 = 3960.50
    ///     服务费（元）   19.20 + 5.76 − 1.20 = 23.76, printed as −23.76
    ///     实收净额（元） 3960.50 − 23.76 = 3936.74
    func check(summary: BillLine) throws(CheckoutError) {
        try payments.compare(
            "汇总 交易订单总笔数", rows: Exact(count.payments),
            summary: summary.optional("交易订单总笔数") ?? "")
        try payments.compare(
            "汇总 退款订单总笔数", rows: Exact(count.refunds),
            summary: summary.optional("退款订单总笔数") ?? "")
        for name in AlipayTradeSums.figures where summary.table.has(name) {
            let rows = try net(name)
            let said = try summary.number(name)
            let isSigned = name == "订单金额" || name == "商家实收"
            guard isSigned ? said == rows : said.magnitude == rows.magnitude else {
                throw .doesNotAddUp(
                    file, what: "汇总 \(name)", rows: rows.description, summary: said.description)
            }
        }
        guard summary.table.has("实收净额") else { return }
        let taken = try payments.difference(net("商家实收"), net("服务费"))
        let kept = try payments.difference(taken, net("分润"))
        try payments.compare(
            "汇总 实收净额", rows: kept, summary: summary.optional("实收净额") ?? "")
    }

    /// Payments less refunds.
    private func net(_ name: String) throws(CheckoutError) -> Exact {
        try payments.difference(payments[name], refunds[name])
    }
}
