import Money

extension UBL {
    func line(_ line: EInvoice.Line) -> XMLElement {
        let isNote = invoice.kind == .creditNote
        return XMLElement(
            isNote ? "cac:CreditNoteLine" : "cac:InvoiceLine",
            [
                XMLElement("cbc:ID", "\(line.number)"), .optional("cbc:Note", line.note),
                quantity(
                    isNote ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity",
                    line.price.quantity, line.price.unit),
                amount("cbc:LineExtensionAmount", line.net), line.period.map(period),
            ] + line.adjustments.map(adjustment) + [item(line), price(line.price)])
    }

    private func adjustment(_ adjustment: EInvoice.Adjustment) -> XMLElement {
        XMLElement(
            "cac:AllowanceCharge",
            [
                XMLElement("cbc:ChargeIndicator", adjustment.isCharge ? "true" : "false"),
                .optional("cbc:AllowanceChargeReasonCode", adjustment.code),
                XMLElement("cbc:AllowanceChargeReason", adjustment.reason),
                amount("cbc:Amount", adjustment.amount),
            ])
    }

    private func item(_ line: EInvoice.Line) -> XMLElement {
        XMLElement(
            "cac:Item",
            [
                XMLElement("cbc:Name", line.name),
                line.item.map {
                    XMLElement("cac:SellersItemIdentification", [XMLElement("cbc:ID", $0)])
                }, category("cac:ClassifiedTaxCategory", line.rate),
            ]
                + line.attributes.map { attribute in
                    XMLElement(
                        "cac:AdditionalItemProperty",
                        [
                            XMLElement("cbc:Name", attribute.name),
                            XMLElement("cbc:Value", attribute.value),
                        ])
                })
    }

    private func price(_ price: EInvoice.Price) -> XMLElement {
        XMLElement(
            "cac:Price",
            [
                amount("cbc:PriceAmount", price.amount.description),
                quantity("cbc:BaseQuantity", price.base, price.unit),
            ])
    }

    private func quantity(_ name: String, _ quantity: Exact, _ unit: UnitCode) -> XMLElement {
        XMLElement(name, quantity.description, ("unitCode", unit.code))
    }

    func period(_ period: EInvoice.Period) -> XMLElement {
        XMLElement(
            "cac:InvoicePeriod",
            [
                XMLElement("cbc:StartDate", "\(period.first)"),
                .optional("cbc:EndDate", period.last.map { "\($0)" }),
            ])
    }
}
