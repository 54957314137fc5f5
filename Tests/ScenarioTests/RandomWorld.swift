import Catalog
import Checkout
import FX
import Invoicing
import Money
import Settlement
import Store
import TestSupport
import Time

@testable import bm

/// A world made by chance: merchants with contracts, customers, prices that change, usage, and two or three
/// months that are billed, paid in every way people pay, refunded, corrected and settled.
///
/// It writes a scenario and plays it as it goes, so that a world that fails can be read, and cut down, as
/// a scenario. What it puts in it also notes in `facts`, from which the sums are made that must come out.
final class RandomWorld {
    let seed: UInt64
    var random: SplitMix
    let run: ScenarioRun
    private(set) var script: [String] = []
    var facts = RawFacts()
    /// Whether everything so far could be played.
    private(set) var isSound = true

    /// A merchant as the world made it.
    struct Party {
        let id: String
        let currency: Currency
        let zone: Zone
        /// Tenths of a percent of each payment; nil where tiers decide.
        let feeTenths: Int64?
        let contract: String
        let customers: [Member]
        /// Statements of its plans and customers, before and after a change of price.
        let plans: [[String]]
        let change: (day: Day, contract: String)?
    }

    /// A customer of it.
    struct Member {
        let id: String
        let charges: [String]
    }

    /// All that merchants are paid in.
    static let currencies: [Currency] = [.usd, .eur, .gbp, .aud, .nzd, .hkd, .sgd, .jpy, .thb]

    let first: Month
    let months: [Month]
    private(set) var parties: [Party] = []
    private var nextNumber = 0
    /// Batches whose payout was sent, and those that ended.
    var sent: Set<String> = []
    var ended: Set<String> = []

    init(seed: UInt64) throws {
        self.seed = seed
        random = SplitMix(seed: seed)
        run = try ScenarioRun()
        var month = try Month("2026-02")
        for _ in 0..<Int.random(in: 0...6, using: &random) { month = month.next }
        first = month
        months = [month, month.next] + (Bool.random(using: &random) ? [month.next.next] : [])
        // Three of nine in turn, so that three worlds have all of them.
        parties = try (0..<3).map { place in
            try party(place + 1, Self.currencies[Int((seed * 3 + UInt64(place)) % 9)])
        }
    }

    /// The whole world; what is wrong with it.
    func play() throws -> [String] {
        agree()
        publishRates()
        for month in months where isSound {
            use(in: month)
            if month != first { collect(in: month) }
            close(month)
        }
        if isSound { collect(in: months.last!.next) }
        if isSound { try run.finish("seed \(seed)") }
        return run.problems + (isSound ? try differences() : [])
    }

    /// Writes statements down and plays them.
    func say(_ text: String) {
        guard isSound else { return }
        script.append(text)
        guard let scenario = try? Scenario("seed \(seed), statement \(script.count)", text) else {
            preconditionFailure("seed \(seed) writes what cannot be read: \(text)")
        }
        isSound = run.play(scenario)
        if let refusal = run.refusal, isSound {
            run.note("seed \(seed): “\(text)” was refused: \(ScenarioRun.words(refusal))")
            isSound = false
        }
    }

    func pick<Value>(_ values: [Value]) -> Value { values.randomElement(using: &random)! }
    func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    func number() -> Int {
        nextNumber += 1
        return nextNumber
    }

    /// A time in a span, whole seconds.
    func time(from start: Instant, to end: Instant) -> Instant {
        start.advanced(
            bySeconds: .random(in: 0..<max(1, end.seconds - start.seconds), using: &random))
    }

    static func text(fen: Int64) -> String { Amount(minorUnits: fen, .cny).decimal }

    /// When a month is closed: the second day after it, when it is over in every zone.
    static func closing(_ month: Month) -> Instant {
        Zone.utc.start(of: month.next.firstDay.advanced(by: 1)).advanced(bySeconds: 3600)
    }

    private func publishRates() {
        var day = first.firstDay.advanced(by: -6)
        let end = months.last!.next.next.firstDay
        let usual: [(Currency, Int)] = [
            (.usd, 11_000), (.cny, 78_000), (.gbp, 8_500), (.aud, 17_000), (.nzd, 18_500),
            (.hkd, 86_000), (.sgd, 14_500), (.jpy, 1_650_000), (.thb, 380_000),
        ]
        while day < end {
            var columns: [String] = []
            for (currency, middle) in usual {
                let value = Int.random(in: middle * 97 / 100...middle * 103 / 100, using: &random)
                facts.rates[day, default: [:]][currency] = Int64(value)
                let rest = String(value % 10_000 + 10_000).dropFirst()
                columns.append("\(currency.code)=\(value / 10_000).\(rest)")
            }
            say("rates \(day) \(columns.joined(separator: " "))")
            day = day.advanced(by: Int.random(in: 1...4, using: &random))
        }
    }

    private func agree() {
        for party in parties {
            say("merchant \(party.id) \(party.contract)\n" + party.plans[0].joined(separator: "\n"))
            guard let change = party.change else { continue }
            say(
                "merchant \(party.id) from=\(change.day) \(change.contract)\n"
                    + party.plans[1].joined(separator: "\n"))
        }
    }
}
