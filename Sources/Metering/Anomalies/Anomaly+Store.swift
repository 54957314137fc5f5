public import Catalog
public import GRDB
import Store
public import Time

extension Anomaly {
    /// The anomalies of a merchant's month, by customer, time and kind.
    ///
    /// Events of the month before count for what is usual in a day, not in an hour.
    ///
    /// - Parameters:
    ///   - premium: the models that are dear; none leaves spikes out.
    ///   - dimension: names the model.
    public static func all(
        _ db: Database, _ merchant: Merchant.ID, _ month: Month, zone: Zone,
        premium: Set<String>, dimension: String = "model", limits: Limits = Limits()
    ) throws -> [Anomaly] {
        let profile = try Stopwatch.of("Metering") {
            var scan = ProfileScan(
                try ProfileScan.series(db, merchant, dimension, premium: premium), month, zone,
                limits)
            return try scan.run(db, EventSequence.row(db, merchant))
        }
        return profile.anomalies(in: DaySpan(month), zone, limits)
    }
}
