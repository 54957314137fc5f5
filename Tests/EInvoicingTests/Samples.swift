import Catalog
import Credits
import FX
import Metering
import Money
import Rating
import TestSupport
import Time

@testable import Invoicing

/// Invoices put together part by part, so that a case says only what it is about.
enum Sample {
    static let issued = try! Instant("2026-06-01T10:00:00+08:00")
    /// May 2026.
    static let may = DaySpan(try! Month("2026-05"))
    /// USD/CNY 7.27.
    static let lock = try! FXLock.sample(
        .invoice, of: "2026-05-29", wanted: "2026-05-31", at: issued,
        derivedFrom: [
            .init(base: .eur, quote: .usd, value: .one),
            .init(base: .eur, quote: .cny, value: Exact("7.27")!),
        ])

    static func party(
        _ name: String = "Example One (Test) Ltd", chinese: String? = nil,
        registration: String? = "91350100M000100Y43", address: String = "1 Test Street",
        country: String = "CN"
    ) -> Invoice.Party {
        Invoice.Party(
            name: LocalizedText(english: name, chinese: chinese ?? name),
            registration: registration,
            address: LocalizedText(english: address, chinese: address),
            country: Country(country)!, email: "billing@one.example.com")
    }

    static func number(_ counter: Int = 19) -> Invoice.Number {
        Invoice.Number(day: try! Day("2026-06-01"), counter: counter)
    }

    /// - Parameter tax: the tax of each rate, as the invoice has it: percent, base, amount.
    static func invoice(
        _ lines: [Invoice.Line], tax: [(percent: String, base: String, amount: String)],
        currency: Currency = .cny, pricing: Currency = .usd, seller: Invoice.Party = party(),
        buyer: Invoice.Party = party("Example Customer One", registration: nil),
        language: DocumentLanguage = .english
    ) -> Invoice {
        Invoice(
            number: number(), merchant: "mer_1", customer: "cus_1", month: try! Month("2026-05"),
            days: may, zone: .shanghai, issuedAt: issued, dueDay: try! Day("2026-06-15"),
            currency: currency, pricingCurrency: pricing,
            lock: pricing == currency ? nil : lock, seller: seller, buyer: buyer,
            planName: LocalizedText(english: "Plan", chinese: "套餐"), catalogVersion: 1,
            language: language, lines: lines,
            taxes: tax.map {
                Invoice.Tax(
                    name: LocalizedText(english: "VAT", chinese: "增值税"),
                    percent: Exact($0.percent)!, base: try! Amount($0.base, currency),
                    amount: try! Amount($0.amount, currency))
            }, comparison: nil)
    }

    /// - Parameter amount: what is left of it in the invoice's currency.
    static func line(
        _ number: Int = 1, _ kind: Invoice.Kind = .usage, name: String = "Output tokens",
        units: String = "1000", unit: String? = "tokens", precise: String = "0",
        amount: String, tax: String = "6", currency: Currency = .cny, pricing: Currency = .usd,
        group: [MeteredUsage.DimensionValue] = [], reductions: [Invoice.Reduction] = [],
        service: DaySpan = may, explanation: Explanation? = nil,
        proration: Invoice.Proration? = nil
    ) -> Invoice.Line {
        Invoice.Line(
            number: number, kind: kind, name: LocalizedText(english: name, chinese: name),
            service: service, charge: kind == .usage ? "output_fee" : nil,
            metric: kind == .usage ? "output_tokens" : nil,
            unit: unit.map { LocalizedText(english: $0, chinese: $0) }, group: group,
            units: Quantity(sum: Exact(units)!), precise: PreciseAmount(Exact(precise)!, pricing),
            reductions: reductions, amount: try! Amount(amount, currency),
            taxPercent: Exact(tax)!, explanation: explanation, proration: proration, evidence: nil)
    }

    static func reduction(
        _ kind: Invoice.Reduction.Kind, _ amount: String, precise: String, name: String = "SPRING",
        drawn: (String, String)? = nil
    ) -> Invoice.Reduction {
        Invoice.Reduction(
            kind: kind, code: name, name: LocalizedText(english: name, chinese: name),
            precise: PreciseAmount(Exact(precise)!, .usd), amount: try! Amount(amount, .cny),
            drawn: drawn.map { .init(amount: Exact($0.0)!, unit: $0.1) })
    }

    /// 10,000 credits of USD 0.01: USD 100.00 × 7.27 = CNY 727.00, 6 % of it 43.62.
    static func sale(
        units: String = "10000", unit: CreditUnit? = nil, price: String = "100",
        amount: String = "727.00", percent: String = "6", tax: String = "43.62"
    ) throws -> TopUpInvoice {
        TopUpInvoice(
            number: number(20), merchant: "mer_1", customer: "cus_1", month: try Month("2026-06"),
            zone: .shanghai, issuedAt: issued, dueDay: try Day("2026-06-15"), currency: .cny,
            lock: lock, seller: party(), buyer: party("Example Customer One", registration: nil),
            catalogVersion: 1, language: .english, grant: "po-1", units: Exact(units)!,
            unit: try unit ?? CreditUnit("credits", worth: UnitPrice("0.01", .usd)),
            price: PreciseAmount(Exact(price)!, .usd), amount: try Amount(amount, .cny),
            tax: Invoice.Tax(
                name: LocalizedText(english: "VAT", chinese: "增值税"), percent: Exact(percent)!,
                base: try Amount(amount, .cny), amount: try Amount(tax, .cny)))
    }

    /// - Parameter wanted: the lines it lowers by a value in USD; by all of it where nil.
    static func note(
        of invoice: Invoice, _ wanted: [(line: Int, value: Exact?)],
        to destination: CreditNote.Destination = .channel, reason: String = "outage"
    ) throws -> CreditNote {
        try CreditNote(
            invoice, number: "CN-2026-0705-0001", lowering: wanted, taken: [:], taxed: .zero(.cny),
            refundTo: destination, reason: reason, issuedAt: Instant("2026-07-05T09:00:00+08:00"),
            closedThrough: Month("2026-06"))
    }
}
