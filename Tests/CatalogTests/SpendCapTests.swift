import Money
import TestSupport
import Testing

@testable import Catalog

@Suite("Spend caps in a catalog")
struct SpendCapTests {
    func read(_ caps: String) throws -> [SpendCap] {
        var sample = SampleCatalog()
        sample.customers[0].terms = ["caps: \(caps)"]
        return try CatalogFile(yaml: sample.yaml, file: "c.yaml").customers[0].caps
    }

    @Test("an amount, a reaction, and metrics or none")
    func read() throws {
        let caps = try read(
            "[{amount: \"500\", reaction: pause, metrics: [calls, words]}, {amount: \"0.5\", reaction: warn}]"
        )
        #expect(
            caps == [
                SpendCap(amount: Exact("500")!, reaction: .pause, metrics: ["calls", "words"]),
                SpendCap(amount: Exact("0.5")!, reaction: .warn),
            ])
    }

    @Test("every reaction is read by its name")
    func reactions() throws {
        for (name, reaction) in [
            ("warn", SpendCap.Reaction.warn), ("throttle", .throttle), ("pause", .pause),
            ("stop_billing", .stopBilling),
        ] {
            #expect(try read("[{amount: \"5\", reaction: \(name)}]").map(\.reaction) == [reaction])
        }
    }

    @Test(
        "what is no cap is refused, with what is allowed",
        arguments: [
            ("[{amount: \"0\", reaction: warn}]", "caps[0].amount"),
            ("[{amount: \"5\", reaction: stop}]", "caps[0].reaction"),
            ("[{amount: \"5\"}]", "caps[0]"),
            ("[{amount: \"5\", reaction: warn, metrics: [nothing]}]", "caps[0].metrics[0]"),
            ("[{amount: \"5\", reaction: warn, per: day}]", "caps[0]"),
        ])
    func refused(caps: String, place: String) throws {
        do {
            _ = try read(caps)
            Issue.record("read \(caps)")
        } catch let error as CatalogError {
            #expect(error.errorDescription?.contains(place) == true, "\(error)")
        }
    }
}
