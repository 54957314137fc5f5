import Catalog
import Money
import Store
import Testing
import Time

@testable import Metering

@Suite("Lines of usage events")
struct UsageEventTests {
    static let now = try! Instant("2026-05-31T12:00:00Z")

    static func read(_ line: String, zone: Zone? = nil) throws(UsageReject) -> UsageEvent {
        try UsageEvent(line: Array(line.utf8)[...], now: now, zone: zone)
    }

    static func reject(_ line: String, zone: Zone? = nil) -> UsageReject? {
        do throws(UsageReject) {
            _ = try read(line, zone: zone)
            return nil
        } catch {
            return error
        }
    }

    @Test("a full line, field by field")
    func full() throws {
        let event = try Self.read(
            """
            {"id":"evt_1","customer_id":"cus_1","metric":"chat","quantity":"12.50",
             "timestamp":"2026-05-03T17:41:23.120+08:00",
             "dimensions":{"model":"m"},"properties":{"n":1.50},"meta":{"note":null}}
            """)
        #expect(event.key == "evt_1")
        #expect(event.customer == "cus_1")
        #expect(event.name == "chat")
        #expect(event.quantity == Exact("12.5"))
        #expect(event.occurredAt == (try Instant("2026-05-03T09:41:23.12Z")))
        // The three maps are one, and a number keeps the text it came with.
        #expect(event.properties == ["model": "m", "n": .number("1.50"), "note": .null])
    }

    @Test("aliases stand for the fields they name, also beside them with the same value")
    func aliases() throws {
        let short = #"{"idempotency_key":"k","customer":"cus_1","metric":"m"}"#
        let long = #"{"id":"k","customer_id":"cus_1","metric":"m"}"#
        let both =
            #"{"id":"k","idempotency_key":"k","customer":"cus_1","customer_id":"cus_1","metric":"m"}"#
        #expect(try Self.read(short) == Self.read(long))
        #expect(try Self.read(both) == Self.read(long))
        let event = try Self.read(long)
        #expect(event.quantity == nil)
        #expect(event.occurredAt == Self.now)
        #expect(event.properties.isEmpty)
    }

