import GRDB
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Catalog

@Suite("Catalogs in the ledger")
struct CatalogFileStoreTests {
    let ledger: TestLedger

    init() throws { ledger = try TestLedger() }

    func catalog(at time: String) throws -> MerchantCatalog {
        let instant = try Instant(time)
        return try ledger.read { try MerchantCatalog($0, "mer_1", at: instant) }
    }

    func versions() throws -> Int {
        try ledger.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM catalogVersion")! }
    }

    @Test("a second apply of the same file changes nothing")
    func idempotent() throws {
        let first = try ledger.apply(Fixture.catalog)
        // One merchant, six metrics, four plans, two customers.
        #expect(first.added == 13 && first.changed == 0 && first.unchanged == 0)
        let second = try ledger.apply(Fixture.catalog)
        #expect(second.version == nil)
        #expect(second.added == 0 && second.changed == 0 && second.unchanged == 13)
        #expect(try versions() == 1)
        // Blanks, quotes and the order of keys are not content.
        let written = Fixture.catalog
            .replacing("base_fee: \"9.90\"", with: "base_fee:   9.90   # a comment")
            .replacing(
                "currency: USD\n    interval: monthly", with: "interval: monthly\n    currency: USD"
            )
        #expect(try ledger.apply(written).version == nil)
    }

    @Test("the same letters in other code points are another text")
    func normalization() throws {
        let composed = Fixture.catalog.replacing("{en: Idle,", with: "{en: \"Caf\u{E9}\",")
        let decomposed = Fixture.catalog.replacing("{en: Idle,", with: "{en: \"Cafe\u{301}\",")
        try ledger.apply(composed)
        #expect(try ledger.apply(decomposed).changed == 1)
        let name = try catalog(at: "2026-02-01T00:00:00Z").plan("idle").name.english
        #expect(Array(name.utf8) == Array("Cafe\u{301}".utf8))
    }

    @Test("a subscription that goes on cannot begin on another day; one that ended can")
    func begins() throws {
        try ledger.apply(
            SampleCatalog.one(
                on: "developer", baseFee: "1", since: "2026-02-01", effective: "2026-01-01"
            ).yaml)
        let other = SampleCatalog.one(
            on: "developer", baseFee: "1", since: "2026-06-05", effective: "2026-06-05"
        ).yaml
        #expect(throws: CatalogError.self) { try ledger.apply(other) }
        #expect(try versions() == 1)
        let ended = SampleCatalog.one(
            on: "developer", baseFee: "1", since: "2026-02-01", effective: "2026-05-01"
        ).yaml
            .replacing("since: 2026-02-01", with: "since: 2026-02-01\n    until: 2026-06-05")
        try ledger.apply(ended)
        try ledger.apply(other)
        #expect(try versions() == 3)
    }

