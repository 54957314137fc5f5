import FX
import Money
import Testing
import Time

@Suite("The ECB's table")
struct ECBTableTests {
    @Test("the file of one day: blanks before cells, the day in words, blanks for no rate")
    func daily() throws {
        let text =
            "Date, USD, JPY, BGN, CNY, ISK, \n11 June 2025, 1.1429, 165.92, 1.9558, 8.2106, , \n"
        let table = try ECBTable(text, file: "eurofxref.csv")
        let day = try Day("2025-06-11")
        #expect(table.rates.map(\.text) == ["EUR/USD 1.1429", "EUR/JPY 165.92", "EUR/CNY 8.2106"])
        #expect(table.rates.allSatisfy { $0.day == day && $0.source == "ECB" })
        #expect(table.ignored.map(\.text) == ["currency BGN (1)"])
    }

    @Test("a column that bm does not know is counted by its values, and not by N/A")
    func counts() throws {
        let table = try ECBTable(
            "Date,USD,CYP,RUB,\n2026-07-31,1.14,N/A,90.1,\n2026-07-30,1.15,N/A,,\n", file: "e")
        #expect(table.ignored.map(\.text) == ["currency CYP (0)", "currency RUB (1)"])
    }

    @Test(
        "days as the ECB writes them, and none that is not there",
        arguments: [
            ("2025-06-11", "2025-06-11"), ("11 June 2025", "2025-06-11"),
            ("01 January 2026", "2026-01-01"), ("1 January 2026", "2026-01-01"),
            ("31 December 2026", "2026-12-31"), ("31 June 2025", nil), ("11 Juni 2025", nil),
            ("11 June", nil), ("June 11 2025", nil), ("111 June 2025", nil), ("11 June 25", nil),
        ])
    func days(text: String, day: String?) throws {
        // What is no day is refused: the nil that is expected of it.
        let read = try? ECBTable("Date,USD\n\(text),1.1\n", file: "e").rates[0].day.description
        #expect(read == day)
    }
}
