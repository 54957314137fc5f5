import Testing
import Typesetting

@Suite("Reading a PDF back")
struct PDFReadingTests {
    private func pdf(_ text: String) throws -> [UInt8] {
        let fonts = try Samples.fonts()
        let style = TextStyle(size: 9, lineHeight: 13)
        let document = try Typesetter(fonts: fonts).set([
            .text("人民币玖仟陆佰捌拾元", style), .text(text, style),
        ])
        return try document.pdf(
            fonts: fonts,
            metadata: PDFMetadata(
                title: "账单 INV-2025-0611-0019", author: "A", created: "2025-06-11T09:00:00Z",
                attachments: [
                    PDFAttachment(
                        name: "a.xml", mimeType: "text/xml", description: "a", bytes: [60, 62])
                ]))
    }

    @Test("title, lines and files come back, in Latin and Chinese, with brackets and strokes")
    func read() throws {
        let reading = try #require(PDFReading(pdf("CNY 9,680.24 (paid) \\ fi – due")))
        #expect(reading.title == "账单 INV-2025-0611-0019")
        #expect(reading.pages.map(\.lines) == [["人民币玖仟陆佰捌拾元", "CNY 9,680.24 (paid) \\ ﬁ – due"]])
        #expect(reading.attachments.map(\.name) == ["a.xml"])
        #expect(reading.attachments[0].bytes == [60, 62])
        #expect(reading.objects.count > 5)
    }

    @Test("whatever byte is other, nothing traps, and what can be read is read")
    func damaged() throws {
        let whole = try pdf("CNY 9,680.24")
        for index in stride(from: 0, to: whole.count, by: max(1, whole.count / 150)) {
            var bytes = whole
            bytes[index] ^= 1
            guard let reading = PDFReading(bytes) else { continue }
            _ = (reading.title, reading.pages.map(\.lines))
        }
        #expect(PDFReading([]) == nil)
        #expect(PDFReading(Array("%PDF-1.7 and no more".utf8)) == nil)
    }
}
