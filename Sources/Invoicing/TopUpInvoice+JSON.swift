import Catalog
import Credits
import FX
import Money
public import Store
import Time

extension TopUpInvoice {
    /// Everything it prints, in the shape of `bm.invoice/1` with one line.
    public var json: JSONValue {
        .object([
            .init("schema", "bm.invoice/1"), .init("number", .string(number.text)),
            .init("kind", "topUp"), .init("merchant_id", .string(merchant.text)),
            .init("customer_id", .string(customer.text)),
            .init("issued_at", .string(issuedAt.description)),
            .init("due_at", .string(dueDay.description)),
            .init("period", zone.period(month, DaySpan(month))),
            .init("currency", .string(currency.code)),
            .init("pricing_currency", .string(price.currency.code)),
            .init("fx", lock?.json ?? .null), .init("seller", seller.json),
            .init("buyer", buyer.json), .init("catalog_version", .int(catalogVersion)),
            .init("language", .string(language.rawValue)),
            .init(
                "lines",
                .array([
                    .object([
                        .init("no", 1), .init("kind", "topUp"),
                        .init("month", .string(month.description)),
                        .init("grant", .string(grant.text)), .init("units", .exact(units)),
                        .init("unit", .string(unit.name)), .init("rate", .exact(unit.worth.exact)),
                        .init("precise_amount", .exact(price.exact)),
                        .init("amount", .amount(amount)), .init("tax_rate", .exact(tax.percent)),
                    ])
                ])),
            .init("subtotal", .amount(amount)), .init("tax", .array([tax.json])),
            .init("total", .amount(total)),
        ])
    }

    /// Reads a snapshot back.
    ///
    /// - Throws: `JSONShapeError` with the key that is not as this version writes it.
    public init(snapshot: JSONValue) throws {
        let reader = JSONFields(snapshot)
        guard let number = Invoice.Number(try reader.text("number")) else {
            throw reader.failure("number")
        }
        guard let language = DocumentLanguage(rawValue: try reader.text("language")) else {
            throw reader.failure("language")
        }
        guard let line = try reader.list("lines").first else { throw reader.failure("lines") }
        guard let tax = try reader.list("tax").first else { throw reader.failure("tax") }
        let period = try reader.child("period")
        let currency = try Currency(code: try reader.text("currency"))
        let pricing = try Currency(code: try reader.text("pricing_currency"))
        let unit = try line.text("unit")
        self.init(
            number: number, merchant: Code(try reader.text("merchant_id")),
            customer: Code(try reader.text("customer_id")),
            month: try Month(try period.text("month")),
            zone: try Zone(try period.text("time_zone")),
            issuedAt: try Instant(try reader.text("issued_at")),
            dueDay: try Day(try reader.text("due_at")), currency: currency,
            lock: try reader.optional("fx").map { try FXLock($0, purpose: .invoice) },
            seller: try Invoice.Party(try reader.child("seller")),
            buyer: try Invoice.Party(try reader.child("buyer")),
            catalogVersion: Int64(try reader.int("catalog_version")), language: language,
            grant: Code(try line.text("grant")), units: try line.exact("units"),
            unit: unit == pricing.code
                ? CreditUnit(pricing)
                : try CreditUnit(unit, worth: UnitPrice(try line.exact("rate"), pricing)),
            price: PreciseAmount(try line.exact("precise_amount"), pricing),
            amount: try Amount(try line.text("amount"), currency),
            tax: try Invoice.Tax(tax, currency))
    }
}
