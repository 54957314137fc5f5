import Catalog
import Invoicing
import Money
import TestSupport
import Testing

@testable import Documents

@Suite("The annex of an invoice")
struct InvoiceAnnexTests {
    @Test("the sample's two days, by hand: 1,300 s and 0.5 s, one call each")
    func sample() throws {
        let words = Sample.words(
            try Sample.studio().invoice(
                Sample.input(try Sample.invoice()), language: .english))
        let lines = words.split(separator: "\n").map(String.init)
        #expect(lines.contains("Annex to INV-2026-0601-0019"))
        // Calls and seconds are a line each, so they stand beside each other.
        let third = try #require(lines.firstIndex(of: "2026-05-03"))
        #expect(Array(lines[third...(third + 2)]) == ["2026-05-03", "1", "1,300"])
        let ninth = try #require(lines.firstIndex(of: "2026-05-09"))
        #expect(Array(lines[ninth...(ninth + 2)]) == ["2026-05-09", "1", "0.5"])
        let sum = try #require(lines.firstIndex(of: "Total"))
        #expect(Array(lines[sum...(sum + 2)]) == ["Total", "2", "1,300.5"])
        // No row for a day on which nothing was used.
        #expect(!lines.contains("2026-05-04"))
        // 560.15 × 7.27 = 4,072.2905.
        #expect(lines.contains("= 4,072.2905"))
        #expect(words.contains("By tier:") && !words.contains("By class:"))
        // Both events, at their time in Shanghai.
        #expect(lines.contains("2026-05-03 09:00:00") && lines.contains("2026-05-09 09:00:00"))
        #expect(lines.contains("a") && lines.contains("b"))
    }

    @Test(
        "a scale ends at a round figure, no further than it must",
        arguments: [
            ("0", "0.1"), ("1", "1"), ("1.01", "1.2"), ("7", "8"), ("81", "100"),
            ("107470260", "120000000"), ("121", "160"), ("0.0031", "0.004"), ("1e30", "1e30"),
        ])
    func scale(most: String, top: String) throws {
        let scale = ChartScale(upTo: try #require(Exact(most)))
        #expect(scale.ticks[0].isZero)
        #expect(scale.ticks[2] == Exact(top))
        #expect(try scale.ticks[1].times(Exact(2)) == scale.ticks[2])
        #expect(abs(scale.share(of: scale.ticks[1]) - 0.5) < 1e-12)
    }
}
