extension ExportTables {
    /// What came of an invoice by --as-of: as `InvoiceAccount` counts it.
    private static let paidSum = """
        (SELECT coalesce(sum(payment.amountFen), 0) FROM payment JOIN paymentOrder
            ON paymentOrder.id = orderId WHERE invoiceId = invoice.id AND paidAt <= :asOf)
        - (SELECT coalesce(sum(refund.amountFen), 0) FROM refund
            JOIN payment ON payment.id = paymentId JOIN paymentOrder ON paymentOrder.id = orderId
            WHERE invoiceId = invoice.id AND refundedAt <= :asOf)
        """
    private static let creditedSum = """
        (SELECT coalesce(sum(totalMinorUnits), 0) FROM creditNote
            WHERE invoiceId = invoice.id AND issuedAt <= :asOf)
        """
    private static let balanceSum = """
        (SELECT coalesce(sum(iif(balanceMovement.kind = 'used', 1, -1) * amountFen), 0)
            FROM balanceMovement WHERE invoiceId = invoice.id AND movedAt <= :asOf)
        """
    /// An invoice with what came of it, so that both are worked out once.
    private static let account = """
        (SELECT invoice.*, \(paidSum) AS paid, \(creditedSum) AS credited,
            \(balanceSum) AS fromBalance,
            EXISTS (SELECT 1 FROM invoiceVoid
                WHERE invoiceId = invoice.id AND voidedAt <= :asOf) AS isVoid
            FROM invoice) AS invoice
        """
    private static let due = "iif(isVoid, 0, totalMinorUnits - credited) - paid - fromBalance"

