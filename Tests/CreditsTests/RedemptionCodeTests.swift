import Catalog
import Money
import TestSupport
import Testing
import Time

@testable import Credits

@Suite("Redemption codes")
struct RedemptionCodeTests {
    private func code(
        _ text: String = "SPRING-2026", uses: Int = 2, perCustomer: Int = 1, days: Int? = nil,
        to end: Instant? = nil
    ) throws -> RedemptionCode {
        try RedemptionCode(
            merchant: "mer_1", text: text, gives: .balance(number("20"), CreditUnit(.usd)),
            days: days, uses: uses, usesPerCustomer: perCustomer, expiresAt: end,
            description: "Spring", createdAt: may(1))
    }

    private func event(
        _ kind: RedemptionCode.Event.Kind, _ customer: Customer.ID? = nil
    ) -> RedemptionCode.Event {
        .init(kind: kind, customer: customer, grant: nil, reference: nil, at: may(2))
    }

    @Test("what keeps a code from being redeemed")
    func refusals() throws {
        let code = try code(to: may(20))
        func refusal(
            _ events: [RedemptionCode.Event], for customer: Customer.ID = "cus_1",
            of merchant: Merchant.ID = "mer_1", at instant: Instant = may(3)
        ) -> RedemptionCode.Refusal? {
            code.refusal(for: customer, of: merchant, events, at: instant)
        }
        #expect(refusal([]) == nil)
        #expect(refusal([], of: "mer_2") == .ofAnother("mer_1"))
        #expect(refusal([], at: may(20)) == .expired(may(20)))
        #expect(refusal([event(.disabled)]) == .disabled)
        #expect(refusal([event(.disabled), event(.enabled)]) == nil)
        #expect(refusal([event(.withdrawn)]) == .withdrawn)
        #expect(refusal([event(.redeemed, "cus_1")]) == .usedByCustomer(1))
        #expect(refusal([event(.redeemed, "cus_2")]) == nil)
        #expect(
            refusal([event(.redeemed, "cus_2"), event(.redeemed, "cus_3")]) == .usedUp(2))
    }

    @Test("a code is read in any case; what is none is refused")
    func texts() throws {
        #expect(RedemptionCode.normal(" spring-2026 ") == "SPRING-2026")
        #expect(try code("spring-2026").text == "SPRING-2026")
        for text in ["ABC", "NO_UNDERSCORE", "CODÉ-2026", String(repeating: "A", count: 49)] {
            #expect(throws: CreditsError.self) { try code(text) }
        }
        #expect(throws: CreditsError.self) { try code(uses: 0) }
        #expect(throws: CreditsError.self) { try code(perCustomer: 0) }
        #expect(throws: CreditsError.self) { try code(days: 0) }
        #expect(throws: CreditsError.self) { try code(to: may(1)) }
    }

    @Test("a drawn text has four groups of characters nobody mistakes for each other")
    func random() throws {
        var random = SplitMix(seed: 7)
        let texts = (0..<1_000).map { _ in RedemptionCode.text(using: &random) }
        #expect(Set(texts).count == 1_000)
        for text in texts {
            #expect(text.wholeMatch(of: /[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}/) != nil)
            #expect(try code(text).text == text)
        }
    }

    @Test("a code and its history are kept as they are")
    func store() throws {
        let ledger = try TestLedger()
        try ledger.apply(SampleCatalog().yaml)
        let balance = try code(days: 90, to: may(20))
        let plan = try RedemptionCode(
            merchant: "mer_1", text: "PLAN-1", gives: .plan("basic"), description: "",
            createdAt: may(1))
        let credits = try RedemptionCode(
            merchant: "mer_1", text: "POINTS-1",
            gives: .balance(
                number("500"), try CreditUnit("points", worth: UnitPrice("0.003", .usd))),
            description: "a \"b\"", createdAt: may(1))
        let stored = try ledger.write { db in
            for code in [balance, plan, credits] { try code.insert(db) }
            let id = try RedemptionCode.fetch(db, "spring-2026").id
            try RedemptionCode.Event.insert(
                db, code: id, .redeemed, customer: "cus_1", reference: "click-1", at: may(2))
            try RedemptionCode.Event.insert(db, code: id, .disabled, at: may(3))
            return try RedemptionCode.fetchAll(db)
        }
        #expect(stored.map(\.code) == [balance, plan, credits])
        #expect(stored[0].events.map(\.kind) == [.redeemed, .disabled])
        #expect(stored[0].events[0].customer == "cus_1")
        #expect(stored[0].redemptions == 1)
        #expect(
            try ledger.read { try RedemptionCode.fetchAll($0, search: "PRING") }.map(\.code)
                == [balance])
        #expect(try ledger.read { try RedemptionCode.fetchAll($0, merchant: "mer_2") }.isEmpty)
        #expect(throws: CreditsError.codeExists("SPRING-2026")) {
            try ledger.write { try balance.insert($0) }
        }
        #expect(throws: CreditsError.unknownCode("NONE-SUCH")) {
            try ledger.read { try RedemptionCode.fetch($0, "none-such") }
        }
        // Without its dashes it is the same code; with others it is, too, and cannot be made again.
        for text in ["SPRING2026", "spr-ing-2026", "SPRING-2026 "] {
            #expect(
                try ledger.read { try RedemptionCode.fetch($0, text) }.code.text == "SPRING-2026")
        }
        let other = try RedemptionCode(
            merchant: "mer_1", text: "SPRING2026", gives: balance.gives, description: "",
            createdAt: may(1))
        #expect(throws: CreditsError.codeExists("SPRING-2026")) {
            try ledger.write { try other.insert($0) }
        }
    }
}
