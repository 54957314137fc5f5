import Catalog
import FX
import Metering
import Money
import Rating
import TestSupport
import Testing
import Time

@testable import Invoicing

@Suite("Usage by day")
struct UsageByDayTests {
    /// A line that used so many units on these days of May 2025.
    func line(
        _ number: Int, _ days: [Int: Int], charge: Charge.ID = "output_fee",
        service: DaySpan = DaySpan(Sample.may)
    ) throws -> Invoice.Line {
        let used = try days.map { day, units in
            (
                try Day("2025-05-\(day < 10 ? "0" : "")\(day)"),
                DayUse(weight: Exact(units), units: Exact(units), events: 1)
            )
        }
        var summary = try Sample.evidence()
        summary.events = days.count
        return LineItem(
            kind: .usage, name: LocalizedText(english: "Output", chinese: "输出"),
            service: service, plan: "developer", charge: charge, metric: "tokens",
            units: Quantity(count: days.values.reduce(0, +)), amount: .zero(.usd),
            evidence: Invoice.EvidenceSummary(
                summary, days: Dictionary(uniqueKeysWithValues: used))
        ).line(number: number, amount: .zero(.cny), reductions: [], tax: .zero)
    }

    @Test("300 and 200 on 1 May, 100 on the 3rd: 500, 0, 100, and nothing to the 31st")
    func byHand() throws {
        let all = try UsageByDay.all([line(1, [1: 200]), line(2, [1: 300, 3: 100])])
        let table = try #require(all.first)
        #expect(all.count == 1)
        #expect(table.steps.count == 31)
        #expect(table.steps.prefix(4).map(\.units) == [500, 0, 100, 0].map { Exact($0) })
        #expect(table.steps.prefix(4).map(\.events) == [2, 0, 1, 0])
        // The line that used most comes first.
        #expect(table.lines.map(\.numbers) == [[2], [1]])
        #expect(table.lines.map(\.total) == [Exact(400), Exact(200)])
        #expect(table.others == nil)
        #expect(table.total == Exact(600) && table.billed == Exact(600) && table.events == 3)
    }

    @Test(
        "five lines stand by themselves; of six, the last two are others",
        arguments: [(count: 5, shown: 5, others: 0), (count: 6, shown: 4, others: 2)])
    func others(count: Int, shown: Int, others: Int) throws {
        let table = try #require(
            UsageByDay.all((1...count).map { try line($0, [1: $0, 2: $0]) }).first)
        #expect(table.lines.count == shown)
        #expect(table.lines.first?.numbers == [count])
        #expect(table.others?.numbers.count ?? 0 == others)
        // The two smallest, 1 and 2, on both days.
        if others > 0 { #expect(table.others?.total == Exact(6)) }
        #expect(table.total == Exact(count * (count + 1)))
    }

    @Test("one day has nothing to compare; charges stand apart, in the invoice's order")
    func charges() throws {
        let all = try UsageByDay.all([
            line(1, [7: 10]), line(2, [1: 1, 2: 2], charge: "b"),
            line(3, [1: 1, 2: 2], charge: "a"),
        ])
        #expect(all.map(\.lines[0].numbers) == [[2], [3]])
    }

    @Test("a quarter is told by months: May of April to June, with nothing before and after")
    func months() throws {
        let quarter = DaySpan(from: try Day("2025-04-01"), to: try Day("2025-07-01"))
        let table = try #require(
            UsageByDay.all([line(1, [1: 5, 31: 6], service: quarter)]).first)
        #expect(table.steps.map(\.day.month.description) == ["2025-04", "2025-05", "2025-06"])
        #expect(table.steps.map(\.units) == [0, 11, 0].map { Exact($0) })
        #expect(!table.steps.contains { !$0.isMonth })
    }

    @Test("any usage: steps and lines both come to the total", arguments: [31, 32, 33])
    func adds(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        for _ in 0..<200 {
            var wanted = 0
            let lines = try (1...Int.random(in: 1...9, using: &random)).map { number in
                var days: [Int: Int] = [:]
                for _ in 0..<Int.random(in: 2...40, using: &random) {
                    days[Int.random(in: 1...31, using: &random)] = Int.random(
                        in: 0...1_000_000, using: &random)
                }
                wanted += days.values.reduce(0, +)
                return try line(number, days)
            }
            guard let table = try UsageByDay.all(lines).first else { continue }
            let parts = table.lines + (table.others.map { [$0] } ?? [])
            func sum(_ values: [Exact]) throws -> Exact {
                try values.reduce(.zero) { try $0.plus($1) }
            }
            #expect(table.total == Exact(wanted), "seed \(seed)")
            #expect(try sum(table.steps.map(\.units)) == Exact(wanted))
            #expect(try sum(parts.map(\.total)) == Exact(wanted))
            #expect(try parts.allSatisfy { try sum($0.units) == $0.total })
            #expect(parts.flatMap(\.numbers).sorted() == Array(1...lines.count))
        }
    }
}

@Suite("From price to amount")
struct LineConversionTests {
    @Test("USD 1.46 at 7.27 is 10.6142, billed as 10.61")
    func byHand() throws {
        let ledger = try TestLedger()
        let invoice = try Sample.invoice(
            Sample.draft(
                ledger, Sample.yaml(baseFee: "0"),
                [try Sample.fee([(1_000_000, "0.50", 1_000_000), (3_200_000, "0.30", 1_000_000)])]))
        let conversion = try #require(invoice.conversions().first)
        #expect(conversion.price.exact == Exact("1.46"))
        #expect(conversion.product.exact == Exact("10.6142"))
        #expect(conversion.amount.decimal == "10.61")
        #expect(conversion.isRoundedAlone)
    }

    @Test("prices in the invoice's own currency are not converted")
    func own() throws {
        let ledger = try TestLedger()
        let invoice = try Sample.invoice(
            Sample.draft(
                ledger, Sample.yaml(plan: "yuan", baseFee: "0"),
                [try Sample.fee([(3, "0.115", 1)], .cny)]))
        #expect(try invoice.conversions().isEmpty)
    }
}