    static let invoices: [ExportTable] = [
        ExportTable(
            name: "invoices",
            about: "A finalized invoice, of usage or of credit that was sold, and where it stands.",
            columns: [
                merchant, .init("number", .text, "unique within the merchant"),
                .init("kind", .text, "period, or topUp for credit that was sold"), customer,
                .init("month", .month, "the month it was closed with"),
                .init("issued_at", .instant, "when it was finalized"),
                .init("due_at", .day, "the last day it can be paid in time"),
                .init("state", .text, "due, overdue, partlyPaid, paid, credited or void"), currency,
                .init("subtotal", .money("currency"), "the sum of its lines"),
                .init("tax", .money("currency"), "the tax on them"),
                .init("total", .money("currency"), "subtotal and tax"),
                .init("credited", .money("currency"), "what credit notes took off"),
                .init("paid", .money("currency"), "what came, less what went back"),
                .init(
                    "paid_from_balance", .money("currency"),
                    "what the customer's balance paid, less what was kept for later invoices"),
                .init("due", .money("currency"), "what is left; below zero where too much came"),
                .init("pricing_currency", .text, "the currency of its prices"),
                .init("fx_value", .decimal, "units of currency for one of pricing_currency"),
                .init("fx_rate_date", .day, "when the rate was published"),
                .init("fx_source", .text, "by whom"), snapshot, document,
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, number, invoice.kind, customer.code, month, issuedAt,
                            dueDay,
                            CASE WHEN isVoid THEN 'void'
                                WHEN credited = totalMinorUnits AND totalMinorUnits > 0
                                    AND \(due) <= 0
                                    THEN 'credited'
                                WHEN \(due) <= 0 THEN 'paid' WHEN paid + fromBalance > 0
                                    THEN 'partlyPaid'
                                WHEN dueDay < localDay(:asOf,
                                    json_extract(snapshot, '$.period.time_zone')) THEN 'overdue'
                                ELSE 'due' END,
                            currency, subtotalMinorUnits, taxMinorUnits, totalMinorUnits, credited,
                            paid, fromBalance, \(due), pricingCurrency, fxLock.value, rateDay, source,
                            snapshotDigest, snapshot
                        FROM \(account) \(parties)
                        LEFT JOIN fxLock ON fxLock.id = fxLockId
                        """,
                    merchant: "merchant.code", month: "month", periodColumn: "month",
                    recorded: "issuedAt",
                    order: "ORDER BY invoice.id"))),
        ExportTable(
            name: "invoice-lines", about: "A line of an invoice, rounded once at its rate.",
            columns: [
                merchant, customer, invoice, .init("no", .integer, "its place on the invoice"),
                .init(
                    "kind", .text,
                    "baseFee, seat, addOn, usage, lateUsage, commitment or topUp"),
                .init("month", .month, "the month of the first day it pays for"),
                .init("charge", .text, "the charge; none for a fee at fixed days"),
                .init("metric", .text, "the billable metric"),
                .init("dimensions", .json, "by which its usage is told apart"),
                .init("units", .decimal, "how many"),
                .init("pricing_currency", .text, "the currency of the price"),
                .init("precise_amount", .decimal, "in it, before anything is taken off"), currency,
                .init("amount", .money("currency"), "what is left to pay, before tax"),
                .init("tax_rate", .decimal, "percent"),
                .init("events", .integer, "how many events are behind it"),
                .init("evidence_sha256", .text, "SHA-256 of its evidence file"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, customer.code, number, lineNumber, invoiceLine.kind,
                            invoiceLine.month, chargeCode, metricCode,
                            json_extract(snapshot,
                                '$.lines[' || (lineNumber - 1) || '].dimensions'),
                            units, pricingCurrency, preciseAmount, currency, amountMinorUnits,
                            taxPercent, eventCount, evidenceDigest
                        FROM invoiceLine JOIN invoice ON invoice.id = invoiceId \(parties)
                        """,
                    merchant: "merchant.code", month: "invoice.month", periodColumn: "the invoice",
                    recorded: "issuedAt",
                    order: "ORDER BY invoiceLine.id"))),
        ExportTable(
            name: "charges",
            about:
                "What a charge, or a fee at fixed days, was billed in a month: the sum of its lines.",
            columns: [
                merchant, .init("month", .month, "the month the invoices were closed with"),
                .init("kind", .text, "as of invoice-lines"),
                .init("charge", .text, "the charge; none for a fee at fixed days"),
                .init("metric", .text, "the billable metric"), currency,
                .init("customers", .integer, "how many it was billed to"),
                .init("lines", .integer, "how many lines"),
                .init("events", .integer, "how many events are behind them"),
                .init("amount", .money("currency"), "what was billed, before tax"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT code, month, kind, chargeCode, metricCode, currency,
                            count(DISTINCT customerId), count(*), sum(eventCount),
                            sum(amountMinorUnits)
                        FROM (SELECT merchant.code, invoice.month, invoiceLine.kind, chargeCode,
                            metricCode, currency, customerId, eventCount, amountMinorUnits, issuedAt
                            FROM invoiceLine JOIN invoice ON invoice.id = invoiceId
                            JOIN merchant ON merchant.id = merchantId)
                        """,
                    merchant: "code", month: "month", periodColumn: "month", recorded: "issuedAt",
                    order: """
                        GROUP BY code, month, kind, chargeCode, metricCode, currency
                        ORDER BY month, code, kind, chargeCode
                        """))),
        ExportTable(
            name: "credit-notes",
            about: "A formal correction of an invoice, at the invoice's rate.",
            columns: [
                merchant, customer, .init("number", .text, "unique within the merchant"), invoice,
                .init("issued_at", .instant, "when it was made"), .init("reason", .text, "why"),
                .init("refund_to", .text, "channel, or none"), currency,
                .init("total", .money("currency"), "what the customer owes less, tax and all"),
                snapshot, document,
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, customer.code, creditNote.number, invoice.number,
                            creditNote.issuedAt, reason, refundTo, currency,
                            creditNote.totalMinorUnits, creditNote.snapshotDigest,
                            creditNote.snapshot
                        FROM creditNote JOIN invoice ON invoice.id = invoiceId \(parties)
                        """,
                    merchant: "merchant.code", instant: "creditNote.issuedAt",
                    periodColumn: "issued_at",
                    recorded: "creditNote.issuedAt", order: "ORDER BY creditNote.id"))),
        ExportTable(
            name: "credit-note-lines", about: "What a credit note takes off one line.",
            columns: [
                merchant, .init("credit_note", .text, "the number of the note"), invoice,
                .init("line", .integer, "the line of the invoice"),
                .init("pricing_currency", .text, "the currency of the price"),
                .init("value", .decimal, "in it: what is taken off"),
                .init("credit", .decimal, "in it: the part that goes back to credit"), currency,
                .init("amount", .money("currency"), "what is taken off, before tax"),
                .init("tax", .money("currency"), "the tax on it"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, creditNote.number, invoice.number, lineNumber,
                            pricingCurrency, value, creditValue, currency,
                            creditNoteLine.amountMinorUnits, creditNoteLine.taxMinorUnits
                        FROM creditNoteLine JOIN creditNote ON creditNote.id = creditNoteId
                        JOIN invoiceLine ON invoiceLine.id = invoiceLineId
                        JOIN invoice ON invoice.id = creditNote.invoiceId \(parties)
                        """,
                    merchant: "merchant.code", instant: "creditNote.issuedAt",
                    periodColumn: "the note",
                    recorded: "creditNote.issuedAt",
                    order: "ORDER BY creditNoteId, lineNumber"))),
        ExportTable(
            name: "invoice-voids", about: "An invoice that was declared never owed.",
            columns: [
                merchant, customer, invoice, .init("voided_at", .instant, "when"),
                .init("reason", .text, "why"), currency,
                .init("total", .money("currency"), "what it had asked"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, customer.code, number, voidedAt, reason, currency,
                            totalMinorUnits
                        FROM invoiceVoid JOIN invoice ON invoice.id = invoiceId \(parties)
                        """,
                    merchant: "merchant.code", instant: "voidedAt", periodColumn: "voided_at",
                    recorded: "voidedAt",
                    order: "ORDER BY voidedAt, invoice.id"))),
    ]
}
