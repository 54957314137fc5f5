import CArchive
import Foundation
import GRDB
import Money
import Store
import TestSupport
import Time

@testable import Catalog
@testable import Checkout
@testable import Invoicing

/// A merchant whose one customer owes a base fee, and bills of the channels for it.
enum Sample {
    static let now = try! Instant("2025-06-11T01:00:00Z")
    static let mchid = "1900000109"
    static let pid = "2088101111111111"

    static func yaml(
        merchant: String = "mer_001", customer: String = "cus_001", fee: String
    )
        -> String
    {
        """
        effective: 2025-01-01
        merchant:
          id: \(merchant)
          name: {en: Example Lantern AI (Demo) Ltd, zh-Hans: 示例灯笼智能（演示）有限公司}
          product: {en: AI API, zh-Hans: AI 接口}
          registration: 91990000MA00000A9E
          address: {en: 1 Lantern Alley, zh-Hans: 灯笼弄1号}
          email: billing@lantern.example.com
          time_zone: Asia/Shanghai
          language: zh-Hans
          tax: {name: {en: VAT, zh-Hans: 增值税}, percent: "0"}
          payment_terms_days: 14
          channels:
            wechat_pay: {mchid: "\(mchid)", appid: wx2421b1c4370ec43b}
            alipay: {pid: "\(pid)"}
          settlement:
            currency: USD
            bank: {name: Example Harbour Bank (Demo), account_last4: "1234"}
            platform_fee_percent: "2.5"
            subscription: "0"
            wire_fee: "0"
            minimum_payout: "0"
        plans:
          - code: flat
            name: {en: Flat, zh-Hans: 包月}
            currency: CNY
            interval: monthly
            base_fee: "\(fee)"
        customers:
          - id: \(customer)
            name: {en: Example Osmanthus Tea House (Demo) Ltd, zh-Hans: 示例桂花茶舍（演示）有限公司}
            address: {en: 8 Osmanthus Steps, zh-Hans: 桂花阶8号}
            email: accounts@osmanthus.example.com
            language: both
            plan: flat
            since: 2025-01-01
        """
    }

    /// An invoice that is not in any ledger.
    static func invoice(_ db: Database, fee: String, counter: Int = 19) throws -> Invoice {
        _ = try CatalogFile(yaml: yaml(fee: fee), file: "sample.yaml")
            .apply(db, sourceName: "sample.yaml", at: now)
        let catalog = try MerchantCatalog(db, "mer_001", at: now)
        return try Invoicer.invoice(
            Invoicer.Draft(
                catalog: catalog, customer: catalog.customers[0], month: Month("2025-05"), fees: []),
            number: Invoice.Number(day: Day("2025-06-11"), counter: counter), issuedAt: now,
            currency: .cny, lock: nil)
    }

    /// An invoice of CNY 7,650.00, or as much as said, finalized.
    static func stored(
        _ ledger: TestLedger, fee: String = "7650.00", counter: Int = 19
    ) throws -> StoredInvoice {
        try ledger.file.write { db in
            let invoice = try invoice(db, fee: fee, counter: counter)
            _ = try invoice.insert(db, fxLockID: nil)
            return try Invoice.fetchOne(db, invoice.number)
        }
    }

    // MARK: Bills

    static let weChatHeader =
        "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
        + "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
        + "手续费,费率,订单金额,申请退款金额,费率备注"

    /// A day of payments that adds up, as WeChat Pay sends it. The fee is 0.60 %.
    static func weChatBill(
        _ payments: [(order: String, transaction: String, yuan: String, fee: String)],
        mchid: String = Sample.mchid
    ) throws -> [UInt8] {
        var lines = [weChatHeader]
        var sum = Exact.zero
        var fees = Exact.zero
        for payment in payments {
            sum = try sum.plus(Exact(parsing: payment.yuan))
            fees = try fees.plus(Exact(parsing: payment.fee))
            lines.append(
                "`2025-06-11 09:41:22,`wx2421b1c4370ec43b,`\(mchid),`0,`,`\(payment.transaction),"
                    + "`\(payment.order),`oXk9Z5b1,`NATIVE,`SUCCESS,`CMB_CREDIT,`CNY,"
                    + "`\(payment.yuan),`0.00,`0,`0,`0.00,`0.00,`,`,`AI usage,`,`\(payment.fee),"
                    + "`0.60%,`\(payment.yuan),`0.00,`")
        }
        lines.append("总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额")
        lines.append("`\(payments.count),`\(sum),`0.00,`0.00,`\(fees),`\(sum),`0.00")
        return [0xEF, 0xBB, 0xBF] + Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// A ZIP whose member names are GBK without the flag that says UTF-8, as Alipay's are.
    static func zip(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var output = [UInt8](
            repeating: 0, count: members.reduce(4096) { $0 + $1.bytes.count + 1024 })
        var used = 0
        let archive = archive_write_new()
        archive_write_set_format_zip(archive)
        archive_write_set_options(archive, "zip:compression=deflate")
        archive_write_open_memory(archive, &output, output.count, &used)
        for member in members {
            let entry = archive_entry_new()
            let name = GBK.encode(member.name)!.map { CChar(bitPattern: $0) } + [0]
            archive_entry_set_pathname(entry, name)
            archive_entry_set_size(entry, Int64(member.bytes.count))
            archive_entry_set_filetype(entry, UInt32(0o100000))
            archive_entry_set_perm(entry, 0o644)
            archive_write_header(archive, entry)
            archive_write_data(archive, member.bytes, member.bytes.count)
            archive_entry_free(entry)
        }
        archive_write_close(archive)
        archive_write_free(archive)
        return Array(output[..<used])
    }
}
