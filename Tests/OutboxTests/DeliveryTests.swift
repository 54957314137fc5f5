import Catalog
import Store
import Testing
import Time

@testable import Outbox

@Suite("Deliveries")
struct DeliveryTests {
    private let key = "a secret of thirty-two characters"

    /// From `printf '%s' 'evt_1.1780275600.{"a":"é"}' | openssl dgst -sha256 -hmac KEY -binary | base64`.
    @Test("a signature is the one openssl gives, in either way to write the secret")
    func signature() throws {
        let expected = "v1,6Y9YzbyVScP+e9DbPsK0yEqcgBxFSnvE+pQF23XCLHo="
        let text = "evt_1.1780275600.{\"a\":\"é\"}"
        for secret in [
            key, key + "\n", key + "\r\n", "whsec_YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBjaGFyYWN0ZXJz",
        ] {
            #expect(
                try Secret(Array(secret.utf8), from: "secret").signature(of: text) == expected)
        }
    }

    @Test("a secret that can be guessed or is cut is refused, and none is ever printed")
    func secrets() throws {
        #expect(throws: OutboxError.shortSecret("f", bytes: 23)) {
            try Secret(Array(String(repeating: "x", count: 23).utf8), from: "f")
        }
        #expect(throws: OutboxError.notASecret("f")) {
            try Secret(Array("whsec_no base64, and long enough for it".utf8), from: "f")
        }
        // 16 bytes in base64 are 24 characters.
        #expect(throws: OutboxError.shortSecret("f", bytes: 16)) {
            try Secret(Array("whsec_MDEyMzQ1Njc4OWFiY2RlZg==".utf8), from: "f")
        }
        let secret = try Secret(Array(key.utf8), from: "f")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!"\(secret) \(String(reflecting: secret)) \(dumped)".contains("thirty"))
    }

    private func event(_ merchant: String = "mer_1") throws -> OutboxEvent {
        OutboxEvent(
            sequence: 40, merchant: .init(merchant), number: 7,
            content: .init(
                kind: .invoicePaid, subject: "INV-2026-0601-0001",
                occurredAt: try Instant("2026-06-01T09:00:00.5+08:00"),
                data: .object([.init("total", "9.00"), .init("currency", "CNY")])))
    }

    @Test("a line has what is posted as a string, and the headers beside it")
    func line() throws {
        let event = try event()
        let delivery = Delivery(event, try Secret(Array(key.utf8), from: "f"))
        #expect(delivery.line.hasSuffix("}\n"))
        let line = try JSONValue(parsing: String(delivery.line.dropLast()))
        let headers = try #require(line["headers"])
        #expect(headers["webhook-id"]?.string == event.id)
        // 09:00:00.5 in Shanghai is 1,780,275,600.5 seconds after 1970: date -d 2026-06-01T01:00Z +%s.
        #expect(headers["webhook-timestamp"]?.string == "1780275600")
        #expect(headers["webhook-signature"]?.string == delivery.signature)
        let body = try #require(line["body"]?.string)
        #expect(
            body
                == "{\"data\":{\"currency\":\"CNY\",\"total\":\"9.00\"},"
                + "\"datacontenttype\":\"application/json\",\"id\":\"\(event.id)\","
                + "\"sequence\":\"000000000007\",\"source\":\"/merchants/mer_1\","
                + "\"specversion\":\"1.0\",\"subject\":\"INV-2026-0601-0001\","
                + "\"time\":\"2026-06-01T01:00:00.5Z\",\"type\":\"invoice.paid\"}")
        // The place among all events is nothing a merchant is told.
        #expect(!delivery.line.contains("40"))
        let later = Delivery(
            event, try Secret(Array(key.utf8), from: "f"), timestamp: 1_780_279_200)
        #expect(later.body == delivery.body && later.signature != delivery.signature)
    }

    @Test("an id is of what is said, and a merchant's name cannot break its source")
    func ids() throws {
        let event = try event()
        #expect(event.id.hasPrefix("evt_") && event.id.utf8.count == 36)
        #expect(try event.id != self.event("mer_2").id)
        #expect(
            try self.event("a b/é.x").cloudEvent["source"]?.string == "/merchants/a%20b%2F%C3%A9.x")
    }
}
