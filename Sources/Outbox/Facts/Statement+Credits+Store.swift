import GRDB
import Money
import Store
import Time

extension Statement {
    init(grant row: Row) throws {
        self.init(
            .creditGranted, row, at: try row.instant("grantedAt"),
            [
                .init("amount", .string(row["amount"])),
                .init("effective_at", .string(try row.instant("effectiveAt").description)),
                .init(
                    "expires_at",
                    .optional(
                        try (row["expiresAt"] as String?).map { try Instant($0).description })),
                .init("invoice", .optional(row["invoiceNumber"])),
                .init("reason", .string(row["reason"])),
            ])
    }

    init(activation row: Row) throws {
        self.init(
            .creditActivated, row, at: try row.instant("activatedAt"),
            [
                .init("amount", .string(row["amount"])),
                .init("live_from", .string(try row.instant("liveFrom").description)),
                .init("reason", .string(row["activation"])),
            ])
    }

    /// What is left of a grant leaves it; the amount is what left, without a sign.
    init(movement row: Row) throws {
        let moved: String = row["moved"]
        let amount = Exact(moved)?.magnitude.description ?? moved
        self.init(
            row["movement"] == "expire" ? .creditExpired : .creditVoided, row,
            at: try row.instant("movedAt"),
            [.init("amount", .string(amount)), .init("reason", .string(row["why"] as String))])
    }

    private init(
        _ kind: OutboxEvent.Kind, _ row: Row, at instant: Instant, _ data: [JSONValue.Member]
    ) {
        let code: String = row["code"]
        let grant: String = row["grant"]
        self.init(
            kind: kind, merchant: code, subject: grant, occurredAt: instant,
            data: [
                .init("grant", .string(grant)), .init("customer_id", .string(row["customer"])),
                .init("kind", .string(row["kind"])), .init("unit", .string(row["unit"])),
            ] + data)
    }

    init(cap row: Row) throws {
        let customer: String = row["customer"]
        let from: String = row["periodFrom"]
        let at = try row.instant("reachedAt")
        self.init(
            kind: .capReached, merchant: row["code"], subject: "\(customer)/\(from)",
            occurredAt: at,
            data: [
                .init("customer_id", .string(customer)), .init("plan", .string(row["planCode"])),
                .init("from", .string(from)), .init("to", .string(row["periodTo"])),
                .init("metrics", try JSONValue(parsing: row["metrics"] as String)),
                .init("reaction", .string(row["reaction"])),
                .init("currency", .string(row["currency"])),
                .init("amount", .string(row["amount"])), .init("event", .string(row["eventKey"])),
                .init("at", .string(at.description)),
                .init("reached", .string(row["reachedAmount"])),
            ])
    }
}
