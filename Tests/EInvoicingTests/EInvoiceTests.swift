import Catalog
import FX
import Metering
import Money
import Rating
import Testing
import Time

@testable import EInvoicing
@testable import Invoicing

@Suite("Electronic invoices")
struct EInvoiceTests {
    /// Two seats of USD 8 and 4,200,000 tokens of USD 1.46: × 7.27 = 116.32 and 10.6142, 10.61. Together 126.93;
    /// 6 % of it 7.6158, 7.62; 134.55.
    func plain(_ language: DocumentLanguage = .english) throws -> Invoice {
        let steps = [
            try Explanation.Step(
                .tier(from: .zero, upTo: Exact(1_000_000)), units: Exact(1_000_000),
                rate: Rate(price: Exact("0.50")!, per: Exact(1_000_000))),
            try Explanation.Step(
                .tier(from: Exact(1_000_000), upTo: nil), units: Exact(3_200_000),
                rate: Rate(price: Exact("0.30")!, per: Exact(1_000_000))),
        ]
        return Sample.invoice(
            [
                Sample.line(
                    1, .seat, name: "Team", units: "2", unit: nil, precise: "16", amount: "116.32",
                    service: DaySpan(try Month("2026-06"))),
                Sample.line(
                    2, units: "4200000", precise: "1.46", amount: "10.61",
                    group: [
                        .init(dimension: "model", value: "m-1"),
                        .init(dimension: "region", value: nil),
                    ],
                    explanation: Explanation(
                        units: Quantity(count: 4_200_000), included: .zero, steps: steps)),
            ], tax: [("6", "126.93", "7.62")], language: language)
    }

