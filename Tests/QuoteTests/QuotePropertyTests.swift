import Money
import Store
import TestSupport
import Testing

@testable import bm

/// What holds of any case, from a printed seed.
@Suite("Any quote")
struct QuotePropertyTests {
    private func answer(_ line: String) -> JSONValue {
        Quote.answer(Array(line.utf8)[...], number: 1).json
    }

    @Test("of tokens is what each request costs by itself, class by class; ten thousand; seed 301")
    func tokens() throws {
        var random = SplitMix(seed: 301)
        func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: random.next() % UInt64(bound)) }
        let classes = [
            "input", "output", "cache_read", "cache_write", "cache_write_1h", "reasoning",
        ]
        for number in 0..<10_000 {
            // One to three bands of prices in thousandths; input and output always have one.
            var end = 0
            let bands = (0...below(3)).map { _ in
                end += 1 + below(300)
                return (
                    end: end,
                    prices: classes.map { $0.hasSuffix("put") || below(2) == 0 ? below(900) : nil }
                )
            }
            let isReported = below(4) == 0
            let includesCache = below(2) == 0
            let requests = (0..<below(6)).map { _ in
                // Plain input, output, cache read, cache write, cache write for an hour, reasoning.
                (0..<6).map { _ in below(3) == 0 ? 0 : below(120) }
            }
            var slow = 0
            for request in requests {
                let cached = request[2] + request[3] + request[4]
                let size = isReported && !includesCache ? request[0] : request[0] + cached
                let band = bands.dropLast().first { size <= $0.end } ?? bands.last!
                for (index, count) in request.enumerated() {
                    // Written for an hour falls back to written, and cached to input; reasoning to
                    // output.
                    let own = band.prices[index]
                    let other = [nil, nil, 0, 0, 3, 1][index].flatMap { band.prices[$0] }
                    slow += count * (own ?? other ?? band.prices[0]!)
                }
            }
            let list = bands.enumerated().map { index, band in
                var fields = zip(classes, band.prices).compactMap { name, price in
                    price.map { "\"\(name)\":\"\($0)\"" }
                }
                if index < bands.count - 1 { fields.append("\"max_input_tokens\":\(band.end)") }
                return "{" + fields.joined(separator: ",") + "}"
            }.joined(separator: ",")
            let reports = requests.map { request in
                let cached = request[2] + request[3] + request[4]
                return "{\"input_tokens\":\(includesCache ? request[0] + cached : request[0]),"
                    + "\"output_tokens\":\(request[1] + request[5]),"
                    + "\"cache_read_tokens\":\(request[2]),\"cache_write_tokens\":\(request[3]),"
                    + "\"cache_write_1h_tokens\":\(request[4]),"
                    + "\"reasoning_tokens\":\(request[5]),\"input_includes_cache\":\(includesCache)}"
            }.joined(separator: ",")
            let line =
                "{\"charge\":{\"model\":\"tokens\",\"per\":\"1000\",\"bands\":[\(list)],\"band_by\":\""
                + (isReported ? "reported_input" : "total_input") + "\"},\"requests\":[\(reports)]}"
            let found = answer(line)["amount"]?.exact
            // Per thousand tokens: thousandths.
            let expected = Exact(coefficient: Int128(slow), scale: 3)
            #expect(found == expected, "seed 301, case \(number): \(line)")
            if found != expected { return }
        }
    }

    @Test("of credits draws what is there, in order, and neither more nor less; seed 302")
    func credits() throws {
        var random = SplitMix(seed: 302)
        func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: random.next() % UInt64(bound)) }
        for number in 0..<2_000 {
            // Priority, hour of expiry or none, promotional, remaining cents.
            let grants = (0..<below(6)).map { _ in
                (
                    priority: below(3), expiry: below(2) == 0 ? 1 + below(4) : nil,
                    isPromotional: below(2) == 0, cents: below(5000)
                )
            }
            let debit = below(12_000)
            var slow = grants.map(\.cents)
            // Cent by cent from the best grant that has one: low priority, early end, promotional.
            let order = grants.indices.sorted { a, b in
                func rank(_ index: Int) -> [Int] {
                    let grant = grants[index]
                    return [
                        grant.priority, grant.expiry ?? 99, grant.isPromotional ? 0 : 1, index,
                    ]
                }
                return rank(a).lexicographicallyPrecedes(rank(b))
            }
            var left = debit
            for index in order {
                while slow[index] > 0, left > 0 {
                    slow[index] -= 1
                    left -= 1
                }
            }
            func amount(_ cents: Int) -> Exact { Exact(coefficient: Int128(cents), scale: 2) }
            let list = grants.enumerated().map { index, grant in
                let expiry = grant.expiry.map { "\"2026-05-01T0\($0):00:00Z\"" } ?? "null"
                return "{\"id\":\"g\(index)\",\"remaining\":\"\(amount(grant.cents))\","
                    + "\"priority\":\(grant.priority),\"expires_at\":\(expiry),"
                    + "\"kind\":\"\(grant.isPromotional ? "promotional" : "paid")\"}"
            }.joined(separator: ",")
            let found = answer(
                "{\"kind\":\"credits\",\"debit\":\"\(amount(debit))\",\"grants\":[\(list)]}")
            var remaining: [String: Exact] = [:]
            for grant in found["remaining"]?.array ?? [] {
                remaining[grant["id"]?.string ?? ""] = grant["amount"]?.exact
            }
            for index in grants.indices {
                #expect(
                    remaining["g\(index)"] == amount(slow[index]),
                    "seed 302, case \(number): \(list)"
                )
            }
            #expect(found["overage"]?.exact == amount(left), "seed 302, case \(number): \(list)")
        }
    }
}

