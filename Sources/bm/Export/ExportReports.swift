import Catalog
import GRDB
import Metering
import Rating
import Time

/// Exports that are worked out and not read.
enum ExportReports {
    /// Of a month its last day: what was posted later is left out.
    @Sendable static func trialBalance(
        _ db: Database, _ request: ExportRequest
    ) throws -> [[DatabaseValue]] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT book, account, currency, sum(max(minorUnits, 0)), sum(min(minorUnits, 0)),
                    sum(minorUnits)
                FROM posting JOIN journalEntry ON sequence = entry
                WHERE day <= :day AND (book = :book OR :book IS NULL)
                GROUP BY book, account, currency
                ORDER BY book <> 'platform', book, account, currency
                """,
            arguments: [
                "day": request.month?.lastDay.description ?? "9999-12-31",
                "book": request.isNarrowed ? request.merchants[0] : nil,
            ]
        ).map { Array($0.databaseValues) }
    }

    @Sendable static func anomalies(
        _ db: Database, _ request: ExportRequest
    ) throws -> [[DatabaseValue]] {
        guard let month = request.month else { return [] }
        return try request.merchants.flatMap { code in
            let merchant = Merchant.ID(code)
            return try AnomaliesCommand.all(db, merchant, month).map { found in
                let values: [(any DatabaseValueConvertible)?] = [
                    code, found.customer.text, found.kind.rawValue, "\(found.from)", "\(found.to)",
                    found.events, found.model, found.event, found.value, found.usual,
                    found.deviation,
                ]
                return values.map { $0?.databaseValue ?? .null }
            }
        }
    }
}
