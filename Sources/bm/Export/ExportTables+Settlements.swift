extension ExportTables {
    static let settlements: [ExportTable] = [
        ExportTable(
            name: "settlements",
            about: "A settlement batch: what a merchant is paid, and what is kept.",
            columns: [
                .init("number", .text, "SET-2026-06-mer_001-USD"), merchant,
                .init("month", .month, "the month it is of"),
                .init("last_day", .day, "the last day that it collects of"),
                .init("closed_at", .instant, "when it was closed"),
                .init("opening_cny", .fen, "carried over from the batch before"),
                .init("movements_cny", .fen, "the sum of its rows"),
                .init("net_cny", .fen, "opening and movements"),
                .init("paid_out_cny", .fen, "the part of it that is converted now"),
                .init("closing_cny", .fen, "what is carried over"), currency,
                .init("fx_value", .decimal, "as published; base and quote below"),
                .init("fx_base", .text, "one unit of this"), .init("fx_quote", .text, "in this"),
                .init("fx_rate_date", .day, "when the rate was published"),
                .init("fx_source", .text, "by whom"),
                .init("converted", .money("currency"), "what is paid out, before the wire fee"),
                .init("wire_fee", .money("currency"), "what the bank takes"),
                .init("payout", .money("currency"), "what the merchant gets"),
                .init("payout_date", .day, "the day the bank pays"),
                .init("state", .text, "scheduled, carriedOver or held, when it was closed"),
                .init("remittance_reference", .text, "what the bank statement shows"), snapshot,
                document,
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT number, merchant.code, month, day, closedAt, openingFen,
                            netFen - openingFen, netFen, paidOutFen, closingFen, currency,
                            fxLock.value, base, quote, rateDay, source, convertedMinorUnits,
                            wireFeeMinorUnits, payoutMinorUnits, payoutDay, state,
                            remittanceReference, snapshotDigest, snapshot
                        FROM settlementBatch JOIN merchant ON merchant.id = merchantId
                        LEFT JOIN fxLock ON fxLock.id = fxLockId
                        """,
                    merchant: "merchant.code", month: "month", periodColumn: "month",
                    recorded: "closedAt",
                    order: "ORDER BY settlementBatch.id"))),
        ExportTable(
            name: "settlement-rows", about: "One movement of a settlement batch.",
            columns: [
                merchant, .init("number", .text, "the batch"),
                .init("position", .integer, "its place in the batch"),
                .init("kind", .text, "payment, platformFee, refund, subscription, …"),
                .init("reference", .text, "the order number, or what else it names"),
                .init("at", .instant, "when it happened"),
                .init("amount_cny", .fen, "positive to the merchant"),
                .init("balance_cny", .fen, "what the batch comes to with it"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, number, position, kind, reference, occurredAt,
                            amountFen, balanceFen
                        FROM settlementRow JOIN settlementBatch ON settlementBatch.id = batchId
                        JOIN merchant ON merchant.id = merchantId
                        """,
                    merchant: "merchant.code", month: "month", periodColumn: "the batch",
                    recorded: "closedAt",
                    order: "ORDER BY batchId, position"))),
        ExportTable(
            name: "payouts", about: "A step of a payout.",
            columns: [
                merchant, .init("number", .text, "the settlement batch"),
                .init("step", .text, "sent, paid, returned or released"),
                .init("at", .instant, "when"),
                .init("bank_reference", .text, "the bank's, or who released it"), currency,
                .init("payout", .money("currency"), "what the merchant gets"),
                .init("returned_cny", .fen, "what is owed again, where it came back"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, number, kind, happenedAt, bankReference, currency,
                            payoutMinorUnits, returnedFen
                        FROM payoutEvent JOIN settlementBatch ON settlementBatch.id = batchId
                        JOIN merchant ON merchant.id = merchantId
                        """,
                    merchant: "merchant.code", instant: "happenedAt", periodColumn: "at",
                    recorded: "happenedAt",
                    order: "ORDER BY payoutEvent.id"))),
        ExportTable(
            name: "adjustments", about: "A correction of a settlement by hand.",
            columns: [
                merchant, .init("id", .text, "unique within the merchant"),
                .init("month", .month, "the month it belongs to"),
                .init("amount_cny", .fen, "positive to the merchant"),
                .init("reason", .text, "why"),
                .init("recorded_at", .instant, "when"),
                .init("settlement", .text, "the batch that settled it; none yet"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, reference, settlementAdjustment.month, amountFen,
                            reason, recordedAt, number
                        FROM settlementAdjustment
                        JOIN merchant ON merchant.id = settlementAdjustment.merchantId
                        LEFT JOIN settledAdjustment ON adjustmentId = settlementAdjustment.id
                        LEFT JOIN settlementBatch ON settlementBatch.id = batchId
                        """,
                    merchant: "merchant.code", month: "settlementAdjustment.month",
                    periodColumn: "month",
                    recorded: "recordedAt", order: "ORDER BY settlementAdjustment.id"))),
    ]

    static let books: [ExportTable] = [
        ExportTable(
            name: "postings", about: "A leg of a journal entry: `bm export ledger` as rows.",
            columns: [
                .init("sequence", .integer, "of its entry, in the chain of all books"),
                .init("book", .text, "platform, or a merchant"), .init("date", .day, "its day"),
                .init("kind", .text, "which business event it records"),
                .init("source", .text, "the invoice, payment or batch it records"),
                .init("position", .integer, "its place in the entry"),
                .init("account", .text, "merchant_payable:mer_001"), currency,
                .init("amount", .money("currency"), "debits positive, credits negative"),
                .init("hash", .text, "of the entry"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT sequence, book, day, kind, source, position, account, currency,
                            minorUnits, hash
                        FROM posting JOIN journalEntry ON sequence = entry
                        """,
                    merchant: "book", month: "substr(day, 1, 7)", periodColumn: "date",
                    order: "ORDER BY sequence, position"))),
        ExportTable(
            name: "trial-balance",
            about:
                "What an account came to by the end of a month, or by now. --period: its last day.",
            columns: [
                .init("book", .text, "platform, or a merchant"),
                .init("account", .text, "its name"),
                currency, .init("debits", .money("currency"), "the sum of its debits"),
                .init("credits", .money("currency"), "the sum of its credits, not above zero"),
                .init("balance", .money("currency"), "both together"),
            ], rows: .report(period: .allowed, ExportReports.trialBalance)),
        ExportTable(
            name: "published-files", about: "A file that was written, with what it prints.",
            columns: [
                .init("path", .text, "below the output folder"),
                .init("sha256", .text, "of its bytes"), .init("bytes", .integer, "how many"),
                .init("kind", .text, "invoice, statement, site, …"),
                .init("source", .text, "the invoice or batch it prints"),
                .init("source_sha256", .text, "of that snapshot"),
                .init("published_at", .instant, "when"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT path, digest, byteCount, kind, source, sourceDigest, publishedAt
                        FROM publishedFile
                        """,
                    instant: "publishedAt", periodColumn: "published_at", recorded: "publishedAt",
                    order: "ORDER BY id"))),
    ]
}
