extension Schema {
    static let outbox = [
        """
        CREATE TABLE capReached (
            -- A spend cap that usage was seen to have reached, once for each cap and billing period.
            id INTEGER PRIMARY KEY,
            merchantId INTEGER NOT NULL REFERENCES merchant,
            customerId INTEGER NOT NULL REFERENCES customer,
            planCode TEXT NOT NULL,
            periodFrom TEXT NOT NULL,         -- the first day, and the first after the last
            periodTo TEXT NOT NULL,
            metrics TEXT NOT NULL CHECK (json_valid(metrics)),   -- whose usage counts; none: all
            reaction TEXT NOT NULL,
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            amount TEXT NOT NULL,             -- decimal: the cap
            reachedAt TEXT NOT NULL,
            eventKey TEXT NOT NULL,           -- the event that reached it
            reachedAmount TEXT NOT NULL,      -- decimal: what usage had cost with it
            noticedAt TEXT NOT NULL,
            UNIQUE (customerId, planCode, periodFrom, metrics, reaction, amount)
        ) STRICT
        """,
        """
        CREATE TABLE invoiceOverdue (
            -- An invoice of which something was still due when the day it was due on was over.
            id INTEGER PRIMARY KEY,
            invoiceId INTEGER NOT NULL UNIQUE REFERENCES invoice,
            overdueFrom TEXT NOT NULL,        -- the end of that day where the merchant is
            dueMinorUnits INTEGER NOT NULL CHECK (dueMinorUnits > 0),
            noticedAt TEXT NOT NULL CHECK (noticedAt >= overdueFrom)
        ) STRICT
        """,
        """
        CREATE TABLE outboxEvent (
            -- What somebody outside is to be told of, written with the fact that it tells of.
            sequence INTEGER PRIMARY KEY CHECK (sequence >= 1),   -- without gaps
            merchantId INTEGER NOT NULL REFERENCES merchant,
            number INTEGER NOT NULL CHECK (number >= 1),   -- without gaps within the merchant
            eventId TEXT NOT NULL UNIQUE,     -- evt_ and 32 digits of the SHA-256 of its content
            kind TEXT NOT NULL CHECK (kind <> ''),         -- invoice.finalized
            subject TEXT NOT NULL CHECK (subject <> ''),   -- INV-2025-0611-0019
            factTable TEXT NOT NULL,          -- the row it tells of
            factId INTEGER NOT NULL,
            occurredAt TEXT NOT NULL,
            payload TEXT NOT NULL CHECK (json_valid(payload)),   -- canonical JSON
            UNIQUE (factTable, factId, kind),
            UNIQUE (merchantId, number)
        ) STRICT
        """,
    ]
}
