import GRDB
import Money
import Store
import Time

extension Statement {
    init(payment row: Row) throws {
        let fen: Int64 = row["amountFen"]
        let at = try row.instant("paidAt")
        self.init(
            kind: .paymentReceived, merchant: row["code"],
            subject: "\(row["channel"] as String)/\(row["transactionId"] as String)",
            occurredAt: at,
            data: Statement.paymentMembers(row) + Statement.yuan(fen) + [
                .init("paid_at", .string(at.description))
            ], change: .paid(row["invoiceId"], fen: fen))
    }

    init(refund row: Row) throws {
        let fen: Int64 = row["refundFen"]
        let at = try row.instant("refundedAt")
        self.init(
            kind: row["kind"] == "refund" ? .refundSucceeded : .chargebackOpened,
            merchant: row["code"],
            subject: "\(row["channel"] as String)/\(row["refundId"] as String)", occurredAt: at,
            data: Statement.paymentMembers(row) + Statement.yuan(fen) + [
                .init("refund_id", .string(row["refundId"])),
                .init("out_refund_no", .optional(row["refundNo"])),
                .init("credit_note", .optional(row["noteNumber"])),
                .init("refunded_at", .string(at.description)),
            ], change: .givenBack(row["invoiceId"], fen: fen))
    }

    /// What a client has to ask the channel for.
    init(refundOrder row: Row) throws {
        let at = try row.instant("askedAt")
        self.init(
            kind: .refundRequested, merchant: row["code"], subject: row["outRefundNo"],
            occurredAt: at,
            data: Statement.paymentMembers(row) + Statement.yuan(row["refundFen"]) + [
                .init("out_refund_no", .string(row["outRefundNo"])),
                .init("credit_note", .optional(row["noteNumber"] as String?)),
            ])
    }

    private static func paymentMembers(_ row: Row) -> [JSONValue.Member] {
        [
            .init("invoice", .string(row["invoiceNumber"])),
            .init("customer_id", .string(row["customer"])),
            .init("channel", .string(row["channel"])),
            .init("transaction_id", .string(row["transactionId"])),
            .init("out_trade_no", .string(row["outTradeNo"])),
        ]
    }

    private static func yuan(_ fen: Int64) -> [JSONValue.Member] {
        [
            .init("currency", .string(Currency.cny.code)),
            .init("amount", .amount(Amount(minorUnits: fen, .cny))),
        ]
    }
}
