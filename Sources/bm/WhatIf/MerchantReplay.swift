import Catalog
import Invoicing
import Metering
import Money
import Rating
import Store
import Time

/// What a replay of one merchant's month found.
struct MerchantReplay {
    let merchant: Merchant.ID
    let invoices: [InvoiceReplay]
    let unpriced: [RatingError]
    /// Usage of the month that came later and that the next invoice bills.
    let late: [Fee]

    func text() throws -> String {
        var lines: [String] = []
        for invoice in invoices {
            let name = invoice.number?.text ?? "not billed"
            lines.append(
                "\(merchant) · \(invoice.customer) · \(name) · "
                    + "\(invoice.difference.currency.code) \(invoice.difference.signed) · "
                    + words(invoice.correction))
            for line in invoice.lines {
                let precise = try line.precise()
                let group = line.group.map { $0.value ?? "–" }.joined(separator: " · ")
                lines.append(
                    "  \(line.name.english)\(group.isEmpty ? "" : " · " + group): \(precise.before) "
                        + "to \(precise.after)" + amounts(line))
            }
        }
        if invoices.isEmpty, unpriced.isEmpty {
            lines.append("\(merchant) · every line as it was billed")
        }
        lines += late.map { fee in
            "\(merchant) · late, billed with the next invoice: \(fee.usage.customer) · "
                + "\(fee.name.english): \(fee.usage.eventCount) events, \(fee.amount)"
        }
        lines += unpriced.lines.map { "\(merchant) · without a price: \($0)" }
        return lines.joined(separator: "\n")
    }

    private func amounts(_ line: InvoiceReplay.Line) -> String {
        guard let before = line.before?.amount else { return "" }
        return ", \(before) to \(line.after?.amount ?? .zero(before.currency))"
    }

    private func words(_ correction: InvoiceReplay.Correction?) -> String {
        switch correction {
        case .creditNote: "a credit note would follow"
        case .debitNote: "a debit note would follow"
        case .invoice: "an invoice would follow"
        case nil: "no total changes"
        }
    }

    func json() throws -> JSONValue {
        .object([
            .init("merchant_id", .string(merchant.text)),
            .init(
                "invoices",
                .array(
                    try invoices.map { invoice in
                        .object([
                            .init("customer_id", .string(invoice.customer.text)),
                            .init("number", .optional(invoice.number?.text)),
                            .init("currency", .string(invoice.difference.currency.code)),
                            .init("difference", .exact(invoice.difference.exact)),
                            .init("correction", .optional(invoice.correction?.rawValue)),
                            .init("lines", .array(try invoice.lines.map(json))),
                        ])
                    })),
            .init("unpriced", unpriced.json),
            .init(
                "late",
                .array(
                    late.map { fee in
                        .object([
                            .init("customer_id", .string(fee.usage.customer.text)),
                            .init("name", .string(fee.name.english)),
                            .init("events", .int(fee.usage.eventCount)),
                            .init("units", .exact(fee.explanation.units.exact)),
                            .init("currency", .string(fee.amount.currency.code)),
                            .init("amount", .exact(fee.amount.exact)),
                        ])
                    })),
        ])
    }

    private func json(_ line: InvoiceReplay.Line) throws -> JSONValue {
        let precise = try line.precise()
        return .object([
            .init("name", .string(line.name.english)),
            .init(
                "dimensions",
                .object(line.group.map { .init($0.dimension, .optional($0.value)) })),
            .init("from", .string(line.service.from.description)),
            .init("to", .string(line.service.to.description)),
            .init("currency", .string(precise.before.currency.code)),
            .init("before", .exact(precise.before.exact)),
            .init("after", .exact(precise.after.exact)),
            .init("billed", line.before.map { .amount($0.amount) } ?? .null),
            .init("now", line.after.map { .amount($0.amount) } ?? .null),
        ])
    }
}
