extension Schema {
    static let catalog = [
        """
        CREATE TABLE merchant (
            -- An AI product that bills its customers through this ledger. What is known of it
            -- beside its id is versioned: see catalogRevision.
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL UNIQUE CHECK (code <> '')   -- mer_001
        ) STRICT
        """,
        """
        CREATE TABLE customer (
            -- Who uses a merchant's product and is billed for it. Ids are unique in the ledger,
            -- because a usage event names the customer only.
            id INTEGER PRIMARY KEY,
            merchantId INTEGER NOT NULL REFERENCES merchant,
            code TEXT NOT NULL UNIQUE CHECK (code <> '')   -- cus_cn_001
        ) STRICT
        """,
        """
        CREATE TABLE catalogVersion (
            -- One `bm catalog apply`: immutable, numbered, with the digest of the file read.
            id INTEGER PRIMARY KEY,
            merchantId INTEGER NOT NULL REFERENCES merchant,
            appliedAt TEXT NOT NULL,          -- UTC, nine decimals
            effectiveFrom TEXT NOT NULL,      -- UTC: prices hold for events from this instant on
            sourceName TEXT NOT NULL,         -- name of the file, without its folder
            digest TEXT NOT NULL              -- SHA-256 of the catalog in canonical JSON
        ) STRICT
        """,
        """
        CREATE TABLE catalogRevision (
            -- A merchant, metric, plan, customer and so on as one catalog version states it. In
            -- force at an instant: the revision with the latest effectiveFrom not after it, and
            -- of those the highest id. Prices of an event are those in force at its own time.
            id INTEGER PRIMARY KEY,
            versionId INTEGER NOT NULL REFERENCES catalogVersion,
            merchantId INTEGER NOT NULL REFERENCES merchant,
            kind TEXT NOT NULL CHECK (kind IN ('merchant', 'feature', 'metric', 'plan', 'addOn',
                'coupon', 'customer')),
            code TEXT NOT NULL,
            effectiveFrom TEXT NOT NULL,
            document TEXT NOT NULL CHECK (json_valid(document)),   -- canonical JSON
            UNIQUE (merchantId, kind, code, versionId)
        ) STRICT
        """,
        """
        CREATE TABLE priceBook (
            -- A list of supplier prices by model or tool, such as litellm's table.
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL UNIQUE CHECK (code <> '')
        ) STRICT
        """,
        """
        CREATE TABLE priceBookVersion (
            -- One import of a price table. Entries hold for events from effectiveFrom on, until a
            -- later version states the same model again.
            id INTEGER PRIMARY KEY,
            priceBookId INTEGER NOT NULL REFERENCES priceBook,
            importedAt TEXT NOT NULL,
            effectiveFrom TEXT NOT NULL,
            format TEXT NOT NULL CHECK (format IN ('litellm', 'genai-prices', 'csv', 'json')),
            sourceName TEXT NOT NULL,
            digest TEXT NOT NULL,             -- SHA-256 of the file read, and of what was chosen
            markup TEXT NOT NULL,             -- decimal factor on every price, 1 for none
            ignoredKeys TEXT NOT NULL CHECK (json_valid(ignoredKeys)),   -- {"key": models}
            UNIQUE (priceBookId, digest, markup, effectiveFrom)
        ) STRICT
        """,
        """
        CREATE TABLE priceBookEntry (
            -- What one model or tool costs. A table that says zero is neither free nor unpriced.
            versionId INTEGER NOT NULL REFERENCES priceBookVersion,
            code TEXT NOT NULL,               -- the model's or tool's name in the table
            state TEXT NOT NULL CHECK (state IN ('priced', 'zero', 'free', 'unpriced')),
            document TEXT NOT NULL CHECK (json_valid(document)),   -- prices by class, band, unit
            match TEXT CHECK (match IS NULL OR json_valid(match)),  -- which other names mean it
            position INTEGER NOT NULL,        -- in the table: of two that match, the first does
            PRIMARY KEY (versionId, code)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX priceBookEntryByCode ON priceBookEntry (code, versionId)",
    ]
}
