extension Schema {
    static let usage = [
        """
        CREATE TABLE usageBatch (
            -- One transaction of `bm usage-events` and its tally, which adds up. What a replay takes
            -- is input of an earlier batch, where it could not be taken.
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('ingest', 'correction', 'replay')),
            ingestedAt TEXT NOT NULL,
            sourceName TEXT NOT NULL,         -- file name, or - for standard input
            acceptedCount INTEGER NOT NULL CHECK (acceptedCount >= 0),
            lateCount INTEGER NOT NULL CHECK (lateCount >= 0 AND lateCount <= acceptedCount),
            duplicateCount INTEGER NOT NULL CHECK (duplicateCount >= 0),
            rejectedCount INTEGER NOT NULL CHECK (rejectedCount >= 0),
            inputCount INTEGER NOT NULL
                CHECK (inputCount = acceptedCount + duplicateCount + rejectedCount),
            inputQuantity TEXT NOT NULL       -- decimal: the quantities of the lines that could be
                                              -- read as events, summed as they were read
        ) STRICT
        """,
        """
        CREATE TABLE usageBatchRange (
            -- The events that a batch has accepted: of each merchant's day the numbers it gave out,
            -- which have no gap.
            batchId INTEGER NOT NULL REFERENCES usageBatch DEFERRABLE INITIALLY DEFERRED,
            firstSequence INTEGER NOT NULL,
            lastSequence INTEGER NOT NULL CHECK (lastSequence >= firstSequence),
            PRIMARY KEY (batchId, firstSequence)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE usageEventName (
            -- What an event reports, the "metric" of its line. Several billable metrics may read it.
            id INTEGER PRIMARY KEY,
            merchantId INTEGER NOT NULL REFERENCES merchant,
            name TEXT NOT NULL CHECK (name <> ''),
            UNIQUE (merchantId, name)
        ) STRICT
        """,
        """
        CREATE TABLE usageField (
            -- Which measure column holds a property of an event name, read as a number or as a
            -- text. Assigned when a catalog first reads the property; the property itself stays
            -- in usageEventDetail.
            eventNameId INTEGER NOT NULL REFERENCES usageEventName,
            slot INTEGER NOT NULL CHECK (slot BETWEEN 1 AND 8),
            name TEXT NOT NULL CHECK (name <> ''),
            kind TEXT NOT NULL CHECK (kind IN ('number', 'text')),
            PRIMARY KEY (eventNameId, slot),
            UNIQUE (eventNameId, name, kind)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE usageDimensionKey (
            -- A property that the catalog filters or groups an event name by. Only these are
            -- interned; the others, ids of sessions among them, stay in usageEventDetail.
            eventNameId INTEGER NOT NULL REFERENCES usageEventName,
            name TEXT NOT NULL CHECK (name <> ''),
            PRIMARY KEY (eventNameId, name)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE dimensionSet (
            -- Dimension values that occur together, once: {"model":"m","status":"ok"}.
            id INTEGER PRIMARY KEY,
            document TEXT NOT NULL UNIQUE CHECK (json_valid(document))   -- canonical JSON
        ) STRICT
        """,
        """
        CREATE TABLE usageSeries (
            -- Customer, event name and dimensions in one small number, so that the row of an
            -- event is integers only and a scan of millions touches nothing else.
            id INTEGER PRIMARY KEY,
            customerId INTEGER NOT NULL REFERENCES customer,
            eventNameId INTEGER NOT NULL REFERENCES usageEventName,
            dimensionSetId INTEGER NOT NULL REFERENCES dimensionSet,
            UNIQUE (customerId, eventNameId, dimensionSetId)
        ) STRICT
        """,
        """
        CREATE TABLE usageEvent (
            -- An accepted usage event. The sequence is its merchant, its UTC day and a running
            -- number within both, mmmmmddddddnnnnnnnn, so that a merchant's period is one range of
            -- rows. Days are counted from 200,000 days before 1970.
            sequence INTEGER PRIMARY KEY,
            seriesId INTEGER NOT NULL REFERENCES usageSeries,
            occurredAt INTEGER NOT NULL,      -- nanoseconds since 1970 UTC
            quantity ANY NOT NULL             -- whole numbers as INTEGER, others as decimal TEXT
                CHECK (typeof(quantity) IN ('integer', 'text')),
            -- Properties the catalog reads, by slot (usageField), so that a scan need not read
            -- usageEventDetail.
            m1 ANY, m2 ANY, m3 ANY, m4 ANY, m5 ANY, m6 ANY, m7 ANY, m8 ANY
        ) STRICT
        """,
        """
        CREATE TABLE usageEventDetail (
            -- What a scan does not need: where the event came from and its other properties. It
            -- names its event and its batch without REFERENCES: those are written with it, and the
            -- row of a batch, which comes last, would be looked for in every row of this table.
            sequence INTEGER PRIMARY KEY,     -- of usageEvent
            batchId INTEGER NOT NULL,         -- of usageBatch
            idempotencyKey TEXT NOT NULL,
            properties TEXT                   -- canonical JSON, dimensions left out
        ) STRICT
        """,
        """
        CREATE TABLE usageEventKey (
            -- Idempotency keys by 64-bit hash within the merchant's day of the event, so that what
            -- comes in the order of time is written side by side. A hash only finds candidates:
            -- the whole key and content decide.
            block INTEGER NOT NULL,           -- merchant and day, as they lead the sequence
            hash INTEGER NOT NULL,            -- of merchant id and key
            sequence INTEGER NOT NULL,        -- of usageEvent
            PRIMARY KEY (block, hash, sequence)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE usageDuplicate (
            -- An input line that says what an event in the ledger says, under the same key.
            batchId INTEGER NOT NULL REFERENCES usageBatch DEFERRABLE INITIALLY DEFERRED,
            line INTEGER NOT NULL CHECK (line >= 1),
            sequence INTEGER NOT NULL REFERENCES usageEvent,   -- of which it is a repeat
            PRIMARY KEY (batchId, line)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE usageCorrection (
            -- An event that counts no more: another one stands in its place, or none. Made only
            -- while the event's month is open.
            sequence INTEGER PRIMARY KEY REFERENCES usageEvent,
            replacement INTEGER UNIQUE REFERENCES usageEvent,  -- NULL where it is cancelled
            batchId INTEGER NOT NULL REFERENCES usageBatch DEFERRABLE INITIALLY DEFERRED,
            reason TEXT,
            CHECK (replacement IS NULL OR replacement <> sequence)
        ) STRICT
        """,
        """
        CREATE TABLE usageReject (
            -- An input line that was not taken, with what to mend. Nothing is dropped silently.
            -- Where it could be read as an event, its time, quantity and key are kept beside it.
            id INTEGER PRIMARY KEY,
            batchId INTEGER NOT NULL REFERENCES usageBatch DEFERRABLE INITIALLY DEFERRED,
            line INTEGER NOT NULL CHECK (line >= 1),
            reason TEXT NOT NULL CHECK (reason IN ('malformed', 'missingField', 'unknownCustomer',
                'unknownMetric', 'notANumber', 'negativeQuantity', 'outOfRange', 'notATime',
                'outsideWindow', 'conflict', 'noPlan', 'negativeClass')),
            field TEXT,
            value TEXT,
            allowed TEXT NOT NULL,
            occurredAt INTEGER,               -- nanoseconds since 1970 UTC
            quantity TEXT,                    -- decimal; 1 where the line gives none
            idempotencyKey TEXT,
            -- The line as read: TEXT, or BLOB where it is not UTF-8. Whole where it can be replayed,
            -- else cut at 4,096 bytes.
            raw ANY NOT NULL CHECK (typeof(raw) IN ('text', 'blob')),
            CHECK ((occurredAt IS NULL) = (quantity IS NULL)),
            CHECK ((occurredAt IS NULL) = (idempotencyKey IS NULL))
        ) STRICT
        """,
        """
        CREATE TABLE usageReplay (
            -- What became of a line that was not taken at first: an event, a repeat of one, or
            -- nothing, because another event has its key by now.
            rejectId INTEGER PRIMARY KEY REFERENCES usageReject,
            batchId INTEGER NOT NULL REFERENCES usageBatch DEFERRABLE INITIALLY DEFERRED,
            outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'duplicate', 'replaced')),
            sequence INTEGER NOT NULL REFERENCES usageEvent
        ) STRICT
        """,
        """
        CREATE TABLE periodClose (
            -- A month of a merchant that has been billed. Usage of it that arrives later is late.
            id INTEGER PRIMARY KEY,
            merchantId INTEGER NOT NULL REFERENCES merchant,
            month TEXT NOT NULL,              -- 2025-06
            closedAt TEXT NOT NULL,
            lastVersionId INTEGER NOT NULL REFERENCES catalogVersion,   -- what was known by then
            UNIQUE (merchantId, month)
        ) STRICT
        """,
        """
        CREATE TABLE periodCloseDay (
            -- How far each UTC day up to the end of the month had come by a close: later sequences of
            -- the day are billed by the next one, as late. A day that has not moved since the
            -- merchant's close before has no row.
            closeId INTEGER NOT NULL REFERENCES periodClose,
            day INTEGER NOT NULL,             -- YYYYMMDD
            lastSequence INTEGER NOT NULL,
            PRIMARY KEY (closeId, day)
        ) STRICT, WITHOUT ROWID
        """,
    ]
}
