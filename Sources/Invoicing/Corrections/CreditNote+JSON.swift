import Catalog
import Money
public import Store
import Time

extension CreditNote {
    /// Everything the note says, `bm.credit-note/1`: what is kept, digested and exported.
    public var json: JSONValue {
        .object([
            .init("schema", "bm.credit-note/1"), .init("number", .string(number)),
            .init("invoice", .string(invoice.text)), .init("merchant_id", .string(merchant.text)),
            .init("customer_id", .string(customer.text)), .init("time_zone", .string(zone.name)),
            .init("issued_at", .string(issuedAt.description)), .init("reason", .string(reason)),
            .init("refund_to", .string(refundTo.rawValue)),
            .init("closed_through", .string(closedThrough.description)),
            .init("currency", .string(currency.code)),
            .init("lines", .array(lines.map(\.json))), .init("net", .amount(net)),
            .init("tax", .amount(tax)), .init("total", .amount(total)),
        ])
    }

    /// SHA-256 of everything the note says.
    public var digest: String { json.digest }

    /// Reads a snapshot back.
    ///
    /// - Throws: `JSONShapeError` with the key that is not as this version writes it.
    public init(snapshot: JSONValue) throws {
        let reader = JSONFields(snapshot)
        let currency = try Currency(code: try reader.text("currency"))
        guard let invoice = Invoice.Number(try reader.text("invoice")) else {
            throw reader.failure("invoice")
        }
        guard let refundTo = Destination(rawValue: try reader.text("refund_to")) else {
            throw reader.failure("refund_to")
        }
        self.init(
            number: try reader.text("number"), invoice: invoice,
            merchant: Code(try reader.text("merchant_id")),
            customer: Code(try reader.text("customer_id")),
            zone: try Zone(try reader.text("time_zone")),
            issuedAt: try Instant(try reader.text("issued_at")),
            reason: try reader.text("reason"), refundTo: refundTo,
            closedThrough: try Month(try reader.text("closed_through")), currency: currency,
            lines: try reader.list("lines").map { try Line($0, currency) })
    }
}

extension CreditNote.Line {
    var json: JSONValue {
        .object([
            .init("line", .int(number)), .init("pricing_currency", .string(value.currency.code)),
            .init("value", .exact(value.exact)), .init("credit", .exact(credit.exact)),
            .init("amount", .amount(amount)), .init("tax", .amount(tax)),
        ])
    }

    init(_ reader: JSONFields, _ currency: Currency) throws {
        let pricing = try Currency(code: try reader.text("pricing_currency"))
        guard let number = reader.value["line"]?.int else { throw reader.failure("line") }
        self.init(
            number: number, value: PreciseAmount(try reader.exact("value"), pricing),
            credit: PreciseAmount(try reader.exact("credit"), pricing),
            amount: try Amount(try reader.text("amount"), currency),
            tax: try Amount(try reader.text("tax"), currency))
    }
}
