import FX
import Money
import Testing
import Time

@Suite("A table of one's own rates")
struct CSVRateTableTests {
    func table(_ text: String, source: String = "Desk") throws -> CSVRateTable {
        try CSVRateTable(text, file: "own.csv", source: source)
    }

    @Test("columns by name in any order, both directions, each as it is printed")
    func reads() throws {
        let table = try table(
            "rate,quote,date,base\n7.27,CNY,2026-05-29,USD\n0.1375,USD,2026-05-29,CNY\n")
        #expect(
            table.rates == [
                FXRate(
                    base: .usd, quote: .cny, value: try Exact(parsing: "7.27"),
                    day: try Day("2026-05-29"), source: "Desk"),
                FXRate(
                    base: .cny, quote: .usd, value: try Exact(parsing: "0.1375"),
                    day: try Day("2026-05-29"), source: "Desk"),
            ])
        #expect(table.ignored.isEmpty)
    }

    @Test("byte order mark, CR LF, quoted cells, blanks, and names in capitals")
    func spreadsheet() throws {
        let table = try table(
            "\u{FEFF}\"Date\", Base ,Quote,RATE\r\n2026-05-29,\"USD\",CNY,\"7.2700\"\r\n\r\n")
        #expect(table.rates.map(\.text) == ["USD/CNY 7.27"])
    }

    @Test("a rate keeps every digit it is written with: no binary fraction comes between")
    func digits() throws {
        let table = try table("date,base,quote,rate\n2026-05-29,USD,CNY,7.2700000000000001\n")
        #expect(table.rates[0].value.description == "7.2700000000000001")
    }

    @Test("what is not read is named and counted")
    func ignored() throws {
        let table = try table(
            """
            date,base,quote,rate,bid,note
            2026-05-28,USD,CNY,7.26,7.25,
            2026-05-28,XAU,CNY,30000,,
            2026-05-29,XAU,XAG,80,,
            """)
        #expect(table.rates.count == 1)
        #expect(
            table.ignored.map(\.text) == [
                "column bid (3)", "column note (3)", "currency XAG (1)", "currency XAU (2)",
            ])
    }

    @Test(
        "a table that is none says where, what was found and what is allowed",
        arguments: [
            ("", 1, "nothing"), ("date,base,quote\n", 1, "no column rate"),
            ("date,base,quote,rate,Rate\n", 1, "the column rate twice"),
            ("date,base,quote,rate\n", 1, "no rate at all"),
            ("date,base,quote,rate\n29/05/2026,USD,CNY,7\n", 2, "“29/05/2026”"),
            ("date,base,quote,rate\n2026-05-29,usd,CNY,7\n", 2, "“usd”"),
            ("date,base,quote,rate\n2026-05-29,CNY,CNY,1\n", 2, "CNY/CNY"),
            ("date,base,quote,rate\n2026-05-29,USD,CNY,0\n", 2, "“0” for USD/CNY"),
            ("date,base,quote,rate\n2026-05-29,USD,CNY,-7.27\n", 2, "“-7.27” for USD/CNY"),
            ("date,base,quote,rate\n2026-05-29,USD,CNY,\"7,27\"\n", 2, "“7,27” for USD/CNY"),
            ("date,base,quote,rate\n2026-05-29,USD,CNY,\n", 2, "“” for USD/CNY"),
            // A tenth of the smallest that is taken.
            ("date,base,quote,rate\n2026-05-29,USD,CNY,1e-13\n", 2, "“1e-13” for USD/CNY"),
            ("date,base,quote,rate\n2026-05-29,USD,CNY\n", 2, "3 columns"),
            (
                "date,base,quote,rate\n\n2026-05-29,USD,CNY,7\n2026-05-29,USD,CNY,7\n", 4,
                "a second rate of USD/CNY for 2026-05-29"
            ),
            ("date,base,quote,rate\n2026-05-29,\"USD,CNY,7\n", 2, "a quote of this line"),
        ])
    func refuses(text: String, line: Int, found: String) {
        #expect {
            _ = try table(text)
        } throws: { error in
            guard case FXError.notARateTable("own.csv", line, let words, let allowed) = error
            else { return false }
            return words.hasPrefix(found) && !allowed.isEmpty
        }
    }

    @Test(
        "a publisher has a plain name that is not the ECB's",
        arguments: ["", " Desk", "Desk\n", "a\u{301}", "ecb", "ECB", "Identity", "x,y"]
            + [String(repeating: "x", count: 41)])
    func names(source: String) {
        #expect(throws: FXError.notASource(source)) {
            try table("date,base,quote,rate\n2026-05-29,USD,CNY,7\n", source: source)
        }
    }
}
