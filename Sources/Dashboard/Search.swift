import Catalog
import Checkout
import Invoicing
import Money
import Settlement
import Web

extension Scope {
    /// More would make the file of names slow to load; beyond, invoices are found by their whole number.
    private static let mostNamed = 3_000

    /// What can be found: merchants and customers by name, everything by its id.
    ///
    /// - Parameter events: those of each of the merchants.
    func search(_ events: [LineEvents]) -> SearchIndex {
        let links = links(from: "index.html")
        let merchantKind = Label("Merchant", zh: "商户")
        let customerKind = Label("Customer", zh: "客户")
        let invoiceKind = Label("Invoice", zh: "账单")
        let batchKind = Label("Settlement", zh: "结算单")
        let eventKind = Label("Event", zh: "事件")
        let orderKind = Label("Order", zh: "订单")
        let isFew = invoices.count <= Self.mostNamed
        var entries: [SearchIndex.Entry] = []
        for (merchant, events) in zip(merchants, events) {
            if isPlatform {
                entries.append(
                    .init(
                        merchantKind, id: merchant.id.text, name: Label(merchant.merchant.name),
                        path: links.merchant(merchant.id)))
            }
            entries += merchant.catalog.customers.map {
                .init(
                    customerKind, id: $0.id.text, name: Label($0.name),
                    path: links.customer($0.id, of: merchant.id))
            }
            for facts in merchant.invoices {
                let path = links.invoice(facts.invoice)
                entries.append(
                    .init(
                        invoiceKind, id: facts.invoice.number.text,
                        name: isFew ? Label(facts.invoice.buyer.name) : nil, path: path))
                entries += facts.orders.map {
                    .init(
                        orderKind, id: $0.order.outTradeNo,
                        path: "\(path)#order-\($0.order.outTradeNo)")
                }
            }
            entries += merchant.sales.map {
                .init(
                    invoiceKind, id: $0.invoice.number.text,
                    name: isFew ? Label($0.invoice.buyer.name) : nil,
                    path: links.page(Section.credits.path) + "#\($0.place)")
            }
            entries += merchant.batches.map {
                .init(
                    batchKind, id: $0.batch.number, name: Label(merchant.merchant.name),
                    path: links.batch($0.batch))
            }
            let lines = events.lines.map {
                "\(links.invoice($0.invoice, of: merchant.id))#line-\($0.number)"
            }
            entries += events.billed.map {
                .init(eventKind, id: $0.id, path: lines[$0.line])
            }
            let invoices = Dictionary(
                uniqueKeysWithValues: merchant.invoices.map { ($0.stored.id, $0.invoice) })
            entries += merchant.payments.compactMap { payment in
                invoices[payment.invoice].map {
                    .init(
                        Label("Payment", zh: "付款"), id: payment.transactionID,
                        path: links.invoice($0) + "#history")
                }
            }
        }
        return SearchIndex(entries)
    }
}
