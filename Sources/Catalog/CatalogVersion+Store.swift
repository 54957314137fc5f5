public import GRDB
import Store
public import Time

/// One apply as the ledger keeps it.
public struct CatalogVersion: Sendable, Equatable {
    /// The number that `bm catalog apply` printed; numbers run over all merchants.
    public let number: Int64
    public let effectiveFrom: Instant
    public let appliedAt: Instant
    /// The name of the file.
    public let sourceName: String
    /// How many objects it states anew.
    public let revisions: Int

    /// The versions of a merchant, in the order they were applied.
    public static func all(_ db: Database, _ merchant: Merchant.ID) throws -> [CatalogVersion] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT version.id, effectiveFrom, appliedAt, sourceName,
                    (SELECT count(*) FROM catalogRevision WHERE versionId = version.id)
                FROM catalogVersion AS version JOIN merchant ON merchant.id = merchantId
                WHERE merchant.code = ? ORDER BY version.id
                """,
            arguments: [merchant.text]
        ).map { row in
            CatalogVersion(
                number: row[0], effectiveFrom: try Instant(row[1] as String),
                appliedAt: try Instant(row[2] as String), sourceName: row[3], revisions: row[4])
        }
    }
}

extension CatalogFile {
    /// What is in force at `instant`, as one file would state it. It takes effect on the first day
    /// by which all of it holds, so that applying it again changes nothing.
    ///
    /// - Throws: `CatalogError.unknownMerchant` when nothing is in force by then.
    public init(_ db: Database, _ merchant: Merchant.ID, at instant: Instant) throws {
        try self.init(
            db, merchant, at: instant, through: .max, name: "ledger \(merchant)")
    }

    /// The catalog as it stood when the version `number` was applied, at its effective day.
    ///
    /// - Throws: `CatalogError.unknownVersion` with the versions there are.
    public init(_ db: Database, _ merchant: Merchant.ID, version number: Int64) throws {
        let versions = try CatalogVersion.all(db, merchant)
        if versions.isEmpty { throw CatalogError.unknownMerchant(merchant.text) }
        guard let version = versions.first(where: { $0.number == number }) else {
            throw CatalogError.unknownVersion(
                merchant, number, known: versions.map(\.number))
        }
        try self.init(
            db, merchant, at: version.effectiveFrom, through: number,
            name: "\(merchant)@\(number)")
    }

    private init(
        _ db: Database, _ merchant: Merchant.ID, at instant: Instant, through version: Int64,
        name: String
    ) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT kind, code, document, effectiveFrom FROM (
                    SELECT kind, revision.code, document, effectiveFrom, row_number() OVER (
                        PARTITION BY kind, revision.code
                        ORDER BY effectiveFrom DESC, revision.id DESC) AS place
                    FROM catalogRevision AS revision
                    JOIN merchant ON merchant.id = merchantId
                    WHERE merchant.code = ? AND effectiveFrom <= ? AND versionId <= ?)
                WHERE place = 1 ORDER BY kind, code
                """,
            arguments: [merchant.text, instant.column, version])
        func nodes(_ kind: CatalogObject.Kind, _ key: String) throws -> [CatalogNode] {
            try rows.filter { $0[0] == kind.rawValue }.map { row in
                CatalogNode(
                    try JSONValue(parsing: row[2] as String),
                    key: key.isEmpty ? kind.rawValue : "\(key)[\(row[1] as String)]", file: name)
            }
        }
        guard let merchantNode = try nodes(.merchant, "").first else {
            throw CatalogError.unknownMerchant(merchant.text)
        }
        let zone = try Merchant(merchantNode).zone
        let latest = try rows.map { try Instant($0[3] as String) }.max()!
        var day = zone.day(of: latest)
        // A merchant whose zone changed may have objects that hold from the middle of a day.
        if zone.start(of: day) < latest { day = day.advanced(by: 1) }
        let place = CatalogNode.Place(file: name, line: 0, key: "")
        var members = [
            ("effective", CatalogNode(.scalar(day.description), at: place)),
            (CatalogObject.Kind.merchant.key, merchantNode),
        ]
        for kind in CatalogObject.Kind.allCases where kind != .merchant {
            members.append((kind.key, CatalogNode(.list(try nodes(kind, kind.key)), at: place)))
        }
        try self.init(CatalogNode(.map(members), at: place))
    }
}
