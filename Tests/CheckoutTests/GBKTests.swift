import Checkout
import Testing

@Suite("GBK")
struct GBKTests {
    @Test(
        "characters and their bytes",
        arguments: [
            ("支付宝", [0xD6, 0xA7, 0xB8, 0xB6, 0xB1, 0xA6] as [UInt8]),
            ("（元）", [0xA3, 0xA8, 0xD4, 0xAA, 0xA3, 0xA9]),  // the full-width parentheses of headers
            ("a,\t#\r\n", [0x61, 0x2C, 0x09, 0x23, 0x0D, 0x0A]),
            // Four bytes, beyond GBK: customers' names may have them.
            ("😀", [0x94, 0x39, 0xFC, 0x36]),
            ("", []),
        ])
    func pairs(text: String, bytes: [UInt8]) {
        #expect(GBK.encode(text) == bytes)
        #expect(GBK.decode(bytes) == text)
    }

    @Test(
        "bytes that are not GBK are refused, not replaced",
        arguments: [
            [0xFF], [0xD6], [0x61, 0xD6], [0xD6, 0x20], [0x94, 0x39, 0xFC],
        ] as [[UInt8]])
    func refused(bytes: [UInt8]) {
        #expect(GBK.decode(bytes) == nil)
    }

    @Test("every common character survives the way there and back")
    func roundTrip() throws {
        let scalars = (0x4E00...0x9FA5).compactMap(Unicode.Scalar.init)
        let text = String(String.UnicodeScalarView(scalars))
        let bytes = try #require(GBK.encode(text))
        #expect(bytes.count == 2 * scalars.count)  // GBK holds these 20,902 in two bytes each
        #expect(GBK.decode(bytes) == text)
    }
}
