extension Schema {
    static let credits = [
        """
        CREATE TABLE creditGrant (
            -- Prepaid or promotional credit given to a customer.
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL UNIQUE,
            customerId INTEGER NOT NULL REFERENCES customer,
            kind TEXT NOT NULL CHECK (kind IN ('paid', 'promotional')),
            unit TEXT NOT NULL,               -- a currency, or a custom credit unit
            amount TEXT NOT NULL,             -- decimal
            costBasis TEXT,                   -- money per unit, for paid credits in custom units
            scope TEXT NOT NULL CHECK (json_valid(scope)),
            priority INTEGER NOT NULL,
            effectiveAt TEXT NOT NULL,
            expiresAt TEXT,
            reason TEXT NOT NULL,
            grantedBy TEXT NOT NULL,
            grantedAt TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE creditMovement (
            -- What happened to a grant. Its balance is its amount and the sum of these.
            id INTEGER PRIMARY KEY,
            grantId INTEGER NOT NULL REFERENCES creditGrant,
            kind TEXT NOT NULL CHECK (kind IN ('draw', 'expire', 'void', 'rollBack', 'hold',
                'release')),
            amount TEXT NOT NULL,             -- decimal, negative where it leaves the grant
            invoiceLineId INTEGER REFERENCES invoiceLine,
            movedAt TEXT NOT NULL,
            reason TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE redemptionCode (
            -- A code that gives credit or a plan when it is redeemed.
            id INTEGER PRIMARY KEY,
            merchantId INTEGER NOT NULL REFERENCES merchant,
            code TEXT NOT NULL UNIQUE,
            document TEXT NOT NULL CHECK (json_valid(document)),
            createdAt TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE redemptionCodeEvent (
            -- A redemption, or a code switched off, on again, or withdrawn; its history stays.
            id INTEGER PRIMARY KEY,
            codeId INTEGER NOT NULL REFERENCES redemptionCode,
            kind TEXT NOT NULL CHECK (kind IN ('redeemed', 'disabled', 'enabled', 'withdrawn')),
            customerId INTEGER REFERENCES customer,
            grantId INTEGER REFERENCES creditGrant,
            happenedAt TEXT NOT NULL
        ) STRICT
        """,
    ]
}
