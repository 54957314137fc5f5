import CArchive
import Checkout
import Money
import Store
import Time

/// A payment that the demo pretends a customer made.
struct DemoPayment {
    let order: PaymentOrder
    let invoiceNumber: String
    /// mchid or pid.
    let account: String
    let appid: String
    let paidAt: Instant

    /// Digits that follow from the order number, for the channel's own ids.
    func digits(_ count: Int) -> String {
        let hex = SHA256Digest.hex(order.outTradeNo.utf8)
        return String(hex.unicodeScalars.map { Character("\($0.value % 10)") }.prefix(count))
    }

    /// The channel's number of it.
    var transactionID: String {
        order.channel == .wechatPay
            ? "4200002\(day.number)\(digits(13))" : "\(day.number)220014\(digits(14))"
    }

    var local: String {
        let text = Zone.shanghai.text(paidAt)
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
    }

    var day: Day { Zone.shanghai.day(of: paidAt) }
}

/// Bill files in the channels' own layouts for the demo's orders, byte for byte as they send them.
enum DemoBills {
    private static let feePercent = Exact(coefficient: 6, scale: 1)

    static func fee(_ payment: DemoPayment) throws -> Exact {
        try payment.order.amount.exact.times(feePercent).shifted(right: 2)
    }

    /// A WeChat Pay trade bill of one day: UTF-8 with byte order mark, CR LF, backticks.
    static func weChat(_ payments: [DemoPayment]) throws -> [UInt8] {
        var lines = [
            "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,"
                + "付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,"
                + "充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
        ]
        var fees = Exact.zero
        var sum = Amount.zero(.cny)
        for payment in payments {
            let fee = try fee(payment)
            fees = try fees.plus(fee)
            sum += payment.order.amount
            let amount = payment.order.amount.decimal
            let cells = [
                payment.local, payment.appid, payment.account, "0", "", payment.transactionID,
                payment.order.outTradeNo, "oDemo\(payment.digits(23))", "NATIVE", "SUCCESS",
                "OTHERS",
                "CNY", amount, "0.00", "0", "0", "0.00", "0.00", "", "",
                "AI usage (\(payment.invoiceNumber))", "inv=\(payment.invoiceNumber)",
                fee.text(minimumScale: 5), "0.60%", amount, "0.00", "",
            ]
            lines.append(cells.map { "`" + $0 }.joined(separator: ","))
        }
        lines.append("总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额")
        lines.append(
            [
                "\(payments.count)", sum.decimal, "0.00", "0.00", fees.text(minimumScale: 5),
                sum.decimal, "0.00",
            ].map { "`" + $0 }.joined(separator: ","))
        return [0xEF, 0xBB, 0xBF] + Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// An Alipay business bill of one day: a ZIP with a GBK name and GBK text.
    static func alipay(_ payments: [DemoPayment]) throws -> [UInt8] {
        let account = payments[0].account
        let day = payments[0].day
        var lines = [
            "#支付宝业务明细查询", "#账号：[\(account)0156]",
            "#起始日期：[\(chinese(day))]   终止日期：[\(chinese(day.advanced(by: 1)))]",
            "#-----------------------------------------业务明细列表----------------------------------------",
            "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,"
                + "对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,"
                + "商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,"
                + "退款批次号/请求号,服务费（元）,分润（元）,备注",
        ]
        var sum = Amount.zero(.cny)
        for payment in payments {
            let fee = try PreciseAmount(fee(payment), .cny).rounded(.halfAwayFromZero)
            let amount = payment.order.amount.decimal
            sum += payment.order.amount
            let cells = [
                payment.transactionID + "\t", payment.order.outTradeNo + "\t", "交易\t",
                "AI usage (\(payment.invoiceNumber))", payment.local, payment.local, "\t", "\t",
                "\t",
                "\t", "*示例(dem***@example.com)\t", amount, amount, "0.00", "0.00", "0.00", "0.00",
                "0.00", "", "0.00\t", "0.00", "\t", (-fee).decimal, "0.00", payment.invoiceNumber,
            ]
            lines.append(cells.joined(separator: ","))
        }
        lines += [
            "#-----------------------------------------业务明细列表结束------------------------------------",
            "#交易合计：\(payments.count)笔，商家实收共\(sum.decimal)元，商家优惠共0.00元",
            "#退款合计：0笔，商家实收退款共0.00元，商家优惠退款共0.00元",
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
