import Catalog
import Money
import Testing
import Time

@testable import Credits

@Suite("What is left of a grant")
struct CreditBalanceTests {
    private func movement(
        _ kind: CreditMovement.Kind, _ amount: String, value: String? = nil, at day: Int = 2
    ) -> CreditMovement {
        CreditMovement(
            kind, number(amount), of: "g1", value: value.map(number), at: may(day), reason: "test")
    }

    @Test("granted − drawn − expired − voided + rolled back − held = left")
    func sum() throws {
        // 10 − 4 − 1 + 2 − 3 = 4, then + 3 given back − 7 expired = 0
        var balance = try CreditGrant.sample().untouched
        for one in [
            movement(.draw, "4", value: "4"), movement(.void, "1"),
            movement(.rollBack, "2", value: "2"), movement(.hold, "3", value: "3"),
        ] {
            try balance.apply(one)
        }
        #expect(try balance.left == number("4"))
        #expect(try balance.used == number("3"))
        #expect(try balance.value == PreciseAmount("4", .usd))
        try balance.apply(movement(.release, "3", value: "3"))
        try balance.apply(movement(.expire, "7"))
        #expect(try balance.left == .zero)
        #expect(try balance.state(at: may(3)) == .expired)
    }

    @Test(
        "nothing takes more than there is, gives back more than was drawn, or releases what is not held"
    )
    func overdrawn() throws {
        for (kind, amount) in [
            (CreditMovement.Kind.draw, "10.000000000001"), (.hold, "11"), (.void, "11"),
            (.rollBack, "1"), (.release, "1"),
        ] {
            var balance = try CreditGrant.sample().untouched
            let one = movement(kind, amount, value: kind == .void ? nil : amount)
            #expect(throws: CreditsError.overdrawn("g1", kind, number(amount))) {
                try balance.apply(one)
            }
        }
    }

    /// CNY 10.00 for 3: 3.33, 6.67 (6.666… up), 10.00. The movements cost 3.33, 3.34 and 3.33.
    @Test("the cost of a paid grant is used up with it, to the last fen")
    func cost() throws {
        var balance = try CreditGrant.sample("g1", "3", kind: .paid).untouched
        let costs = try (0..<3).map { _ in
            try balance.apply(movement(.draw, "1", value: "1")).minorUnits
        }
        #expect(costs == [333, 334, 333])
        #expect(try balance.costLeft == .zero(.cny))
        #expect(try balance.state(at: may(3)) == .used)
        // One of three back: 10.00 − 6.67.
        #expect(try balance.apply(movement(.rollBack, "1", value: "1")).minorUnits == -333)
        #expect(try balance.costLeft.minorUnits == 333)
    }

    @Test("a hold and a promotional draw cost nothing")
    func free() throws {
        var paid = try CreditGrant.sample(kind: .paid).untouched
        #expect(try paid.apply(movement(.hold, "5", value: "5")) == .zero(.cny))
        var given = try CreditGrant.sample().untouched
        #expect(try given.apply(movement(.draw, "5", value: "5")) == .zero(.cny))
        #expect(try given.costLeft == .zero(.cny))
    }

    @Test("it lives from its activation on, before its end")
    func life() throws {
        let grant = try CreditGrant.sample(from: may(3), to: may(10))
        let balance = grant.untouched
        #expect(!balance.isLive(at: Instant(nanoseconds: may(3).nanoseconds - 1)))
        #expect(balance.isLive(at: may(3)))
        #expect(balance.isLive(at: Instant(nanoseconds: may(10).nanoseconds - 1)))
        #expect(!balance.isLive(at: may(10)))
        #expect(try balance.state(at: may(1)) == .waiting)
        #expect(try balance.state(at: may(10)) == .expired)
        let unpaid = CreditBalance(grant, liveFrom: nil)
        #expect(!unpaid.isLive(at: may(5)))
        #expect(try unpaid.state(at: may(5)) == .unpaid)
    }

    @Test("a grant of nothing, of less, and one that ends before it begins are refused")
    func refused() {
        for amount in ["0", "-1", "1000000000000000000", "0.0000000000001"] {
            #expect(throws: CreditsError.self) { try CreditGrant.sample("g1", amount) }
        }
        #expect(throws: CreditsError.endsBeforeItBegins("g1", from: may(3), to: may(3))) {
            try CreditGrant.sample(from: may(3), to: may(3))
        }
    }
}
