import Catalog
import Money
import TestSupport
import Testing

@testable import Credits

@Suite("Auto top-up")
struct AutoTopUpTests {
    private func settings(_ yaml: String) throws -> AutoTopUp? {
        let text = SampleCatalog().yaml.replacing(
            "  since: 2026-01-01", with: "  since: 2026-01-01\n    auto_top_up: \(yaml)",
            maxReplacements: 1)
        return try CatalogFile(yaml: text, file: "catalog.yaml").customers[0].autoTopUp
    }

    @Test(
        "an order when less than the threshold is left, while the month has room for it",
        arguments: [
            ("19.99", "0", AutoTopUp.Decision.order), ("20", "0", .enough), ("-5", "200", .order),
            ("0", "200.01", .limitReached), ("0", "300", .limitReached),
        ])
    func decision(balance: String, ordered: String, expected: AutoTopUp.Decision) throws {
        let settings = try #require(try settings("{below: 20, grant: 100, monthly_limit: 300}"))
        #expect(
            try settings.decision(balance: number(balance), ordered: number(ordered)) == expected)
    }

    @Test(
        "an order brings the balance to the threshold at once, within the month's limit",
        arguments: [
            ("9.99", "0", "25"), ("10", "0", "0"), ("-15", "0", "25"), ("-15.01", "0", "50"),
            ("-22.82", "0", "50"), ("-100", "0", "50"), ("-22.82", "35", "25"),
            ("-22.82", "36", "0"),
        ])
    func order(balance: String, ordered: String, expected: String) throws {
        let settings = try #require(try settings("{below: 10, grant: 25, monthly_limit: 60}"))
        let order = try settings.order(balance: number(balance), ordered: number(ordered))
        #expect(order == number(expected))
        // The same look again orders nothing.
        let again = try settings.order(
            balance: number(balance).plus(order), ordered: number(ordered).plus(order))
        #expect(again == .zero)
    }

    @Test("without a limit there is always room; without settings there is nothing")
    func open() throws {
        let settings = try #require(try settings("{below: 20, grant: 100}"))
        #expect(try settings.decision(balance: .zero, ordered: number("9000")) == .order)
        let plain = try CatalogFile(yaml: SampleCatalog().yaml, file: "catalog.yaml")
        #expect(plain.customers.allSatisfy { $0.autoTopUp == nil })
    }

    @Test(
        "settings that can never order are refused",
        arguments: [
            "{below: 0, grant: 100}", "{below: 20, grant: 0}", "{below: 20}",
            "{below: 20, grant: 100, monthly_limit: 99}", "{below: 20, grant: 100, every: day}",
        ])
    func refused(yaml: String) {
        #expect(throws: CatalogError.self) { try settings(yaml) }
    }
}
