import Catalog
import Metering
import Money
import TestSupport
import Testing
import Time

@Suite("What each day used")
struct DailyUsageTests {
    /// Offsets from UTC of no time, many hours either way, half an hour and three quarters; a day of 25 hours.
    static let zones = [
        "UTC", "Asia/Shanghai", "America/New_York", "America/St_Johns", "Asia/Kathmandu",
        "Pacific/Kiritimati", "Pacific/Pago_Pago",
    ]

    /// UTC days are read and cut; a day of the zone measured by itself is what each has to be.
    @Test("days are cut where the zone's begin, whatever UTC day they lie in", arguments: zones)
    func days(_ name: String) throws {
        let zone = try Zone(name)
        let ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        let from = try Instant("2026-10-29T05:00:00Z")
        let to = try Instant("2026-11-04T21:30:00Z")
        // Around each day's begin, at its middle, and at the ends of what is asked for.
        var instants = [from, to].flatMap { [Instant(nanoseconds: $0.nanoseconds - 1), $0] }
        for number in -1...7 {
            let day = try Day("2026-10-29").advanced(by: number)
            let start = zone.start(of: day)
            instants += [-1, 0, 1, 43_200_000_000_000].map {
                Instant(nanoseconds: start.nanoseconds + $0)
            }
        }
        try ledger.ingest(
            instants.enumerated().map { number, at in
                // Different powers of two: of any sum it can be told what is in it.
                Fixture.event(
                    id: "e\(number)", customer: number % 2 == 0 ? "cus_1" : "cus_2", "chat",
                    quantity: "\(Int64(1) << Int64(number))", at: "\(at)")
            })
        try ledger.read { db in
            let requests = Measured.requests(
                try MerchantCatalog(db, "mer_1", at: TestLedger.end))
            var found: [Day: [String]] = [:]
            try Meter.days(
                db, merchant: "mer_1", MeterRequest.Span(from: from, to: to), in: zone, requests
            ) { found[$0.day, default: []].append("\($0.request) " + $0.usage.text) }
            var day = zone.day(of: from)
            var count = 0
            while zone.start(of: day) < to {
                let usage = try Meter.measure(
                    db, merchant: "mer_1", from: max(from, zone.start(of: day)),
                    to: min(to, zone.start(of: day.advanced(by: 1))), requests)
                let expected = usage.enumerated().flatMap { number, usage in
                    usage.map { "\(number) " + $0.text }
                }
                #expect(
                    (found.removeValue(forKey: day) ?? []).sorted() == expected.sorted(), "\(day)")
                count += expected.count
                day = day.advanced(by: 1)
            }
            #expect(found.isEmpty)
            #expect(count >= 7)

            // Evidence asks the zone once a day: each event has to be on its own day all the same.
            let lines = try Evidence.summaries(
                db, merchant: "mer_1", from: from, to: to, requests, byDaysOf: zone)
            let told = lines.filter { $0.key.request == 2 }.map(\.value.days)
            let events = instants.filter { $0 >= from && $0 < to }.map { (zone.day(of: $0), 1) }
            #expect(
                told.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
                    == Dictionary(events, uniquingKeysWith: +))
        }
    }
}
