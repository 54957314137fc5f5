import Catalog
import GRDB
import Metering
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Rating

@Suite("A rated month")
struct RatedMonthTests {
    static let may = Month(year: 2026, month: 5)
    let ledger: TestLedger

    init() throws {
        ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        try price(#"{"m": {"input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05}}"#)
    }

    func price(_ json: String, from time: String = "2026-01-01T00:00:00Z") throws {
        let bytes = Array(json.utf8)
        let table = try LiteLLMTable(bytes, file: "t.json")
        let from = try Instant(time)
        try ledger.write {
            try PriceBook.add(
                $0, table, book: "litellm", digest: SHA256Digest.hex(bytes), sourceName: "t.json",
                markup: .one, effectiveFrom: from, at: TestLedger.start)
        }
    }

    func rated(_ month: Month = may) throws -> RatedMonth {
        try ledger.read { try RatedMonth($0, "mer_1", month) }
    }

    @Test("inside a month what has no bearing on the tokens of a model may change")
    func changesInside() throws {
        let day = "2026-05-10T00:00:00Z"
        let plain = #""input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05"#
        let call = #"{"model":"m","in":1000,"out":100}"#
        try ledger.ingest([Fixture.event(id: "a", "model_call", call)])
        let before = try rated().fees
        #expect(!before.isEmpty)
        try price(
            """
            {"m": {\(plain), "output_cost_per_image": 0.04, "input_cost_per_token_batches": 1e-06}}
            """, from: day)
        #expect(
            try rated().fees.mapValues { $0.map(\.amount) } == before.mapValues { $0.map(\.amount) }
        )
    }

    @Test("at quiet hours a model of a price book costs what the book says of them")
    func quietHours() throws {
        try price(
            """
            {"m": {"input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
             "off_peak_pricing": {"input_cost_per_token": 1e-06, "output_cost_per_token": 5e-06,
              "windows": [{"hours_utc": "16:00-00:00"}]}}}
            """, from: "2026-04-01T00:00:00Z")
        let usage = #"{"model":"m","in":1000,"out":100}"#
        try ledger.ingest([
            Fixture.event(id: "a", "model_call", at: "2026-05-03T15:59:59.999Z", usage),
            Fixture.event(id: "b", "model_call", at: "2026-05-03T16:00:00Z", usage),
            Fixture.event(id: "c", "model_call", at: "2026-05-04T00:00:00Z", usage),
        ])
        // a and c: 2,000 × 3 + 200 × 15 = 9,000 millionths; b: 1,000 × 1 + 100 × 5 = 1,500. The
        // charge multiplies by 1.2.
        let fees = try rated().fees.values.flatMap { $0 }.filter { $0.charge == "tokens_fee" }
        #expect(fees.count == 1)
        #expect(fees.first?.amount.exact == Exact("0.0126"))
    }

