extension Schema {
    static let invoices = [
        """
        CREATE TABLE invoice (
            -- A finalized invoice. It is never edited: credit notes and voids are rows of theirs.
            id INTEGER PRIMARY KEY,
            merchantId INTEGER NOT NULL REFERENCES merchant,
            customerId INTEGER NOT NULL REFERENCES customer,
            number TEXT NOT NULL,             -- INV-2025-0611-0019, gapless by merchant and day
            month TEXT NOT NULL,              -- the month whose usage it bills
            kind TEXT NOT NULL CHECK (kind IN ('period', 'threshold', 'topUp')),
            issuedAt TEXT NOT NULL,
            dueDay TEXT NOT NULL,
            lastServiceDay TEXT NOT NULL,     -- the last day it pays for; a sale's own day
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            pricingCurrency TEXT NOT NULL CHECK (length(pricingCurrency) = 3),
            fxLockId INTEGER REFERENCES fxLock,   -- NULL where both currencies are the same
            subtotalMinorUnits INTEGER NOT NULL,
            taxMinorUnits INTEGER NOT NULL,
            totalMinorUnits INTEGER NOT NULL
                CHECK (totalMinorUnits = subtotalMinorUnits + taxMinorUnits),
            snapshot TEXT NOT NULL CHECK (json_valid(snapshot)),   -- all it prints, canonical JSON
            snapshotDigest TEXT NOT NULL CHECK (length(snapshotDigest) = 64),
            UNIQUE (merchantId, number)
        ) STRICT
        """,
        "CREATE INDEX invoiceByCustomer ON invoice (customerId, month)",
        "CREATE INDEX invoiceByService ON invoice (merchantId, lastServiceDay)",
        """
        CREATE TABLE invoiceLine (
            -- One line: its amount is rounded once, from the precise amount at the invoice's lock.
            id INTEGER PRIMARY KEY,
            invoiceId INTEGER NOT NULL REFERENCES invoice,
            lineNumber INTEGER NOT NULL CHECK (lineNumber >= 1),
            kind TEXT NOT NULL CHECK (kind IN ('baseFee', 'seat', 'addOn', 'usage', 'lateUsage',
                'commitment', 'topUp')),
            month TEXT NOT NULL,              -- the month of the first day it pays for
            chargeCode TEXT,
            metricCode TEXT,
            dimensionSetId INTEGER REFERENCES dimensionSet,
            units TEXT NOT NULL,              -- decimal
            preciseAmount TEXT NOT NULL,      -- decimal, in the pricing currency
            amountMinorUnits INTEGER NOT NULL,
            taxPercent TEXT NOT NULL,         -- decimal
            explanation TEXT NOT NULL CHECK (json_valid(explanation)),
            eventCount INTEGER NOT NULL CHECK (eventCount >= 0),
            evidenceDigest TEXT,              -- SHA-256 of the evidence file; NULL without events
            CHECK ((eventCount = 0) = (evidenceDigest IS NULL)),
            UNIQUE (invoiceId, lineNumber)
        ) STRICT
        """,
        """
        CREATE TABLE invoiceCoupon (
            -- A coupon that lowered an invoice, so that one for three invoices ends with the third.
            invoiceId INTEGER NOT NULL REFERENCES invoice,
            code TEXT NOT NULL,
            PRIMARY KEY (invoiceId, code)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE invoiceVoid (
            -- A finalized invoice declared never owed.
            invoiceId INTEGER PRIMARY KEY REFERENCES invoice,
            voidedAt TEXT NOT NULL,
            reason TEXT NOT NULL,
            closedThrough TEXT NOT NULL       -- the merchant's last closed month then
        ) STRICT
        """,
        """
        CREATE TABLE fapiao (
            -- The number of a fapiao that was issued for an invoice, elsewhere.
            id INTEGER PRIMARY KEY,
            invoiceId INTEGER NOT NULL REFERENCES invoice,
            number TEXT NOT NULL CHECK (number GLOB '[0-9]*' AND length(number) = 20),
            issuedOn TEXT NOT NULL,           -- YYYY-MM-DD
            recordedAt TEXT NOT NULL,
            UNIQUE (invoiceId, number)
        ) STRICT
        """,
        """
        CREATE TABLE creditNote (
            -- A formal correction of one invoice, at the invoice's own FX lock.
            id INTEGER PRIMARY KEY,
            invoiceId INTEGER NOT NULL REFERENCES invoice,
            number TEXT NOT NULL,
            issuedAt TEXT NOT NULL,
            reason TEXT NOT NULL,
            refundTo TEXT NOT NULL CHECK (refundTo IN ('channel', 'balance', 'none')),
            totalMinorUnits INTEGER NOT NULL CHECK (totalMinorUnits >= 0),
            snapshot TEXT NOT NULL CHECK (json_valid(snapshot)),
            snapshotDigest TEXT NOT NULL CHECK (length(snapshotDigest) = 64),
            reference TEXT CHECK (reference <> ''),   -- its id, where it has one: the same one is made once
            askedLines TEXT NOT NULL,         -- the lines as they were asked for: 1=10.5 2; empty: all
            UNIQUE (invoiceId, number),
            UNIQUE (invoiceId, reference)
        ) STRICT
        """,
        """
        CREATE TABLE creditNoteLine (
            creditNoteId INTEGER NOT NULL REFERENCES creditNote,
            invoiceLineId INTEGER NOT NULL REFERENCES invoiceLine,
            value TEXT NOT NULL,              -- decimal, in the pricing currency
            creditValue TEXT NOT NULL,        -- the part of it that goes back to credit
            amountMinorUnits INTEGER NOT NULL CHECK (amountMinorUnits >= 0),
            taxMinorUnits INTEGER NOT NULL CHECK (taxMinorUnits >= 0),
            PRIMARY KEY (creditNoteId, invoiceLineId)
        ) STRICT, WITHOUT ROWID
        """,
    ]
}
