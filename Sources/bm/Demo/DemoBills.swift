import CArchive
import Checkout
import Money
import Store
import Time

/// Bill files in the channels' own layouts for the demo's orders, byte for byte as they send them.
enum DemoBills {
    /// A WeChat Pay trade bill of one day: UTF-8 with byte order mark, CR LF, backticks.
    static func weChat(_ movements: [DemoMovement]) throws -> [UInt8] {
        var lines = [
            "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,"
                + "付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,"
                + "充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
        ]
        var fees = Exact.zero
        var (paid, back) = (Amount.zero(.cny), Amount.zero(.cny))
        for movement in movements {
            guard let payment = movement.payment else { continue }
            let fee = try movement.fee()
            fees = try fees.plus(fee)
            var (gross, asked) = (movement.amount, Amount.zero(.cny))
            var state = ["SUCCESS", "0", "0", "", ""]
            if case .refund(_, let number) = movement.kind {
                (gross, asked) = (asked, gross)
                state = ["REFUND", movement.refundID, number, "ORIGINAL", "SUCCESS"]
            }
            paid += gross
            back += asked
            let cells = [
                movement.local, movement.account.appid, movement.account.number, "0", "",
                payment.transactionID, payment.order.outTradeNo, "oDemo\(payment.digits(23))",
                "NATIVE", state[0], "OTHERS", "CNY", gross.decimal, "0.00", state[1], state[2],
                asked.decimal, "0.00", state[3], state[4], "AI usage (\(payment.invoiceNumber))",
                "inv=\(payment.invoiceNumber)", fee.text(minimumScale: 5), "0.60%", gross.decimal,
                asked.decimal, "",
            ]
            lines.append(cells.map { "`" + $0 }.joined(separator: ","))
        }
        lines.append("总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额")
        lines.append(
            [
                "\(movements.count)", paid.decimal, back.decimal, "0.00",
                fees.text(minimumScale: 5), paid.decimal, back.decimal,
            ].map { "`" + $0 }.joined(separator: ","))
        return [0xEF, 0xBB, 0xBF] + Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// An Alipay business bill of one day: a ZIP with a GBK name and GBK text.
    static func alipay(_ movements: [DemoMovement]) throws -> [UInt8] {
        let (account, day) = (movements[0].account.number, movements[0].day)
        var lines = [
            "#支付宝业务明细查询", "#账号：[\(account)0156]",
            "#起始日期：[\(chinese(day))]   终止日期：[\(chinese(day.advanced(by: 1)))]",
            "#-----------------------------------------业务明细列表----------------------------------------",
            "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,"
                + "对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,"
                + "商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,"
                + "退款批次号/请求号,服务费（元）,分润（元）,备注",
        ]
        var (paid, back) = (Amount.zero(.cny), Amount.zero(.cny))
        var refunds = 0
        for movement in movements {
            guard let payment = movement.payment else { continue }
            var (kind, number, amount) = ("交易", "", movement.amount)
            if case .refund(_, let refund) = movement.kind {
                (kind, number, amount) = ("退款", refund, -movement.amount)
                back += movement.amount
                refunds += 1
            } else {
                paid += movement.amount
            }
            let cells = [
                payment.transactionID + "\t", payment.order.outTradeNo + "\t", kind + "\t",
                "AI usage (\(payment.invoiceNumber))", movement.local, movement.local, "\t", "\t",
                "\t", "\t", "*示例(dem***@example.com)\t", amount.decimal, amount.decimal, "0.00",
                "0.00", "0.00", "0.00", "0.00", "", "0.00\t", "0.00", number + "\t",
                (-(try movement.feeInFen())).decimal, "0.00", payment.invoiceNumber,
            ]
            lines.append(cells.joined(separator: ","))
        }
        lines += [
            "#-----------------------------------------业务明细列表结束------------------------------------",
            "#交易合计：\(movements.count - refunds)笔，商家实收共\(paid.decimal)元，商家优惠共0.00元",
            "#退款合计：\(refunds)笔，商家实收退款共\((-back).decimal)元，商家优惠退款共0.00元",
            "#导出时间：[\(chinese(day.advanced(by: 1)).prefix(11)) 05:46:49]",
        ]
        return try gbkZIP(lines, "\(account)0156_\(day.number)_业务明细.csv", of: day)
    }

    /// `2026年06月01日 00:00:00`
    static func chinese(_ day: Day) -> String {
        let (year, month, dayOfMonth) = day.parts
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)年\(two(month))月\(two(dayOfMonth))日 00:00:00"
    }

    /// The lines in GBK, in a ZIP under a GBK name, as Alipay sends them.
    static func gbkZIP(_ lines: [String], _ name: String, of day: Day) throws -> [UInt8] {
        guard let text = GBK.encode(lines.joined(separator: "\r\n") + "\r\n"),
            let gbkName = GBK.encode(name)
        else {
            throw CommandError.resourceMissing(
                "the GB18030 converter of the C library", looked: ["iconv"])
        }
        return zip(name: gbkName, text, at: Zone.shanghai.start(of: day))
    }

    /// One stored file in a ZIP, dated from the bill and not from the clock.
    private static func zip(name: [UInt8], _ bytes: [UInt8], at instant: Instant) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: bytes.count + 4096)
        var used = 0
        let archive = archive_write_new()
        archive_write_set_format_zip(archive)
        // The name's bytes as they are: no flag says UTF-8, as Alipay's ZIPs have none.
        archive_write_set_options(archive, "zip:compression=store,zip:!experimental")
        archive_write_open_memory(archive, &output, output.count, &used)
        let entry = archive_entry_new()
        archive_entry_set_pathname(entry, name.map { CChar(bitPattern: $0) } + [0])
        archive_entry_set_size(entry, Int64(bytes.count))
        archive_entry_set_filetype(entry, UInt32(0o100000))
        archive_entry_set_perm(entry, 0o644)
        archive_entry_set_mtime(entry, time_t(instant.seconds), 0)
        archive_write_header(archive, entry)
        archive_write_data(archive, bytes, bytes.count)
        archive_entry_free(entry)
        archive_write_close(archive)
        archive_write_free(archive)
        return Array(output[..<used])
    }
}
