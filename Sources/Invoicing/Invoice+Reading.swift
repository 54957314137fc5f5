import Catalog
import FX
import Metering
import Money
import Rating
public import Store
import Time

extension Invoice {
    /// Reads a snapshot back.
    ///
    /// - Throws: `JSONShapeError` with the key that is not as this version writes it.
    public init(snapshot: JSONValue) throws {
        let reader = JSONFields(snapshot, key: "")
        let number = Number(try reader.text("number"))
        guard let number else { throw JSONShapeError(key: "number") }
        guard let language = DocumentLanguage(rawValue: try reader.text("language")) else {
            throw reader.failure("language")
        }
        let period = try reader.child("period")
        let zone = try Zone(try period.text("time_zone"))
        let pricing = try Currency(code: try reader.text("pricing_currency"))
        let currency = try Currency(code: try reader.text("currency"))
        let lock = try reader.optional("fx").map { try FXLock($0, purpose: .invoice) }
        self.init(
            number: number, merchant: Code(try reader.text("merchant_id")),
            customer: Code(try reader.text("customer_id")),
            month: try Month(try period.text("month")),
            days: DaySpan(
                from: zone.day(of: try Instant(try period.text("from"))),
                to: zone.day(of: try Instant(try period.text("to")))),
            zone: zone,
            issuedAt: try Instant(try reader.text("issued_at")),
            dueDay: try Day(try reader.text("due_at")), currency: currency,
            pricingCurrency: pricing, lock: lock, seller: try Party(try reader.child("seller")),
            buyer: try Party(try reader.child("buyer")), planName: try reader.localized("plan"),
            catalogVersion: Int64(try reader.int("catalog_version")),
            language: language,
            lines: try reader.list("lines").map { try Line($0, pricing, currency) },
            taxes: try reader.list("tax").map { try Tax($0, currency) },
            comparison: try reader.optional("plan_comparison").map {
                try PlanComparison($0, pricing)
            })
    }
}

extension Invoice.Party {
    init(_ reader: JSONFields) throws {
        guard let country = Country(try reader.text("country")) else {
            throw reader.failure("country")
        }
        self.init(
            name: try reader.localized("name"), registration: reader.value["registration"]?.string,
            address: try reader.localized("address"), country: country,
            email: try reader.text("email"),
            purchaseOrder: reader.value["purchase_order"]?.string)
    }
}

extension Invoice.Tax {
    init(_ reader: JSONFields, _ currency: Currency) throws {
        self.init(
            name: try reader.localized("name"), percent: try reader.exact("rate"),
            base: try Amount(try reader.text("base"), currency),
            amount: try Amount(try reader.text("amount"), currency))
    }
}

extension Invoice.Reduction {
    init(_ reader: JSONFields, _ pricing: Currency, _ currency: Currency) throws {
        guard let kind = Kind(rawValue: try reader.text("kind")) else {
            throw reader.failure("kind")
        }
        self.init(
            kind: kind, code: try reader.text("code"), name: try reader.localized("name"),
            precise: PreciseAmount(try reader.exact("precise_amount"), pricing),
            amount: try Amount(try reader.text("amount"), currency),
            drawn: try reader.optional("drawn").map {
                Drawn(amount: try $0.exact("amount"), unit: try $0.text("unit"))
            })
    }
}

extension Invoice.Line {
    init(_ reader: JSONFields, _ pricing: Currency, _ currency: Currency) throws {
        guard let kind = Invoice.Kind(rawValue: try reader.text("kind")) else {
            throw reader.failure("kind")
        }
        let explanation = try reader.optional("explanation").map { child in
            guard let explanation = Explanation(child.value) else {
                throw reader.failure("explanation")
            }
            return explanation
        }
        self.init(
            number: try reader.int("no"), kind: kind, name: try reader.localized("name"),
            service: try DaySpan(try reader.child("service")),
            charge: reader.value["charge"]?.string.map { Code($0) },
            metric: reader.value["metric"]?.string.map { Code($0) },
            unit: reader.optional("unit") == nil ? nil : try reader.localized("unit"),
            group: try reader.list("dimensions").map {
                MeteredUsage.DimensionValue(
                    dimension: try $0.text("name"), value: $0.value["value"]?.string)
            },
            units: Quantity(sum: try reader.exact("units")),
            precise: PreciseAmount(try reader.exact("precise_amount"), pricing),
            reductions: try reader.list("reductions").map {
                try Invoice.Reduction($0, pricing, currency)
            },
            amount: try Amount(try reader.text("amount"), currency),
            taxPercent: try reader.exact("tax_rate"), explanation: explanation,
            proration: try reader.optional("proration").map {
                Invoice.Proration(
                    days: try $0.int("days"), periodDays: try $0.int("period_days"),
                    full: PreciseAmount(try $0.exact("full"), pricing))
            },
            evidence: try reader.optional("evidence").map { try Invoice.EvidenceSummary($0) },
            span: try reader.optional("span").map {
                MeterRequest.Span(
                    from: try Instant(try $0.text("from")), to: try Instant(try $0.text("to")))
            },
            days: reader.value["days"] == nil
                ? []
                : try reader.list("days").map {
                    Invoice.DayPart(
                        day: try Day(try $0.text("day")),
                        amount: try Amount(try $0.text("amount"), currency))
                })
    }
}
