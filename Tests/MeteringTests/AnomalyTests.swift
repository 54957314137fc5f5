import Catalog
import Money
import TestSupport
import Testing
import Time

@testable import Metering

@Suite("Anomalies")
struct AnomalyTests {
    static let may = Month(year: 2026, month: 5)
    let ledger = try! TestLedger()

    func found(
        premium: Set<String> = [], threshold: Int = 8
    ) throws -> [Anomaly] {
        var limits = Anomaly.Limits()
        limits.threshold = threshold
        return try ledger.read {
            try Anomaly.all(
                $0, "mer_1", Self.may, zone: .shanghai, premium: premium, limits: limits)
        }
    }

    /// Events of a minute each, with counts that differ.
    func calls(
        _ day: String, hour: Int, _ count: Int, model: String = "small", from: Int = 0
    )
        -> [String]
    {
        (0..<count).map { index in
            let number = from + index
            func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
            return Fixture.event(
                id: "\(day)-\(hour)-\(number)", "model_call",
                at: "2026-\(day)T\(two(hour)):\(two(number)):00Z",
                "{\"model\":\"\(model)\",\"in\":\(number + 1),\"out\":1}")
        }
    }

    @Test("median and median absolute deviation, by hand")
    func spread() throws {
        let odd = try #require(Spread([4, 90, 5, 6, 5]))
        #expect((odd.median, odd.deviation) == ("5", "1"))  // distances 1, 85, 0, 1, 0
        // 5 + 8 × 1 = 13 is not above itself.
        #expect(!odd.isFar(13, times: 8, atLeast: 1))
        #expect(odd.isFar(14, times: 8, atLeast: 1))
        let even = try #require(Spread([1, 2, 3, 4]))
        #expect((even.median, even.deviation) == ("2.5", "1"))  // distances 1.5, 0.5, 0.5, 1.5
        let quarter = try #require(Spread([0, 1, 2, 4]))
        // Median 1.5; distances 1.5, 0.5, 0.5, 2.5, of which the middle two make 1.
        #expect((quarter.median, quarter.deviation) == ("1.5", "1"))
        // All alike: an eighth of 40 is taken, 40 + 8 × 5 = 80.
        let steady = try #require(Spread([40, 40, 40]))
        #expect(!steady.isFar(80, times: 8, atLeast: 1))
        #expect(steady.isFar(81, times: 8, atLeast: 1))
        #expect(Spread([]) == nil)
    }

    @Test("hours one after the other, far above the customer's own, are one burst")
    func burst() throws {
        try ledger.apply(Fixture.catalog)
        // Ten hours of four events: 4 ± 0, taken for 1, so more than 12 are far.
        try ledger.ingest((0..<10).flatMap { calls("05-03", hour: $0, 4) })
        try ledger.ingest(
            calls("05-04", hour: 6, 45) + calls("05-04", hour: 7, 30)
                + calls("05-04", hour: 9, 19))
        let found = try found()
        #expect(found.map(\.kind) == [.burst])
        let burst = try #require(found.first)
        #expect(burst.from == (try Instant("2026-05-04T06:00:00Z")))
        #expect(burst.to == (try Instant("2026-05-04T08:00:00Z")))
        #expect((burst.events, burst.value) == (75, "45"))
        #expect((burst.usual, burst.deviation) == ("4", "0"))
        // 45 is 41 above the median: at 41 deviations it is no longer far.
        #expect(try self.found(threshold: 40).map(\.events) == [45])
        #expect(try self.found(threshold: 41).isEmpty)
    }

    @Test("few hours say nothing of what is usual")
    func fewHours() throws {
        try ledger.apply(Fixture.catalog)
        try ledger.ingest((0..<6).flatMap { calls("05-03", hour: $0, 4) })
        try ledger.ingest(calls("05-04", hour: 6, 60))
        #expect(try found().isEmpty)
    }

    func retry(_ seconds: [Int], _ properties: String, name: String = "model_call") -> [String] {
        let start = try! Instant("2026-05-06T10:00:00Z")
        return seconds.map { second in
            Fixture.event(
                id: "r\(second)", name,
                at: Instant(nanoseconds: start.nanoseconds + Int64(second) * 1_000_000_000)
                    .description, properties)
        }
    }

    @Test("the same counts five times, each within a minute of the one before")
    func loop() throws {
        try ledger.apply(Fixture.catalog)
        let call = #"{"model":"m","in":900,"out":7}"#
        try ledger.ingest(retry([0, 60, 61, 62, 120], call))
        // 61 seconds later another begins, which is too short.
        try ledger.ingest(retry([181, 182, 183, 184], call))
        let found = try found()
        #expect(found.map(\.kind) == [.retryLoop])
        let loop = try #require(found.first)
        #expect((loop.events, loop.model, loop.event) == (5, "m", "r0"))
        #expect(loop.to == (try Instant("2026-05-06T10:02:00Z")))
    }

