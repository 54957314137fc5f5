extension ExportTables {
    /// Of the things of a kind, the revision in force at --as-of.
    private static func revisions(_ kind: String) -> String {
        """
        FROM (SELECT catalogRevision.*, merchant.code AS merchant, row_number() OVER (
                PARTITION BY merchantId, catalogRevision.code
                ORDER BY effectiveFrom DESC, catalogRevision.id DESC) AS place
            FROM catalogRevision JOIN merchant ON merchant.id = merchantId
            WHERE kind = '\(kind)' AND effectiveFrom <= :asOf)
        """
    }
    private static let version = ExportColumn(
        "version", .integer, "the catalog version it stands in")
    private static let effective = ExportColumn(
        "effective_from", .instant, "from when it is in force")

    static let catalog: [ExportTable] = [
        ExportTable(
            name: "customers", about: "A customer as the catalog has it at --as-of.",
            columns: [
                merchant, customer, .init("name_en", .text, "in English"),
                .init("name_zh_hans", .text, "in Chinese"), .init("plan", .text, "its plan"),
                .init("email", .text, "where documents go"), version, effective, document,
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant, code, json_extract(document, '$.name.en'),
                            json_extract(document, '$.name."zh-Hans"'),
                            json_extract(document, '$.plan'), json_extract(document, '$.email'),
                            versionId, effectiveFrom, document
                        \(revisions("customer"))
                        """,
                    whereClause: "place = 1", merchant: "merchant",
                    order: "ORDER BY merchant, code"))),
        ExportTable(
            name: "plans", about: "A plan as the catalog has it at --as-of.",
            columns: [
                merchant, .init("plan", .text, "its code"), .init("name_en", .text, "in English"),
                .init("name_zh_hans", .text, "in Chinese"),
                .init("currency", .text, "of its prices"),
                .init("charges", .integer, "how many charges it has"), version, effective, document,
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant, code, json_extract(document, '$.name.en'),
                            json_extract(document, '$.name."zh-Hans"'),
                            json_extract(document, '$.currency'),
                            coalesce(json_array_length(document, '$.charges'), 0), versionId,
                            effectiveFrom, document
                        \(revisions("plan"))
                        """,
                    whereClause: "place = 1", merchant: "merchant",
                    order: "ORDER BY merchant, code"))),
        ExportTable(
            name: "catalog-versions", about: "One `bm catalog apply`.",
            columns: [
                merchant, version, .init("applied_at", .instant, "when it was applied"), effective,
                .init("file", .text, "the name of the file"),
                .init("sha256", .text, "of the catalog in canonical JSON"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, catalogVersion.id, appliedAt, effectiveFrom,
                            sourceName, digest
                        FROM catalogVersion JOIN merchant ON merchant.id = merchantId
                        """,
                    merchant: "merchant.code", instant: "appliedAt", periodColumn: "applied_at",
                    recorded: "appliedAt",
                    order: "ORDER BY catalogVersion.id"))),
        ExportTable(
            name: "price-book-entries", about: "What one model or tool costs, in each import.",
            columns: [
                .init("price_book", .text, "the price book"),
                .init("version", .integer, "the import, from 1 in the ledger"), effective,
                .init("file", .text, "the name of the file"),
                .init("model", .text, "as the table has it"),
                .init("state", .text, "priced, zero, free or unpriced"),
                .init("markup", .decimal, "factor on every price"),
                .init("prices", .json, "by class, band and unit"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT priceBook.code, versionId, effectiveFrom, sourceName,
                            priceBookEntry.code, state, markup, document
                        FROM priceBookEntry
                        JOIN priceBookVersion ON priceBookVersion.id = versionId
                        JOIN priceBook ON priceBook.id = priceBookId
                        """,
                    instant: "effectiveFrom", periodColumn: "effective_from",
                    recorded: "importedAt",
                    order: "ORDER BY versionId, position"))),
    ]

    static let rates: [ExportTable] = [
        ExportTable(
            name: "fx-rates",
            about: "A published rate. Cross rates are derived when they are used.",
            columns: [
                .init("source", .text, "who published it"),
                .init("base", .text, "one unit of this"),
                .init("quote", .text, "in this"), .init("value", .decimal, "as published"),
                .init("rate_date", .day, "when it was published"),
                .init("file", .text, "the file it came in"),
                .init("imported_at", .instant, "when"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT fxRate.source, base, quote, value, day, sourceName, importedAt
                        FROM fxRate JOIN fxImport ON fxImport.id = importId
                        """,
                    month: "substr(day, 1, 7)", periodColumn: "rate_date", recorded: "importedAt",
                    order: "ORDER BY fxRate.source, day, base, quote"))),
        ExportTable(
            name: "fx-locks",
            about:
                "A rate fixed for one purpose, with what was converted at it. --merchant leaves out "
                + "those of no document.",
            columns: [
                .init("id", .integer, "as bm fx lock show takes it"),
                .init("purpose", .text, "invoice, settlement or preview"),
                .init("base", .text, "one unit of this"), .init("quote", .text, "in this"),
                .init("value", .decimal, "as published"),
                .init("spread", .decimal, "share of what is converted that is kept"),
                .init("wanted_date", .day, "the day a rate was wanted for"),
                .init("rate_date", .day, "the day it was published"),
                .init("source", .text, "by whom"),
                .init("derivation", .json, "the published rates it follows from"),
                .init("locked_at", .instant, "when"), merchant,
                .init("number", .text, "the invoice or the batch"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT fxLock.id, purpose, base, quote, value, spread, wantedDay, rateDay,
                            source, derivation, lockedAt, merchant.code, used.number
                        FROM fxLock LEFT JOIN (
                            SELECT fxLockId, merchantId, number FROM invoice
                            UNION ALL SELECT fxLockId, merchantId, number FROM settlementBatch
                            UNION ALL SELECT volumeFxLockId, merchantId, number
                                FROM settlementBatch) AS used ON used.fxLockId = fxLock.id
                        LEFT JOIN merchant ON merchant.id = used.merchantId
                        """,
                    merchant: "merchant.code", instant: "lockedAt", periodColumn: "locked_at",
                    recorded: "lockedAt",
                    order: "ORDER BY fxLock.id, used.number"))),
    ]

    static let usage: [ExportTable] = [
        ExportTable(
            name: "usage-batches", about: "One transaction of `bm usage-events` and its tally.",
            columns: [
                .init("batch", .integer, "its number"),
                .init("kind", .text, "ingest, correction or replay"),
                .init("file", .text, "the file's name, or -"),
                .init("ingested_at", .instant, "when"), .init("input", .integer, "lines"),
                .init("accepted", .integer, "taken"),
                .init("late", .integer, "of those: too late for their month"),
                .init("duplicate", .integer, "known already"),
                .init("rejected", .integer, "not taken"),
                .init("input_quantity", .decimal, "the sum of what could be read"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT id, kind, sourceName, ingestedAt, inputCount, acceptedCount,
                            lateCount, duplicateCount, rejectedCount, inputQuantity
                        FROM usageBatch
                        """,
                    instant: "ingestedAt", periodColumn: "ingested_at", recorded: "ingestedAt",
                    order: "ORDER BY id"))),
        ExportTable(
            name: "quantities",
            about:
                "What a customer used of a metric, without a price; read from every event of the month.",
            columns: [
                merchant, customer, .init("metric", .text, "the metric, as the catalog has it"),
                .init("token_class", .text, "of a metric that counts tokens"),
                .init("quantity", .decimal, "in the metric's unit, rounded as the metric says"),
                .init(
                    "events", .integer, "how many it comes from; 0 of a level that was carried over"
                ),
                .init("first_at", .instant, "the first of them"),
                .init("last_at", .instant, "the last of them"),
            ], rows: .report(period: .needed, ExportReports.quantities)),
        ExportTable(
            name: "periods", about: "A month of a merchant that has been billed.",
            columns: [
                merchant, .init("month", .month, "the month"),
                .init("closed_at", .instant, "when"),
                .init("catalog_version", .integer, "the last that was known by then"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT code, month, closedAt, lastVersionId FROM periodClose
                        JOIN merchant ON merchant.id = merchantId
                        """,
                    merchant: "code", month: "month", periodColumn: "month", recorded: "closedAt",
                    order: "ORDER BY periodClose.id"))),
    ]
}
