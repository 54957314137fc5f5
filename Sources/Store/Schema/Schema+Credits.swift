extension Schema {
    static let credits = [
        """
        CREATE TABLE creditGrant (
            -- Credit sold or given to a customer. What is left of it follows from its movements. It
            -- pays for usage once it is active: see creditActivation.
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL UNIQUE CHECK (code <> ''),
            customerId INTEGER NOT NULL REFERENCES customer,
            kind TEXT NOT NULL CHECK (kind IN ('paid', 'promotional')),
            unit TEXT NOT NULL CHECK (unit <> ''),   -- a currency, or a commercial unit: never tokens
            amount TEXT NOT NULL,             -- decimal, in that unit
            currency TEXT NOT NULL CHECK (length(currency) = 3),   -- of the lines it pays
            rate TEXT NOT NULL,               -- decimal: what one unit pays in that currency
            scope TEXT NOT NULL CHECK (json_valid(scope)),   -- metrics and charges; none: all
            priority INTEGER NOT NULL,        -- low numbers are drawn first
            effectiveAt TEXT NOT NULL,
            expiresAt TEXT CHECK (expiresAt > effectiveAt),
            reason TEXT NOT NULL,
            grantedBy TEXT NOT NULL,
            grantedAt TEXT NOT NULL,
            invoiceId INTEGER UNIQUE REFERENCES invoice,   -- the invoice that sold it
            costFen INTEGER CHECK (costFen > 0),   -- CNY it was sold for, without tax
            CHECK ((kind = 'paid') = (invoiceId IS NOT NULL)),
            CHECK ((kind = 'paid') = (costFen IS NOT NULL))
        ) STRICT
        """,
        "CREATE INDEX creditGrantByCustomer ON creditGrant (customerId)",
        """
        CREATE TABLE creditActivation (
            -- A grant begins to live: at once, or when its invoice is paid in full.
            id INTEGER PRIMARY KEY,
            grantId INTEGER NOT NULL UNIQUE REFERENCES creditGrant,
            liveFrom TEXT NOT NULL,           -- not before the grant's effectiveAt
            activatedAt TEXT NOT NULL,
            reason TEXT NOT NULL CHECK (reason IN ('given', 'on_account', 'paid'))
        ) STRICT
        """,
        """
        CREATE TABLE creditMovement (
            -- What happened to a grant. Its balance is its amount and the sum of these.
            id INTEGER PRIMARY KEY,
            grantId INTEGER NOT NULL REFERENCES creditGrant,
            kind TEXT NOT NULL CHECK (kind IN ('draw', 'expire', 'void', 'rollBack', 'hold',
                'release')),
            amount TEXT NOT NULL              -- decimal, negative where it leaves the grant
                CHECK ((amount LIKE '-%') = (kind IN ('draw', 'expire', 'void', 'hold'))),
            value TEXT,                       -- the same in the currency it pays
            invoiceLineId INTEGER REFERENCES invoiceLine,
            reference TEXT,                   -- a hold's or void's own id; a void sale; a late line's
            movedAt TEXT NOT NULL,
            reason TEXT NOT NULL,
            CHECK ((kind IN ('expire', 'void')) = (value IS NULL)),
            UNIQUE (grantId, kind, reference)
        ) STRICT
        """,
        "CREATE INDEX creditMovementByLine ON creditMovement (invoiceLineId)",
        """
        CREATE TABLE periodCloseCredit (
            -- How far credit had come when a month was closed: what its invoices could draw on.
            closeId INTEGER PRIMARY KEY REFERENCES periodClose,
            lastGrantId INTEGER NOT NULL,
            lastActivationId INTEGER NOT NULL,
            lastMovementId INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE redemptionCode (
            -- A code that gives credit or a plan when it is redeemed.
            id INTEGER PRIMARY KEY,
            merchantId INTEGER NOT NULL REFERENCES merchant,
            code TEXT NOT NULL UNIQUE CHECK (code <> ''),
            document TEXT NOT NULL CHECK (json_valid(document)),   -- what it gives, how often, until
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
            grantId INTEGER REFERENCES creditGrant,          -- the credit it gave
            catalogVersionId INTEGER REFERENCES catalogVersion,   -- the plan it gave
            reference TEXT,                   -- the redemption's own id
            happenedAt TEXT NOT NULL,
            CHECK ((kind = 'redeemed') = (customerId IS NOT NULL)),
            UNIQUE (codeId, reference)
        ) STRICT
        """,
    ]
}
