public import Catalog
public import FX
public import Money
public import Store
public import Time

/// What every finalized invoice has, whatever it bills: usage and fees (`Invoice`), or credit that is sold
/// (`TopUpInvoice`).
public protocol FinalizedInvoice: Sendable {
    var number: Invoice.Number { get }
    var merchant: Merchant.ID { get }
    var customer: Customer.ID { get }
    /// The merchant's, in which its days are told.
    var zone: Zone { get }
    var issuedAt: Instant { get }
    var dueDay: Day { get }
    /// The currency it is paid in.
    var currency: Currency { get }
    /// The currency of its prices.
    var pricingCurrency: Currency { get }
    /// nil where the two are the same.
    var lock: FXLock? { get }
    var seller: Invoice.Party { get }
    var buyer: Invoice.Party { get }
    var language: DocumentLanguage { get }
    /// Before tax.
    var subtotal: Amount { get }
    /// By rate.
    var taxes: [Invoice.Tax] { get }
    /// What it asks: subtotal and taxes.
    var total: Amount { get }
    /// Everything it prints, `bm.invoice/1`.
    var json: JSONValue { get }
    /// SHA-256 of all of that.
    var digest: String { get }
}

extension Invoice: FinalizedInvoice {}

extension TopUpInvoice: FinalizedInvoice {
    public var pricingCurrency: Currency { price.currency }
    public var subtotal: Amount { amount }
    public var taxes: [Invoice.Tax] { [tax] }
}
