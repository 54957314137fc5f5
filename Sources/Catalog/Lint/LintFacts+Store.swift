public import GRDB
import Money
import Store
public import Time

extension LintFacts {
    /// What the ledger knows of the events, price books and plans of one catalog.
    public init(_ db: Database, _ file: CatalogFile, at instant: Instant) throws {
        self.init()
        let merchant = file.merchant
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT usageEventName.name, customer.code, dimensionSet.document FROM usageSeries
                JOIN customer ON customer.id = customerId
                JOIN dimensionSet ON dimensionSet.id = dimensionSetId
                JOIN usageEventName ON usageEventName.id = eventNameId
                JOIN merchant ON merchant.id = usageEventName.merchantId
                WHERE merchant.code = ? ORDER BY 1, 2, 3
                """,
            arguments: [merchant.id.text])
        for row in rows {
            let members = try JSONValue(parsing: row[2] as String).members ?? []
            let values = members.compactMap { member in member.value.string.map { (member.key, $0) }
            }
            series[row[0], default: []].append(
                Series(
                    customer: Customer.ID(row[1] as String),
                    values: Dictionary(uniqueKeysWithValues: values)))
        }
        // A table holds from a calendar day on, and a merchant's days are cut in its zone.
        let day = Zone.utc.start(of: merchant.zone.day(of: instant))
        for plan in file.plans {
            for charge in plan.charges {
                guard case .tokens(let tokens) = charge.price, let book = tokens.book,
                    let metric = file.metrics.first(where: { $0.code == charge.metric })
                else { continue }
                let models = self.models(metric, book.dimension, customers: nil)
                do {
                    for model in models {
                        prices[book.code, default: [:]][model] = try PriceBook.find(
                            db, book: book.code, model: model, at: day)
                    }
                    if try !PriceBook.exists(db, book.code) { missingBooks.insert(book.code) }
                } catch CatalogError.unknownPriceBook(let code) {
                    missingBooks.insert(code)
                }
                markups[book.code] = try PriceBook.markup(db, book.code, at: day)
            }
        }
        let versions = try Row.fetchAll(
            db,
            sql: """
                SELECT revision.code, min(effectiveFrom) FROM catalogRevision AS revision
                JOIN merchant ON merchant.id = merchantId
                WHERE merchant.code = ? AND kind = 'plan' GROUP BY revision.code
                """,
            arguments: [merchant.id.text])
        for row in versions {
            let from = try Instant(row[1] as String)
            firstDay[Plan.ID(row[0] as String)] = merchant.zone.day(of: from)
        }
    }
}

extension PriceBook {
    fileprivate static func exists(_ db: Database, _ code: String) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT 1 FROM priceBook WHERE code = ?", arguments: [code])
            != nil
    }

    /// The factor of the latest version in force; nil where none is.
    fileprivate static func markup(
        _ db: Database, _ code: String, at instant: Instant
    ) throws -> Exact? {
        try String.fetchOne(
            db,
            sql: """
                SELECT markup FROM priceBookVersion AS version
                JOIN priceBook ON priceBook.id = priceBookId
                WHERE priceBook.code = ? AND effectiveFrom <= ?
                ORDER BY effectiveFrom DESC, version.id DESC LIMIT 1
                """,
            arguments: [code, instant.column]
        ).map { try Exact(parsing: $0) }
    }
}
