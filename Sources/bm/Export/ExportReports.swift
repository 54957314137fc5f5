import Catalog
import GRDB
import Metering
import Money
import Rating
import Store
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

    /// Every metric of every customer, with no price asked for, so in one band of tokens.
    @Sendable static func quantities(
        _ db: Database, _ request: ExportRequest
    ) throws -> [[DatabaseValue]] {
        guard let month = request.month else { return [] }
        return try LedgerReaders.each(request.merchants, as: db) { db, code in
            let catalog = try MerchantCatalog(db, Merchant.ID(code), at: request.asOf)
            let zone = catalog.merchant.zone
            let customers = Set(catalog.customers.map(\.id))
            let usage = try Meter.measure(
                db, merchant: catalog.merchant.id, from: zone.start(of: month),
                to: zone.end(of: month),
                catalog.metrics.map { MeterRequest(metric: $0, groupBy: [], customers: customers) })
            return usage.joined().flatMap { used in
                ExportReports.amounts(used.amount).map { tokenClass, amount in
                    row([
                        code, used.customer.text, used.metric.text, tokenClass?.rawValue,
                        amount.description, used.eventCount, "\(used.firstAt)", "\(used.lastAt)",
                    ])
                }
            }
        }.flatMap { $0 }
    }

    private static func row(_ values: [(any DatabaseValueConvertible)?]) -> [DatabaseValue] {
        values.map { $0?.databaseValue ?? .null }
    }

    /// Units, or tokens by class.
    private static func amounts(
        _ amount: MeteredUsage.Measured
    ) -> [(class: TokenClass?, amount: Exact)] {
        switch amount {
        case .units(let units): [(nil, units.exact)]
        case .tokens(let bands):
            TokenClass.allCases.compactMap { tokenClass in
                let sum = bands.reduce(0) { $0 + ($1.byClass[tokenClass] ?? 0) }
                return sum == 0 ? nil : (tokenClass, Exact(coefficient: sum, scale: 0))
            }
        // Asked for by a price alone.
        case .each, .priced: []
        }
    }

    @Sendable static func anomalies(
        _ db: Database, _ request: ExportRequest
    ) throws -> [[DatabaseValue]] {
        guard let month = request.month else { return [] }
        return try request.merchants.flatMap { code in
            let merchant = Merchant.ID(code)
            return try AnomaliesCommand.all(db, merchant, month).map { found in
                row([
                    code, found.customer.text, found.kind.rawValue, "\(found.from)", "\(found.to)",
                    found.events, found.model, found.event, found.value, found.usual,
                    found.deviation,
                ])
            }
        }
    }
}