    @Test(
        "a loop goes on over midnight, of UTC and of the zone; a minute's silence ends it there as well"
    )
    func loopOverMidnight() throws {
        try ledger.apply(Fixture.catalog)
        for (id, start) in [("u", "2026-05-06T23:59:30Z"), ("s", "2026-05-08T15:59:30Z")] {
            let start = try Instant(start)
            for (number, second) in [0, 20, 80, 140, 141].enumerated() {
                try ledger.ingest([
                    Fixture.event(
                        id: "\(id)\(number)", "model_call",
                        at: start.advanced(bySeconds: Int64(second)).description,
                        #"{"model":"m","in":900,"out":7}"#)
                ])
            }
        }
        #expect(try found().map(\.events) == [5, 5])
        #expect(try found().map(\.event) == ["u0", "s0"])
        let start = try Instant("2026-05-10T23:59:00Z")
        // The fourth is 61 seconds behind the third, on the other side of midnight.
        for second in [0, 1, 2, 63, 64] {
            try ledger.ingest([
                Fixture.event(
                    id: "t\(second)", "model_call",
                    at: start.advanced(bySeconds: Int64(second)).description,
                    #"{"model":"m","in":900,"out":7}"#)
            ])
        }
        #expect(try found().count == 2)
    }

    @Test("of a loop's events at its first instant the one is named whose key comes first")
    func firstOfLoop() throws {
        try ledger.apply(Fixture.catalog)
        let call = #"{"model":"m","in":900,"out":7}"#
        for (id, second) in [("z", 0), ("b", 0), ("c", 0), ("a", 1), ("d", 2)] {
            try ledger.ingest([
                Fixture.event(id: id, "model_call", at: "2026-05-06T10:00:0\(second)Z", call)
            ])
        }
        #expect(try found().map(\.event) == ["b"])
    }

    @Test("other counts are other requests; failures need no counts; one of something says nothing")
    func loopsThatAreNone() throws {
        try ledger.apply(Fixture.catalog)
        for (index, second) in [0, 1, 2, 3, 4].enumerated() {
            try ledger.ingest(retry([second], "{\"model\":\"m\",\"in\":\(index),\"out\":7}"))
        }
        #expect(try found().isEmpty)
        try ledger.ingest(
            retry([10, 11, 12, 13, 14], "{\"model\":\"m\",\"region\":\"cn\"}", name: "chat"))
        #expect(try found().isEmpty)
        for (index, second) in [20, 21, 22, 23, 24].enumerated() {
            try ledger.ingest(
                retry(
                    [second], "{\"status\":\"failed\",\"seconds\":\(index),\"region\":\"cn\"}",
                    name: "call"))
        }
        #expect(try found().map(\.event) == ["r20"])
    }

    @Test(
        "a day on which the dear models took over, against the days before it", arguments: [4, 6])
    func spike(dear: Int) throws {
        try ledger.apply(Fixture.catalog)
        // The last two days of April count too, and 11 May is too thin to.
        for day in ["04-29", "04-30", "05-03", "05-04", "05-05"] {
            try ledger.ingest(calls(day, hour: 3, 10))
        }
        try ledger.ingest(calls("05-11", hour: 3, 9, model: "big"))
        try ledger.ingest(
            calls("05-12", hour: 3, 10 - dear)
                + calls("05-12", hour: 3, dear, model: "big", from: 10 - dear))
        // Usual 0 ± 0, taken for 500: more than 4,000 ten-thousandths are far.
        let found = try found(premium: ["big"])
        #expect(found.map(\.kind) == (dear == 6 ? [.premiumSpike] : []))
        #expect(found.map(\.value) == (dear == 6 ? ["6000"] : []))
        #expect(found.allSatisfy { $0.events == 6 })
        #expect(try self.found().isEmpty)
    }

    @Test("the order in which events came in changes nothing")
    func order() throws {
        try ledger.apply(Fixture.catalog)
        let lines =
            (0..<10).flatMap { calls("05-03", hour: $0, 4) } + calls("05-04", hour: 6, 45)
            + retry([0, 60, 61, 62, 120], #"{"model":"m","in":900,"out":7}"#)
        try ledger.ingest(lines)
        let other = try TestLedger()
        try other.apply(Fixture.catalog)
        for line in lines.reversed() { try other.ingest([line]) }
        let again = try other.read {
            try Anomaly.all($0, "mer_1", Self.may, zone: .shanghai, premium: [])
        }
        #expect(try found() == again)
        #expect(again.count == 2)
    }
}
