import Catalog
import Metering
import Money
import Rating
import Store
import TestSupport
import Testing
import Time

@testable import Invoicing

@Suite("From fees to an invoice")
struct InvoicerTests {
    let ledger = try! TestLedger()

    /// The invoice of a customer without base fee and, unless said, without tax.
    func usageInvoice(
        _ fees: [Fee], plan: String = "developer", tax: String = "0"
    ) throws -> Invoice {
        try Sample.invoice(
            Sample.draft(ledger, Sample.yaml(plan: plan, baseFee: "0", tax: tax), fees))
    }

    @Test("USD 1.46 at 7.27 is CNY 10.6142, billed as CNY 10.61")
    func workedExample() throws {
        let fee = try Sample.fee([(1_000_000, "0.50", 1_000_000), (3_200_000, "0.30", 1_000_000)])
        let invoice = try usageInvoice([fee])
        #expect(invoice.lines.count == 1)
        #expect(invoice.lines[0].precise == (try PreciseAmount("1.46", .usd)))
        #expect(invoice.lines[0].amount == (try Amount("10.61", .cny)))
        #expect(invoice.lines[0].units == Quantity(count: 4_200_000))
        #expect(invoice.total == (try Amount("10.61", .cny)))
        #expect(invoice.pricingCurrency == .usd)
        #expect(invoice.currency == .cny)
    }

    @Test(
        "a line is rounded once, half away from zero, after its conversion",
        arguments: [
            // 0.005 × 7.27 = 0.03635; a cent first would have made it 0.07.
            (price: "0.005", amount: "0.04"),
            (price: "0.0006", amount: "0.00"),  // 0.004362
            (price: "0.0007", amount: "0.01"),  // 0.005089
            (price: "0.5", amount: "3.64"),  // 3.635: the half goes up
            (price: "-0.5", amount: "-3.64"),  // and a correction's half goes down
        ])
    func lineRounding(price: String, amount: String) throws {
        let invoice = try usageInvoice([try Sample.fee([(1, price, 1)])])
        #expect(invoice.lines[0].amount.decimal == amount)
    }

    @Test("totals add rounded lines, so that what is printed adds up")
    func totals() throws {
        let half = try Sample.fee([(1, "0.005", 1)], .cny)
        let invoice = try usageInvoice([half, half, half], plan: "yuan")
        // Three times 0.005 is 0.015, which is 0.02; three printed lines of 0.01 are 0.03.
        #expect(invoice.lines.map(\.amount.decimal) == ["0.01", "0.01", "0.01"])
        #expect(invoice.subtotal.decimal == "0.03")
        #expect(invoice.total.decimal == "0.03")
        #expect(invoice.lines.map(\.number) == [1, 2, 3])
    }

    @Test("the base fee is billed a month ahead, before the usage of the month behind")
    func baseFeeInAdvance() throws {
        let draft = try Sample.draft(
            ledger, Sample.yaml(), [try Sample.fee([(1000, "0.01", 1)])])
        let invoice = try Sample.invoice(draft)
        #expect(invoice.month == Sample.may)
        #expect(invoice.lines.map(\.kind) == [.baseFee, .usage])
        #expect(invoice.lines.map(\.month.description) == ["2025-06", "2025-05"])
        #expect(invoice.lines.map(\.amount.decimal) == ["727.00", "72.70"])
        #expect(invoice.lines[0].proration == nil)
        // 6 % of 799.70 is 47.982.
        #expect(invoice.total.decimal == "847.68")
    }

    @Test("a subscription that began inside the month pays its days too: 20 of 31 of USD 100.00")
    func prorated() throws {
        let invoice = try Sample.invoice(
            Sample.draft(ledger, Sample.yaml(since: "2025-05-12", tax: "0")))
        #expect(invoice.lines.map(\.month.description) == ["2025-05", "2025-06"])
        let first = invoice.lines[0]
        #expect(first.precise.exact.description == "64.516129032258")
        #expect(first.amount.decimal == "469.03")  // 469.032258064515…
        #expect(first.proration?.days == 20)
        #expect(first.proration?.periodDays == 31)
        #expect(first.proration?.full == (try PreciseAmount("100", .usd)))
        #expect(invoice.lines[1].amount.decimal == "727.00")
    }

