import FX
import Money
import Testing
import Time

@Suite("Rates, crosses and conversion")
struct FXTests {
    let day = try! Day("2026-07-31")

    func cross(_ base: String, _ quote: String) throws -> String {
        try FXRate.cross(
            base: .init(base: .eur, quote: .usd, value: Exact(parsing: base)),
            quote: .init(base: .eur, quote: .cny, value: Exact(parsing: quote)), day: day,
            source: "ECB"
        ).value.description
    }

    @Test("cross rates have eight significant digits, half to even, whatever their size")
    func crosses() throws {
        // 7.7539 ÷ 1.1485 = 6.75132782…
        #expect(try cross("1.1485", "7.7539") == "6.7513278")
        // 7.7539 ÷ 184.03 = 0.04213389121…: the first significant digit is the second decimal.
        #expect(try cross("184.03", "7.7539") == "0.042133891")
        // 20733.18 ÷ 1.1485 = 18052.398781…
        #expect(try cross("1.1485", "20733.18") == "18052.399")
        #expect(try cross("1", "1") == "1")
    }

    @Test("CNY 12,400.00 at 7.29 is USD 1,700.96, and yen are whole")
    func converts() throws {
        func lock(_ base: Currency, _ value: String) throws -> FXLock {
            FXLock(
                purpose: .settlement,
                rate: FXRate(
                    base: base, quote: .cny, value: try Exact(parsing: value), day: day,
                    source: "ECB"),
                wantedDay: day, lockedAt: Instant(seconds: 0))
        }
        let usd = try lock(.usd, "7.29").convert(Amount("12400.00", .cny))
        #expect(usd.description == "USD 1,700.96")
        let jpy = try lock(.jpy, "0.0421339").convert(Amount("100.00", .cny))
        #expect(jpy.description == "JPY 2,373")  // 2373.39…
        let cny = try lock(.usd, "7.27").convert(PreciseAmount("1.46", .usd))
        #expect(cny.description == "CNY 10.6142")
    }

    @Test(
        "a currency has one column, and the euro none",
        arguments: [("Date,USD,CNY,USD", "USD"), ("Date,USD,EUR,CNY", "EUR")])
    func columns(header: String, column: String) {
        #expect(
            throws: FXError.notARateTable(
                "e.csv", line: 1, found: "the column \(column)",
                allowed: "a currency once, and not EUR itself")
        ) { try ECBTable(header + "\n2026-07-31,1.1485,7.7539,1.2\n", file: "e.csv") }
    }

    @Test("the ECB's table: trailing comma, N/A, unknown columns")
    func table() throws {
        let text = "Date,USD,CYP,CNY,\n2026-07-31,1.1485,N/A,7.7539,\n2026-07-30,1.15,N/A,N/A,\n"
        let table = try ECBTable(text, file: "ecb.csv")
        #expect(table.rates.count == 3)
        #expect(table.ignored.map(\.name) == ["CYP"])
        #expect(table.rates[2].value.description == "1.15")
    }

    @Test(
        "a table that is none says where",
        arguments: [
            ("", 1), ("Day,USD\n", 1), ("Date,USD\n2026-13-01,1\n", 2),
            ("Date,USD\n2026-07-01,0\n", 2),
            ("Date,USD\n2026-07-01,-1\n", 2), ("Date,USD\n2026-07-01,1\n2026-07-01,1\n", 3),
            ("Date,USD,CNY\n2026-07-01,1\n", 2),
        ])
    func refuses(text: String, line: Int) {
        #expect {
            try ECBTable(text, file: "f.csv")
        } throws: { error in
            guard case FXError.notARateTable("f.csv", line, _, _) = error else { return false }
            return true
        }
    }
}
