import Catalog
import Metering
import Money
import Store
import TestSupport
import Testing
import Time

@Suite("Evidence")
struct EvidenceTests {
    /// The digest of the one line of words that `lines` make.
    static func digest(_ lines: [String]) throws -> String {
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        #expect(try ledger.ingest(lines).accepted == lines.count)
        let digests = try Measured(ledger).digests.filter { $0.key.request == 2 }
        #expect(digests.count == 1)
        return digests.first!.value
    }

    /// The evidence file of words of `m` in `cn` by cus_1.
    static func file(_ ledger: TestLedger) throws -> [UInt8] {
        try ledger.read { db in
            let catalog = try MerchantCatalog(db, "mer_1", at: TestLedger.end)
            return try Evidence.file(
                db, merchant: "mer_1", from: Measured.from, to: Measured.until,
                MeterRequest(
                    metric: catalog.metric("words"), groupBy: ["model", "region"],
                    customers: ["cus_1"]),
                group: [
                    .init(dimension: "model", value: "m"), .init(dimension: "region", value: "cn"),
                ])
        }
    }

    @Test("one event a line, keys in order, no blanks, by time and then by key")
    func lines() throws {
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        try ledger.ingest([
            // Taken in another order than they happened, over two days.
            Fixture.event(
                id: "z", "chat", quantity: "2", at: "2026-05-04T00:00:00+08:00",
                #"{"region":"cn","model":"m","note":"x \" 词"}"#),
            Fixture.event(
                id: "b", "chat", quantity: "0.50", #"{"model":"m","region":"cn","n":1.0}"#),
            Fixture.event(id: "a", "chat", quantity: "3", #"{"model":"m","region":"cn"}"#),
            Fixture.event(id: "c", "chat", #"{"model":"m","region":"eu"}"#),
            Fixture.event(id: "d", customer: "cus_2", "chat", #"{"model":"m","region":"cn"}"#),
            Fixture.event(
                id: "e", "chat", at: "2026-05-31T16:00:00Z", #"{"model":"m","region":"cn"}"#),
        ])
        let expected =
            #"{"id":"a","customer_id":"cus_1","metric":"chat","quantity":"3","timestamp":"2026-05-03T09:41:23.12Z","properties":{"model":"m","region":"cn"}}"#
            + "\n"
            + #"{"id":"b","customer_id":"cus_1","metric":"chat","quantity":"0.5","timestamp":"2026-05-03T09:41:23.12Z","properties":{"model":"m","n":1.0,"region":"cn"}}"#
            + "\n"
            + #"{"id":"z","customer_id":"cus_1","metric":"chat","quantity":"2","timestamp":"2026-05-03T16:00:00Z","properties":{"model":"m","note":"x \" 词","region":"cn"}}"#
            + "\n"
        let file = try Self.file(ledger)
        #expect(String(decoding: file, as: UTF8.self) == expected)
        // The first and the last of it stand for it on paper, with what of them is a number.
        let whole = try #require(
            Measured(ledger).evidence.first { line, summary in
                line.customer == "cus_1" && line.group.map(\.value) == ["m", "cn"]
            }?.value)
        #expect(whole.events == 3)
        #expect(whole.first.id == "a" && whole.first.quantity == Exact(3))
        #expect(whole.first.figures.isEmpty)
        #expect(whole.last.id == "z")
        #expect(whole.last.at == (try Instant("2026-05-04T00:00:00+08:00")))
        let line = Evidence.Line(
            request: 2, customer: "cus_1",
            group: [
                .init(dimension: "model", value: "m"), .init(dimension: "region", value: "cn"),
            ])
        #expect(try Measured(ledger).digests[line] == SHA256Digest.hex(file))
    }

    /// Written in pieces, an event's own properties and its dimensions must come out as JSON would write them together.
    @Test("properties of every shape stand with the dimensions in the order of their names")
    func shapes() throws {
        let own = [
            #"{}"#, #"{"a":1}"#, #"{"z":1}"#, #"{"a":1,"n":2,"z":3}"#,
            #"{"mode":1,"modelled":2,"model ":3,"Model":4}"#,
            #"{"a":{"x":[1,{"y":"}"}],"b":","},"p":[[],{}],"z":"]"}"#,
            #"{"a":"\\","b":"\"","c":"\"}"}"#,
            #"{"o\"p":1,"z":2}"#, #"{"o\\":1,"a":2}"#, #"{"tab\there":1}"#,
            #"{"词":1,"é":"ü","z\u0301":3}"#,
            #"{"a":"\u0001\u001f","b":null,"c":true,"d":-1.50e3}"#, #"{"":1,"a":""}"#,
            #"{"a":"model\":\"m","zz":"{\"b\":1}"}"#,
        ]
        let keys = ["quo\"te", "back\\slash", "词\t"] + (3..<own.count).map { "e\($0)" }
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        let lines = zip(keys, own).enumerated().map { place, event in
            Fixture.event(
                id: String(JSONValue.string(event.0).compact.dropFirst().dropLast()), "chat",
                at: "2026-05-03T09:41:\(10 + place)Z",
                event.1.dropLast() + (event.1 == "{}" ? "" : ",") + #""region":"cn","model":"m"}"#)
        }
        #expect(try ledger.ingest(lines).accepted == lines.count)
        let expected = try zip(keys, own).enumerated().map { place, event in
            let properties =
                try JSONValue(parsing: event.1).members! + [
                    .init("model", .string("m")), .init("region", .string("cn")),
                ]
            return """
                {"id":\(JSONValue.string(event.0).compact),"customer_id":"cus_1","metric":"chat","quantity":"1",\
                "timestamp":"2026-05-03T09:41:\(10 + place)Z","properties":\(JSONValue.object(properties).canonical)}

                """
        }
        #expect(String(decoding: try Self.file(ledger), as: UTF8.self) == expected.joined())
    }

    @Test("the digest is what sha256sum prints")
    func sha256() throws {
        // printf '%s\n' '{"id":"evt_1","customer_id":"cus_1",…,"properties":{}}' | sha256sum
        #expect(
            try Self.digest([Fixture.event("chat")])
                == "ab87045b5795db10115efcd68205f4f260f3d90a0e7d50d7f823902f9a3c2061")
    }

    @Test(
        "any billed field that changes, changes it",
        arguments: [
            Fixture.event(id: "evt_2", "chat", #"{"model":"m","note":"n"}"#),
            Fixture.event(customer: "cus_2", "chat", #"{"model":"m","note":"n"}"#),
            Fixture.event("chat", quantity: "1.000000000001", #"{"model":"m","note":"n"}"#),
            Fixture.event(
                "chat", at: "2026-05-03T09:41:23.120000001Z", #"{"model":"m","note":"n"}"#),
            Fixture.event("chat", #"{"model":"M","note":"n"}"#),
            Fixture.event("chat", #"{"model":"m","region":"cn","note":"n"}"#),
            Fixture.event("chat", #"{"model":"m","note":"o"}"#),
            Fixture.event("chat", #"{"model":"m"}"#),
        ])
    func changes(line: String) throws {
        let event = Fixture.event("chat", #"{"model":"m","note":"n"}"#)
        let digest = try Self.digest([event])
        #expect(try Self.digest([event]) == digest)
        #expect(try Self.digest([line]) != digest)
    }

    @Test("an event more changes it; one of another line does not")
    func oneMore() throws {
        let event = Fixture.event("chat")
        let more = Fixture.event(id: "evt_2", "chat")
        #expect(try Self.digest([event, more]) != Self.digest([event]))
        #expect(try Self.digest([event, more]) == Self.digest([more, event]))
        let call = Fixture.event(id: "evt_3", "call", #"{"status":"ok"}"#)
        #expect(try Self.digest([event, call]) == Self.digest([event]))
    }

    @Test("keys that Swift holds equal still have one order")
    func equalKeys() throws {
        let composed = Fixture.event(id: "caf\u{E9}", "chat", quantity: "1")
        let decomposed = Fixture.event(id: "cafe\u{301}", "chat", quantity: "2")
        #expect(try Self.digest([composed, decomposed]) == Self.digest([decomposed, composed]))
    }

    @Test(
        "an event on paper has its numbers in the order of their names, eight at most, and no texts"
    )
    func figures() throws {
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        let many = (1...9).map { "\"n\($0)\":\($0).50" }.joined(separator: ",")
        try ledger.ingest([
            Fixture.event(
                id: "a", "chat",
                "{\"model\":\"m\",\"region\":\"cn\",\(many),\"b\":true,\"s\":\"7\"}")
        ])
        let first = try #require(Measured(ledger).evidence.values.first).first
        #expect(first.figures.map(\.name) == (1...8).map { "n\($0)" })
        #expect(first.figures[0].value == Exact("1.5"))
    }
}