    @Test("several lists of prices by the hour stop the bill: one of them would be wrong")
    func byHour() throws {
        try price(
            """
            {"m": {"input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
             "off_peak_pricing": {"input_cost_per_token": 1e-06,
              "windows": [{"hours_utc": "16:00-00:00", "weekdays": [6, 7]}]}}}
            """, from: "2026-04-01T00:00:00Z")
        try ledger.ingest([
            Fixture.event(id: "a", "model_call", #"{"model":"m","in":1000,"out":100}"#)
        ])
        do {
            _ = try rated()
            Issue.record("rated")
        } catch RatingError.unpricedModel("m", book: "litellm", .byHour, _, _, _, _) {}
    }

    func seconds(
        _ id: String, _ seconds: String, _ region: String, customer: String = "cus_1"
    )
        -> String
    {
        Fixture.event(
            id: id, customer: customer, "call",
            "{\"status\":\"ok\",\"seconds\":\(seconds),\"region\":\"\(region)\"}")
    }

    @Test("a first tier's flat fee is due without any usage; one event changes only the units")
    func flatFeeWithoutUsage() throws {
        let fresh = try TestLedger()
        try fresh.apply(
            Fixture.catalog.replacing(
                "metric: calls\n        price: {model: standard, unit_price: \"0.08\", per: \"1000\"}",
                with: "metric: calls\n        price: {model: graduated, "
                    + "tiers: [{up_to: null, unit_price: \"1\", flat_fee: \"10\"}]}"))
        let month = Self.may
        let before = try fresh.read { try RatedMonth($0, "mer_1", month) }.fees["cus_1"] ?? []
        #expect(before.map(\.amount.exact.description) == ["10"])
        #expect(before.map(\.usage.eventCount) == [0])
        #expect(before.count == 1 && before[0].evidence == nil)
        try fresh.ingest([seconds("a", "0", "cn")])
        let after = try fresh.read { try RatedMonth($0, "mer_1", month) }.fees["cus_1"] ?? []
        #expect(after.filter { $0.charge == "calls_fee" }.map(\.amount.exact.description) == ["11"])
    }

    @Test(
        "a table that holds from the first of a month holds for all of it, in the merchant's zone")
    func priceFromTheFirst() throws {
        try price(
            #"{"m": {"input_cost_per_token": 6e-06, "output_cost_per_token": 1.5e-05}}"#,
            from: "2026-05-01T00:00:00Z")
        // 2026-04-30T16:30Z is already May in Shanghai, and not yet May in UTC.
        try ledger.ingest([
            Fixture.event(
                "model_call", at: "2026-04-30T16:30:00Z", #"{"model":"m","in":1000,"out":0}"#)
        ])
        let fees = try #require(try rated().fees["cus_1"])
        // 1,000 × 6 / 1M × 1.2
        #expect(fees.map(\.amount.exact.description) == ["0.0072"])
    }

    @Test("included units are used up across the groups of a charge, in their order")
    func includedAcrossGroups() throws {
        try ledger.ingest([
            seconds("a", "60", "cn"), seconds("b", "60", "eu"), seconds("c", "10", "us"),
            // Another customer has the whole of its own.
            seconds("d", "70", "eu", customer: "cus_2"),
        ])
        let fees = try rated().fees
        let one = try #require(fees["cus_1"]).filter { $0.charge == "seconds_fee" }
        // 100 included: all 60 of cn, 40 of eu's 60, none of us; then 0.50 each.
        #expect(one.map { $0.usage.group[0].value } == ["cn", "eu", "us"])
        #expect(one.map(\.explanation.included.description) == ["60", "40", "0"])
        #expect(one.map(\.amount.exact.description) == ["0", "10", "5"])
        let two = try #require(fees["cus_2"]).filter { $0.charge == "seconds_fee" }
        #expect(two.map(\.explanation.included.description) == ["70"])
    }

    @Test("a fee is the sum of its steps and carries the digest of its events")
    func fees() throws {
        try ledger.ingest([
            Fixture.event(id: "a", "model_call", #"{"model":"m","in":1000,"out":100,"read":400}"#),
            Fixture.event(id: "b", "chat", quantity: "1000.5", #"{"model":"m"}"#),
        ])
        let month = try rated()
        let fees = try #require(month.fees["cus_1"])
        // In the order of the plan's charges: two packages begun at 1.00, then tokens at 1.2 times
        // 1,000 × 0.000003 (cache reads as input) + 100 × 0.000015 = 0.0045.
        #expect(fees.map(\.charge) == ["words_fee", "tokens_fee"])
        #expect(fees.map(\.amount.description) == ["USD 2.00", "USD 0.0054"])
        #expect(fees.allSatisfy { $0.evidence!.digest.utf8.count == 64 })
        #expect(fees[1].explanation.priceSource == "litellm version 1 (t.json)")
        for fee in fees { #expect(try fee.explanation.total(.usd) == fee.amount) }
        #expect(month.fees["cus_2"] == nil)
        // A preview of one customer without evidence says the same.
        let preview = try ledger.read {
            try RatedMonth($0, "mer_1", Self.may, customers: ["cus_1"], withEvidence: false)
        }
        #expect(preview.fees["cus_1"]?.map(\.amount) == fees.map(\.amount))
    }

    @Test("usage of a model without a price stops the month")
    func unpriced() throws {
        try ledger.ingest([
            Fixture.event(id: "a", "model_call", #"{"model":"new","in":7,"out":5}"#),
            Fixture.event(id: "b", "model_call", #"{"in":7,"out":5}"#),
        ])
        let error = #expect(throws: RatingError.self) { try rated() }
        // The event without a model comes first, and is no more free than the other.
        #expect(
            error
                == .unpricedModel(
                    nil, book: "litellm", .notInTable, customer: "cus_1", Self.may,
                    tokens: Quantity(count: 12), events: 1))
    }

    @Test("units above a closed tier stop the month")
    func unpricedUnits() throws {
        try ledger.ingest([seconds("a", "5100", "cn")])
        #expect(
            try rated().fees["cus_1"]?.last?.amount == PreciseAmount("1700", .usd))  // 500 + 1,200
        try ledger.ingest([seconds("b", "0.5", "cn")])
        #expect(throws: RatingError.self) { try rated() }
    }

    @Test(
        "a price that changes inside the month makes two fees; from its first instant on it is one")
    func priceChange() throws {
        try ledger.ingest([Fixture.event("model_call", #"{"model":"m","in":1000000,"out":0}"#)])
        // May begins in Shanghai at 16:00 UTC on 30 April.
        try price(#"{"m": {"input_cost_per_token": 5e-06}}"#, from: "2026-04-30T16:00:00Z")
        #expect(try rated().fees["cus_1"]?.map(\.amount.description) == ["USD 6.00"])
        try price(#"{"other": {"input_cost_per_token": 9e-06}}"#, from: "2026-05-10T00:00:00Z")
        #expect(try rated().fees["cus_1"]?.map(\.amount.description) == ["USD 6.00"])
        // A newer table with the same price of the model is no change.
        try price(
            #"{"m": {"input_cost_per_token": 0.000005, "mode": "chat"}}"#,
            from: "2026-05-09T00:00:00Z")
        #expect(try rated().fees["cus_1"]?.map(\.amount.description) == ["USD 6.00"])
        try price(#"{"m": {"input_cost_per_token": 9e-06}}"#, from: "2026-05-10T00:00:00Z")
        // The event of 3 May costs what it cost then: 5 a million, times 1.2.
        #expect(try rated().fees["cus_1"]?.map(\.amount.description) == ["USD 6.00"])
        try ledger.ingest([
            Fixture.event(
                id: "later", "model_call", at: "2026-05-20T00:00:00Z",
                #"{"model":"m","in":1000000,"out":0}"#)
        ])
        let fees = try rated().fees["cus_1"]
        #expect(fees?.map(\.amount.description) == ["USD 6.00", "USD 10.80"])
        #expect(
            fees?.map { $0.span?.from.description } == [
                "2026-04-30T16:00:00Z", "2026-05-09T16:00:00Z",
            ])
        // June has the new price from its start.
        #expect(try rated(Self.may.next).fees.isEmpty)
    }

    @Test("a customer is billed from the month of its first day on")
    func since() throws {
        try ledger.apply(
            Fixture.catalog.replacing(
                "language: en\n    plan: basic\n    since: 2026-01-01",
                with: "language: en\n    plan: basic\n    since: 2026-06-01"))
        try ledger.ingest([
            Fixture.event(id: "a", customer: "cus_2", "chat"),
            Fixture.event(id: "b", customer: "cus_2", "chat", at: "2026-06-02T00:00:00Z"),
        ])
        #expect(try rated().fees.isEmpty)
        #expect(try rated(Self.may.next).fees["cus_2"]?.count == 1)
    }
}