    /// Each term in both syntaxes, by the paths of EN 16931-3-2 (UBL) and -3-3 (CII).
    @Test("an invoice states its terms, alike in both syntaxes")
    func terms() throws {
        let (cii, ubl) = EInvoice(try plain()).readings
        let terms: [(term: String, cii: String, ubl: String, values: [String])] = [
            (
                "BT-24", "GuidelineSpecifiedDocumentContextParameter/ID", "CustomizationID",
                ["urn:cen.eu:en16931:2017"]
            ),
            ("BT-1", "ExchangedDocument/ID", "Invoice/ID", ["INV-2026-0601-0019"]),
            ("BT-3", "ExchangedDocument/TypeCode", "InvoiceTypeCode", ["380"]),
            ("BT-5", "InvoiceCurrencyCode", "DocumentCurrencyCode", ["CNY"]),
            (
                "BT-27", "SellerTradeParty/Name",
                "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName",
                ["Example One (Test) Ltd"]
            ),
            (
                "BT-30", "SellerTradeParty/SpecifiedLegalOrganization/ID",
                "AccountingSupplierParty/Party/PartyLegalEntity/CompanyID", ["91350100M000100Y43"]
            ),
            (
                "BT-32", "SellerTradeParty/SpecifiedTaxRegistration/ID",
                "AccountingSupplierParty/Party/PartyTaxScheme/CompanyID", ["91350100M000100Y43"]
            ),
            (
                "BT-32, of what", "SellerTradeParty/SpecifiedTaxRegistration/ID@schemeID",
                "AccountingSupplierParty/Party/PartyTaxScheme/TaxScheme/ID", ["FC"]
            ),
            (
                "BT-34", "SellerTradeParty/URIUniversalCommunication/URIID",
                "AccountingSupplierParty/Party/EndpointID", ["billing@one.example.com"]
            ),
            (
                "BT-34-1", "SellerTradeParty/URIUniversalCommunication/URIID@schemeID",
                "AccountingSupplierParty/Party/EndpointID@schemeID", ["EM"]
            ),
            (
                "BT-40", "SellerTradeParty/PostalTradeAddress/CountryID",
                "AccountingSupplierParty/Party/PostalAddress/Country/IdentificationCode", ["CN"]
            ),
            (
                "BT-44", "BuyerTradeParty/Name",
                "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName",
                ["Example Customer One"]
            ),
            (
                "BT-46", "BuyerTradeParty/ID",
                "AccountingCustomerParty/Party/PartyIdentification/ID",
                ["cus_1"]
            ),
            (
                "BT-47", "BuyerTradeParty/SpecifiedLegalOrganization/ID",
                "AccountingCustomerParty/Party/PartyLegalEntity/CompanyID", []
            ),
            (
                "BT-81", "SpecifiedTradeSettlementPaymentMeans/TypeCode",
                "PaymentMeans/PaymentMeansCode", ["68"]
            ),
            ("BT-110", "TaxTotalAmount", "Invoice/TaxTotal/TaxAmount", ["7.62"]),
            (
                "BT-116", "ApplicableHeaderTradeSettlement/ApplicableTradeTax/BasisAmount",
                "TaxSubtotal/TaxableAmount", ["126.93"]
            ),
            (
                "BT-117", "ApplicableTradeTax/CalculatedAmount", "TaxSubtotal/TaxAmount", ["7.62"]
            ),
            (
                "BT-118", "ApplicableHeaderTradeSettlement/ApplicableTradeTax/CategoryCode",
                "TaxSubtotal/TaxCategory/ID", ["S"]
            ),
            (
                "BT-106",
                "SpecifiedTradeSettlementHeaderMonetarySummation/LineTotalAmount",
                "LegalMonetaryTotal/LineExtensionAmount", ["126.93"]
            ),
            ("BT-109", "TaxBasisTotalAmount", "TaxExclusiveAmount", ["126.93"]),
            ("BT-112", "GrandTotalAmount", "TaxInclusiveAmount", ["134.55"]),
            ("BT-115", "DuePayableAmount", "PayableAmount", ["134.55"]),
            ("BT-126", "AssociatedDocumentLineDocument/LineID", "InvoiceLine/ID", ["1", "2"]),
            ("BT-129", "BilledQuantity", "InvoicedQuantity", ["2", "4200000"]),
            ("BT-130", "BilledQuantity@unitCode", "InvoicedQuantity@unitCode", ["C62", "C62"]),
            (
                "BT-131", "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
                "InvoiceLine/LineExtensionAmount", ["116.32", "10.61"]
            ),
            ("BT-146", "ChargeAmount", "PriceAmount", ["58.16", "10.61"]),
            ("BT-149", "BasisQuantity", "BaseQuantity", ["1", "4200000"]),
            (
                "BT-151", "SpecifiedLineTradeSettlement/ApplicableTradeTax/CategoryCode",
                "ClassifiedTaxCategory/ID", ["S", "S"]
            ),
            (
                "BT-152", "SpecifiedLineTradeSettlement/ApplicableTradeTax/RateApplicablePercent",
                "ClassifiedTaxCategory/Percent", ["6", "6"]
            ),
            (
                "BT-153", "SpecifiedTradeProduct/Name", "Item/Name",
                ["Team · Seats", "Output tokens"]
            ),
            ("BT-155", "SellerAssignedID", "SellersItemIdentification/ID", ["output_fee"]),
            (
                "BT-160", "ApplicableProductCharacteristic/Description",
                "AdditionalItemProperty/Name", ["model", "region", "unit"]
            ),
            (
                "BT-161", "ApplicableProductCharacteristic/Value", "AdditionalItemProperty/Value",
                ["m-1", "no region", "tokens"]
            ),
        ]
        for term in terms {
            #expect(cii.all(term.cii) == term.values, "\(term.term) in CII")
            #expect(ubl.all(term.ubl) == term.values, "\(term.term) in UBL")
        }
        // Days have a form of their own in each.
        #expect(cii.all("IssueDateTime/DateTimeString") == ["20260601"])
        #expect(ubl.all("Invoice/IssueDate") == ["2026-06-01"])
        #expect(cii.all("DueDateDateTime/DateTimeString") == ["20260615"])
        #expect(ubl.all("Invoice/DueDate") == ["2026-06-15"])
        #expect(
            cii.all("StartDateTime/DateTimeString") == ["20260601", "20260501", "20260501"])
        #expect(cii.all("EndDateTime/DateTimeString") == ["20260630", "20260531", "20260531"])
        #expect(ubl.all("StartDate") == ["2026-05-01", "2026-06-01", "2026-05-01"])
        #expect(ubl.all("EndDate") == ["2026-05-31", "2026-06-30", "2026-05-31"])
        #expect(cii.all("DateTimeString@format") == Array(repeating: "102", count: 8))
    }

    @Test(
        "how prices became CNY, that it is no fapiao, and how the price came to be stand in notes")
    func notes() throws {
        let invoice = try plain()
        let document = EInvoice(invoice)
        #expect(
            document.notes == [
                "Prices are in USD. Each line is converted at USD/CNY 7.27 (ECB, 2026-05-29; "
                    + "EUR/CNY 7.27 ÷ EUR/USD 1) and rounded once, half away from zero.",
                "SHA-256 of the ledger's snapshot: \(invoice.digest)",
                "This bill is not a fapiao (发票).",
            ])
        #expect(
            document.lines.map(\.note) == [
                "USD 16.00",
                "0 – 1M: 1,000,000 × 0.5 / 1M = 0.5; 1M – ∞: 3,200,000 × 0.3 / 1M = 0.96; USD 1.46",
            ])
        let (cii, ubl) = document.readings
        #expect(cii.all("ExchangedDocument/IncludedNote/Content") == document.notes)
        #expect(ubl.all("Invoice/Note") == document.notes)
        #expect(
            ubl.all("PaymentTerms/Note") == [
                "Payable in CNY by 2026-06-15 with WeChat Pay or Alipay, by the codes on the document."
            ])
        #expect(cii.all("SpecifiedTradePaymentTerms/Description") == ubl.all("PaymentTerms/Note"))
    }

    @Test("names are in the leading language alone; notes in all")
    func languages() throws {
        func names(_ language: DocumentLanguage) throws -> (EInvoice, [String]) {
            let seller = Sample.party("English", chinese: "中文")
            let invoice = try plain(language)
            let document = EInvoice(
                Sample.invoice(
                    invoice.lines, tax: [("6", "126.93", "7.62")], seller: seller,
                    language: language))
            let texts = document.readings.ubl.leaves.map(\.text)
            return (document, texts.filter { $0 == "English" || $0 == "中文" })
        }
        #expect(try names(.english).1 == ["English"])
        #expect(try names(.chinese).1 == ["中文"])
        #expect(try names(.both).1 == ["中文"])
        #expect(try names(.english).0.notes.count == 3)
        #expect(try names(.chinese).0.notes.count == 3)
        #expect(try names(.both).0.notes.count == 5)
        #expect(try names(.both).0.lines[0].name == "Team · 席位")
    }

    @Test("a sale of credit: so many of its unit, no period, and the tax that it has")
    func sale() throws {
        let document = EInvoice(try Sample.sale())
        let (cii, ubl) = document.readings
        #expect(document.period == nil && document.lines[0].period == nil)
        #expect(ubl.all("StartDate").isEmpty && cii.all("StartDateTime/DateTimeString").isEmpty)
        #expect(ubl.one("InvoicedQuantity") == "10000")
        #expect(ubl.one("PriceAmount") == "0.0727")
        #expect(ubl.one("AdditionalItemProperty/Value") == "credits")
        #expect(ubl.one("SellersItemIdentification/ID") == "po-1")
        #expect(ubl.one("PayableAmount") == "770.62")
        #expect(cii.one("DuePayableAmount") == "770.62")
        #expect(cii.one("TaxTotalAmount") == "43.62")
    }

    /// USD 1.46 is CNY 10.61; USD 1 less leaves 0.46 × 7.27 = 3.3442, 3.34: CNY 7.27 are credited. 6 % of them
    /// 0.4362: the tax goes from 7.62 to 6 % of 119.66, 7.18: 0.44.
    @Test("a credit note is a 381 with the invoice that it corrects, and its lines' own numbers")
    func creditNote() throws {
        let invoice = try plain()
        let note = try Sample.note(of: invoice, [(line: 2, value: .one)])
        let document = EInvoice(note, of: invoice)
        let (cii, ubl) = document.readings
        #expect(ubl.leaves.allSatisfy { $0.path.hasPrefix("CreditNote/") })
        #expect(
            ubl.one("CreditNoteTypeCode") == "381" && cii.one("ExchangedDocument/TypeCode") == "381"
        )
        #expect(ubl.one("BillingReference/InvoiceDocumentReference/ID") == "INV-2026-0601-0019")
        #expect(ubl.one("BillingReference/InvoiceDocumentReference/IssueDate") == "2026-06-01")
        #expect(cii.one("InvoiceReferencedDocument/IssuerAssignedID") == "INV-2026-0601-0019")
        #expect(cii.one("FormattedIssueDateTime/DateTimeString") == "20260601")
        #expect(ubl.one("CreditNote/IssueDate") == "2026-07-05")
        #expect(ubl.one("CreditNoteLine/ID") == "2" && cii.one("LineID") == "2")
        #expect(ubl.one("CreditedQuantity") == "1" && ubl.one("PriceAmount") == "7.27")
        #expect(ubl.one("CreditNoteLine/LineExtensionAmount") == "7.27")
        #expect(ubl.one("CreditNoteLine/Note") == "USD 1.00 less")
        #expect(ubl.one("CreditNote/TaxTotal/TaxAmount") == "0.44")
        #expect(ubl.one("PayableAmount") == "7.71" && cii.one("DuePayableAmount") == "7.71")
        // Nobody pays it: terms say so, and neither a day nor means.
        #expect(document.due == nil && document.paymentMeans == nil)
        #expect(
            ubl.all("PaymentMeansCode").isEmpty && cii.all("DueDateDateTime/DateTimeString").isEmpty
        )
        #expect(ubl.one("PaymentTerms/Note")?.contains("asked back from the channel") == true)
        #expect(
            document.notes.first
                == "This note takes CNY 7.71 off invoice INV-2026-0601-0019: outage")
    }

    @Test("the same invoice gives the same bytes")
    func deterministic() throws {
        let (one, two) = (EInvoice(try plain()), EInvoice(try plain()))
        #expect(one.cii == two.cii && one.ubl == two.ubl)
        #expect(one.cii.last == UInt8(ascii: "\n") && !one.cii.contains(13))
    }
}
