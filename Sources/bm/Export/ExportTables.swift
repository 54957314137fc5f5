import Ledger

/// Everything that can be exported as rows, in the order money flows.
enum ExportTables {
    static let all: [ExportTable] =
        catalog + rates + usage + credits + invoices + payments + books + settlements + notices

    static func named(_ name: String) -> ExportTable? { all.first { $0.name == name } }

    // Joins that several tables share.
    static let parties = """
        JOIN merchant ON merchant.id = invoice.merchantId
        JOIN customer ON customer.id = invoice.customerId
        """
    static let paid = """
        JOIN paymentOrder ON paymentOrder.id = payment.orderId
        JOIN invoice ON invoice.id = paymentOrder.invoiceId \(parties)
        """

    // Columns that several tables have.
    static let merchant = ExportColumn("merchant_id", .text, "the merchant")
    static let customer = ExportColumn("customer_id", .text, "the customer")
    static let invoice = ExportColumn("invoice", .text, "the number of the invoice")
    static let channel = ExportColumn("channel", .text, "wechat_pay or alipay")
    static let transaction = ExportColumn(
        "transaction_id", .text, "the channel's number of the payment")
    static let outTradeNo = ExportColumn("out_trade_no", .text, "our number of the payment order")
    static let currency = ExportColumn("currency", .text, "ISO 4217")
    static let snapshot = ExportColumn("snapshot_sha256", .text, "SHA-256 of the document below")
    static let document = ExportColumn("document", .document, "all that it says, as it was kept")
}
