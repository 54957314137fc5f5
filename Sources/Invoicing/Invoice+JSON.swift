import Catalog
import FX
import Metering
import Money
import Rating
public import Store
public import Time

extension Invoice {
    /// Everything the invoice prints, `bm.invoice/1`: what is kept, digested and exported.
    public var json: JSONValue {
        .object(members + (comparison.map { [.init("plan_comparison", $0.json)] } ?? []))
    }

    private var members: [JSONValue.Member] {
        [
            .init("schema", "bm.invoice/1"), .init("number", .string(number.text)),
            .init("kind", "period"), .init("merchant_id", .string(merchant.text)),
            .init("customer_id", .string(customer.text)),
            .init("issued_at", .string(issuedAt.description)),
            .init("due_at", .string(dueDay.description)),
            .init("period", zone.period(month, days)),
            .init("currency", .string(currency.code)),
            .init("pricing_currency", .string(pricingCurrency.code)),
            .init("fx", lock?.json ?? .null), .init("seller", seller.json),
            .init("buyer", buyer.json), .init("plan", planName.json),
            .init("catalog_version", .int(catalogVersion)),
            .init("language", .string(language.rawValue)),
            .init("lines", .array(lines.map(\.json))),
            .init("discount", .amount(discount)), .init("subtotal", .amount(subtotal)),
            .init("tax", .array(taxes.map(\.json))),
            .init("total", .amount(total)),
        ]
    }
}

extension Invoice.Party {
    var json: JSONValue {
        .object(
            [
                .init("name", name.json), .init("registration", .optional(registration)),
                .init("address", address.json), .init("country", .string(country.code)),
                .init("email", .string(email)),
            ]
                + (purchaseOrder.map { [.init("purchase_order", .string($0))] } ?? []))
    }
}

extension Invoice.Tax {
    var json: JSONValue {
        .object([
            .init("name", name.json), .init("rate", .exact(percent)), .init("base", .amount(base)),
            .init("amount", .amount(amount)),
        ])
    }
}

extension Invoice.Line {
    var json: JSONValue {
        var members = members
        if let span { members.append(.init("span", span.json)) }
        if !days.isEmpty { members.append(.init("days", .array(days.map(\.json)))) }
        return .object(members)
    }

    private var members: [JSONValue.Member] {
        [
            .init("no", .int(number)), .init("kind", .string(kind.rawValue)),
            .init("name", name.json), .init("service", service.json),
            .init("charge", .optional(charge?.text)), .init("metric", .optional(metric?.text)),
            .init("unit", unit?.json ?? .null),
            .init(
                "dimensions",
                .array(
                    group.map {
                        .object([
                            .init("name", .string($0.dimension)),
                            .init("value", .optional($0.value)),
                        ])
                    })),
            .init("units", .exact(units.exact)), .init("precise_amount", .exact(precise.exact)),
            .init("reductions", .array(reductions.map(\.json))),
            .init("amount", .amount(amount)), .init("tax_rate", .exact(taxPercent)),
            .init("explanation", explanation?.json ?? .null),
            .init(
                "proration",
                proration.map {
                    .object([
                        .init("days", .int($0.days)), .init("period_days", .int($0.periodDays)),
                        .init("full", .exact($0.full.exact)),
                    ])
                } ?? .null),
            .init("evidence", evidence?.json ?? .null),
        ]
    }
}

extension Invoice.EvidenceSummary {
    var json: JSONValue {
        .object([
            .init("events", .int(events)), .init("sha256", .string(digest)),
            .init("first", first.json), .init("last", last.json),
            .init(
                "days",
                .array(
                    days.map {
                        .object([
                            .init("day", .string($0.day.description)),
                            .init("events", .int($0.events)),
                            .init("units", $0.units.map { .exact($0) } ?? .null),
                        ])
                    })),
        ])
    }

    init(_ reader: JSONFields) throws {
        self.init(
            events: try reader.int("events"), digest: try reader.text("sha256"),
            first: try EvidenceSample(try reader.child("first")),
            last: try EvidenceSample(try reader.child("last")),
            days: try reader.list("days").map {
                Invoice.UsedDay(
                    day: try Day(try $0.text("day")), events: try $0.int("events"),
                    units: $0.value["units"] == .null ? nil : try $0.exact("units"))
            })
    }
}

extension EvidenceSample {
    fileprivate var json: JSONValue {
        .object([
            .init("id", .string(id)), .init("at", .string(at.description)),
            .init("quantity", .exact(quantity)),
            .init("figures", .object(figures.map { .init($0.name, .exact($0.value)) })),
        ])
    }

    fileprivate init(_ reader: JSONFields) throws {
        let figures = try reader.child("figures").value.members ?? []
        self.init(
            id: try reader.text("id"), at: try Instant(try reader.text("at")),
            quantity: try reader.exact("quantity"),
            figures: try figures.map { member in
                guard let value = member.value.exact else { throw reader.failure(member.key) }
                return Figure(name: member.key, value: value)
            })
    }
}

extension Invoice.DayPart {
    var json: JSONValue {
        .object([.init("day", .string(day.description)), .init("amount", .amount(amount))])
    }
}

extension Invoice.Reduction {
    var json: JSONValue {
        .object([
            .init("kind", .string(kind.rawValue)), .init("code", .string(code)),
            .init("name", name.json), .init("precise_amount", .exact(precise.exact)),
            .init("amount", .amount(amount)),
            .init(
                "drawn",
                drawn.map {
                    .object([.init("amount", .exact($0.amount)), .init("unit", .string($0.unit))])
                } ?? .null),
        ])
    }
}

extension DaySpan {
    /// The first day, and the first after the last; null where there is none.
    var json: JSONValue {
        .object([
            .init("from", .string(from.description)),
            .init("to", .optional(to == BillingCycle.never ? nil : to.description)),
        ])
    }

    init(_ reader: JSONFields) throws {
        let end = reader.value["to"] == .null ? BillingCycle.never : try Day(reader.text("to"))
        self.init(from: try Day(try reader.text("from")), to: end)
    }
}

extension MeterRequest.Span {
    fileprivate var json: JSONValue {
        .object([
            .init("from", .string(from.description)), .init("to", .string(to.description)),
        ])
    }
}

extension Zone {
    /// Days as documents state their period: the month they were closed with, their two ends in UTC
    /// and where they are cut.
    public func period(_ month: Month, _ days: DaySpan) -> JSONValue {
        .object([
            .init("month", .string(month.description)),
            .init("from", .string(start(of: days.from).description)),
            .init("to", .string(start(of: days.to).description)),
            .init("time_zone", .string(name)),
        ])
    }
}
