import Catalog
import Credits
import Invoicing
import Money
import Rating

extension Words {
    /// What a line is for; nil for usage, whose name says it.
    func kind(_ kind: Invoice.Kind) -> String? {
        switch kind {
        case .baseFee: self("Base fee", "基础费")
        case .seat: self("Seats", "席位")
        case .addOn: self("Add-on", "附加服务")
        case .usage: nil
        case .lateUsage: self("Late usage", "补计用量")
        case .commitment: self("Commitment", "承诺用量")
        }
    }

    /// A dimension's value. An item's attribute must not be empty (BR-54).
    func value(_ value: String?, of dimension: String) -> String {
        guard let value else { return self("no \(dimension)", "无 \(dimension)") }
        return value.isEmpty ? "\"\"" : value
    }

    /// What is taken off a line, or given back with it.
    func adjustment(_ reduction: Invoice.Reduction) -> EInvoice.Adjustment {
        let (label, code): (String, String?) =
            switch reduction.kind {
            // 95 is a discount. No code is for credit that was paid before.
            case .coupon: (self("coupon", "优惠券"), "95")
            case .paidCredit: (self("prepaid credit", "预付额度"), nil)
            case .promotionalCredit: (self("credit given", "赠送额度"), nil)
            case .creditNote: (self("credited before", "此前已冲减"), nil)
            }
        var parts = [label, self[reduction.name]]
        if let drawn = reduction.drawn, drawn.unit != reduction.precise.currency.code {
            parts.append("\(drawn.amount.magnitude.grouped(minimumScale: 0)) \(drawn.unit)")
        }
        let amount = reduction.amount
        if amount.isNegative || amount.isZero && reduction.isGivenBack {
            parts.append(self("given back", "退还"))
            return EInvoice.Adjustment(
                isCharge: true, amount: -amount, reason: parts.joined(separator: " · "), code: nil)
        }
        return EInvoice.Adjustment(
            isCharge: false, amount: amount, reason: parts.joined(separator: " · "), code: code)
    }

    /// `16 of 31 days of USD 20.00`
    func proration(_ proration: Invoice.Proration) -> String {
        let full =
            "\(proration.full.currency.code) \(proration.full.exact.grouped(minimumScale: 2))"
        return self(
            "\(proration.days) of \(proration.periodDays) days of \(full)",
            "\(full) 的 \(proration.periodDays) 天中的 \(proration.days) 天")
    }

    /// The one line of a sale of credit.
    func line(_ sale: TopUpInvoice) -> EInvoice.Line {
        let isMoney = sale.unit.isCurrency
        let price = "\(sale.price.currency.code) \(sale.price.exact.grouped(minimumScale: 2))"
        return EInvoice.Line(
            number: 1, note: sale.lock == nil ? nil : price, item: sale.grant.text,
            name: self("Credit", "预付额度"),
            attributes: [.init(name: self("unit", "单位"), value: sale.unit.name)],
            // Money has no code among units of measure.
            price: EInvoice.Price(sale.amount, units: sale.units, isMoney ? .agreed : .one),
            period: nil, adjustments: [], rate: EInvoice.TaxRate(sale.tax.percent),
            net: sale.amount)
    }
}
