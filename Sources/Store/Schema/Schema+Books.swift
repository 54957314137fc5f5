extension Schema {
    static let books = [
        """
        CREATE TABLE journalEntry (
            -- A dated, balanced fact in one book. Each names the hash of the one before it, so one
            -- head hash fixes them all.
            sequence INTEGER PRIMARY KEY CHECK (sequence >= 1),
            book TEXT NOT NULL,               -- platform, or a merchant's code
            day TEXT NOT NULL,
            kind TEXT NOT NULL,
            source TEXT NOT NULL,             -- the invoice, payment, batch it records
            reverses INTEGER REFERENCES journalEntry,
            previousHash TEXT NOT NULL CHECK (length(previousHash) = 64),
            hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)   -- SHA-256 of canonical JSON
        ) STRICT
        """,
        "CREATE INDEX journalEntryBySource ON journalEntry (source)",
        """
        CREATE TABLE posting (
            -- One leg of an entry: debits positive, credits negative. Legs add up to zero in each
            -- currency.
            entry INTEGER NOT NULL REFERENCES journalEntry,
            position INTEGER NOT NULL CHECK (position >= 1),
            account TEXT NOT NULL,
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            minorUnits INTEGER NOT NULL CHECK (minorUnits <> 0),
            PRIMARY KEY (entry, position)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE revenueSchedule (
            -- When a deferred line becomes revenue, by day.
            invoiceLineId INTEGER NOT NULL REFERENCES invoiceLine,
            day TEXT NOT NULL,
            minorUnits INTEGER NOT NULL,
            PRIMARY KEY (invoiceLineId, day)
        ) STRICT, WITHOUT ROWID
        """,
    ]
}