/// Numbers and lists at the edges of what is allowed.
@Suite("Extreme quotes")
struct ExtremeQuoteTests {
    private func answer(_ line: String) -> JSONValue {
        Quote.answer(Array(line.utf8)[...], number: 1).json
    }

    private func standard(_ price: String, _ units: String) -> JSONValue {
        answer(
            "{\"charge\":{\"model\":\"standard\",\"unit_price\":\"\(price)\"},\"units\":\"\(units)\"}"
        )
    }

    @Test(
        "large units at small prices are exact",
        arguments: [
            ("1e-10", "1000000000000000000", "100000000"),  // 10^18 × 10^-10 = 10^8
            ("1.3e-10", "1000000000000000000", "130000000"),  // as published
            ("1.3e-10", "1", "0.00000000013"),
            // (10^18 − 10^-12) × 1.3 × 10^-10 = 1.3 × 10^8 − 1.3 × 10^-22
            (
                "1.3e-10", "999999999999999999.999999999999",
                "129999999.99999999999999999999987"
            ),
            ("3.0001999999999996e-07", "-1000000", "-0.30001999999999996"),
            ("0", "999999999999999999", "0"),
        ])
    func exact(price: String, units: String, amount: String) {
        #expect(standard(price, units)["amount"]?.string == amount)
    }

    @Test(
        "what has no room is refused with both numbers and never wraps",
        arguments: [
            ("99999999999999999999", "99999999999999999999"), ("1e-40", "0.1"),
            ("170141183460469231731687303715884105727", "2"),
            ("170141183460469231731687303715884105727", "-2"),
        ])
    func overflow(price: String, units: String) throws {
        let error = try #require(standard(price, units)["error"])
        #expect(error["code"]?.string == "doesNotFit")
        let digits = try Exact(parsing: units).description
        #expect(error["message"]?.string?.contains(digits) == true, "\(error.compact)")
    }

    @Test("a sum of amounts that has no room is refused: -2^127 has no opposite")
    func smallest() {
        let largest = "170141183460469231731687303715884105727"
        for events in [["-\(largest)", "-1"], [largest, "1"]] {
            let list = events.map { "{\"units\":\"1\",\"amount\":\"\($0)\"}" }
            let found = answer(
                "{\"charge\":{\"model\":\"dynamic\"},\"events\":[\(list.joined(separator: ","))],"
                    + "\"discount_percent\":\"10\"}")
            #expect(found["error"]?["code"]?.string == "doesNotFit", "\(found.compact)")
        }
    }

    @Test("a hundred thousand tiers, and as many prices of a matrix")
    func many() {
        let count = 100_000
        // Unit k of tier k pays k: n tiers cost n (n + 1) / 2.
        var tiers = (1..<count).map { "{\"up_to\":\"\($0)\",\"unit_price\":\"\($0)\"}" }
        tiers.append("{\"up_to\":null,\"unit_price\":\"\(count)\"}")
        let list = tiers.joined(separator: ",")
        for (model, amount) in [("graduated", "5000050000"), ("volume", "10000000000")] {
            let found = answer(
                "{\"charge\":{\"model\":\"\(model)\",\"tiers\":[\(list)]},\"units\":\"\(count)\"}")
            #expect(found["amount"]?.string == amount)
        }
        let cells = (0..<count).map { "{\"when\":{\"a\":\"v\($0)\"},\"unit_price\":\"\($0)\"}" }
            .joined(separator: ",")
        let found = answer(
            "{\"charge\":{\"model\":\"matrix\",\"dimensions\":[\"a\"],\"prices\":[\(cells)]},"
                + "\"units\":\"2\",\"dimensions\":{\"a\":\"v99999\"}}")
        #expect(found["amount"]?.string == "199998")
    }

    @Test("bounds beside each other, at 10^18 and a millionth of a millionth apart")
    func bounds() {
        let tiers =
            "[{\"up_to\":\"999999999999999999.999999999999\",\"unit_price\":\"1e-10\"},"
            + "{\"up_to\":null,\"unit_price\":\"2\"}]"
        // 10^18 − 10^-12 units at 10^-10 are 10^8 − 10^-22; the rest, 10^-12 of a unit, costs 2.
        #expect(
            answer(
                "{\"charge\":{\"model\":\"graduated\",\"tiers\":\(tiers)},"
                    + "\"units\":\"1000000000000000000\"}")["amount"]?.string
                == "100000000.0000000000019999999999")
    }
}
