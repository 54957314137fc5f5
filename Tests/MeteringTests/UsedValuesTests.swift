import Catalog
import Metering
import TestSupport
import Testing
import Time

@Suite("Values that were used")
struct UsedValuesTests {
    @Test("counted in the merchant's month, by the metric's filter and customers; none is nil")
    func count() throws {
        let ledger = try TestLedger()
        try ledger.apply(
            Fixture.catalog.replacing(
                "input_includes_cache: true",
                with: "input_includes_cache: true\n    filter: {status: [ok]}"))
        func call(_ id: String, _ model: String, _ status: String, at time: String) -> String {
            Fixture.event(
                id: id, "model_call", at: time,
                "{\"model\":\(model),\"status\":\"\(status)\",\"in\":1,\"out\":1}")
        }
        try ledger.ingest([
            call("a", "\"m\"", "ok", at: "2026-04-30T16:00:00Z"),
            call("b", "\"m\"", "ok", at: "2026-05-31T15:59:59Z"),
            call("c", "\"n\"", "ok", at: "2026-05-20T00:00:00Z"),
            call("d", "\"failed\"", "error", at: "2026-05-20T00:00:00Z"),
            call("e", "\"june\"", "ok", at: "2026-05-31T16:00:00Z"),
            call("f", "null", "ok", at: "2026-05-20T00:00:00Z"),
        ])
        try ledger.read { db in
            let catalog = try MerchantCatalog(db, "mer_1", at: TestLedger.end)
            let metric = try #require(catalog.metrics.first { $0.event == "model_call" })
            let month = Month(year: 2026, month: 5)
            func used(
                _ metric: BillableMetric?, _ customers: Set<Customer.ID>? = nil
            ) throws -> [String] {
                try UsedValues.count(
                    db, "mer_1", of: "model", metric, customers: customers,
                    from: catalog.merchant.zone.start(of: month),
                    to: catalog.merchant.zone.end(of: month)
                ).map { "\($0.value ?? "–") \($0.events)" }
            }
            #expect(try used(metric) == ["– 1", "m 2", "n 1"])
            #expect(try used(metric, ["cus_1"]) == ["– 1", "m 2", "n 1"])
            #expect(try used(metric, ["cus_2"]) == [])
            #expect(try used(nil) == ["failed 1", "m 2", "n 1"])
        }
    }
}
