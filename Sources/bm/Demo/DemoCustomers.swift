import Catalog
import Checkout
import GRDB
import Invoicing
import Time

/// How the demo's customers pay where `examples/june.csv` says nothing else: by a fixed rule, so that every
/// run gives the same bytes.
///
/// Of all invoices in order, every seventh stays unpaid; the others are paid by WeChat Pay and Alipay
/// in turn: every third within the life of the first code, the rest days later by a new one.
enum DemoCustomers {
    static func steps(
        _ db: Database, _ invoices: [StoredInvoice], issuedAt: Instant,
        besides: [DemoStep]
    ) throws -> [DemoStep] {
        let told = Set(besides.map { "\($0.merchant) \($0.invoice)" })
        var steps: [DemoStep] = []
        func pay(
            _ merchant: Merchant.ID, _ number: Invoice.Number, _ channel: Channel, _ at: Instant
        ) {
            func step(_ what: DemoStep.What, _ at: Instant) -> DemoStep {
                DemoStep(
                    at: at, merchant: merchant, invoice: number.text, what: what, channel: channel,
                    amount: "", reason: "")
            }
            steps += [step(.order, at), step(.pay, at.advanced(bySeconds: 185))]
        }
        for (index, stored) in invoices.enumerated() where index % 7 != 6 {
            let invoice = stored.invoice
            if told.contains("\(invoice.merchant) \(invoice.number)") { continue }
            let days = index % 3 == 0 ? 0 : Int64(1 + index * 5 % 24)
            // The first codes were made with the invoice and live two hours.
            pay(
                invoice.merchant, invoice.number, index % 2 == 0 ? .wechatPay : .alipay,
                issuedAt.advanced(bySeconds: days * 86_400 + Int64(600 + index * 97)))
        }
        // What is sold before it is used is paid on the day it is sold.
        for sale in try TopUpInvoice.fetchAll(db) {
            pay(
                sale.invoice.merchant, sale.invoice.number, .wechatPay,
                sale.invoice.issuedAt.advanced(bySeconds: 36_000))
        }
        return steps
    }
}
