import Catalog
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Invoicing

@Suite("An invoice as its snapshot keeps it")
struct InvoiceSnapshotTests {
    let ledger = try! TestLedger()

    /// Prorated and whole base fees, grouped and ungrouped usage, several steps, a crossed rate.
    func rich() throws -> Invoice {
        try Sample.invoice(
            Sample.draft(
                ledger, Sample.yaml(since: "2025-05-12"),
                [
                    try Sample.fee([(1_000_000, "0.50", 1_000_000), (2, "0.30", 1000)]),
                    try Sample.fee([(7, "0.0001", 1)], model: nil),
                ]))
    }

    @Test("comes back as it went, with the same digest")
    func roundTrip() throws {
        let invoice = try rich()
        let read = try Invoice(snapshot: invoice.json)
        #expect(read.json == invoice.json)
        #expect(read.digest == invoice.digest)
        // Nothing of the value is lost, beside what its JSON shows.
        #expect(described(read) == described(invoice))
        let fromText = try Invoice(snapshot: JSONValue(parsing: invoice.json.canonical))
        #expect(fromText.digest == invoice.digest)
    }

    @Test("so does an invoice in one currency")
    func roundTripInYuan() throws {
        let invoice = try Sample.invoice(
            Sample.draft(
                ledger, Sample.yaml(plan: "yuan", baseFee: "0"),
                [try Sample.fee([(3, "0.115", 1)], .cny)]))
        let read = try Invoice(snapshot: invoice.json)
        #expect(read.lock == nil)
        #expect(read.digest == invoice.digest)
        #expect(described(read) == described(invoice))
    }

    func described(_ invoice: Invoice) -> String {
        var text = ""
        dump(invoice, to: &text)
        return text
    }

    @Test("the digest is the SHA-256 of the canonical text")
    func digest() throws {
        let invoice = try rich()
        #expect(invoice.digest == SHA256Digest.hex(invoice.json.canonical.utf8))
        #expect(invoice.json["schema"] == "bm.invoice/1")
    }

    @Test("a party's country is kept, where it is China too")
    func country() throws {
        let yaml = Sample.yaml().replacing(
            "    email: ap@", with: "    country: GB\n    email: ap@")
        let invoice = try Sample.invoice(Sample.draft(ledger, yaml))
        #expect(invoice.seller.country == .china && invoice.buyer.country.code == "GB")
        #expect(invoice.json["seller"]?["country"] == "CN")
        #expect(invoice.json["buyer"]?["country"] == "GB")
        #expect(try Invoice(snapshot: invoice.json).buyer == invoice.buyer)
    }

    @Test("the digest changes with any field")
    func anyField() throws {
        let invoice = try rich()
        let variants = altered(invoice.json)
        // Every leaf of the document once: the count says that the walk reached the lines.
        #expect(variants.count > 100)
        var digests: Set<String> = [invoice.digest]
        for (path, variant) in variants {
            #expect(digests.insert(variant.digest).inserted, "\(path) does not change the digest")
        }
    }

    /// The document once for every leaf, with that leaf changed.
    private func altered(_ value: JSONValue, _ path: String = "") -> [(String, JSONValue)] {
        switch value {
        case .null: return [(path, "x")]
        case .bool(let flag): return [(path, .bool(!flag))]
        case .number(let text): return [(path, .number(text + "1"))]
        case .string(let text): return [(path, .string(text + "1"))]
        case .array(let values):
            var variants: [(String, JSONValue)] = []
            for index in values.indices {
                for (path, variant) in altered(values[index], "\(path)[\(index)]") {
                    var copy = values
                    copy[index] = variant
                    variants.append((path, .array(copy)))
                }
            }
            return variants
        case .object(let members):
            var variants: [(String, JSONValue)] = []
            for (index, member) in members.enumerated() {
                for (path, variant) in altered(member.value, "\(path).\(member.key)") {
                    var copy = members
                    copy[index] = JSONValue.Member(member.key, variant)
                    variants.append((path, .object(copy)))
                }
            }
            return variants
        }
    }

    @Test(
        "a snapshot that is not as this version writes it names the key",
        arguments: [
            ("number", JSONValue.string("INV-1"), "number"),
            ("merchant_id", JSONValue.null, "merchant_id"),
            ("language", JSONValue.string("fr"), "language"),
            (
                "lines",
                JSONValue.array([
                    JSONValue.object([JSONValue.Member("no", 1), JSONValue.Member("kind", "gift")])
                ]),
                "lines[0].kind"
            ),
            ("period", JSONValue.object([]), "period.time_zone"),
            ("buyer", JSONValue.object([JSONValue.Member("country", "UK")]), "buyer.country"),
        ])
    func misshapen(key: String, value: JSONValue, named: String) throws {
        let members: [JSONValue.Member] = (try rich().json.members ?? []).map {
            $0.key == key ? JSONValue.Member(key, value) : $0
        }
        let snapshot = JSONValue.object(members)
        #expect(throws: JSONShapeError(key: named)) { try Invoice(snapshot: snapshot) }
    }
}
