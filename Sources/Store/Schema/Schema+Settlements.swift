extension Schema {
    static let settlements = [
        """
        CREATE TABLE settlementBatch (
            -- One merchant, one month, one payout: what was collected, what was kept, what is paid.
            id INTEGER PRIMARY KEY,
            merchantId INTEGER NOT NULL REFERENCES merchant,
            number TEXT NOT NULL UNIQUE,      -- SET-2025-06-mer_001-USD
            month TEXT NOT NULL,
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            closedAt TEXT NOT NULL,
            openingFen INTEGER NOT NULL,
            netFen INTEGER NOT NULL,
            paidOutFen INTEGER NOT NULL,      -- the part of net converted now
            closingFen INTEGER NOT NULL CHECK (closingFen = netFen - paidOutFen),
            fxLockId INTEGER REFERENCES fxLock,
            convertedMinorUnits INTEGER NOT NULL,
            wireFeeMinorUnits INTEGER NOT NULL CHECK (wireFeeMinorUnits >= 0),
            payoutMinorUnits INTEGER NOT NULL
                CHECK (payoutMinorUnits = convertedMinorUnits - wireFeeMinorUnits),
            payoutDay TEXT,
            state TEXT NOT NULL CHECK (state IN ('scheduled', 'carriedOver', 'held')),
            remittanceReference TEXT NOT NULL,
            snapshot TEXT NOT NULL CHECK (json_valid(snapshot)),
            snapshotDigest TEXT NOT NULL CHECK (length(snapshotDigest) = 64),
            UNIQUE (merchantId, month, currency)
        ) STRICT
        """,
        """
        CREATE TABLE settlementRow (
            -- One movement of a batch in CNY with the running balance.
            batchId INTEGER NOT NULL REFERENCES settlementBatch,
            position INTEGER NOT NULL CHECK (position >= 1),
            kind TEXT NOT NULL CHECK (kind IN ('payment', 'platformFee', 'refund', 'feeReturned',
                'chargeback', 'subscription', 'revenueShare', 'adjustment', 'reserveHeld',
                'reserveReleased')),
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
            -- What became of a payout after it was scheduled.
            id INTEGER PRIMARY KEY,
            batchId INTEGER NOT NULL REFERENCES settlementBatch,
            kind TEXT NOT NULL CHECK (kind IN ('sent', 'paid', 'returned', 'released')),
            bankReference TEXT NOT NULL,
            happenedAt TEXT NOT NULL
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
        """
    ]
}
