public import Catalog
public import Credits
public import FX
public import Money
import Store
public import Time

/// The bill that sells credit: one line, in CNY at a locked rate, with tax.
///
/// 10,000 credits worth USD 0.01 each cost USD 100.00, at 7.27 CNY 727.00, and with 6 % of tax CNY
/// 770.62. What is sold without tax, CNY 727.00, is the grant's cost: it is owed in usage.
public struct TopUpInvoice: Sendable {
    public let number: Invoice.Number
    public let merchant: Merchant.ID
    public let customer: Customer.ID
    /// The month it is issued in, where the merchant's zone cuts it.
    public let month: Month
    public let zone: Zone
    public let issuedAt: Instant
    public let dueDay: Day
    /// The currency it is paid in.
    public let currency: Currency
    /// nil where the price is in that currency already.
    public let lock: FXLock?
    public let seller: Invoice.Party
    public let buyer: Invoice.Party
    public let catalogVersion: Int64
    public let language: DocumentLanguage
    /// What it sells.
    public let grant: CreditGrant.ID
    /// How much, in the grant's unit.
    public let units: Exact
    public let unit: CreditUnit
    /// What is asked for it, in the currency it will pay.
    public let price: PreciseAmount
    /// The same in the invoice's currency, rounded once.
    public let amount: Amount
    public let tax: Invoice.Tax

    public var total: Amount { amount + tax.amount }
    /// SHA-256 of everything it prints.
    public var digest: String { json.digest }

    /// What a top-up is made from.
    public struct Draft: Sendable {
        public let catalog: MerchantCatalog
        public let customer: Customer
        public let grant: CreditGrant.ID
        public let units: Exact
        public let unit: CreditUnit
        /// What is asked for it; nil for what it is worth.
        public let price: PreciseAmount?

        public init(
            catalog: MerchantCatalog, customer: Customer, grant: CreditGrant.ID, units: Exact,
            unit: CreditUnit, price: PreciseAmount? = nil
        ) {
            self.catalog = catalog
            self.customer = customer
            self.grant = grant
            self.units = units
            self.unit = unit
            self.price = price
        }
    }

    /// - Parameter lock: from the price's currency to `currency`; nil where they are the same.
    /// - Throws: `MoneyError` where a figure does not fit.
    public init(
        _ draft: Draft, number: Invoice.Number, issuedAt: Instant, currency: Currency, lock: FXLock?
    ) throws(MoneyError) {
        let merchant = draft.catalog.merchant
        let worth = PreciseAmount(try draft.unit.value(of: draft.units), draft.unit.currency)
        let price = draft.price ?? worth
        precondition(lock != nil || price.currency == currency, "no lock to \(currency)")
        let amount =
            if let lock { try lock.rounded(price) } else { try price.rounded(.halfAwayFromZero) }
        let tax = try amount.exact.times(merchant.tax.percent).shifted(right: 2)
        self.init(
            number: number, merchant: merchant.id, customer: draft.customer.id,
            month: merchant.zone.day(of: issuedAt).month, zone: merchant.zone, issuedAt: issuedAt,
            dueDay: merchant.zone.day(of: issuedAt).advanced(by: merchant.paymentTermsDays),
            currency: currency, lock: lock,
            seller: Invoice.Party(merchant), buyer: Invoice.Party(draft.customer),
            catalogVersion: draft.catalog.version, language: draft.customer.language,
            grant: draft.grant, units: draft.units, unit: draft.unit, price: price, amount: amount,
            tax: Invoice.Tax(
                name: merchant.tax.name, percent: merchant.tax.percent, base: amount,
                amount: try PreciseAmount(tax, currency).rounded(.halfAwayFromZero)))
        _ = try total.checked()
    }

    init(
        number: Invoice.Number, merchant: Merchant.ID, customer: Customer.ID, month: Month,
        zone: Zone, issuedAt: Instant, dueDay: Day, currency: Currency, lock: FXLock?,
        seller: Invoice.Party, buyer: Invoice.Party, catalogVersion: Int64,
        language: DocumentLanguage, grant: CreditGrant.ID, units: Exact, unit: CreditUnit,
        price: PreciseAmount, amount: Amount, tax: Invoice.Tax
    ) {
        self.number = number
        self.merchant = merchant
        self.customer = customer
        self.month = month
        self.zone = zone
        self.issuedAt = issuedAt
        self.dueDay = dueDay
        self.currency = currency
        self.lock = lock
        self.seller = seller
        self.buyer = buyer
        self.catalogVersion = catalogVersion
        self.language = language
        self.grant = grant
        self.units = units
        self.unit = unit
        self.price = price
        self.amount = amount
        self.tax = tax
    }
}
