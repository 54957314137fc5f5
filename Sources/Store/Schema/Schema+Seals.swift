extension Schema {
    static let seals = [
        """
        CREATE TABLE seal (
            -- What one transaction added, in one hash that names the hash before it: the head fixes all
            -- rows of the ledger.
            id INTEGER PRIMARY KEY CHECK (id >= 1),   -- without gaps
            origin TEXT NOT NULL CHECK (origin IN ('bm', 'other')),   -- other: rows bm came upon
            previousHash TEXT NOT NULL CHECK (length(previousHash) = 64),
            hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)   -- SHA-256 of its ranges
        ) STRICT
        """,
        """
        CREATE TABLE sealedRange (
            -- Rows of one table that were added together, one after another in the order of their key.
            id INTEGER PRIMARY KEY,
            sealId INTEGER NOT NULL REFERENCES seal DEFERRABLE INITIALLY DEFERRED,
            tableName TEXT NOT NULL,
            firstKey INTEGER NOT NULL,        -- their own number, or that of the row they belong to
            lastKey INTEGER NOT NULL CHECK (lastKey >= firstKey),
            columnCount INTEGER NOT NULL CHECK (columnCount >= 1),
            rowCount INTEGER NOT NULL CHECK (rowCount >= 1),
            digest TEXT NOT NULL CHECK (length(digest) = 64)   -- SHA-256 of the rows' columns
        ) STRICT
        """,
        "CREATE INDEX sealedRangeByKey ON sealedRange (tableName, lastKey)",
        "CREATE INDEX sealedRangeBySeal ON sealedRange (sealId)",
    ]

    /// How the rows of each table are sealed, by name; of one that is not named here, by their own number.
    static let sealing: [String: Sealing] = [
        "usageBatchRange": .with("usageBatch", by: "batchId"),
        "usageEvent": .byBatch, "usageEventDetail": .byBatch,
        // Made of an event's day, merchant and key: `keys_match_events` makes it again.
        "usageEventKey": .not,
        "usageDuplicate": .with("usageBatch", by: "batchId"),
        "usageCorrection": .with("usageBatch", by: "batchId"),
        "usageReplay": .with("usageBatch", by: "batchId"),
        "usageField": .each, "usageDimensionKey": .each,
        "periodCloseDay": .with("periodClose", by: "closeId"),
        "periodCloseCredit": .with("periodClose", by: "closeId"),
        "priceBookEntry": .with("priceBookVersion", by: "versionId"),
        "fxRate": .with("fxImport", by: "importId"),
        "invoiceCoupon": .with("invoice", by: "invoiceId"),
        "invoiceVoid": .each,
        "creditNoteLine": .with("creditNote", by: "creditNoteId"),
        "channelBillDay": .with("channelBill", by: "billId"),
        "posting": .with("journalEntry", by: "entry"),
        "bookLock": .each,
        "settlementRow": .with("settlementBatch", by: "batchId"),
        "settledPayment": .with("settlementBatch", by: "batchId"),
        "settledRefund": .with("settlementBatch", by: "batchId"),
        "settledReturn": .with("settlementBatch", by: "batchId"),
        "settledAdjustment": .with("settlementBatch", by: "batchId"),
        // Seals keep themselves, by their chain.
        "seal": .not, "sealedRange": .not,
    ]
}

/// How the rows that a transaction has added to a table are told from those that were there.
enum Sealing: Equatable {
    /// Their own number, the first column of the primary key, only grows.
    case byNumber
    /// Their own numbers are the ranges that `usageBatchRange` names of a new usage batch.
    case byBatch
    /// They are written in the transaction of the row they belong to, and with it only.
    case with(_ parent: String, by: String)
    /// Few rows without such a number: each for itself, found again by its digest.
    case each
    /// Another check makes them again.
    case not
}
