import Money
import Time

extension CII {
    func line(_ line: EInvoice.Line) -> XMLElement {
        XMLElement(
            "ram:IncludedSupplyChainTradeLineItem",
            [
                XMLElement(
                    "ram:AssociatedDocumentLineDocument",
                    [
                        XMLElement("ram:LineID", "\(line.number)"),
                        line.note.map {
                            XMLElement("ram:IncludedNote", [XMLElement("ram:Content", $0)])
                        },
                    ]),
                product(line),
                XMLElement(
                    "ram:SpecifiedLineTradeAgreement",
                    [
                        XMLElement(
                            "ram:NetPriceProductTradePrice",
                            [
                                XMLElement("ram:ChargeAmount", line.price.amount.description),
                                quantity("ram:BasisQuantity", line.price.base, line.price.unit),
                            ])
                    ]),
                XMLElement(
                    "ram:SpecifiedLineTradeDelivery",
                    [quantity("ram:BilledQuantity", line.price.quantity, line.price.unit)]),
                settlement(line),
            ])
    }

    private func product(_ line: EInvoice.Line) -> XMLElement {
        XMLElement(
            "ram:SpecifiedTradeProduct",
            [.optional("ram:SellerAssignedID", line.item), XMLElement("ram:Name", line.name)]
                + line.attributes.map { attribute in
                    XMLElement(
                        "ram:ApplicableProductCharacteristic",
                        [
                            XMLElement("ram:Description", attribute.name),
                            XMLElement("ram:Value", attribute.value),
                        ])
                })
    }

    private func quantity(_ name: String, _ quantity: Exact, _ unit: UnitCode) -> XMLElement {
        XMLElement(name, quantity.description, ("unitCode", unit.code))
    }

    private func settlement(_ line: EInvoice.Line) -> XMLElement {
        XMLElement(
            "ram:SpecifiedLineTradeSettlement",
            [
                XMLElement(
                    "ram:ApplicableTradeTax",
                    [
                        XMLElement("ram:TypeCode", "VAT"),
                        XMLElement("ram:CategoryCode", line.rate.category.rawValue),
                        XMLElement("ram:RateApplicablePercent", line.rate.percent.description),
                    ]), line.period.map(period),
            ] + line.adjustments.map(adjustment) + [
                XMLElement(
                    "ram:SpecifiedTradeSettlementLineMonetarySummation",
                    [XMLElement("ram:LineTotalAmount", line.net.decimal)])
            ])
    }

    private func adjustment(_ adjustment: EInvoice.Adjustment) -> XMLElement {
        XMLElement(
            "ram:SpecifiedTradeAllowanceCharge",
            [
                XMLElement(
                    "ram:ChargeIndicator",
                    [XMLElement("udt:Indicator", adjustment.isCharge ? "true" : "false")]),
                XMLElement("ram:ActualAmount", adjustment.amount.decimal),
                .optional("ram:ReasonCode", adjustment.code),
                XMLElement("ram:Reason", adjustment.reason),
            ])
    }

    func period(_ period: EInvoice.Period) -> XMLElement {
        XMLElement(
            "ram:BillingSpecifiedPeriod",
            [
                date("ram:StartDateTime", period.first),
                period.last.map { date("ram:EndDateTime", $0) },
            ])
    }

    /// A day by format 102: `20260601`.
    func date(_ name: String, _ day: Day, _ prefix: String = "udt") -> XMLElement {
        XMLElement(
            name,
            [
                XMLElement(
                    "\(prefix):DateTimeString", "\(day)".replacing("-", with: ""), ("format", "102")
                )
            ])
    }
}
