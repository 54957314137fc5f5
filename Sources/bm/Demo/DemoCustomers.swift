import Catalog
import Checkout
import GRDB
import Invoicing
import Money
import Store
import Time

/// How the demo's customers pay: by a fixed rule, so that every run gives the same bytes.
///
/// Of all invoices in order, every seventh stays unpaid; the others are paid by WeChat Pay and Alipay
/// in turn: every third within the life of the first code, the rest days later by a new one.
enum DemoCustomers {
    static func payments(
        _ db: Database, _ invoices: [StoredInvoice], issuedAt: Instant
    ) throws -> [DemoPayment] {
        var payments: [DemoPayment] = []
        for (index, stored) in invoices.enumerated() where index % 7 != 6 {
            let channel: Channel = index % 2 == 0 ? .wechatPay : .alipay
            let days = index % 3 == 0 ? 0 : Int64(1 + index * 5 % 24)
            // The first codes were made with the invoice and live two hours.
            let at = issuedAt.advanced(bySeconds: days * 86_400 + Int64(600 + index * 97))
            let order = try Cashier.open(db, stored, channel: channel, at: at)
            let merchant = try MerchantCatalog(db, stored.invoice.merchant, at: at).merchant
            payments.append(
                DemoPayment(
                    order: order, invoiceNumber: stored.invoice.number.text,
                    account: channel == .wechatPay ? merchant.wechatPay.mchid : merchant.alipay.pid,
                    appid: merchant.wechatPay.appid, paidAt: at.advanced(bySeconds: 185)))
        }
        // What is sold before it is used is paid on the day it is sold.
        for sale in try TopUpInvoice.fetchAll(db) {
            let invoice = sale.invoice
            let order = try Cashier.open(
                db, invoice: sale.id, invoice.number, total: invoice.total, channel: .wechatPay,
                at: invoice.issuedAt.advanced(bySeconds: 36_000))
            let merchant = try MerchantCatalog(db, invoice.merchant, at: invoice.issuedAt).merchant
            payments.append(
                DemoPayment(
                    order: order, invoiceNumber: invoice.number.text,
                    account: merchant.wechatPay.mchid, appid: merchant.wechatPay.appid,
                    paidAt: invoice.issuedAt.advanced(bySeconds: 36_185)))
        }
        return payments
    }

    /// Bill files by name: a trade bill and a fund bill a channel, account and day.
    static func bills(
        _ payments: [DemoPayment]
    ) throws -> [(channel: Channel, name: String, bytes: [UInt8])] {
        struct Key: Hashable {
            let channel: Channel
            let account: String
            let day: Day
        }
        let groups = Dictionary(grouping: payments) {
            Key(channel: $0.order.channel, account: $0.account, day: $0.day)
        }
        var balances: [String: Amount] = [:]
        return try groups.sorted {
            ($0.key.day, $0.key.channel, $0.key.account) < (
                $1.key.day, $1.key.channel, $1.key.account
            )
        }.flatMap { key, payments in
            let ordered = payments.sorted { $0.paidAt < $1.paidAt }
            switch key.channel {
            case .wechatPay:
                let name = "\(key.account)-\(key.day.number)"
                return [
                    (key.channel, "\(name)-trade.csv", try DemoBills.weChat(ordered)),
                    (
                        key.channel, "\(name)-fund.csv",
                        try DemoBills.weChatFund(
                            ordered, &balances[key.account, default: .zero(.cny)])
                    ),
                ]
            case .alipay:
                let name = "\(key.account)0156_\(key.day.number)"
                return [
                    (key.channel, "\(name).zip", try DemoBills.alipay(ordered)),
                    (
                        key.channel, "\(name)-account.zip",
                        try DemoBills.alipayAccount(
                            ordered, &balances[key.account, default: .zero(.cny)])
                    ),
                ]
            }
        }
    }
}
