public import GRDB
import Store
public import Time
public import Web

extension Sites {
    /// How many events of a merchant are named on its pages at most, and how many of all merchants: they are held in
    /// memory until the search is written.
    private static let eventsNamed = (merchant: 100_000, all: 1_000_000)

    /// Hands over every file, in a fixed order: merchants are read one after the other while pages of the earlier ones
    /// are made; the pages of invoices come after the events behind them are looked up, those of all merchants
    /// last.
    ///
    /// - Parameters:
    ///   - asOf: the time of the run: it decides what is overdue, which codes are open and which credit has ended.
    ///     The ledger is shown as it stands.
    ///   - costBook: the price book with the suppliers' prices, instead of those the plans name.
    ///   - take: a file with its path from the site's root.
    /// - Throws: `CatalogError.unknownPriceBook`, what the ledger's rooms throw, and what `take` throws.
    public func make(
        _ db: Database, asOf: Instant, costBook: String? = nil,
        _ take: (SiteFile) throws -> Void
    ) throws {
        let all = try AllMerchants(db, asOf: asOf, costBook: costBook)
        let data = try SiteData(db, all)
        var scopes: [Scope] = []
        let most = Self.eventsNamed
        var lookup = LineEventLookup(
            most: min(most.merchant, most.all / max(1, all.catalogs.count)))
        try Pipeline.run(
            make: { (work: Work) in Stopwatch.of("Web") { work() } }, take: { try $0.forEach(take) }
        ) { put in
            for number in all.catalogs.indices {
                let merchant = try MerchantData(db, all, number)
                let scope = Scope(data, [merchant], isPlatform: false)
                scopes.append(scope)
                try self.merchant(scope).forEach(put)
                try lookup.ask(db, merchant)
            }
            let events = try lookup.answer(db)
            for (scope, events) in zip(scopes, events) { try invoices(scope, events).forEach(put) }
            let platform = Scope(data, scopes.flatMap(\.merchants), isPlatform: true)
            try self.platform(platform, events).forEach(put)
        }
    }
}
