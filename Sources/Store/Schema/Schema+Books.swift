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
        CREATE TABLE manualEntry (
            -- A posting by hand: what was there before a book's first entry, what no command books, or the
            -- reversal of one. It has an entry in each book it touches.
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL UNIQUE,        -- given by whoever posts it
            kind TEXT NOT NULL CHECK (kind IN ('opening', 'manual')),
            day TEXT NOT NULL,
            reverses INTEGER UNIQUE REFERENCES manualEntry,
            digest TEXT NOT NULL CHECK (length(digest) = 64),   -- SHA-256 of its canonical JSON
            note TEXT NOT NULL,
            postedAt TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE bookLock (
            -- All books are locked through a month: what is booked after it has a later day.
            through TEXT PRIMARY KEY,
            lockedAt TEXT NOT NULL,
            lastEntry INTEGER NOT NULL,       -- the last entry of the journal then; 0 for none
            note TEXT NOT NULL
        ) STRICT
        """,
    ]
}
