extension Schema {
    static let payments = [
        """
        CREATE TABLE paymentOrder (
            -- A request to pay one invoice through one channel. A new attempt is a new number.
            id INTEGER PRIMARY KEY,
            invoiceId INTEGER NOT NULL REFERENCES invoice,
            channel TEXT NOT NULL CHECK (channel IN ('wechat_pay', 'alipay')),
            attempt INTEGER NOT NULL CHECK (attempt >= 1),
            outTradeNo TEXT NOT NULL UNIQUE
                CHECK (length(outTradeNo) BETWEEN 6 AND 32 AND outTradeNo NOT GLOB '*[^0-9A-Za-z_]*'),
            amountFen INTEGER NOT NULL CHECK (amountFen > 0),
            payload TEXT NOT NULL CHECK (payload <> ''),   -- what the QR code holds
            payloadKind TEXT NOT NULL CHECK (payloadKind IN ('channel', 'link', 'sandbox')),
            createdAt TEXT NOT NULL,
            expiresAt TEXT NOT NULL,
            UNIQUE (invoiceId, channel, attempt)
        ) STRICT
        """,
        """
        CREATE TABLE paymentOrderEvent (
            -- How an order ended without a payment. Paid and refunded follow from payments and
            -- refunds; expired follows from the clock, and a row only says that it was noticed.
            id INTEGER PRIMARY KEY,
            orderId INTEGER NOT NULL REFERENCES paymentOrder,
            kind TEXT NOT NULL CHECK (kind IN ('closed', 'failed', 'expired')),
            happenedAt TEXT NOT NULL,         -- for expired: when its code ended
            recordedAt TEXT NOT NULL,
            reason TEXT CHECK (reason <> '' AND (reason IS NULL OR kind = 'failed')),
            CHECK (kind <> 'failed' OR reason IS NOT NULL),
            UNIQUE (orderId, kind)
        ) STRICT
        """,
        """
        CREATE TABLE balanceMovement (
            -- Money of a customer that is kept for later invoices: paid for an invoice and not owed of it,
            -- or used to pay another. Both stand in the same receivable, so nothing is booked.
            id INTEGER PRIMARY KEY,
            invoiceId INTEGER NOT NULL REFERENCES invoice,
            kind TEXT NOT NULL CHECK (kind IN ('kept', 'used')),
            amountFen INTEGER NOT NULL CHECK (amountFen > 0),
            creditNoteId INTEGER REFERENCES creditNote,   -- that it is kept by; NULL for what no note does
            movedAt TEXT NOT NULL,
            CHECK (kind = 'kept' OR creditNoteId IS NULL)
        ) STRICT
        """,
        "CREATE INDEX balanceMovementByInvoice ON balanceMovement (invoiceId)",
        """
        CREATE TABLE channelBill (
            -- A bill file of a channel that adds up to its own summary.
            id INTEGER PRIMARY KEY,
            channel TEXT NOT NULL CHECK (channel IN ('wechat_pay', 'alipay')),
            kind TEXT NOT NULL CHECK (kind IN ('trade', 'fund')),
            account TEXT NOT NULL,            -- mchid or pid
            sourceName TEXT NOT NULL,
            digest TEXT NOT NULL UNIQUE,      -- SHA-256 of the file read
            importedAt TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE channelBillRow (
            -- One movement as the channel states it.
            id INTEGER PRIMARY KEY,
            billId INTEGER NOT NULL REFERENCES channelBill,
            line INTEGER NOT NULL,            -- in the file
            kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund', 'fee', 'feeRefund', 'other')),
            outTradeNo TEXT NOT NULL,
            transactionId TEXT NOT NULL,
            refundNo TEXT,                    -- our number of the refund
            refundId TEXT,                    -- the channel's number of the refund
            occurredAt TEXT NOT NULL,
            amountFen INTEGER NOT NULL,       -- never negative: the kind says which way it went
            feeText TEXT NOT NULL,            -- the channel's fee as printed, up to five decimals
            feeFen INTEGER NOT NULL,          -- rounded half away from zero; negative when returned
            document TEXT NOT NULL CHECK (json_valid(document)),   -- every cell by its header
            UNIQUE (billId, line)
        ) STRICT
        """,
        """
        CREATE TABLE fundBillRow (
            -- One movement on our account at a channel, with the balance after it. One that an earlier
            -- bill states is kept once.
            id INTEGER PRIMARY KEY,
            billId INTEGER NOT NULL REFERENCES channelBill,
            channel TEXT NOT NULL CHECK (channel IN ('wechat_pay', 'alipay')),
            line INTEGER NOT NULL,            -- in the file
            flowNo TEXT NOT NULL CHECK (flowNo <> ''),   -- the channel's number of the movement
            kind TEXT NOT NULL CHECK (kind IN ('payment', 'fee', 'refund', 'feeRefund',
                'refundReturned', 'withdrawal', 'other')),
            kindText TEXT NOT NULL,           -- as printed
            transactionId TEXT,               -- what moved it: a transaction, WeChat Pay's a refund
            ourNo TEXT,                       -- our number of the same
            occurredAt TEXT NOT NULL,
            amountFen INTEGER NOT NULL,       -- negative where it went out
            balanceFen INTEGER NOT NULL,
            document TEXT NOT NULL CHECK (json_valid(document)),   -- every cell by its header
            UNIQUE (channel, flowNo),
            UNIQUE (billId, line)
        ) STRICT
        """,
        "CREATE INDEX fundBillRowByTransaction ON fundBillRow (transactionId)",
        """
        CREATE TABLE channelBillDay (
            -- A day, in UTC+8, all of whose payments, refunds or movements of the account a bill lists.
            billId INTEGER NOT NULL REFERENCES channelBill,
            day TEXT NOT NULL,
            lists TEXT NOT NULL CHECK (lists IN ('payment', 'refund', 'fund')),
            PRIMARY KEY (billId, day, lists)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE channelMessage (
            -- A payment or refund notification, as received. They repeat; its key is unique.
            id INTEGER PRIMARY KEY,
            channel TEXT NOT NULL CHECK (channel IN ('wechat_pay', 'alipay')),
            key TEXT NOT NULL,                -- the message's own number, or a digest of its fields
            receivedAt TEXT NOT NULL,
            account TEXT NOT NULL,            -- mchid or seller_id
            kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund', 'other')),
            outTradeNo TEXT NOT NULL,
            transactionId TEXT,
            refundNo TEXT,
            refundId TEXT,
            occurredAt TEXT,
            amountFen INTEGER,                -- never negative: the kind says which way it went
            isSoFar INTEGER NOT NULL CHECK (isSoFar IN (0, 1)),   -- all refunds until then
            document TEXT NOT NULL CHECK (json_valid(document)),
            CHECK ((kind = 'other') = (amountFen IS NULL)),
            UNIQUE (channel, key)
        ) STRICT
        """,
        """
        CREATE TABLE payment (
            -- Money that came for an order, once by channel and transaction, by what said so first.
            id INTEGER PRIMARY KEY,
            orderId INTEGER NOT NULL REFERENCES paymentOrder,
            channel TEXT NOT NULL CHECK (channel IN ('wechat_pay', 'alipay')),
            transactionId TEXT NOT NULL,
            amountFen INTEGER NOT NULL CHECK (amountFen > 0),
            paidAt TEXT NOT NULL,
            bookedAt TEXT NOT NULL,
            billRowId INTEGER REFERENCES channelBillRow,
            messageId INTEGER REFERENCES channelMessage,
            CHECK (billRowId IS NOT NULL OR messageId IS NOT NULL),
            UNIQUE (channel, transactionId)
        ) STRICT
        """,
        "CREATE INDEX paymentByOrder ON payment (orderId)",
        """
        CREATE TABLE chargebackNotice (
            -- Money that a channel took back for a payer, as its papers state it.
            id INTEGER PRIMARY KEY,
            channel TEXT NOT NULL CHECK (channel IN ('wechat_pay', 'alipay')),
            transactionId TEXT NOT NULL,
            reference TEXT NOT NULL CHECK (reference <> ''),   -- the dispute's number at the channel
            amountFen INTEGER NOT NULL CHECK (amountFen > 0),
            occurredAt TEXT NOT NULL,
            reason TEXT NOT NULL CHECK (reason <> ''),
            recordedAt TEXT NOT NULL,
            UNIQUE (channel, transactionId, reference)
        ) STRICT
        """,
        """
        CREATE TABLE refund (
            -- Money that went back for a payment, once by payment and the channel's refund number.
            id INTEGER PRIMARY KEY,
            paymentId INTEGER NOT NULL REFERENCES payment,
            creditNoteId INTEGER REFERENCES creditNote,
            kind TEXT NOT NULL CHECK (kind IN ('refund', 'chargeback')),
            refundId TEXT NOT NULL CHECK (refundId <> ''),
            refundNo TEXT,                    -- our number of it, where the channel states one
            amountFen INTEGER NOT NULL CHECK (amountFen > 0),
            refundedAt TEXT NOT NULL,
            bookedAt TEXT NOT NULL,
            billRowId INTEGER REFERENCES channelBillRow,
            messageId INTEGER REFERENCES channelMessage,
            chargebackId INTEGER UNIQUE REFERENCES chargebackNotice,
            CHECK (billRowId IS NOT NULL OR messageId IS NOT NULL OR chargebackId IS NOT NULL),
            UNIQUE (paymentId, refundId)
        ) STRICT
        """,
        """
        CREATE TABLE refundOrder (
            -- A request to a channel to send money back for a payment.
            id INTEGER PRIMARY KEY,
            paymentId INTEGER NOT NULL REFERENCES payment,
            creditNoteId INTEGER REFERENCES creditNote,   -- NULL where more came than was asked
            outRefundNo TEXT NOT NULL UNIQUE
                CHECK (length(outRefundNo) BETWEEN 6 AND 64
                    AND outRefundNo NOT GLOB '*[^0-9A-Za-z_]*'),
            amountFen INTEGER NOT NULL CHECK (amountFen > 0),
            createdAt TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE channelFee (
            -- What a channel kept of a payment, or gave back with a refund: as one row of a trade
            -- bill states it, or what the fund bill states beyond that.
            id INTEGER PRIMARY KEY,
            paymentId INTEGER REFERENCES payment,
            refundId INTEGER REFERENCES refund,
            billRowId INTEGER UNIQUE REFERENCES channelBillRow,
            fundRowId INTEGER REFERENCES fundBillRow,
            amountFen INTEGER NOT NULL,       -- positive where the channel keeps it
            CHECK ((paymentId IS NULL) <> (refundId IS NULL)),
            CHECK ((billRowId IS NULL) <> (fundRowId IS NULL))
        ) STRICT
        """,
        """
        CREATE TABLE withdrawal (
            -- Money that a channel paid to our bank, as a row of a fund bill states it.
            id INTEGER PRIMARY KEY,
            fundRowId INTEGER NOT NULL UNIQUE REFERENCES fundBillRow,
            bookedAt TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE reconciliationDecision (
            -- What a person decided about a difference. The id of a difference is made from its
            -- figures, so that a decision does not cover other ones.
            id INTEGER PRIMARY KEY,
            differenceId TEXT NOT NULL CHECK (differenceId <> ''),
            note TEXT NOT NULL CHECK (note <> ''),
            decidedAt TEXT NOT NULL,
            UNIQUE (differenceId, note)
        ) STRICT
        """,
        "CREATE INDEX channelFeeByPayment ON channelFee (paymentId)",
        "CREATE INDEX channelFeeByRefund ON channelFee (refundId)",
    ]
}
