extension ExportTables {
    static let credits: [ExportTable] = [
        ExportTable(
            name: "credits",
            about: "A grant of credit. What is left of it follows from its movements.",
            columns: [
                merchant, customer, .init("grant", .text, "its id"),
                .init("kind", .text, "paid or promotional"),
                .init("unit", .text, "a currency, or a commercial unit"),
                .init("amount", .decimal, "in that unit"),
                .init("pays_currency", .text, "the currency of the lines it pays"),
                .init("rate", .decimal, "what one unit pays in it"),
                .init("scope", .json, "the metrics and charges it pays; none: all"),
                .init("priority", .integer, "low numbers are drawn first"),
                .init("effective_at", .instant, "from when it may pay"),
                .init("expires_at", .instant, "when it ends; never"),
                .init("live_from", .instant, "since when it is active; none where it waits"),
                .init("granted_at", .instant, "when it was made"),
                .init("granted_by", .text, "who made it"), .init("reason", .text, "why"), invoice,
                .init("cost", .fen, "what it was sold for, without tax"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, customer.code, creditGrant.code, creditGrant.kind,
                            unit, amount, creditGrant.currency, rate, scope, priority, effectiveAt,
                            expiresAt, (SELECT liveFrom FROM creditActivation
                                WHERE grantId = creditGrant.id AND activatedAt <= :asOf),
                            grantedAt, grantedBy, creditGrant.reason, invoice.number, costFen
                        FROM creditGrant JOIN customer ON customer.id = creditGrant.customerId
                        JOIN merchant ON merchant.id = customer.merchantId
                        LEFT JOIN invoice ON invoice.id = invoiceId
                        """,
                    merchant: "merchant.code", instant: "grantedAt", periodColumn: "granted_at",
                    recorded: "grantedAt",
                    order: "ORDER BY creditGrant.id"))),
        ExportTable(
            name: "credit-movements", about: "What happened to a grant of credit.",
            columns: [
                merchant, customer, .init("grant", .text, "its id"),
                .init("kind", .text, "draw, expire, void, rollBack, hold or release"),
                .init("unit", .text, "the grant's unit"),
                .init("amount", .decimal, "in that unit, negative where it leaves the grant"),
                .init("pays_currency", .text, "the currency of the lines it pays"),
                .init("value", .decimal, "the same in that currency"), invoice,
                .init("line", .integer, "the line it pays"),
                .init("reference", .text, "the id of a hold or a void"),
                .init("at", .instant, "when"), .init("reason", .text, "why"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, customer.code, creditGrant.code, creditMovement.kind,
                            unit, creditMovement.amount, creditGrant.currency,
                            creditMovement.value, invoice.number, lineNumber, reference, movedAt,
                            creditMovement.reason
                        FROM creditMovement JOIN creditGrant ON creditGrant.id = grantId
                        JOIN customer ON customer.id = creditGrant.customerId
                        JOIN merchant ON merchant.id = customer.merchantId
                        LEFT JOIN invoiceLine ON invoiceLine.id = invoiceLineId
                        LEFT JOIN invoice ON invoice.id = invoiceLine.invoiceId
                        """,
                    merchant: "merchant.code", instant: "movedAt", periodColumn: "at",
                    recorded: "movedAt",
                    order: "ORDER BY creditMovement.id"))),
    ]

    static let notices: [ExportTable] = [
        ExportTable(
            name: "caps-reached",
            about: "A spend cap that usage was seen to have reached, as cap.reached tells of it.",
            columns: [
                merchant, customer, .init("plan", .text, "the customer's plan"),
                .init("from", .day, "the first day of the billing period"),
                .init("to", .day, "the first after its last"),
                .init("metrics", .json, "whose usage counts; none: all"),
                .init("reaction", .text, "warn, throttle, pause or stop_billing"), currency,
                .init("amount", .decimal, "the cap"),
                .init("at", .instant, "when it was reached"),
                .init("event", .text, "the event that reached it"),
                .init("reached", .decimal, "what usage had cost with it"),
                .init("noticed_at", .instant, "when that was seen"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, customer.code, planCode, periodFrom, periodTo,
                            metrics, reaction, currency, amount, reachedAt, eventKey,
                            reachedAmount, noticedAt
                        FROM capReached JOIN merchant ON merchant.id = capReached.merchantId
                        JOIN customer ON customer.id = customerId
                        """,
                    merchant: "merchant.code", instant: "reachedAt", periodColumn: "at",
                    recorded: "noticedAt",
                    order: "ORDER BY capReached.id"))),
        ExportTable(
            name: "overdue-invoices",
            about: "An invoice that was seen to be overdue, as invoice.overdue tells of it.",
            columns: [
                merchant, customer, invoice, .init("due_at", .day, "the day it was due on"),
                .init("overdue_from", .instant, "the end of that day"), currency,
                .init("due", .money("currency"), "what was due when that was seen"),
                .init("noticed_at", .instant, "when that was seen"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, customer.code, number, dueDay, overdueFrom, currency,
                            dueMinorUnits, noticedAt
                        FROM invoiceOverdue JOIN invoice ON invoice.id = invoiceId \(parties)
                        """,
                    merchant: "merchant.code", instant: "overdueFrom", periodColumn: "overdue_from",
                    recorded: "noticedAt",
                    order: "ORDER BY invoiceOverdue.id"))),
        ExportTable(
            name: "anomalies",
            about: "Usage of a customer that is not like its own, as `bm anomalies list` finds it.",
            columns: [
                merchant, customer, .init("kind", .text, "burst, retry_loop or premium_spike"),
                .init("from", .instant, "where it begins"), .init("to", .instant, "where it ends"),
                .init("events", .integer, "how many"), .init("model", .text, "of a retry loop"),
                .init("event", .text, "the first of a retry loop"),
                .init("value", .text, "what was found; docs/anomalies.md says in which unit"),
                .init("usual", .decimal, "what is usual"),
                .init("deviation", .decimal, "how far from it is usual"),
            ], rows: .report(period: .needed, ExportReports.anomalies)),
    ]
}
