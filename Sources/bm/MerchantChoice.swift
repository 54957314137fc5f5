import Catalog
import GRDB

/// The merchants that a command is about: what `--merchant` names, held against the catalog.
enum MerchantChoice {
    /// The merchant that is meant: by its id, by a catalog file, by a customer, or the only one there is.
    ///
    /// - Throws: `CatalogError.unknownMerchant`, `.unknownCustomer`, `CommandError.whichMerchant`,
    ///   `.twoMerchants`.
    static func one(
        _ db: Database, _ named: String?, file: CatalogFile? = nil, customer: Customer.ID? = nil
    ) throws -> Merchant.ID {
        let all = try MerchantCatalog.merchants(db)
        let owner = try customer.map { try MerchantCatalog.merchant(db, of: $0) }
        let candidates = [named.map { Merchant.ID($0) }, file?.merchant.id, owner].compactMap { $0 }
        guard let id = candidates.first ?? (all.count == 1 ? all[0] : nil) else {
            throw CommandError.whichMerchant(all.map(\.text))
        }
        guard all.contains(id) else { throw CatalogError.unknownMerchant(id.text) }
        if let other = candidates.first(where: { $0 != id }) {
            throw CommandError.twoMerchants(id.text, other.text)
        }
        return id
    }

    /// The one that is named, where one is: what a list is narrowed to.
    ///
    /// - Throws: `CatalogError.unknownMerchant`: an empty list would look like an answer.
    static func only(_ db: Database, _ named: String?) throws -> Merchant.ID? {
        try named.map { try one(db, $0) }
    }

    /// The one that is named, or all.
    ///
    /// - Throws: `CatalogError.unknownMerchant`.
    static func all(_ db: Database, _ named: String?) throws -> [Merchant.ID] {
        try only(db, named).map { [$0] } ?? MerchantCatalog.merchants(db)
    }
}
