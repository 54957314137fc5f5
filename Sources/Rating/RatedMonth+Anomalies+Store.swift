public import Catalog
public import GRDB
public import Metering

extension RatedMonth {
    /// What is unusual of the month, with the models that are dear in it.
    ///
    /// - Parameters:
    ///   - threshold: how many deviations above the median are far.
    ///   - dimension: names the model.
    /// - Throws: `MoneyError.doesNotFit`.
    public func anomalies(
        _ db: Database, _ merchant: Merchant.ID,
        threshold: Int = Anomaly.Limits().threshold, dimension: String = "model"
    ) throws -> [Anomaly] {
        var limits = Anomaly.Limits()
        limits.threshold = threshold
        return try Anomaly.all(
            db, merchant, month, zone: history.zone, premium: premiumModels(dimension: dimension),
            dimension: dimension, limits: limits)
    }
}
