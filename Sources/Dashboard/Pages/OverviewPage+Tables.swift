import Catalog
import Checkout
import FX
import Invoicing
import Ledger
import Money
import Settlement
import Time

/// Merchants, the largest invoices, the latest payouts, and what was checked.
extension OverviewPage {
    var merchantTable: TableContext {
        TableContext(
            caption: "Merchants",
            head: [
                "Merchant", "Product", Cell("Customers", right: true),
                Cell("Billed CNY", right: true), Cell("Collected CNY", right: true),
                Cell("Open CNY", right: true),
            ],
            rows: data.merchants.map { catalog in
                let id = catalog.merchant.id
                let invoices = data.invoices.filter { $0.invoice.merchant == id }
                let paid = data.payments.filter { $0.merchant == id }.map(\.amount)
                return [
                    Cell(Markup(name: catalog.merchant.name.english), href: Links.merchant(id)),
                    Cell(Markup(name: catalog.merchant.product.english)),
                    .number("\(catalog.customers.count)"),
                    .number(invoices.map(\.invoice.total).total(.cny).grouped),
                    .number(paid.total(.cny).grouped),
                    .number(invoices.map { data.due($0) }.total(.cny).grouped),
                ]
            }, empty: "No merchant yet; \(code: "bm catalog apply") adds one from a file.")
    }

    var invoiceTable: TableContext {
        InvoiceTable.make(
            data, Array(data.invoices.sorted { $0.invoice.total > $1.invoice.total }.prefix(8)),
            caption: "Largest invoices", naming: .merchantAndCustomer)
    }

    var payoutTable: TableContext {
        let scheduled = data.batches.filter { $0.batch.state == .scheduled }
        return TableContext(
            caption: "Latest payouts",
            head: [
                "Statement", "Merchant", "Value date", Cell("Net CNY", right: true),
                Cell("Payout", right: true),
            ],
            rows: scheduled.suffix(8).map { stored in
                let batch = stored.batch
                return [
                    Cell("\(batch.number)", isWhole: true, href: Links.document(batch, "pdf")),
                    Cell(
                        Markup(name: batch.merchantName.english),
                        href: Links.merchant(batch.merchant)),
                    Cell(batch.payoutDay.map { "\($0)" } ?? "–"), .number(batch.net.grouped),
                    .number(
                        "\(batch.payout)",
                        note: batch.lock.map { $0.note }),
                ]
            }, empty: "No payout yet; \(code: "bm close") schedules that of a month.")
    }

    var invariantTable: TableContext {
        TableContext(
            caption: "Invariants",
            head: ["Invariant", Cell("Checked", right: true), "Result"],
            rows: data.invariants.map { invariant in
                [
                    Cell("\(code: invariant.name.rawValue)", isWhole: true),
                    .number(Markup.grouped(invariant.checked)),
                    Cell(
                        invariant.holds ? "holds" : "broken",
                        state: invariant.holds ? "good" : "bad",
                        note: invariant.firstFailure.map { Markup(name: $0) }),
                ]
            }, empty: "No invariant was checked.")
    }
}
