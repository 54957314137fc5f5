import Catalog
import Invoicing
import Money
import Store

/// Lines, coupons, credits and credit notes.
struct InvoiceCase {
    let answer: [JSONValue.Member]

    init(_ node: CatalogNode) throws {
        try node.only("id", "kind", "currency", "lines", "coupons", "credits", "credit_notes")
        let currency = try node.required("currency").currency()
        let totals = try InvoiceTotals(
            currency,
            lines: try node.required("lines").list().map { try InvoiceCase.line($0, currency) },
            coupons: try node.optional("coupons")?.list()
                .map { try InvoiceCase.coupon($0, currency) } ?? [],
            credits: try node.optional("credits")?.list()
                .map { try InvoiceCase.credit($0, currency) } ?? [],
            creditNotes: try node.optional("credit_notes")?.list().map {
                try PreciseAmount(try $0.price(), currency).rounded(.halfAwayFromZero)
            } ?? [])
        answer = [
            .init("subtotal", .amount(totals.subtotal)),
            .init("discount", .amount(totals.discount)),
            .init("credits", .amount(totals.credits)), .init("tax", .amount(totals.tax)),
            .init("total", .amount(totals.total)), .init("due", .amount(totals.due)),
            .init(
                "by_line",
                .array(
                    totals.byLine.map {
                        .object([
                            .init("id", .string($0.id)), .init("discount", .amount($0.discount)),
                            .init("credits", .amount($0.credits)), .init("net", .amount($0.net)),
                        ])
                    })),
        ]
    }

    private static func line(
        _ node: CatalogNode, _ currency: Currency
    ) throws -> InvoiceTotals.Line {
        try node.only("id", "amount", "type", "tax_percent", "plan", "metric")
        return InvoiceTotals.Line(
            id: try node.required("id").text(),
            amount: try PreciseAmount(try node.required("amount").exact(), currency)
                .rounded(.halfAwayFromZero),
            type: try node.optional("type")?.text() ?? "usage",
            taxPercent: try node.optional("tax_percent")?.percent() ?? .zero,
            plan: try node.optional("plan")?.text(), metric: try node.optional("metric")?.text())
    }

    private static func coupon(
        _ node: CatalogNode, _ currency: Currency
    ) throws -> CouponDiscount {
        try node.only("id", "type", "value", "plans", "metrics", "lines")
        let value = try node.required("value")
        return CouponDiscount(
            id: try node.required("id").text(),
            value: try node.required("type").choice(CouponType.self) == .percent
                ? .percent(try value.percent())
                : .fixed(
                    try PreciseAmount(try value.price(), currency).rounded(.halfAwayFromZero)),
            metrics: try texts(node, "metrics"), plans: try texts(node, "plans"),
            lines: try texts(node, "lines"))
    }

    private static func credit(
        _ node: CatalogNode, _ currency: Currency
    ) throws -> InvoiceTotals.Credit {
        try node.only("id", "amount", "types")
        return InvoiceTotals.Credit(
            id: try node.required("id").text(),
            amount: try PreciseAmount(try node.required("amount").price(), currency)
                .rounded(.halfAwayFromZero), types: try texts(node, "types"))
    }

    private enum CouponType: String, CaseIterable { case fixed, percent }

    private static func texts(_ node: CatalogNode, _ key: String) throws(CatalogError) -> [String] {
        var texts: [String] = []
        for child in try node.optional(key)?.list() ?? [] { texts.append(try child.text()) }
        return texts
    }
}
