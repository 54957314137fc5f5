public import Catalog
public import Ledger
public import Time

/// Everything a revenue report prints.
public struct RevenueInput: Sendable {
    public let merchant: Merchant
    /// Of this merchant alone.
    public let report: RecognitionReport
    /// The names of customers that earned something.
    public let customers: [Customer.ID: LocalizedText]
    /// The names of charges by their codes, and of plans and add-ons by their English names.
    public let products: [String: LocalizedText]
    public let asOf: Instant

    public init(
        _ merchant: Merchant, _ report: RecognitionReport, customers: [Customer.ID: LocalizedText],
        products: [String: LocalizedText] = [:], asOf: Instant
    ) {
        self.merchant = merchant
        self.report = report
        self.customers = customers
        self.products = products
        self.asOf = asOf
    }

    /// `REV-2026-06-mer_001`
    public var number: String { "REV-\(report.month)-\(merchant.id)" }
}
