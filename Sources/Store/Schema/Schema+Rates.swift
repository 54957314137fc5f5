extension Schema {
    static let rates = [
        """
        CREATE TABLE fxImport (
            -- One import of published rates.
            id INTEGER PRIMARY KEY,
            importedAt TEXT NOT NULL,
            source TEXT NOT NULL,             -- ECB, or the name given to a CSV's publisher
            sourceName TEXT NOT NULL,
            digest TEXT NOT NULL,             -- SHA-256 of the file read
            UNIQUE (source, digest)
        ) STRICT
        """,
        """
        CREATE TABLE fxRate (
            -- One published rate: units of quote for one base. Cross rates are derived when used.
            source TEXT NOT NULL,
            base TEXT NOT NULL CHECK (length(base) = 3),
            quote TEXT NOT NULL CHECK (length(quote) = 3),
            day TEXT NOT NULL,                -- day of publication
            value TEXT NOT NULL,              -- decimal, as published
            importId INTEGER NOT NULL REFERENCES fxImport,
            PRIMARY KEY (source, base, quote, day)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE fxLock (
            -- A rate fixed for one purpose and kept for ever.
            id INTEGER PRIMARY KEY,
            purpose TEXT NOT NULL CHECK (purpose IN ('invoice', 'settlement', 'preview')),
            base TEXT NOT NULL CHECK (length(base) = 3),
            quote TEXT NOT NULL CHECK (length(quote) = 3),
            value TEXT NOT NULL,              -- units of quote for one base, as published
            wantedDay TEXT NOT NULL,          -- the day a rate was wanted for
            rateDay TEXT NOT NULL CHECK (rateDay <= wantedDay),   -- the day it was published
            source TEXT NOT NULL,
            derivation TEXT NOT NULL CHECK (json_valid(derivation)),   -- published rates it follows from
            spread TEXT NOT NULL,             -- share of what is converted, kept; not in value
            lockedAt TEXT NOT NULL
        ) STRICT
        """,
    ]
}
