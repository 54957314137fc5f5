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

    @Test(
        "months as long as their clocks make them",
        arguments: [
            // Clocks go forward on 8 March and back on 1 November 2026: an hour less, an hour more.
            ("America/New_York", "2026-03", "2026-03-01T05:00:00Z", 743),
            ("America/New_York", "2026-11", "2026-11-01T04:00:00Z", 721),
            ("America/New_York", "2026-02", "2026-02-01T05:00:00Z", 672),
            ("Asia/Kathmandu", "2026-05", "2026-04-30T18:15:00Z", 744),
            ("Asia/Shanghai", "2028-02", "2028-01-31T16:00:00Z", 696),  // a leap year: 29 days
            ("Asia/Shanghai", "2100-02", "2100-01-31T16:00:00Z", 672),  // none, as 2000 was
        ])
    func months(name: String, text: String, start: String, hours: Int64) throws {
        let zone = try Zone(name)
        let month = try Month(text)
        #expect(zone.start(of: month).description == start)
        #expect(zone.end(of: month).seconds - zone.start(of: month).seconds == hours * 3600)
    }

    @Test(
        "a local time that a clock change repeats is the first, one that it skips comes after it",
        arguments: [
            ("America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00Z"),
            ("America/New_York", "2026-03-08T02:30:00", "2026-03-08T07:30:00Z"),
            ("America/New_York", "2026-03-08T01:59:59", "2026-03-08T06:59:59Z"),
            ("America/New_York", "2026-03-08T03:00:00", "2026-03-08T07:00:00Z"),
            // There was no midnight: the day began at one o'clock.
            ("America/Sao_Paulo", "2018-11-04T00:00:00", "2018-11-04T03:00:00Z"),
            ("America/Havana", "2026-03-08T00:00:00", "2026-03-08T05:00:00Z"),
            ("Asia/Kathmandu", "2026-05-01T00:00:00", "2026-04-30T18:15:00Z"),
        ])
    func clockChanges(name: String, local: String, utc: String) throws {
        #expect(try Instant(local, zone: Zone(name)).description == utc)
    }

    @Test(
        "every day begins on itself, and the instant before it was the day before",
        arguments: [
            "Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "America/Havana",
            "America/Santiago", "America/Sao_Paulo", "Africa/Cairo", "Pacific/Auckland",
        ])
    func days(name: String) throws {
        let zone = try Zone(name)
        let (first, last) = (try Day("2010-01-01"), try Day("2030-12-31"))
        for number in first.sinceEpoch...last.sinceEpoch {
            let day = Day(sinceEpoch: number)
            let start = zone.start(of: day)
            #expect(zone.day(of: start) == day, "\(name) \(day)")
            let before = Instant(nanoseconds: start.nanoseconds - 1)
            #expect(zone.day(of: before) == day.advanced(by: -1), "\(name) \(day)")
        }
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
