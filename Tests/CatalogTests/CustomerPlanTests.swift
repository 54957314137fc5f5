import Store
import TestSupport
import Testing
import Time

@testable import Catalog

@Suite("A customer on another plan")
struct CustomerPlanTests {
    private func ledger() throws -> TestLedger {
        let ledger = try TestLedger()
        try ledger.apply(SampleCatalog().yaml)
        return ledger
    }

    private func plan(
        _ ledger: TestLedger, _ customer: Customer.ID, _ time: String
    ) throws -> String {
        let instant = try Instant(time)
        return try ledger.read {
            try MerchantCatalog($0, "mer_1", at: instant).customer(customer)!.plan.text
        }
    }

    @Test("from the first instant of that day on, this customer only, once")
    func move() throws {
        let ledger = try ledger()
        func move() throws -> CatalogChange {
            try ledger.write {
                try CatalogFile.move(
                    $0, "cus_1", to: "developer", from: Day("2026-06-01"), sourceName: "test",
                    at: TestLedger.end)
            }
        }
        let change = try move()
        #expect(change.version != nil && change.added == 0 && change.changed == 1)
        #expect(try plan(ledger, "cus_1", "2026-05-31T15:59:59Z") == "basic")
        #expect(try plan(ledger, "cus_1", "2026-05-31T16:00:00Z") == "developer")
        #expect(try plan(ledger, "cus_2", "2026-05-31T16:00:00Z") == "basic")
        #expect(try move().version == nil)
    }

    /// What another version says from an earlier day on stays as it is.
    @Test("a change that is applied already and holds by then is not undone")
    func later() throws {
        let ledger = try ledger()
        var next = SampleCatalog()
        next.effective = "2026-05-15"
        next.customers[0].street = 99
        try ledger.apply(next.yaml)
        try ledger.write {
            _ = try CatalogFile.move(
                $0, "cus_1", to: "developer", from: Day("2026-06-01"), sourceName: "test",
                at: TestLedger.start)
        }
        let customer = try ledger.read {
            try MerchantCatalog($0, "mer_1", at: TestLedger.end).customer("cus_1")!
        }
        #expect(customer.address.english.hasPrefix("99 "))
        #expect(customer.plan == "developer")
    }

    @Test("a plan or customer that is not there is refused, and nothing is kept")
    func refused() throws {
        let ledger = try ledger()
        for (customer, plan) in [("cus_1", "none"), ("cus_9", "developer")] {
            #expect(throws: CatalogError.self) {
                try ledger.write {
                    _ = try CatalogFile.move(
                        $0, Customer.ID(customer), to: Plan.ID(plan), from: Day("2026-06-01"),
                        sourceName: "test", at: TestLedger.end)
                }
            }
        }
        #expect(try ledger.read { try CatalogVersion.all($0, "mer_1") }.count == 1)
    }
}
