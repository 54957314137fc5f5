import Money
import Testing
import Time

@testable import Settlement

@Suite("Days that are paid")
struct PayoutCalendarTests {
    @Test(
        "a day is settled where the next one is open on both sides; the month's last always is",
        arguments: [
            // The 19th is Juneteenth and the Dragon Boat Festival: the 18th to the 21st are one.
            (
                Currency.usd, "2026-06",
                [1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 21, 22, 23, 24, 25, 28, 29, 30]
            ),
            // The euro's banks are open on the 19th, China's are not.
            (
                .eur, "2026-06",
                [1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 21, 22, 23, 24, 25, 28, 29, 30]
            ),
            // Golden Week to the 7th; Saturday the 10th is open in China alone; the 12th is Columbus Day.
            (
                .usd, "2026-10",
                [7, 8, 12, 13, 14, 15, 18, 19, 20, 21, 22, 25, 26, 27, 28, 29, 31]
            ),
        ])
    func days(currency: Currency, month: String, expected: [Int]) throws {
        let calendars = [BankCalendar(.cny), BankCalendar(currency)].compactMap { $0 }
        let days = PayoutCalendar.days(of: try Month(month), calendars)
        #expect(days.map { $0.parts.day } == expected)
    }

    @Test("each day is in one batch, and none is paid before the day after it")
    func whole() throws {
        for currency in Currency.payout {
            let calendars = [BankCalendar(.cny), BankCalendar(currency)].compactMap { $0 }
            var month = try Month("2025-01")
            while month < (try Month("2027-12")) {
                let days = PayoutCalendar.days(of: month, calendars)
                #expect(days == days.sorted() && days.last == month.lastDay)
                for day in days.dropLast() {
                    let next = BankCalendar.next(after: day, in: calendars)
                    #expect(next == day.advanced(by: 1), "\(currency) \(day)")
                }
                month = month.next
            }
        }
    }
}
