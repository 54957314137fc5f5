import Catalog
import Money
import Testing
import Time

@testable import Credits

@Suite("Holds, ends and roll-backs")
struct CreditEndTests {
    @Test("a hold takes from the grants in their order, whole or not at all, and comes back")
    func hold() throws {
        // 10 of g1, which ends first, and 2 of g2: 12 in all.
        let balances = [
            try CreditGrant.sample("g2", "10").untouched,
            try CreditGrant.sample("g1", "10", to: may(20)).untouched,
            try CreditGrant.sample("g3", "10", scope: .init(metrics: ["m"])).untouched,
            try CreditGrant.sample("g4", "10", from: may(25)).untouched,
        ]
        let wanted = try PreciseAmount("12", .usd)
        let hold = try CreditHold("h1", wanted, from: balances, at: may(2), reason: "job")
        #expect(hold.movements.map(\.grant) == ["g1", "g2"])
        #expect(hold.movements.map(\.amount) == [number("-10"), number("-2")])
        let back = CreditHold.release(hold.movements, at: may(3), reason: "done")
        #expect(back.map(\.amount) == [number("10"), number("2")])
        #expect(back.allSatisfy { $0.reference == "h1" && $0.kind == .release })
        #expect(
            throws: CreditsError.notEnough(
                try PreciseAmount("20.01", .usd), left: try PreciseAmount("20", .usd))
        ) {
            try CreditHold(
                "h2", PreciseAmount("20.01", .usd), from: balances, at: may(2), reason: "job")
        }
    }

    @Test("what is held is not drawn")
    func held() throws {
        var balance = try CreditGrant.sample().untouched
        let hold = try CreditHold(
            "h1", PreciseAmount("7", .usd), from: [balance], at: may(2), reason: "job")
        try balance.apply(hold.movements[0])
        let application = try CreditApplication([.sample(1, "5")], from: [balance])
        #expect(application.draws.map(\.value.exact) == [number("3")])
        #expect(application.left.map(\.amount.exact) == [number("2")])
    }

    @Test("it expires at its end, once usage up to it is billed; what is held or not paid does not")
    func expiry() throws {
        let ended = try CreditGrant.sample("g1", to: may(10)).untouched
        let unpaid = CreditBalance(try .sample("g2", to: may(10)), liveFrom: nil)
        let living = try CreditGrant.sample("g3", to: may(20)).untouched
        var held = try CreditGrant.sample("g4", to: may(10)).untouched
        try held.apply(
            CreditMovement(
                .hold, number("4"), of: "g4", value: number("4"), at: may(2), reason: "job"))
        let all = [ended, unpaid, living, held]
        let found = try CreditEnd.expiries(of: all, at: may(15)) { _ in may(15) }
        #expect(found.map(\.grant) == ["g1", "g4"])
        #expect(found.map(\.amount) == [number("-10"), number("-6")])
        #expect(found.allSatisfy { $0.at == may(10) && $0.kind == .expire })
        #expect(try CreditEnd.expiries(of: all, at: may(15)) { _ in may(9) }.isEmpty)
        #expect(try CreditEnd.expiries(of: all, at: may(9)) { _ in may(31) }.isEmpty)
        #expect(try CreditEnd.expiries(of: all, at: may(15)) { _ in nil }.isEmpty)
        // Given credit waits for late usage.
        #expect(
            try CreditEnd.expiries(of: all, waiting: 6, at: may(15)) { _ in may(15) }.isEmpty)
        #expect(
            try CreditEnd.expiries(of: all, waiting: 5, at: may(15)) { _ in may(15) }.count == 2)
    }

    @Test("a void takes what is left, or less, and needs a grant that is active")
    func void() throws {
        let balance = try CreditGrant.sample().untouched
        func void(_ amount: String?) throws -> CreditMovement {
            try CreditEnd.void(
                balance, amount.map(number), reference: nil, at: may(2), reason: "given twice")
        }
        #expect(try void(nil).amount == number("-10"))
        #expect(try void("4").amount == number("-4"))
        #expect(
            throws: CreditsError.moreThanLeft("g1", wanted: number("10.5"), left: number("10"))
        ) { try void("10.5") }
        #expect(throws: CreditsError.notAnAmount("0")) {
            try void("0")
        }
        var gone = balance
        try gone.apply(try void(nil))
        #expect(throws: CreditsError.nothingLeft("g1")) {
            try CreditEnd.void(gone, reference: nil, at: may(3), reason: "again")
        }
        #expect(throws: CreditsError.notActive("g1", invoice: nil)) {
            try CreditEnd.void(
                CreditBalance(balance.grant, liveFrom: nil), reference: nil, at: may(3),
                reason: "unpaid")
        }
    }

    @Test("a sale that is void takes all of its grant, which is voided though it never lived")
    func voidSale() throws {
        let grant = try CreditGrant.sample()
        let end = CreditMovement(
            ending: grant, soldBy: "INV-2026-0502-0001", at: may(3), reason: "never owed")
        #expect(end.isOfVoidSale && end.kind == .void && end.amount == number("-10"))
        var balance = CreditBalance(grant, liveFrom: nil)
        #expect(try balance.state(at: may(4)) == .unpaid)
        try balance.apply(end)
        #expect(try balance.state(at: may(4)) == .voided)
        #expect(try balance.left == .zero)
        // An id that a void was given has no blanks, so it is never taken for one.
        let own = try CreditEnd.void(
            grant.untouched, reference: "INV-2026-0502-0001", at: may(3), reason: "own")
        #expect(!own.isOfVoidSale)
        // The first to say so is what is left: nothing can be taken from nothing.
        #expect(throws: CreditsError.nothingLeft("g1")) {
            try CreditEnd.void(balance, reference: nil, at: may(5), reason: "again")
        }
    }

    /// A line that g1 paid 5 of and then g2 3, lowered by 4: 3 to g2, 1 to g1.
    @Test("the last to pay gets back first; one that ended gets back as a new promotional grant")
    func rollBack() throws {
        func paid(
            _ id: String, _ amount: String, to end: Instant? = nil
        ) throws
            -> CreditRollBack.Paid
        {
            CreditRollBack.Paid(
                balance: try CreditGrant.sample(id, kind: .paid, priority: 7, to: end).untouched,
                amount: number(amount), value: number(amount))
        }
        let living = try CreditRollBack(
            number("4"), paid: [paid("g1", "5"), paid("g2", "3")], line: 9, at: may(15),
            reason: "corrected", by: "test")
        #expect(living.movements.map(\.grant) == ["g2", "g1"])
        #expect(living.movements.map(\.amount) == [number("3"), number("1")])
        #expect(living.movements.allSatisfy { $0.line == 9 && $0.kind == .rollBack })
        #expect(living.grants.isEmpty && living.rest.isZero)

        let ended = try CreditRollBack(
            number("10"), paid: [paid("g1", "5"), paid("g2", "3", to: may(10))], line: 9,
            at: may(15), reason: "corrected", by: "test")
        // Into g2, out of it again, into g1.
        #expect(ended.movements.map(\.grant) == ["g2", "g2", "g1"])
        #expect(ended.movements.map(\.kind) == [.rollBack, .expire, .rollBack])
        #expect(ended.movements.map(\.amount) == [number("3"), number("-3"), number("5")])
        let new = try #require(ended.grants.first)
        #expect(ended.grants.count == 1)
        #expect(new.id == "g2:back:9:1" && new.kind == .promotional && new.amount == number("3"))
        #expect(new.priority == 7 && new.effectiveAt == may(15) && new.expiresAt == nil)
        // 10 − 5 − 3 were not paid by credit.
        #expect(ended.rest == number("2"))
    }
}
