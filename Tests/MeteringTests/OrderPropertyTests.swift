import Catalog
import Foundation
import Metering
import Money
import Store
import TestSupport
import Testing
import Time

/// In what order events come, in how many parts and how often, changes nothing that is counted.
@Suite("Any order of events")
struct OrderPropertyTests {
    @Test("every aggregation, ten thousand times; seed 201")
    func aggregations() throws {
        var random = SplitMix(seed: 201)
        let start = try Instant("2026-05-01T00:00:00Z")
        let seconds = 1000
        for number in 0..<10_000 {
            let kind = Aggregator.Kind.allCases.randomElement(using: &random)!
            let initial = Exact(Int(random.next() % 5))
            // Events of one instant keep the order of the ledger, so each has an instant of its own.
            var instants = Set<Int>()
            for _ in 0..<random.next() % 10 { instants.insert(Int(random.next() % 1000)) }
            let events = instants.sorted().map { second in
                (
                    second: second, thousandths: Int(random.next() % 20_000) - 5000,
                    name: ["a", "b", "c"].randomElement(using: &random)!,
                    removes: random.next() % 3 == 0
                )
            }
            var aggregator = Aggregator(
                kind, from: start, to: start.advanced(bySeconds: Int64(seconds)), initial: initial)
            for event in events.shuffled(using: &random) {
                try aggregator.add(
                    .init(
                        at: start.advanced(bySeconds: Int64(event.second)),
                        number: Exact(coefficient: Int128(event.thousandths), scale: 3),
                        text: event.name, removes: event.removes))
            }
            // The slow answer, in thousandths.
            let slow: Int
            switch kind {
            case .count: slow = events.count * 1000
            case .sum: slow = events.reduce(0) { $0 + $1.thousandths }
            case .max: slow = events.map(\.thousandths).max() ?? 0
            case .latest: slow = events.last?.thousandths ?? initial.scaled(to: 3).map(Int.init)!
            case .uniqueCount:
                slow =
                    1000
                    * ["a", "b", "c"].count { name in
                        events.last { $0.name == name }.map { !$0.removes } ?? false
                    }
            case .weightedSum:
                // The level of each second by itself.
                var sum = 0
                for second in 0..<seconds {
                    let level = events.reduce(initial.scaled(to: 3).map(Int.init)!) {
                        $1.second <= second ? $0 + $1.thousandths : $0
                    }
                    sum += level
                }
                let found = try aggregator.quantity()
                #expect(
                    found == Exact(coefficient: Int128(sum), scale: 6),
                    "seed 201, case \(number): \(events)")
                continue
            }
            let found = try aggregator.quantity()
            #expect(
                found == Exact(coefficient: Int128(slow), scale: 3),
                "seed 201, case \(number): \(kind) \(events)")
        }
    }

    /// A ledger file with the sample catalog and no event.
    static let empty: [UInt8] = {
        let ledger = try! TestLedger()
        try! ledger.apply(Fixture.catalog)
        try! ledger.file.checkpoint()
        return [UInt8](try! Data(contentsOf: URL(fileURLWithPath: ledger.file.path)))
    }()

    @Test("a whole ledger: usage, evidence and what became of each line; seed 202")
    func ledgers() throws {
        var random = SplitMix(seed: 202)
        for number in 0..<200 {
            let lines = (0..<12).map { Self.line($0, &random) }
            let plain = try TestLedger(copying: Self.empty)
            let taken = try plain.ingest(lines)
            let other = try TestLedger(copying: Self.empty)
            // Every line once or more often, in any order, in parts of any size.
            var repeated = lines
            for _ in 0..<random.next() % 6 { repeated.append(lines.randomElement(using: &random)!) }
            repeated.shuffle(using: &random)
            var sum = Intake.Tally()
            var rest = repeated[...]
            while !rest.isEmpty {
                let part = rest.prefix(1 + Int(random.next() % 8))
                rest = rest.dropFirst(part.count)
                sum = sum + (try other.ingest(Array(part)))
            }
            #expect(sum.input == repeated.count, "seed 202, case \(number)")
            #expect(sum.accepted == taken.accepted, "seed 202, case \(number)")
            #expect(try Measured(other) == Measured(plain), "seed 202, case \(number): \(repeated)")
        }
    }

    /// Some line: most are billable, some are of another month, unknown or broken.
    private static func line(_ number: Int, _ random: inout SplitMix) -> String {
        let second = Int64(random.next() % (33 * 86_400))
        let at = Instant(seconds: 1_777_507_200 + second).description  // from 30 April 2026
        let id = random.next() % 8 == 0 ? nil : "evt_\(number)"
        let customer = ["cus_1", "cus_2", "cus_1", "cus_9"].randomElement(using: &random)!
        let amount = "\(random.next() % 90).\(1 + random.next() % 8)"
        switch random.next() % 8 {
        case 0: return Fixture.event(id: id, customer: customer, "nothing", at: at)
        case 1: return "{\"id\":\"evt_\(number)\"," + amount
        case 2, 3:
            return Fixture.event(
                id: id, customer: customer, "call", at: at,
                "{\"status\":\"ok\",\"seconds\":\(amount),\"region\":\"cn\"}")
        case 4, 5:
            return Fixture.event(
                id: id, customer: customer, "chat", quantity: amount, at: at,
                "{\"model\":\"m\(random.next() % 2)\"}")
        default:
            return Fixture.event(
                id: id, customer: customer, "model_call", at: at,
                "{\"model\":\"big\",\"in\":\(200 + random.next() % 2000),\"out\":7,\"read\":9}")
        }
    }
}
