import Testing
import Time

@Suite("Instants, days, months, zones")
struct TimeTests {
    @Test(
        "one instant, however it is written",
        arguments: [
            ("2025-06-30T16:00:00Z", "2025-06-30T16:00:00Z"),
            ("2025-07-01T00:00:00+08:00", "2025-06-30T16:00:00Z"),
            ("2025-06-30 12:30:00.120000000-03:30", "2025-06-30T16:00:00.12Z"),
            ("2023-11-16T18:17:03.979960001Z", "2023-11-16T18:17:03.979960001Z"),
            ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5Z"),
            ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
        ])
    func reads(text: String, utc: String) throws {
        #expect(try Instant(text).description == utc)
    }

    @Test(
        "what is not a time is refused whole",
        arguments: [
            "", "2025-06-30", "2025-02-29T00:00:00Z", "2025-06-30T24:00:00Z",
            "2025-06-30T10:00Z", "2025-06-30T10:00:00.Z", "2025-06-30T10:00:00.1234567890Z",
            "2025-06-30T10:00:00+8", "2025-06-30T10:00:00Zx", "9999-01-01T00:00:00Z",
        ])
    func refuses(text: String) {
        #expect(throws: TimeError.notAnInstant(text)) { try Instant(text) }
    }

    @Test("a time without an offset needs a zone")
    func offset() throws {
        #expect(throws: TimeError.noOffset("2025-06-30T10:00:00")) {
            try Instant("2025-06-30T10:00:00")
        }
        let shanghai = try Instant("2025-06-30T10:00:00", zone: .shanghai)
        #expect(shanghai.description == "2025-06-30T02:00:00Z")
    }

    @Test("a month is cut in its zone: 2025-06-30T16:00:00Z is already July in Shanghai")
    func cut() throws {
        let july = try Month("2025-07")
        #expect(Zone.shanghai.start(of: july).description == "2025-06-30T16:00:00Z")
        #expect(try Zone.shanghai.day(of: Instant("2025-06-30T16:00:00Z")) == july.firstDay)
        let auckland = try Zone("Pacific/Auckland")
        // Daylight saving ends on 5 April 2026: the month is an hour longer than its days.
        let april = try Month("2026-04")
        #expect(auckland.start(of: april).description == "2026-03-31T11:00:00Z")
        #expect(auckland.end(of: april).description == "2026-04-30T12:00:00Z")
    }

    @Test("every day of four centuries survives the way through its parts")
    func calendar() throws {
        for number in -80_000...80_000 {
            let day = Day(sinceEpoch: number)
            let (year, month, dayOfMonth) = day.parts
            #expect(Day(year: year, month: month, day: dayOfMonth) == day)
        }
        #expect(try Day("2026-11-21").weekday == 6)
        #expect(try Month("2025-11").advanced(by: 3).description == "2026-02")
        #expect(try Month("2024-02").length == 29)
        #expect(try Day("2026-05-03").number == 20_260_503)
    }
}
