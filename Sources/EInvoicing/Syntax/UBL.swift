import Catalog
import Money

extension EInvoice {
    /// UBL 2.1: an `Invoice`, or a `CreditNote`.
    public var ubl: [UInt8] { UBL(invoice: self).root.document }

    /// BT-24: the standard itself, without any country's or network's rules on top.
    static let specification = "urn:cen.eu:en16931:2017"
    /// BT-34-1, BT-49-1: electronic mail.
    static let emailScheme = "EM"
    /// What BT-32 is a number of: not `VAT`, whose identifiers are BT-31.
    static let taxScheme = "FC"
}

/// Writes an invoice in UBL: elements in the order its schemas want them.
struct UBL {
    let invoice: EInvoice

    private var isNote: Bool { invoice.kind == .creditNote }

    var root: XMLElement {
        let name = isNote ? "CreditNote" : "Invoice"
        return XMLElement(
            name, head + parties + [payment, terms, taxTotal, totals] + invoice.lines.map(line),
            [
                ("xmlns", "urn:oasis:names:specification:ubl:schema:xsd:\(name)-2"),
                (
                    "xmlns:cac",
                    "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
                ),
                (
                    "xmlns:cbc",
                    "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
                ),
            ])
    }

    private var head: [XMLElement?] {
        [
            XMLElement("cbc:CustomizationID", EInvoice.specification),
            XMLElement("cbc:ID", invoice.number),
            XMLElement("cbc:IssueDate", "\(invoice.issued)"),
            // A credit note has no place for it, and is not paid.
            isNote ? nil : .optional("cbc:DueDate", invoice.due.map { "\($0)" }),
            XMLElement(
                isNote ? "cbc:CreditNoteTypeCode" : "cbc:InvoiceTypeCode", invoice.kind.rawValue),
        ] + invoice.notes.map { XMLElement("cbc:Note", $0) } + [
            XMLElement("cbc:DocumentCurrencyCode", invoice.currency.code),
            invoice.period.map(period),
            invoice.purchaseOrder.map {
                XMLElement("cac:OrderReference", [XMLElement("cbc:ID", $0)])
            },
            invoice.preceding.map { preceding in
                XMLElement(
                    "cac:BillingReference",
                    [
                        XMLElement(
                            "cac:InvoiceDocumentReference",
                            [
                                XMLElement("cbc:ID", preceding.number),
                                XMLElement("cbc:IssueDate", "\(preceding.issued)"),
                            ])
                    ])
            },
        ]
    }

    private var parties: [XMLElement?] {
        [
            XMLElement("cac:AccountingSupplierParty", [party(invoice.seller)]),
            XMLElement("cac:AccountingCustomerParty", [party(invoice.buyer)]),
        ]
    }

    private func party(_ party: EInvoice.Party) -> XMLElement {
        XMLElement(
            "cac:Party",
            [
                XMLElement("cbc:EndpointID", party.email, ("schemeID", EInvoice.emailScheme)),
                party.identifier.map {
                    XMLElement("cac:PartyIdentification", [XMLElement("cbc:ID", $0)])
                },
                XMLElement(
                    "cac:PostalAddress",
                    [
                        XMLElement("cbc:StreetName", party.address),
                        XMLElement(
                            "cac:Country",
                            [XMLElement("cbc:IdentificationCode", party.country.code)]),
                    ]),
                party.taxRegistration.map {
                    XMLElement(
                        "cac:PartyTaxScheme",
                        [XMLElement("cbc:CompanyID", $0), scheme(EInvoice.taxScheme)])
                },
                XMLElement(
                    "cac:PartyLegalEntity",
                    [
                        XMLElement("cbc:RegistrationName", party.name),
                        .optional("cbc:CompanyID", party.registration),
                    ]),
            ])
    }

    private var payment: XMLElement? {
        invoice.paymentMeans.map {
            XMLElement(
                "cac:PaymentMeans",
                [XMLElement("cbc:PaymentMeansCode", $0.code, ("name", $0.name))])
        }
    }

    private var terms: XMLElement {
        XMLElement("cac:PaymentTerms", [XMLElement("cbc:Note", invoice.paymentTerms)])
    }

    private var taxTotal: XMLElement {
        XMLElement(
            "cac:TaxTotal",
            [amount("cbc:TaxAmount", invoice.tax)]
                + invoice.taxes.map { tax in
                    XMLElement(
                        "cac:TaxSubtotal",
                        [
                            amount("cbc:TaxableAmount", tax.base),
                            amount("cbc:TaxAmount", tax.amount),
                            category("cac:TaxCategory", tax.rate),
                        ])
                })
    }

    private var totals: XMLElement {
        XMLElement(
            "cac:LegalMonetaryTotal",
            [
                amount("cbc:LineExtensionAmount", invoice.net),
                amount("cbc:TaxExclusiveAmount", invoice.net),
                amount("cbc:TaxInclusiveAmount", invoice.total),
                amount("cbc:PayableAmount", invoice.total),
            ])
    }

    func category(_ name: String, _ rate: EInvoice.TaxRate) -> XMLElement {
        XMLElement(
            name,
            [
                XMLElement("cbc:ID", rate.category.rawValue),
                XMLElement("cbc:Percent", rate.percent.description), scheme("VAT"),
            ])
    }

    private func scheme(_ id: String) -> XMLElement {
        XMLElement("cac:TaxScheme", [XMLElement("cbc:ID", id)])
    }

    func amount(_ name: String, _ amount: Amount) -> XMLElement {
        self.amount(name, amount.decimal)
    }

    func amount(_ name: String, _ text: String) -> XMLElement {
        XMLElement(name, text, ("currencyID", invoice.currency.code))
    }
}