    @Test("what is in force is decided by time; what was in force stays")
    func later() throws {
        try ledger.apply(Fixture.catalog)
        let raised = Fixture.catalog
            .replacing("effective: 2026-01-01", with: "effective: 2026-06-01")
            .replacing("base_fee: \"9.90\"", with: "base_fee: \"12\"")
        let change = try ledger.apply(raised)
        #expect(change.added == 0 && change.changed == 1 && change.unchanged == 12)
        // 1 June begins in Shanghai at 16:00 UTC on 31 May.
        let before = try catalog(at: "2026-05-31T15:59:59.999999999Z")
        #expect(before.plan("idle").baseFee == (try PreciseAmount("9.9", .usd)))
        let after = try catalog(at: "2026-05-31T16:00:00Z")
        #expect(after.plan("idle").baseFee == (try PreciseAmount("12", .usd)))
        #expect(after.version > before.version)
        // What was not said again is still in force.
        #expect(after.metrics.count == 6 && after.customers.map(\.id) == ["cus_1", "cus_2"])
        // Applying the old file again is no news, because at its own day it is in force.
        #expect(try ledger.apply(Fixture.catalog).version == nil)
        #expect(
            try catalog(at: "2026-07-01T00:00:00Z").plan("idle").baseFee
                == PreciseAmount("12", .usd))
    }

    @Test("of two versions of the same day the later one holds")
    func sameDay() throws {
        try ledger.apply(Fixture.catalog)
        try ledger.apply(Fixture.catalog.replacing("9.90", with: "12"))
        #expect(
            try catalog(at: "2026-02-01T00:00:00Z").plan("idle").baseFee
                == PreciseAmount("12", .usd))
        // And back again: that is a third version, not the first one.
        #expect(try ledger.apply(Fixture.catalog).changed == 1)
        #expect(try versions() == 3)
        #expect(
            try catalog(at: "2026-02-01T00:00:00Z").plan("idle").baseFee
                == PreciseAmount("9.9", .usd))
    }

    @Test("before its first day a merchant is not known")
    func notYet() throws {
        try ledger.apply(Fixture.catalog)
        #expect(throws: CatalogError.unknownMerchant("mer_1")) {
            try catalog(at: "2025-12-31T15:59:59Z")
        }
        _ = try catalog(at: "2025-12-31T16:00:00Z")
        #expect(throws: CatalogError.unknownMerchant("mer_9")) {
            try ledger.read { try MerchantCatalog($0, "mer_9", at: TestLedger.end) }
        }
        #expect(throws: CatalogError.unknownCustomer("cus_9")) {
            try ledger.read { try MerchantCatalog.merchant($0, of: "cus_9") }
        }
    }

    @Test("a customer has one merchant, and a refused catalog leaves nothing")
    func customerOfAnother() throws {
        try ledger.apply(Fixture.catalog)
        let thief = Fixture.catalog.replacing("id: mer_1", with: "id: mer_2")
        #expect(throws: CatalogError.customerOfAnother("cus_1", owner: "mer_1")) {
            try ledger.apply(thief)
        }
        #expect(try ledger.read { try MerchantCatalog.merchants($0) } == ["mer_1"])
        #expect(try versions() == 1)
        try ledger.apply(Fixture.otherCatalog)
        #expect(try ledger.read { try MerchantCatalog.merchants($0) } == ["mer_1", "mer_2"])
        #expect(try ledger.read { try MerchantCatalog.merchant($0, of: "cus_b1") } == "mer_2")
    }

    @Test("events taken without a property cannot be billed by it later")
    func unreadProperty() throws {
        try ledger.apply(Fixture.catalog)
        let line = Fixture.event("call", #"{"status":"ok","seconds":1,"minutes":2}"#)
        try ledger.ingest([line])
        let measured = Fixture.catalog.replacing("field: seconds", with: "field: minutes")
        #expect(throws: CatalogError.unreadProperty(event: "call", property: "minutes", events: 1))
        { try ledger.apply(measured) }
        let grouped = Fixture.catalog.replacing("group_by: [region]", with: "group_by: [city]")
        #expect(throws: CatalogError.unreadProperty(event: "call", property: "city", events: 1)) {
            try ledger.apply(grouped)
        }
        // Another event name, without events, takes what it likes.
        let other = Fixture.catalog.replacing("group_by: [model, region]", with: "group_by: [city]")
        #expect(try ledger.apply(other).changed == 1)
    }

    @Test("a metric of tokens does not read events with parts of a token")
    func tokensLater() throws {
        let summed = Fixture.catalog.replacing(
            """
                aggregation: tokens
                tokens: {input: in, output: out, cache_read: read, cache_write: write, reasoning: think}
                input_includes_cache: true
            """,
            with: "    aggregation: sum\n    field: out"
        ).replacing(
            "code: spare\n", with: "code: spare\n    event: model_call\n"
        ).replacing(
            "metric: model_tokens\n        group_by: [model]\n        multiplier: \"1.2\"\n"
                + "        price: {model: tokens, price_book: litellm, dimension: model}",
            with:
                "metric: model_tokens\n        group_by: [model]\n        price: {model: standard, "
                + "unit_price: \"1\", per: \"1\"}")
        try ledger.apply(summed)
        let tokens = summed.replacing(
            "    aggregation: sum\n    field: out",
            with: "    aggregation: tokens\n    tokens: {input: out, output: out}\n"
                + "    input_includes_cache: false"
        ).replacing(
            "price: {model: standard, unit_price: \"1\", per: \"1\"}",
            with: "price: {model: tokens, price_book: litellm, dimension: model}")
        try ledger.ingest([Fixture.event(id: "a", "model_call", #"{"model":"m","out":5}"#)])
        #expect(
            try ledger.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM usageEvent") } == 1)
        #expect(try ledger.apply(tokens).changed == 2)
        let other = try TestLedger()
        try other.apply(summed)
        try other.ingest([Fixture.event(id: "a", "model_call", #"{"model":"m","out":5.5}"#)])
        #expect(
            throws: CatalogError.unreadProperty(
                event: "model_call", property: "out, out", events: 1)
        ) { try other.apply(tokens) }
    }

    @Test("an id in other capital letters than the ledger has is refused")
    func capitals() throws {
        try ledger.apply(Fixture.catalog)
        #expect(throws: CatalogError.differsByCase("Cus_2", known: "cus_2")) {
            try ledger.apply(Fixture.catalog.replacing("id: cus_2", with: "id: Cus_2"))
        }
        #expect(throws: CatalogError.differsByCase("MER_1", known: "mer_1")) {
            try ledger.apply(Fixture.catalog.replacing("id: mer_1", with: "id: MER_1"))
        }
    }

    @Test("eight measured properties of an event fit, the ninth is refused with all of them")
    func tooManyFields() throws {
        func catalog(_ count: Int) -> String {
            let metrics = (1...count).map { number in
                """
                  - code: m\(number)
                    name: {en: M, zh-Hans: M}
                    unit: {en: m, zh-Hans: m}
                    event: wide
                    aggregation: sum
                    field: f\(number)

                """
            }
            return Fixture.catalog.replacing("metrics:\n", with: "metrics:\n" + metrics.joined())
        }
        try ledger.apply(catalog(8))
        let fields = (1...9).map { "f\($0)" }
        #expect(throws: CatalogError.tooManyFields(event: "wide", fields: fields)) {
            try ledger.apply(catalog(9))
        }
    }

    private func inForce(_ month: Month) throws -> [(from: Instant, catalog: MerchantCatalog)] {
        try ledger.read {
            try MerchantCatalog.inForce(
                $0, "mer_1", in: DaySpan(month), zone: Zone("Asia/Shanghai"))
        }
    }

    @Test("what was applied after a version is not known to it")
    func knownThen() throws {
        let first = try ledger.apply(Fixture.catalog)
        try ledger.apply(
            Fixture.catalog.replacing("base_fee: \"9.90\"", with: "base_fee: \"12\"")
                .replacing("effective: 2026-01-01", with: "effective: 2026-06-01"))
        let june = Month(year: 2026, month: 6)
        func fee(_ version: Int64?) throws -> String {
            try ledger.read { try MerchantHistory($0, "mer_1", through: june, knowing: version) }
                .last.plan("idle").baseFee.exact.description
        }
        #expect(try fee(nil) == "12")
        #expect(try fee(first.version) == "9.9")
    }

    @Test("a price that changes inside a month makes two catalogs of it, from the day it changes")
    func priceInsideMonth() throws {
        try ledger.apply(Fixture.catalog)
        try ledger.apply(
            Fixture.catalog.replacing("unit_price: \"0.08\"", with: "unit_price: \"0.09\"")
                .replacing("effective: 2026-01-01", with: "effective: 2026-06-15"))
        let catalogs = try inForce(Month(year: 2026, month: 6))
        // The days begin in Shanghai.
        #expect(
            catalogs.map(\.from.description) == ["2026-05-31T16:00:00Z", "2026-06-14T16:00:00Z"])
        #expect(
            catalogs[0].catalog.plan("basic").charges[0].price
                != catalogs[1].catalog
                .plan("basic").charges[0].price)
    }

    @Test("a customer or merchant that is new inside a month does not stop it")
    func newInsideMonth() throws {
        try ledger.apply(Fixture.catalog)
        let third = """

              - id: cus_3
                name: {en: Example Customer Three (Test) Ltd, zh-Hans: 示例客户三（测试）有限公司}
                address: {en: 4 Test Street, zh-Hans: 测试路4号}
                email: ap@customer-three.example.com
                language: en
                plan: basic
                since: 2026-06-15
            """
        let grown = (Fixture.catalog + third)
            .replacing("effective: 2026-01-01", with: "effective: 2026-06-15")
        #expect(try ledger.apply(grown).added == 1)
        try ledger.apply(
            Fixture.otherCatalog.replacing("effective: 2026-01-01", with: "effective: 2026-06-15"))
        let june = Month(year: 2026, month: 6)
        // It is there from the first of the month, as what is new changes nothing before it.
        #expect(try inForce(june)[0].catalog.customers.count == 3)
        // A second word on its first day does: it was billed by days from the first.
        let moved =
            (Fixture.catalog + third.replacing("since: 2026-06-15", with: "since: 2026-06-12"))
            .replacing("effective: 2026-01-01", with: "effective: 2026-06-20")
        #expect(
            throws: CatalogError.changeInsideMonth(
                "mer_1", june, what: "the first day of customer cus_3")
        ) { try ledger.apply(moved) }
    }
}
