import GRDB
import Money
import Store
import Time

extension Statement {
    init(invoice row: Row) throws {
        let currency = try Currency(code: row["currency"])
        func amount(_ column: String) -> JSONValue {
            .amount(Amount(minorUnits: row[column], currency))
        }
        self.init(
            kind: .invoiceFinalized, merchant: row["code"], subject: row["number"],
            occurredAt: try row.instant("issuedAt"),
            data: [
                .init("number", .string(row["number"])), .init("kind", .string(row["kind"])),
                .init("customer_id", .string(row["customer"])),
                .init("month", .string(row["month"])),
                .init("issued_at", .string(try row.instant("issuedAt").description)),
                .init("due_at", .string(row["dueDay"])),
                .init("currency", .string(currency.code)),
                .init("subtotal", amount("subtotalMinorUnits")),
                .init("tax", amount("taxMinorUnits")), .init("total", amount("totalMinorUnits")),
                .init("snapshot_sha256", .string(row["snapshotDigest"])),
            ], change: .issued(row["id"]))
    }

    init(void row: Row) throws {
        let at = try row.instant("voidedAt")
        self.init(
            kind: .invoiceVoided, merchant: row["code"], subject: row["number"], occurredAt: at,
            data: try Statement.invoiceMembers(row) + [
                .init("voided_at", .string(at.description)),
                .init("reason", .string(row["reason"])),
            ], change: .voided(row["id"]))
    }

    init(overdue row: Row) throws {
        let currency = try Currency(code: row["currency"])
        self.init(
            kind: .invoiceOverdue, merchant: row["code"], subject: row["number"],
            occurredAt: try row.instant("overdueFrom"),
            data: try Statement.invoiceMembers(row) + [
                .init("due_at", .string(row["dueDay"])),
                .init("due", .amount(Amount(minorUnits: row["dueMinorUnits"], currency))),
            ])
    }

    private static func invoiceMembers(_ row: Row) throws -> [JSONValue.Member] {
        let currency = try Currency(code: row["currency"])
        return [
            .init("number", .string(row["number"])),
            .init("customer_id", .string(row["customer"])),
            .init("currency", .string(currency.code)),
            .init("total", .amount(Amount(minorUnits: row["totalMinorUnits"], currency))),
        ]
    }

    init(creditNote row: Row) throws {
        let currency = try Currency(code: row["currency"])
        let at = try row.instant("issuedAt")
        let fen: Int64 = row["totalMinorUnits"]
        self.init(
            kind: .creditNoteIssued, merchant: row["code"], subject: row["number"], occurredAt: at,
            data: [
                .init("number", .string(row["number"])),
                .init("invoice", .string(row["invoiceNumber"])),
                .init("customer_id", .string(row["customer"])),
                .init("issued_at", .string(at.description)),
                .init("reason", .string(row["reason"])),
                .init("refund_to", .string(row["refundTo"])),
                .init("currency", .string(currency.code)),
                .init("total", .amount(Amount(minorUnits: fen, currency))),
                .init("snapshot_sha256", .string(row["snapshotDigest"])),
            ], change: .lowered(row["invoiceId"], fen: fen))
    }

    init(balance row: Row) throws {
        let at = try row.instant("movedAt")
        let (fen, invoice): (Int64, Int64) = (row["amountFen"], row["invoiceId"])
        let isKept = row["kind"] as String == "kept"
        self.init(
            kind: isKept ? .balanceKept : .balanceUsed, merchant: row["code"],
            subject: row["number"], occurredAt: at,
            data: [
                .init("invoice", .string(row["number"])),
                .init("customer_id", .string(row["customer"])),
                .init("currency", .string(Currency.cny.code)),
                .init("amount", .amount(Amount(minorUnits: fen, .cny))),
                .init("moved_at", .string(at.description)),
            ],
            change: isKept ? .givenBack(invoice, fen: fen) : .paid(invoice, fen: fen))
    }
}

extension Row {
    func instant(_ column: String) throws -> Instant { try Instant(self[column] as String) }
}
