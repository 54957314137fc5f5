public import Catalog
public import Time

/// Usage of a customer that is not like its own. It is billed like any other; somebody should look.
public struct Anomaly: Sendable, Equatable {
    public let customer: Customer.ID
    public let kind: Kind
    /// `[from, to)`; of a retry loop its first and its last event.
    public let from: Instant
    public let to: Instant
    /// Events of the hours or the loop, and of the day those with premium models.
    public let events: Int
    /// Of a retry loop.
    public let model: String?
    /// The key of a loop's first event.
    public let event: String?
    /// What was found, and what is usual, where it was held against that: of a burst its largest
    /// hour, of a spike ten-thousandths of the day's events, of a loop the events' name.
    public let value: String
    public let usual: String?
    public let deviation: String?

    /// In which way it is unusual.
    public enum Kind: String, Sendable, CaseIterable {
        /// Hours, one after the other, with far more events than the customer's usual ones.
        case burst
        /// The same request over and over, or one failure after another.
        case retryLoop = "retry_loop"
        /// A day on which far more of the events went to the dearest models than before.
        case premiumSpike = "premium_spike"
    }

    /// What counts as unusual. `docs/anomalies.md` works out an example.
    public struct Limits: Sendable {
        /// How many deviations above the median are far.
        public var threshold = 8
        /// An hour of fewer events is no burst, and a customer of fewer hours has no usual one.
        public var burstEvents = 20
        public var burstHours = 8
        /// Events of a loop, each within so many seconds of the one before.
        public var loopEvents = 5
        public var loopSeconds: Int64 = 60
        /// A day with fewer events of known models, or after fewer such days, is no spike.
        public var spikeEvents = 10
        public var spikeDays = 5
        /// The deviation of shares is taken for no smaller: 500 ten-thousandths are five hundredths.
        public var spikeDeviation = 500

        public init() {}
    }
}

/// What a month's anomalies are found from: events by hour, by day and model, and loops.
struct UsageProfile {
    /// Events by the hour, counted in hours since 1970 UTC.
    var hours: [Customer.ID: [Int64: Int]] = [:]
    /// Events of which the model is known, by day of the merchant's zone: all, and premium ones.
    var days: [Customer.ID: [Day: (all: Int, premium: Int)]] = [:]
    var loops: [Anomaly] = []

    func anomalies(in days: DaySpan, _ zone: Zone, _ limits: Anomaly.Limits) -> [Anomaly] {
        (bursts(limits) + loops + spikes(in: days, zone, limits)).sorted { a, b in
            if a.customer != b.customer { return a.customer < b.customer }
            if a.from != b.from { return a.from < b.from }
            if a.kind != b.kind { return a.kind.rawValue < b.kind.rawValue }
            return (a.model ?? "", a.value, a.events, a.to)
                < (b.model ?? "", b.value, b.events, b.to)
        }
    }

    private func bursts(_ limits: Anomaly.Limits) -> [Anomaly] {
        hours.flatMap { customer, hours -> [Anomaly] in
            guard hours.count >= limits.burstHours, let usual = Spread(Array(hours.values)) else {
                return []
            }
            let far = hours.filter { _, events in
                events >= limits.burstEvents
                    && usual.isFar(events, times: limits.threshold, atLeast: 1)
            }.sorted { $0.key < $1.key }
            // Hours one after the other are one burst.
            var bursts: [(from: Int64, to: Int64, events: Int, most: Int)] = []
            for (hour, events) in far {
                if let last = bursts.last, last.to == hour {
                    bursts[bursts.count - 1] = (
                        last.from, hour + 1, last.events + events, max(last.most, events)
                    )
                } else {
                    bursts.append((hour, hour + 1, events, events))
                }
            }
            return bursts.map { burst in
                Anomaly(
                    customer: customer, kind: .burst, from: Instant(seconds: burst.from * 3600),
                    to: Instant(seconds: burst.to * 3600), events: burst.events, model: nil,
                    event: nil, value: "\(burst.most)", usual: usual.median,
                    deviation: usual.deviation)
            }
        }
    }

    /// Shares of premium models in ten-thousandths, each day against those before it.
    private func spikes(
        in month: DaySpan, _ zone: Zone, _ limits: Anomaly.Limits
    ) -> [Anomaly] {
        days.flatMap { customer, days -> [Anomaly] in
            var before: [Int] = []
            var found: [Anomaly] = []
            for (day, events) in days.sorted(by: { $0.key < $1.key })
            where events.all >= limits.spikeEvents {
                let share = events.premium * 10_000 / events.all
                if month.contains(day), before.count >= limits.spikeDays,
                    let usual = Spread(before),
                    usual.isFar(share, times: limits.threshold, atLeast: limits.spikeDeviation)
                {
                    found.append(
                        Anomaly(
                            customer: customer, kind: .premiumSpike, from: zone.start(of: day),
                            to: zone.start(of: day.advanced(by: 1)), events: events.premium,
                            model: nil, event: nil, value: "\(share)", usual: usual.median,
                            deviation: usual.deviation))
                }
                before.append(share)
            }
            return found
        }
    }
}
