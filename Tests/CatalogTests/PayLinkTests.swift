import Money
import TestSupport
import Testing
import Time

@testable import Catalog

@Suite("A merchant's pay link")
struct PayLinkTests {
    static func yaml(_ link: String) -> String {
        SampleCatalog().yaml.replacing(
            "  payment_terms_days: 14",
            with: "  payment_terms_days: 14\n  checkout: {pay_link: \"\(link)\"}")
    }

    @Test("has the invoice's number where the catalog says")
    func text() throws {
        let file = try CatalogFile(
            yaml: Self.yaml("https://pay.example.com/{invoice}?n={invoice}"), file: "a.yaml")
        #expect(
            file.merchant.payLink?.text(invoice: "INV-2026-0601-0001")
                == "https://pay.example.com/INV-2026-0601-0001?n=INV-2026-0601-0001")
        #expect(try CatalogFile(yaml: SampleCatalog().yaml, file: "a.yaml").merchant.payLink == nil)
    }

    @Test(
        "must be https, have its place after the host, and nothing that a reader would not see",
        arguments: [
            "http://pay.example.com/{invoice}", "pay.example.com/{invoice}",
            "https://pay.example.com/i", "https://{invoice}.example.com/", "https:///{invoice}",
            "https://pay.example.com/{invoice}/{customer}", "https://me@example.com/{invoice}",
            "https://pay.example.com/a b/{invoice}", "https://pay.example.com/付/{invoice}",
            "https://pay.example.com/" + String(repeating: "a", count: 200) + "{invoice}",
        ])
    func refused(link: String) {
        let error = #expect(throws: CatalogError.self) {
            try CatalogFile(yaml: Self.yaml(link), file: "a.yaml")
        }
        guard case .notAllowed(let place, let found, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect("\(place)".contains("pay_link"))
        #expect(found == "“\(link)”")
    }

    @Test("goes into the ledger and comes back, and holds from the day its catalog does")
    func store() throws {
        let yaml = Self.yaml("https://pay.example.com/i/{invoice}")
        try CatalogExportTests.roundTrip(yaml, "with a pay link")
        let ledger = try TestLedger()
        try ledger.apply(SampleCatalog(effective: "2026-01-01").yaml)
        try ledger.apply(yaml.replacing("effective: 2026-01-01", with: "effective: 2026-06-01"))
        func link(_ time: String) throws -> String? {
            try ledger.read { try Merchant.fetch($0, "mer_1", at: Instant(time)) }?.payLink?.pattern
        }
        // Shanghai's June begins at 16:00 of May's last day.
        #expect(try link("2026-05-31T15:59:59Z") == nil)
        #expect(try link("2026-05-31T16:00:00Z") == "https://pay.example.com/i/{invoice}")
        #expect(
            try ledger.read {
                try Merchant.fetch($0, "mer_9", at: Instant("2026-06-01T00:00:00Z"))
            }?.payLink
                == nil)
    }
}