    @Test(
        "quantities are decimals, as text or as a number, and never pass through a Double",
        arguments: [
            (#""60000""#, "60000"), ("60000", "60000"), ("1.5e-07", "0.00000015"),
            // 2^53 + 1 and this sum of tenths are what a Double cannot hold.
            ("9007199254740993", "9007199254740993"),
            ("0.300000000001", "0.300000000001"), (#""0.1""#, "0.1"),
            ("123456789012345678.123456789012", "123456789012345678.123456789012"),
            ("0", "0"), (#""-0""#, "0"), ("1E3", "1000"),
        ])
    func quantities(text: String, value: String) throws {
        let line = #"{"id":"k","customer":"c","metric":"m","quantity":\#(text)}"#
        #expect(try Self.read(line).quantity?.description == value)
    }

    static let rejects:
        [(line: String, reason: UsageReject.Reason, field: String?, value: String?)] = [
            ("", .malformed, nil, "byte 0: the text ends where a value should stand"),
            ("{\"id\":", .malformed, nil, "byte 6: the text ends where a value should stand"),
            (#"{"id":"a","id":"b"}"#, .malformed, nil, "byte 14: the key “id” repeats"),
            (
                #"{"customer":"c","metric":"m"} x"#, .malformed, nil,
                "byte 30: nothing may follow the document"
            ),
            ("[]", .malformed, nil, "a list"),
            (#"{"customer":"c","metric":"m","quantty":1}"#, .malformed, "quantty", "1"),
            (#"{"customer":"c","customer_id":"d","metric":"m"}"#, .malformed, "customer", #""c""#),
            (#"{"id":7,"customer":"c","metric":"m"}"#, .malformed, "id", "7"),
            (#"{"id":"","customer":"c","metric":"m"}"#, .malformed, "id", #""""#),
            (#"{"metric":"m"}"#, .missingField, "customer_id", nil),
            (#"{"customer":null,"metric":"m"}"#, .missingField, "customer_id", nil),
            (#"{"customer":"c"}"#, .missingField, "metric", nil),
            (
                #"{"customer":"c","metric":"m","quantity":"many"}"#, .notANumber, "quantity",
                #""many""#
            ),
            (
                #"{"customer":"c","metric":"m","quantity":"1,5"}"#, .notANumber, "quantity",
                #""1,5""#
            ),
            (#"{"customer":"c","metric":"m","quantity":" 1"}"#, .notANumber, "quantity", #"" 1""#),
            (#"{"customer":"c","metric":"m","quantity":true}"#, .notANumber, "quantity", "true"),
            (
                #"{"customer":"c","metric":"m","quantity":{"n":1}}"#, .notANumber, "quantity",
                #"{"n":1}"#
            ),
            // An exponent that does not fit the machine is the line's fault and must not stop the run.
            (
                #"{"customer":"c","metric":"m","quantity":1e-9223372036854775808}"#, .notANumber,
                "quantity", "1e-9223372036854775808"
            ),
            (
                #"{"customer":"c","metric":"m","quantity":"0.0000000000001"}"#, .outOfRange,
                "quantity",
                #""0.0000000000001""#
            ),
            // The largest quantity has 18 digits before the point; this is the first with 19.
            (
                #"{"customer":"c","metric":"m","quantity":1000000000000000000}"#, .outOfRange,
                "quantity", "1000000000000000000"
            ),
            (
                #"{"customer":"c","metric":"m","timestamp":"2026-05-03"}"#, .notATime, "timestamp",
                #""2026-05-03""#
            ),
            (
                #"{"customer":"c","metric":"m","timestamp":"2026-05-03T00:00:00"}"#, .notATime,
                "timestamp", #""2026-05-03T00:00:00""#
            ),
            (
                #"{"customer":"c","metric":"m","timestamp":"2026-02-29T00:00:00Z"}"#, .notATime,
                "timestamp", #""2026-02-29T00:00:00Z""#
            ),
            (
                #"{"customer":"c","metric":"m","timestamp":1777777777}"#, .notATime, "timestamp",
                "1777777777"
            ),
            (#"{"customer":"c","metric":"m","properties":[1]}"#, .malformed, "properties", "[1]"),
            (
                #"{"customer":"c","metric":"m","dimensions":{"a":1},"meta":{"a":2}}"#, .malformed,
                "meta.a", "2"
            ),
        ]

    @Test("what cannot be read says why, where and what was found", arguments: rejects.indices)
    func rejected(index: Int) throws {
        let (line, reason, field, value) = Self.rejects[index]
        let reject = try #require(Self.reject(line), "\(line) was read")
        #expect(reject.reason == reason, "\(line)")
        #expect(reject.field == field, "\(line)")
        #expect(reject.value == value, "\(line)")
        #expect(!reject.allowed.isEmpty)
    }

    @Test("bytes that are not UTF-8 are refused")
    func notUTF8() {
        var bytes = Array(#"{"customer":"c","metric":""#.utf8)
        bytes += [0xFF] + Array(#""}"#.utf8)
        #expect(throws: UsageReject.self) { try UsageEvent(line: bytes[...], now: Self.now) }
    }

    @Test("a value found is kept in its first 200 characters")
    func longValue() {
        let text = String(repeating: "9", count: 5000) + "x"
        let reject = Self.reject(#"{"customer":"c","metric":"m","quantity":"\#(text)"}"#)
        #expect(reject?.value?.count == 200)
        let id = String(repeating: "k", count: 257)
        #expect(Self.reject(#"{"id":"\#(id)","customer":"c","metric":"m"}"#)?.field == "id")
    }

    @Test("a time without an offset is read only in a zone that was named")
    func zone() throws {
        let line = #"{"customer":"c","metric":"m","timestamp":"2026-06-01T00:00:00"}"#
        #expect(try Self.read(line, zone: .shanghai).occurredAt == Instant("2026-05-31T16:00:00Z"))
        // A written offset is never overruled.
        let written = line.replacing("00:00:00\"", with: "00:00:00Z\"")
        #expect(
            try Self.read(written, zone: .shanghai).occurredAt == Instant("2026-06-01T00:00:00Z"))
    }

    @Test("without an id the content is the key")
    func contentKey() throws {
        let line =
            #"{"customer":"cus_1","metric":"chat","quantity":2,"timestamp":"2026-05-03T09:41:23.5Z","meta":{"b":1,"a":"x"}}"#
        let same =
            #"{"meta":{"a":"x"},"dimensions":{"b":1},"timestamp":"2026-05-03T17:41:23.50+08:00","quantity":"2.0","metric":"chat","customer_id":"cus_1"}"#
        let other = line.replacing("\"quantity\":2", with: "\"quantity\":3")
        let content =
            #"{"customer_id":"cus_1","metric":"chat","properties":{"a":"x","b":1},"quantity":"2","timestamp":"2026-05-03T09:41:23.5Z"}"#
        #expect(try Self.read(line).key == "content-" + SHA256Digest.hex(content.utf8))
        #expect(try Self.read(line).key == Self.read(same).key)
        #expect(try Self.read(line).key != Self.read(other).key)
    }
}
