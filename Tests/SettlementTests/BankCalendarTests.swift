import Foundation
import Money
import Store
import Testing
import Time

@testable import Settlement

@Suite("Bank days")
struct BankCalendarTests {
    func next(_ day: String, _ currencies: [Currency]) throws -> String {
        let calendars = try currencies.map { try #require(BankCalendar($0)) }
        return BankCalendar.next(after: try Day(day), in: calendars).description
    }

    @Test(
        "the first day after, that is open on both sides",
        arguments: [
            // Juneteenth and the Dragon Boat Festival fall on the same Friday.
            ("2026-06-18", [Currency.cny, .usd], "2026-06-22"),
            ("2026-06-17", [.cny, .usd], "2026-06-18"),
            // The 4th of July is a Saturday, and kept on no other day.
            ("2026-07-02", [.cny, .usd], "2026-07-03"),
            // Golden Week: the 1st to the 7th, Thursday to Wednesday.
            ("2026-09-30", [.cny], "2026-10-08"),
            ("2026-09-30", [.cny, .usd], "2026-10-08"),
            ("2026-10-03", [.cny, .jpy], "2026-10-08"),
            // Saturday the 10th makes up for it, in China alone.
            ("2026-10-09", [.cny], "2026-10-10"),
            ("2026-10-09", [.cny, .eur], "2026-10-12"),
            ("2026-10-09", [.cny, .usd], "2026-10-13"),  // and the 12th is Columbus Day
            ("2026-02-13", [.cny], "2026-02-14"),
            ("2026-02-14", [.cny], "2026-02-24"),  // Spring Festival
            ("2026-04-02", [.gbp], "2026-04-07"),  // Good Friday to Easter Monday
            ("2026-12-31", [.cny, .usd], "2027-01-04"),
        ])
    func nextDay(after day: String, currencies: [Currency], expected: String) throws {
        #expect(try next(day, currencies) == expected)
    }

    @Test("a make-up Saturday is open in China and closed elsewhere")
    func makeUp() throws {
        let saturday = try Day("2026-05-09")
        #expect(saturday.weekday == 6)
        for currency in [Currency.cny] + Currency.payout {
            let calendar = try #require(BankCalendar(currency))
            #expect(calendar.isOpen(saturday) == (currency == .cny), "\(currency)")
        }
    }

    @Test("every payout currency has a calendar; others have none")
    func known() {
        for currency in Currency.payout { #expect(BankCalendar(currency) != nil) }
        #expect(BankCalendar(.brl) == nil)
    }

    @Test("holidays listed are weekdays, make-up days are not, and each is a day of the calendar")
    func wellFormed() throws {
        func day(_ number: Int) throws -> Day {
            try #require(
                Day(year: number / 10_000, month: number / 100 % 100, day: number % 100))
        }
        for (currency, numbers) in BankCalendar.weekdayClosures {
            #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count)
            for number in numbers {
                #expect(try day(number).weekday <= 5, "\(currency) \(number)")
            }
        }
        for number in BankCalendar.chinaWorkingWeekends {
            #expect(try day(number).weekday > 5, "\(number)")
        }
    }

    @Test("2026 is as the published calendars beside the examples say")
    func published() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../examples/calendar/bank-holidays-2026.json")
        let document = try JSONValue(parsing: [UInt8](Data(contentsOf: file)))
        let zones = try #require(document["zones"]?.array)
        #expect(zones.count >= 10)
        for zone in zones {
            let code = try #require(zone["currency"]?.string)
            let calendar = try #require(BankCalendar(Currency(code: code)))
            let holidays = Set(
                try #require(zone["holidays"]?.array).compactMap { $0["date"]?.string })
            let working = Set(
                (zone["working_weekends"]?.array ?? []).compactMap {
                    $0.string ?? $0["date"]?.string
                })
            var day = try Day("2026-01-01")
            while day <= (try Day("2026-12-31")) {
                let text = day.description
                let open =
                    working.contains(text) || (day.weekday <= 5 && !holidays.contains(text))
                #expect(calendar.isOpen(day) == open, "\(code) \(text)")
                day = day.advanced(by: 1)
            }
        }
    }
}
