import Catalog
import Money
import Time

extension EInvoice {
    /// UN/CEFACT Cross Industry Invoice (D22B), in the EN 16931 profile that Factur-X embeds.
    public var cii: [UInt8] { CII(invoice: self).root.document }
}

/// Writes an invoice in CII: elements in the order its schema wants them.
struct CII {
    let invoice: EInvoice

    var root: XMLElement {
        XMLElement(
            "rsm:CrossIndustryInvoice",
            [
                XMLElement(
                    "rsm:ExchangedDocumentContext",
                    [
                        XMLElement(
                            "ram:GuidelineSpecifiedDocumentContextParameter",
                            [XMLElement("ram:ID", EInvoice.specification)])
                    ]),
                document,
                XMLElement(
                    "rsm:SupplyChainTradeTransaction",
                    invoice.lines.map(line) + [
                        XMLElement(
                            "ram:ApplicableHeaderTradeAgreement",
                            [
                                party("ram:SellerTradeParty", invoice.seller),
                                party("ram:BuyerTradeParty", invoice.buyer),
                                invoice.purchaseOrder.map {
                                    XMLElement(
                                        "ram:BuyerOrderReferencedDocument",
                                        [XMLElement("ram:IssuerAssignedID", $0)])
                                },
                            ]),
                        // The schema wants it; nothing is delivered to a place, or on one day.
                        XMLElement("ram:ApplicableHeaderTradeDelivery", []), settlement,
                    ]),
            ],
            [
                ("xmlns:rsm", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"),
                ("xmlns:qdt", "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"),
                (
                    "xmlns:ram",
                    "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
                ), ("xmlns:udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"),
            ])
    }

    private var document: XMLElement {
        XMLElement(
            "rsm:ExchangedDocument",
            [
                XMLElement("ram:ID", invoice.number),
                XMLElement("ram:TypeCode", invoice.kind.rawValue),
                date("ram:IssueDateTime", invoice.issued),
            ] + invoice.notes.map { note($0) })
    }

    private func note(_ text: String) -> XMLElement {
        XMLElement("ram:IncludedNote", [XMLElement("ram:Content", text)])
    }

    private func party(_ name: String, _ party: EInvoice.Party) -> XMLElement {
        XMLElement(
            name,
            [
                .optional("ram:ID", party.identifier), XMLElement("ram:Name", party.name),
                party.registration.map {
                    XMLElement("ram:SpecifiedLegalOrganization", [XMLElement("ram:ID", $0)])
                },
                XMLElement(
                    "ram:PostalTradeAddress",
                    [
                        XMLElement("ram:LineOne", party.address),
                        XMLElement("ram:CountryID", party.country.code),
                    ]),
                XMLElement(
                    "ram:URIUniversalCommunication",
                    [XMLElement("ram:URIID", party.email, ("schemeID", EInvoice.emailScheme))]),
                party.taxRegistration.map {
                    XMLElement(
                        "ram:SpecifiedTaxRegistration",
                        [XMLElement("ram:ID", $0, ("schemeID", EInvoice.taxScheme))])
                },
            ])
    }

    private var settlement: XMLElement {
        XMLElement(
            "ram:ApplicableHeaderTradeSettlement",
            [
                XMLElement("ram:InvoiceCurrencyCode", invoice.currency.code),
                invoice.paymentMeans.map {
                    XMLElement(
                        "ram:SpecifiedTradeSettlementPaymentMeans",
                        [
                            XMLElement("ram:TypeCode", $0.code),
                            XMLElement("ram:Information", $0.name),
                        ])
                },
            ] + invoice.taxes.map(tax) + [
                invoice.period.map(period),
                XMLElement(
                    "ram:SpecifiedTradePaymentTerms",
                    [
                        XMLElement("ram:Description", invoice.paymentTerms),
                        invoice.due.map { date("ram:DueDateDateTime", $0) },
                    ]),
                totals,
                invoice.preceding.map { preceding in
                    XMLElement(
                        "ram:InvoiceReferencedDocument",
                        [
                            XMLElement("ram:IssuerAssignedID", preceding.number),
                            date("ram:FormattedIssueDateTime", preceding.issued, "qdt"),
                        ])
                },
            ])
    }

    private func tax(_ tax: EInvoice.Tax) -> XMLElement {
        XMLElement(
            "ram:ApplicableTradeTax",
            [
                XMLElement("ram:CalculatedAmount", tax.amount.decimal),
                XMLElement("ram:TypeCode", "VAT"),
                XMLElement("ram:BasisAmount", tax.base.decimal),
                XMLElement("ram:CategoryCode", tax.rate.category.rawValue),
                XMLElement("ram:RateApplicablePercent", tax.rate.percent.description),
            ])
    }

    private var totals: XMLElement {
        XMLElement(
            "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
            [
                XMLElement("ram:LineTotalAmount", invoice.net.decimal),
                XMLElement("ram:TaxBasisTotalAmount", invoice.net.decimal),
                XMLElement(
                    "ram:TaxTotalAmount", invoice.tax.decimal,
                    ("currencyID", invoice.currency.code)),
                XMLElement("ram:GrandTotalAmount", invoice.total.decimal),
                XMLElement("ram:DuePayableAmount", invoice.total.decimal),
            ])
    }
}
