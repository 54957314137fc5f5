extension Schema {
    static let settlements = [
        """
        CREATE TABLE settlementBatch (
            -- One payout of a merchant: what was collected, what was kept, what is paid. It is of a
            -- month, or of the days of a month that are paid together.
            id INTEGER PRIMARY KEY,
            merchantId INTEGER NOT NULL REFERENCES merchant,
            number TEXT NOT NULL UNIQUE,      -- SET-2025-06-mer_001-USD, SET-2025-06-21-mer_001-USD
            month TEXT NOT NULL,
            day TEXT NOT NULL,                -- the last that it collects of
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            closedAt TEXT NOT NULL,
            openingFen INTEGER NOT NULL,
            netFen INTEGER NOT NULL,
            paidOutFen INTEGER NOT NULL,      -- the part of net converted now
            closingFen INTEGER NOT NULL CHECK (closingFen = netFen - paidOutFen),
            fxLockId INTEGER REFERENCES fxLock,
            volumeFxLockId INTEGER REFERENCES fxLock,   -- CNY for one USD, where shares go by volume
            convertedMinorUnits INTEGER NOT NULL,
            wireFeeMinorUnits INTEGER NOT NULL CHECK (wireFeeMinorUnits >= 0),
            payoutMinorUnits INTEGER NOT NULL
                CHECK (payoutMinorUnits = convertedMinorUnits - wireFeeMinorUnits),
            payoutDay TEXT,
            state TEXT NOT NULL CHECK (state IN ('scheduled', 'carriedOver', 'held')),
            remittanceReference TEXT NOT NULL,
            snapshot TEXT NOT NULL CHECK (json_valid(snapshot)),
            snapshotDigest TEXT NOT NULL CHECK (length(snapshotDigest) = 64),
            UNIQUE (merchantId, day)
        ) STRICT
        """,
        """
        CREATE TABLE settlementRow (
            -- One movement of a batch in CNY with the running balance.
            batchId INTEGER NOT NULL REFERENCES settlementBatch,
            position INTEGER NOT NULL CHECK (position >= 1),
            kind TEXT NOT NULL CHECK (kind IN ('payment', 'platformFee', 'refund', 'feeReturned',
                'chargeback', 'returnedPayout', 'subscription', 'revenueShare', 'adjustment',
                'reserveHeld', 'reserveReleased')),
            reference TEXT NOT NULL,
            occurredAt TEXT NOT NULL,
            amountFen INTEGER NOT NULL,
            balanceFen INTEGER NOT NULL,
            PRIMARY KEY (batchId, position)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE settledPayment (
            -- Each payment is settled exactly once.
            paymentId INTEGER PRIMARY KEY REFERENCES payment,
            batchId INTEGER NOT NULL REFERENCES settlementBatch
        ) STRICT
        """,
        """
        CREATE TABLE settledRefund (
            refundId INTEGER PRIMARY KEY REFERENCES refund,
            batchId INTEGER NOT NULL REFERENCES settlementBatch
        ) STRICT
        """,
        """
        CREATE TABLE payoutEvent (
            -- What became of a payout after it was scheduled, each step once.
            id INTEGER PRIMARY KEY,
            batchId INTEGER NOT NULL REFERENCES settlementBatch,
            kind TEXT NOT NULL CHECK (kind IN ('sent', 'paid', 'returned', 'released')),
            bankReference TEXT NOT NULL,
            happenedAt TEXT NOT NULL,
            returnedFen INTEGER NOT NULL      -- what is owed again, in CNY
                CHECK (returnedFen >= 0 AND (kind = 'returned' OR returnedFen = 0)),
            UNIQUE (batchId, kind)
        ) STRICT
        """,
        """
        CREATE TABLE settledReturn (
            -- Each payout that came back is settled again exactly once.
            eventId INTEGER PRIMARY KEY REFERENCES payoutEvent,
            batchId INTEGER NOT NULL REFERENCES settlementBatch
        ) STRICT
        """,
        """
        CREATE TABLE settlementAdjustment (
            -- A correction by hand, with its reason: a row of the next batch from that month on.
            id INTEGER PRIMARY KEY,
            merchantId INTEGER NOT NULL REFERENCES merchant,
            reference TEXT NOT NULL CHECK (reference <> ''),   -- its id: the same one is taken once
            month TEXT NOT NULL,
            amountFen INTEGER NOT NULL CHECK (amountFen <> 0),   -- positive: to the merchant
            reason TEXT NOT NULL CHECK (reason <> ''),
            recordedAt TEXT NOT NULL,
            UNIQUE (merchantId, reference)
        ) STRICT
        """,
        """
        CREATE TABLE settledAdjustment (
            adjustmentId INTEGER PRIMARY KEY REFERENCES settlementAdjustment,
            batchId INTEGER NOT NULL REFERENCES settlementBatch
        ) STRICT
        """,
    ]

    static let documents = [
        """
        CREATE TABLE publishedFile (
            -- A file written under the output folder, so that its bytes can be checked later.
            id INTEGER PRIMARY KEY,
            path TEXT NOT NULL,               -- relative to the output folder
            digest TEXT NOT NULL CHECK (length(digest) = 64),
            byteCount INTEGER NOT NULL CHECK (byteCount >= 0),
            kind TEXT NOT NULL,
            source TEXT NOT NULL,             -- the invoice or batch it prints
            sourceDigest TEXT NOT NULL,       -- of that snapshot
            publishedAt TEXT NOT NULL,
            UNIQUE (path, digest)
        ) STRICT
        """,
        """
        CREATE TABLE verification (
            -- What bm verify --record found: a statement of its time, shown beside it.
            id INTEGER PRIMARY KEY,
            verifiedAt TEXT NOT NULL,
            headSequence INTEGER NOT NULL,    -- of the journal as it stood then
            document TEXT NOT NULL CHECK (json_valid(document))   -- the invariants, as --json prints them
        ) STRICT
        """,
    ]
}
