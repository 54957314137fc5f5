import Money

extension WeChatTradeBill {
    /// The figures of one row under the names that they had over the years, in CNY.
    ///
    /// A row of the 24 columns has only 总金额 7650.00: gross and settled are both that, because
    /// coupons that are not settled came with 应结订单金额.
    struct Figures {
        /// 订单金额: ordered, with coupons. Zero on refund rows.
        let gross: Amount
        /// 应结订单金额: without coupons that nobody pays for. Zero on refund rows.
        let settled: Amount
        /// 申请退款金额: asked back. Zero on payment rows.
        let asked: Amount
        /// 退款金额: what leaves the merchant. Zero on payment rows.
        let refunded: Amount
        /// 充值券退款金额: the part of it that was paid with coupons.
        let coupons: Amount
        /// 手续费, five decimals, negative where it is given back.
        let fee: Exact

        init(_ line: BillLine, isPayment: Bool) throws(CheckoutError) {
            fee = try line.number("手续费")
            if isPayment {
                gross = try line.yuan("订单金额", "总金额", "应结订单金额")
                settled = try line.yuan("应结订单金额", "总金额", "订单金额")
                asked = try line.yuanOrZero("申请退款金额", "退款金额")
                refunded = try line.yuanOrZero("退款金额", "申请退款金额")
            } else {
                gross = try line.yuanOrZero("订单金额", "总金额", "应结订单金额")
                settled = try line.yuanOrZero("应结订单金额", "总金额", "订单金额")
                asked = try line.yuan("申请退款金额", "退款金额")
                refunded = try line.yuan("退款金额", "申请退款金额")
            }
            coupons = try line.yuanOrZero("充值券退款金额", "企业红包退款金额", "代金券或立减优惠退款金额")
            for amount in [gross, settled, asked, refunded, coupons] where amount.isNegative {
                throw line.fail("an amount of \(amount)", "amounts that are not negative")
            }
        }

        func add(to sums: inout BillSums, line: Int) throws(CheckoutError) {
            for (name, amount) in [
                ("gross", gross), ("settled", settled), ("asked", asked), ("refunded", refunded),
                ("coupons", coupons),
            ] {
                try sums.add(amount.exact, to: name, line: line)
            }
            try sums.add(fee, to: "fee", line: line)
        }
    }
}
