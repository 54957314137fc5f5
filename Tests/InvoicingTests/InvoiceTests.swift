import Testing
import Time

@testable import Invoicing

@Suite("Invoice numbers")
struct InvoiceNumberTests {
    @Test(
        "typed in any case, with - or _",
        arguments: [
            "INV-2025-0611-0019", "inv_2025_0611_0019", "Inv-2025_0611-0019",
            "inv-2025-0611-0019",
        ])
    func typed(text: String) {
        #expect(Invoice.Number(text)?.text == "INV-2025-0611-0019")
    }

    @Test(
        "anything else is no number",
        arguments: [
            "", "INV", "INV-2025-0611", "INV-2025-0611-", "INV-2025-0611-19",
            "INV-2025-611-0019", "INV-20250611-0019", "2025-0611-0019", "INVX-2025-0611-0019",
            " INV-2025-0611-0019", "INV-2025-0611-0019 ", "INV-2025-0611-0019-1",
            "INV--2025-0611-0019", "INV-2025-0611-00a9", "INV-2025-0611-+019",
            // Digits of another script look like a number and are none.
            "INV-２０２５-0611-0019", "INV-2025-0611-٠٠١٩", "INV–2025–0611–0019",
        ])
    func refused(text: String) {
        #expect(Invoice.Number(text) == nil)
    }

    @Test("made of the day and a counter of four digits or more")
    func made() throws {
        let day = try Day("2025-06-11")
        #expect(Invoice.Number(day: day, counter: 19).text == "INV-2025-0611-0019")
        #expect(Invoice.Number(day: day, counter: 19).digits == "202506110019")
        #expect(Invoice.Number(day: day, counter: 12_345).text == "INV-2025-0611-12345")
        #expect(Invoice.Number("INV-2025-0611-12345")?.text == "INV-2025-0611-12345")
    }

    @Test("in order of day and counter, past 9,999 too")
    func ordered() throws {
        let day = try Day("2025-06-11")
        let numbers = [1, 9, 10, 9999, 10_000, 10_001, 99_999].map {
            Invoice.Number(day: day, counter: $0)
        }
        let next = Invoice.Number(day: try Day("2025-06-12"), counter: 1)
        #expect((numbers + [next]).shuffled().sorted() == numbers + [next])
    }
}
