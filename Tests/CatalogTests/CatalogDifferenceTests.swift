import Foundation
import Store
import TestSupport
import Testing

@testable import Catalog

@Suite("What differs between catalogs")
struct CatalogDifferenceTests {
    static func differences(_ old: String, _ new: String) throws -> [CatalogDifference] {
        try CatalogFile(yaml: old, file: "a.yaml")
            .differences(to: CatalogFile(yaml: new, file: "b.yaml"), withEffective: true)
    }

    /// A change to the sample catalog, and what is said of it.
    struct Change: Sendable, CustomTestStringConvertible {
        let found: String
        let written: String
        let says: [String]
        var testDescription: String { says.first ?? "nothing" }
    }

    @Test(
        "each change is named by its key, with what was and what is",
        arguments: [
            Change(found: "base_fee: \"9.90\"", written: "base_fee:   9.90 # the same", says: []),
            Change(
                found: "base_fee: \"9.90\"", written: "base_fee: \"12\"",
                says: ["~ plans[idle].base_fee: \"9.90\" → \"12\""]),
            // Equal as a number, and still another document: an apply makes a version of it.
            Change(
                found: "base_fee: \"9.90\"", written: "base_fee: \"9.9\"",
                says: ["~ plans[idle].base_fee: \"9.90\" → \"9.9\""]),
            Change(
                found: "{up_to: \"5000\", unit_price: \"0.30\"}",
                written: "{up_to: null, unit_price: \"0.25\"}",
                says: [
                    "~ plans[basic].charges[seconds_fee].price.tiers[1].up_to: \"5000\" → null",
                    "~ plans[basic].charges[seconds_fee].price.tiers[1].unit_price: "
                        + "\"0.30\" → \"0.25\"",
                ]),
            Change(
                found: "effective: 2026-01-01", written: "effective: 2026-02-01",
                says: ["~ effective: \"2026-01-01\" → \"2026-02-01\""]),
            Change(
                found: "filter: {status: [ok, slow]}", written: "filter: {status: [ok], tier: [a]}",
                says: [
                    "- metrics[calls].filter.status[1]: slow", "+ metrics[calls].filter.tier: [a]",
                ]),
            Change(
                found: "registration: 91990000MA00000A9E\n    ", written: "",
                says: ["- customers[cus_1].registration: \"91990000MA00000A9E\""]),
            // China is what is meant where no country stands; the document is another all the same.
            Change(
                found: "address: {en: 2 Test Street,",
                written: "country: GB\n    address: {en: 2 Test Street,",
                says: ["+ customers[cus_1].country: GB"]),
            Change(
                found: "metric: calls\n", written: "metric: calls\n        maximum: 5\n",
                says: ["+ plans[basic].charges[calls_fee].maximum: \"5\""]),
            Change(
                found: "id: mer_1", written: "id: mer_3",
                says: ["~ merchant.id: mer_1 → mer_3"]),
            Change(
                found: "- code: spare", written: "- code: other",
                says: [
                    "- metrics[spare]: {code: spare, name: {en: Spare, zh-Hans: 备用}, "
                        + "unit: {en: units, zh-Hans: 个}, aggregation: count}",
                    "+ metrics[other]: {code: other, name: {en: Spare, zh-Hans: 备用}, "
                        + "unit: {en: units, zh-Hans: 个}, aggregation: count}",
                ]),
        ])
    func change(_ change: Change) throws {
        let range = try #require(Fixture.catalog.range(of: change.found))
        let yaml = Fixture.catalog.replacingCharacters(in: range, with: change.written)
        #expect(try Self.differences(Fixture.catalog, yaml).map(\.description) == change.says)
    }

    @Test("charges in another order are another document, and said to be")
    func order() throws {
        var catalog = SampleCatalog()
        let old = catalog.yaml
        catalog.plans[0].charges.swapAt(0, 2)
        #expect(
            try Self.differences(old, catalog.yaml).map(\.description) == [
                "~ plans[basic].charges: in the order [calls_fee, seconds_fee, words_fee, tokens_fee] "
                    + "→ [words_fee, seconds_fee, calls_fee, tokens_fee]"
            ])
        // The order of plans in a file is nothing that is kept.
        catalog = SampleCatalog()
        catalog.plans.reverse()
        #expect(try Self.differences(old, catalog.yaml).isEmpty)
    }

    @Test("two catalogs made by chance differ exactly where their documents do", arguments: 1...60)
    func random(seed: UInt64) throws {
        let note: Comment = "seed \(seed)"
        let old = RandomCatalog(seed: seed).yaml
        let new = RandomCatalog(seed: seed + 1).yaml
        #expect(try Self.differences(old, old).isEmpty, note)
        let there = try Self.differences(old, new)
        let back = try Self.differences(new, old)
        #expect(!there.isEmpty, note)
        #expect(there.count { $0.kind == .added } == back.count { $0.kind == .removed }, note)
        #expect(there.count { $0.kind == .changed } == back.count { $0.kind == .changed }, note)
        // Every value that differs is named with what it is on its side.
        for difference in there where difference.kind == .changed {
            // By bytes: é in one letter and in two is another text, though it looks the same.
            #expect(
                difference.old.map { Array($0.canonical.utf8) }
                    != difference.new.map { Array($0.canonical.utf8) }, note)
        }
    }
}
