import Catalog
import GRDB
import Money
import TestSupport
import Testing
import Time

@testable import Credits

@Suite("Credits in the ledger")
struct CreditStoreTests {
    @Test("a grant reads back as it was, with what its movements leave of it")
    func grant() throws {
        let ledger = try TestLedger()
        try ledger.apply(SampleCatalog().yaml)
        let grant = try CreditGrant.sample(
            "g1", "1000.5", unit: try CreditUnit("points", worth: UnitPrice("0.003", .usd)),
            scope: .init(metrics: ["m2", "m1"], charges: ["c"]), priority: 3, from: may(2),
            to: may(20))
        try ledger.write { db in
            try grant.insert(db)
            #expect(try CreditBalance.fetch(db, "g1")?.liveFrom == nil)
            // Not before it is effective.
            try grant.activate(db, .given, from: may(1), at: may(1))
            try CreditMovement(
                .void, number("0.5"), of: "g1", reference: "v1", at: may(3), reason: "test"
            ).insert(db)
        }
        let found = try #require(try ledger.read { try CreditBalance.fetch($0, "g1") })
        #expect(found.grant == grant)
        #expect(found.liveFrom == may(2))
        #expect(try found.left == number("1000"))
        let movements = try ledger.read { try CreditMovement.fetchAll($0, reference: "v1") }
        #expect(movements.map(\.amount) == [number("-0.5")])
        #expect(try ledger.read { try CreditBalance.fetch($0, "g2") } == nil)
        #expect(throws: CreditsError.self) { try ledger.write { try grant.insert($0) } }
    }

    @Test("a customer's grants come the oldest first, and the next one's id is free")
    func order() throws {
        let ledger = try TestLedger()
        try ledger.apply(SampleCatalog().yaml)
        try ledger.write { db in
            try CreditGrant.sample("b", at: may(2)).insert(db)
            try CreditGrant.sample("cus_1-credit-3", at: may(1)).insert(db)
            #expect(try CreditGrant.nextID(db, of: "cus_1") == "cus_1-credit-4")
            #expect(try CreditGrant.nextID(db, of: "cus_2") == "cus_2-credit-1")
            #expect(
                try CreditBalance.fetchAll(db, customer: "cus_1").map(\.grant.id)
                    == ["cus_1-credit-3", "b"])
            #expect(try CreditBalance.fetchAll(db, merchant: "mer_2").isEmpty)
        }
    }

    @Test("a grant begins once, and no row of credit is changed or deleted")
    func facts() throws {
        let ledger = try TestLedger()
        try ledger.apply(SampleCatalog().yaml)
        let grant = try CreditGrant.sample()
        try ledger.write { db in
            try grant.insert(db)
            try grant.activate(db, .given, from: may(1), at: may(1))
        }
        #expect(throws: (any Error).self) {
            try ledger.write { try grant.activate($0, .given, from: may(2), at: may(2)) }
        }
        for sql in ["UPDATE creditGrant SET amount = '99'", "DELETE FROM creditActivation"] {
            #expect(throws: (any Error).self) { try ledger.write { try $0.execute(sql: sql) } }
        }
    }
}