    @Test("a subscription from the first day pays the whole month; one from the last, a day")
    func prorationEdges() throws {
        let first = try Sample.invoice(
            Sample.draft(ledger, Sample.yaml(since: "2025-05-01", tax: "0")))
        #expect(first.lines.map(\.amount.decimal) == ["727.00", "727.00"])
        #expect(first.lines.allSatisfy { $0.proration == nil })
        let other = try TestLedger()
        let last = try Sample.invoice(
            Sample.draft(other, Sample.yaml(since: "2025-05-31", tax: "0")))
        #expect(last.lines[0].proration?.days == 1)
        #expect(last.lines[0].amount.decimal == "23.45")  // 100 ÷ 31 × 7.27 = 23.4516…
    }

    @Test(
        "fee × days ÷ days of the month, to twelve decimals",
        arguments: [
            (fee: "100", days: 20, of: 31, share: "64.516129032258"),  // …0645: down
            (fee: "100", days: 31, of: 31, share: "100"),
            (fee: "20", days: 1, of: 28, share: "0.714285714286"),  // …714285714: up
            (fee: "29.9", days: 15, of: 30, share: "14.95"),
            (fee: "0", days: 3, of: 30, share: "0"),
        ])
    func proration(fee: String, days: Int, of periodDays: Int, share: String) throws {
        let prorated = try Exact(parsing: fee).prorated(days: days, of: periodDays)
        #expect(prorated.description == share)
    }

    @Test("tax is rounded once for its rate, not once a line")
    func taxOnce() throws {
        func fees(_ price: String) throws -> [Fee] {
            try (0..<3).map { _ in try Sample.fee([(1, price, 1)], .cny) }
        }
        // 6 % of 0.08 is 0.0048: nothing a line, yet 0.0144 on all three.
        let small = try usageInvoice(fees("0.08"), plan: "yuan", tax: "6")
        #expect(small.taxes.count == 1)
        #expect(small.taxes[0].base.decimal == "0.24")
        #expect(small.tax.decimal == "0.01")
        #expect(small.total.decimal == "0.25")
        // 6 % of 0.09 is 0.0054: three fen line by line, yet 0.0162 on all three.
        let other = try TestLedger()
        let large = try Sample.invoice(
            Sample.draft(other, Sample.yaml(plan: "yuan", baseFee: "0", tax: "6"), fees("0.09")))
        #expect(large.tax.decimal == "0.02")
        #expect(large.total.decimal == "0.29")
    }

    @Test("nothing that costs, no invoice")
    func nothingDue() throws {
        let free = try Sample.fee([(1_000_000, "0", 1)])
        let cheap = try Sample.fee([(1, "0.01", 1)])
        func isDue(_ fees: [Fee], baseFee: String = "0") throws -> Bool {
            try Invoicer.isDue(
                Sample.draft(TestLedger(), Sample.yaml(baseFee: baseFee), fees))
        }
        #expect(try !isDue([]))
        #expect(try !isDue([free]))
        #expect(try isDue([free, cheap]))
        // A base fee is due whether or not anything was used.
        #expect(try isDue([], baseFee: "0.01"))
    }

    @Test("a plan in CNY has no rate: its lines are rounded and nothing else")
    func identity() throws {
        let fee = try Sample.fee([(3, "0.115", 1)], .cny)
        let invoice = try usageInvoice([fee], plan: "yuan")
        #expect(invoice.lock == nil)
        #expect(invoice.json["fx"] == .null)
        #expect(invoice.pricingCurrency == .cny)
        #expect(invoice.lines[0].precise.exact.description == "0.345")
        #expect(invoice.lines[0].amount.decimal == "0.35")
    }

    @Test("the due day counts from the issue day in the merchant's zone")
    func dueDay() throws {
        let invoice = try Sample.invoice(Sample.draft(ledger, Sample.yaml()))
        // 2025-06-10T16:30Z is 11 June in Shanghai, and 14 days later is the 25th.
        #expect(invoice.dueDay.description == "2025-06-25")
        #expect(invoice.number.text == "INV-2025-0611-0019")
    }

    @Test("a usage line names its charge, its group and the events behind it")
    func sources() throws {
        let invoice = try usageInvoice([try Sample.fee([(1000, "0.01", 1)], model: nil)])
        let line = invoice.lines[0]
        #expect(line.charge == "output_fee")
        #expect(line.metric == "output_tokens")
        #expect(line.unit?.english == "tokens")
        #expect(line.group.map(\.dimension) == ["model"])
        #expect(line.group[0].value == nil)
        #expect(line.evidence?.events == 2)
        #expect(line.evidence?.digest == String(repeating: "e", count: 64))
        #expect(line.explanation?.steps.count == 1)
    }
}
