import Money
import TestSupport
import Testing
import Time

@testable import Catalog

@Suite("Lint")
struct LintTests {
    /// A catalog that a rule barks at, one that it does not, and the line and words of the bark.
    struct Case: Sendable, CustomTestStringConvertible {
        let rule: String
        let severity: LintFinding.Severity
        let bad: LintSample
        let good: LintSample
        /// Text on the line of the finding.
        let line: String
        /// Part of what is said: figures worked out by hand.
        let says: String
        /// What the ledger knows, for both.
        let facts: LintFacts

        init(
            _ rule: String, _ severity: LintFinding.Severity, bad: LintSample, good: LintSample,
            line: String, says: String, facts: LintFacts = LintFacts()
        ) {
            self.rule = rule
            self.severity = severity
            self.bad = bad
            self.good = good
            self.line = line
            self.says = says
            self.facts = facts
        }

        var testDescription: String { "\(rule): \(says)" }
    }

    static let cases = tierCases + limitCases + matrixCases + otherCases + factCases

    @Test("a rule barks at what it is for, at its line, and not beside it", arguments: cases)
    func rule(_ item: Case) throws {
        let found = CatalogLint.findings(in: try item.bad.file(), facts: item.facts)
            .filter { $0.rule == item.rule }
        let finding = try #require(found.first)
        #expect(found.count == 1)
        #expect(finding.severity == item.severity)
        #expect(finding.what.contains(item.says), "\(finding.what)")
        #expect(!finding.advice.isEmpty)
        let lines = item.bad.yaml.split(separator: "\n", omittingEmptySubsequences: false)
        let expected = lines.indices.filter { lines[$0].contains(item.line) }
        #expect(expected.count == 1, "the test does not know its line")
        #expect(finding.place.line == expected[0] + 1)
        #expect(finding.place.file == "c.yaml" && !finding.place.key.isEmpty)
        let silent = CatalogLint.findings(in: try item.good.file(), facts: item.facts)
        #expect(silent.filter { $0.rule == item.rule } == [])
    }

    @Test("every rule has its case")
    func allRules() {
        #expect(Set(LintTests.cases.map(\.rule)) == Set(CatalogLint.ruleNames))
        #expect(Set(CatalogLint.ruleNames).count == CatalogLint.ruleNames.count)
    }

    @Test("the page of rules names a severity that the cases of the rule have")
    func pages() throws {
        for page in CatalogLint.pages {
            let severities = Set(LintTests.cases.filter { $0.rule == page.name }.map(\.severity))
            for severity in severities {
                #expect(
                    page.about.lowercased().contains(severity.rawValue),
                    "\(page.name) does not say that it is a \(severity)")
            }
        }
    }

    @Test("a sound catalog has no findings")
    func sound() throws {
        for metric in ["units", "runs"] {
            #expect(CatalogLint.findings(in: try LintSample(metric: metric).file()) == [])
        }
    }

    @Test("prices with too many digits are named, and do not stop the other rules")
    func tooLarge() throws {
        let sample = LintSample(
            price: LintSample.tiers(
                "volume", "up_to: \"1e30\", unit_price: \"1e-9\"", "unit_price: \"1.00000000001\""))
        let found = CatalogLint.findings(in: try sample.file())
        #expect(
            found.contains { $0.severity == .error && $0.what.contains("cannot be worked out") })
        let huge = LintSample(
            price: LintSample.tiers(
                "volume", "up_to: \"1e30\", unit_price: \"1e-9\"",
                "up_to: \"2e30\", unit_price: \"1.00000000001\""))
        #expect(
            CatalogLint.findings(in: try huge.file()).contains { $0.rule == "closed_last_tier" })
    }

    @Test(
        "the flat fee advised against a cliff is the least that ends it",
        arguments: [
            // 10 × 0.20 − 10 × 0.10 = 1, and with a multiplier of 1.5 half as much again.
            ("0.20", "", "0.10", "1", [""]), ("0.20", "", "0.10", "1.5", ["multiplier: \"1.5\""]),
            // 10 × 1 + 2 − 10 × 0.5 = 7; a discount takes as much off both.
            ("1", ", flat_fee: \"2\"", "0.5", "7", ["discount_percent: \"50\""]),
        ])
    func flatFee(
        price: String, fee: String, next: String, advised: String, terms: [String]
    ) throws {
        func cliffs(_ flat: String) throws -> [LintFinding] {
            let sample = LintSample(
                terms: terms.filter { !$0.isEmpty },
                price: LintSample.tiers(
                    "volume", "up_to: \"10\", unit_price: \"\(price)\"\(fee)",
                    "unit_price: \"\(next)\", flat_fee: \"\(flat)\""))
            return CatalogLint.findings(in: try sample.file()).filter { $0.rule == "volume_cliff" }
        }
        let finding = try #require(try cliffs("0").first)
        #expect(finding.advice.hasSuffix("a flat_fee of \(advised) or more"), "\(finding.advice)")
        #expect(try cliffs(advised).isEmpty)
        let less = try Exact(parsing: advised).minus(Exact(coefficient: 1, scale: 6))
        #expect(try cliffs(less.description).count == 1)
    }

    @Test("findings come by line")
    func order() throws {
        var sample = LintSample(terms: ["multiplier: \"11\""], since: "2025-01-01")
        sample.price = LintSample.tiers("graduated", "up_to: \"99\", unit_price: \"1\"")
        let found = CatalogLint.findings(in: try sample.file())
        #expect(
            found.map(\.rule) == [
                "suspicious_multiplier", "closed_last_tier", "suspicious_bound", "no_plan_yet",
            ])
        #expect(found.map(\.place.line) == found.map(\.place.line).sorted())
    }
}
