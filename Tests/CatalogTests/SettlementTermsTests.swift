import Money
import TestSupport
import Testing
import Time

@testable import Catalog

@Suite("Settlement terms")
struct SettlementTermsTests {
    static func yaml(_ terms: String...) -> String {
        SampleCatalog.one(on: "yuan", baseFee: "1", terms: .init(more: terms)).yaml
    }

    static func terms(_ terms: String...) throws -> Merchant.SettlementTerms {
        let yaml = SampleCatalog.one(on: "yuan", baseFee: "1", terms: .init(more: terms)).yaml
        return try CatalogFile(yaml: yaml, file: "c.yaml").merchant.settlement
    }

    @Test(
        "what is not said is as it was: one share for all, nothing shared or held, approved, monthly"
    )
    func plain() throws {
        let terms = try Self.terms()
        #expect(terms.feeTiers.isEmpty && !terms.returnsFeeOnRefunds)
        #expect(terms.revenueShare == nil && terms.reserve == nil)
        #expect(terms.kyb == .approved && terms.payout == .monthly)
        #expect(
            terms.words
                == "settled in USD · platform fee 2.5 % · subscription CNY 0.00 · wire fee USD 0.00 · "
                + "at least USD 0.00")
    }

    static let all = [
        #"fee_tiers: [{up_to: "100000.00", percent: "2.5"}, {percent: "2"}]"#,
        "fee_on_refunds_returned: true",
        #"revenue_share: {percent: "10", above: {volume_usd: "100000", percent: "15", marginal: true}}"#,
        "reserve: {percent: 10, months: 3}", "kyb: pending", "payout: t_plus_1",
    ]

    @Test("everything that can be said, and its words")
    func whole() throws {
        let yaml = SampleCatalog.one(on: "yuan", baseFee: "1", terms: .init(more: Self.all)).yaml
        let file = try CatalogFile(yaml: yaml, file: "c.yaml")
        let terms = file.merchant.settlement
        #expect(terms.returnsFeeOnRefunds && terms.kyb == .pending && terms.payout == .nextBankDay)
        #expect(terms.reserve?.term == .months(3))
        #expect(terms.revenueShare?.above?.isMarginal == true)
        #expect(
            terms.words
                == "settled in USD · paid on the next bank day · platform fee by the month's volume: "
                + "2.5 % up to CNY 100,000.00, 2 % above · fee returned on refunds · "
                + "subscription CNY 0.00 · wire fee USD 0.00 · at least USD 0.00 · "
                + "revenue share 10 % of the platform's net fees, 15 % of the part above "
                + "USD 100,000.00 · reserve 10 % for 3 months · KYB pending: payouts are held")
        // Written out again it is the same.
        let again = try CatalogFile(yaml: file.yaml, file: "again.yaml")
        #expect(again.merchant.settlement == terms)
        #expect(again.json == file.json)
    }

    @Test("what is added to a contract is a difference, key by key")
    func differences() throws {
        func file(_ terms: [String]) throws -> CatalogFile {
            let yaml = SampleCatalog.one(on: "yuan", baseFee: "1", terms: .init(more: terms)).yaml
            return try CatalogFile(yaml: yaml, file: "c.yaml")
        }
        let found = try file(["reserve: {percent: 10, months: 3}"])
            .differences(to: file(["reserve: {percent: 5, months: 3}", "kyb: pending"]))
        #expect(
            found.map(\.description) == [
                "~ merchant.settlement.reserve.percent: \"10\" → \"5\"",
                "+ merchant.settlement.kyb: pending",
            ])
    }

    @Test(
        "the tier a volume falls into: the bound belongs to the tier it ends",
        arguments: [
            ("0", "2.5"), ("100000.00", "2.5"), ("100000.01", "2"), ("99999999.99", "2"),
        ])
    func tier(volume: String, percent: String) throws {
        let terms = try Self.terms(Self.all[0])
        #expect(try terms.feePercent(volume: Amount(volume, .cny)).description == percent)
    }

    @Test(
        "the day a reserve is due: so many days on, or that day of a later month, or its last",
        arguments: [
            ("months: 3", "2026-06-30", "2026-09-30"),
            ("months: 3", "2025-11-30", "2026-02-28"),
            ("months: 1", "2026-01-31", "2026-02-28"),
            ("months: 12", "2024-02-29", "2025-02-28"),
            ("days: 90", "2026-06-30", "2026-09-28"),
            ("days: 1", "2026-12-31", "2027-01-01"),
        ])
    func reserve(term: String, held: String, due: String) throws {
        let reserve = try #require(try Self.terms("reserve: {percent: 10, \(term)}").reserve)
        #expect(try reserve.releaseDay(heldOn: Day(held)).description == due)
    }

    @Test(
        "what cannot be is refused, with its place",
        arguments: [
            ("fee_tiers: []", "fee_tiers: a list of 0 is not allowed"),
            ("fee_tiers: [{up_to: 1, percent: 1}]", "fee_tiers: a list of 1 is not allowed"),
            (
                "fee_tiers: [{up_to: 5, percent: 1}, {up_to: 5, percent: 1}, {percent: 1}]",
                "fee_tiers[1].up_to: “5” is not allowed"
            ),
            (
                "fee_tiers: [{percent: 1}, {percent: 1}]",
                "fee_tiers[1]: keys percent is not allowed"
            ),
            ("fee_tiers: [{up_to: 0, percent: 1}, {percent: 1}]", "fee_tiers[0].up_to: “0”"),
            ("fee_tiers: [{percent: 101}]", "fee_tiers[0].percent: “101”"),
            ("reserve: {percent: 10}", "reserve: keys percent is not allowed"),
            ("reserve: {percent: 10, months: 1, days: 1}", "reserve: keys percent, months, days"),
            ("reserve: {percent: 10, days: 0}", "reserve.days: “0”"),
            ("revenue_share: {percent: -1}", "revenue_share.percent: “-1”"),
            ("revenue_share: {percent: 1, direction: up}", "revenue_share.direction: “up”"),
            ("revenue_share: {percent: 1, above: {percent: 2}}", "volume_usd"),
            ("kyb: maybe", "kyb: “maybe”"), ("payout: weekly", "payout: “weekly”"),
            ("fee_on_refunds_returned: 1", "fee_on_refunds_returned: “1”"),
        ])
    func refused(terms: String, says: String) throws {
        let error = #expect(throws: CatalogError.self) { try Self.terms(terms) }
        let text = error?.errorDescription ?? ""
        #expect(text.contains(says), "\(text)")
    }

    @Test("tiers stand in place of the one share")
    func both() throws {
        let yaml = Self.yaml(Self.all[0]).replacing(
            "subscription:", with: "platform_fee_percent: 1\n    subscription:")
        let error = #expect(throws: CatalogError.self) {
            try CatalogFile(yaml: yaml, file: "c.yaml")
        }
        #expect(error?.errorDescription?.contains("platform_fee_percent beside fee_tiers") == true)
    }
}
