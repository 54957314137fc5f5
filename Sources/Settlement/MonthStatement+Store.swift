public import Catalog
public import GRDB
public import Time

extension MonthStatement {
    /// The statements of a month by merchant; those without a batch have none.
    public static func fetchAll(
        _ db: Database, _ month: Month, merchant: Merchant.ID? = nil
    ) throws -> [MonthStatement] {
        let batches = try SettlementBatch.fetchAll(db, month: month, merchant: merchant).map {
            (
                batch: $0.batch,
                state: PayoutState(
                    $0.batch, try PayoutEvent.fetchAll(db, number: $0.batch.number))
            )
        }
        return Set(batches.map(\.batch.merchant)).sorted().compactMap { id in
            MonthStatement(id, month, batches.filter { $0.batch.merchant == id })
        }
    }
}
