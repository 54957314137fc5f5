import Money
import Store
import Testing

@Suite("JSON")
struct JSONTests {
    @Test("numbers keep their text, keys their order")
    func keeps() throws {
        let value = try JSONValue(parsing: #"{"b": 1.50, "a": [3.0001999999999996e-07, -0]}"#)
        #expect(value.compact == #"{"b":1.50,"a":[3.0001999999999996e-07,-0]}"#)
        #expect(value.canonical == #"{"a":[3.0001999999999996e-07,-0],"b":1.50}"#)
        #expect(value["b"]?.exact == Exact("1.5"))
    }

    @Test("escapes are resolved and written back only where JSON demands it")
    func escapes() throws {
        let value = try JSONValue(parsing: #""A\u00e9\ud83d\ude00\n\"/账""#)
        #expect(value.string == "Aé😀\n\"/账")
        #expect(value.compact == "\"Aé😀\\n\\\"/账\"")
    }

    @Test(
        "what readers disagree on is refused",
        arguments: [
            "", "{", "[1,]", "{\"a\":1,\"a\":2}", "01", "1.", ".5", "+1", "nul", "\"\\ud800\"",
            "\"\u{1}\"", "{} {}", "'a'", "[1 2]", "NaN", "1e", "\"abc",
        ])
    func refuses(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test("nesting is bounded, so a hostile line cannot exhaust the stack")
    func depth() {
        let bomb = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.self) { try JSONValue(parsing: bomb) }
    }

    @Test("bytes that are not UTF-8 are refused")
    func encoding() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [34, 0xff, 34]) }
    }

    @Test("SHA-256 of the empty text and of abc, as FIPS 180-4 gives them")
    func digests() {
        #expect(
            SHA256Digest.hex("".utf8)
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            SHA256Digest.hex("abc".utf8)
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
