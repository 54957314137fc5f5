public import Catalog
public import Store
public import Time

/// Something that happened and that somebody outside is to be told of.
///
///     invoice.paid  mer_001  INV-2026-0601-0001  2026-06-03T02:15:00Z
///     {"currency":"CNY","customer_id":"cus_cn_001","due":"0.00","number":"INV-2026-0601-0001",…}
public struct OutboxEvent: Sendable, Equatable {
    /// Its place among all events of the ledger, from 1, without gaps.
    public let sequence: Int64
    public let merchant: Merchant.ID
    /// Its place among the events of its merchant, from 1, without gaps: all that a merchant is told of
    /// its place, because the other one would count what happens at others.
    public let number: Int64
    public let content: Content

    /// What an event says, wherever it stands.
    public struct Content: Sendable, Equatable {
        public let kind: Kind
        /// What it is about: `INV-2026-0601-0001`, `wechat_pay/4200…`.
        public let subject: String
        /// When it happened, which may be before events that the ledger was told of earlier.
        public let occurredAt: Instant
        /// Amounts as decimal strings beside their currency, times in RFC 3339.
        public let data: JSONValue
    }

    /// What can happen, in the words of those who are told.
    public enum Kind: String, Sendable, CaseIterable {
        case invoiceFinalized = "invoice.finalized"
        case invoicePaid = "invoice.paid"
        case invoiceOverpaid = "invoice.overpaid"
        case invoiceOverdue = "invoice.overdue"
        case invoiceVoided = "invoice.voided"
        case creditNoteIssued = "credit-note.issued"
        case paymentReceived = "payment.received"
        case refundRequested = "refund.requested"
        case refundSucceeded = "refund.succeeded"
        case chargebackOpened = "chargeback.opened"
        case balanceKept = "balance.kept"
        case balanceUsed = "balance.used"
        case creditGranted = "credit.granted"
        case creditActivated = "credit.activated"
        case creditExpired = "credit.expired"
        case creditVoided = "credit.voided"
        case capReached = "cap.reached"
        case periodClosed = "period.closed"
        case settlementClosed = "settlement.closed"
        case settlementAdjusted = "settlement.adjusted"
        case payoutSent = "payout.sent"
        case payoutPaid = "payout.paid"
        case payoutReturned = "payout.returned"
        case payoutReleased = "payout.released"
    }

    /// `evt_` and the first 32 digits of the SHA-256 of what it says: another ledger with the same facts
    /// gives the same id, and a receiver that has seen it needs no second look.
    public var id: String {
        let digest = JSONValue.object([
            .init("merchant_id", .string(merchant.text)), .init("number", .int(number)),
            .init("type", .string(content.kind.rawValue)),
            .init("subject", .string(content.subject)),
            .init("time", .string(content.occurredAt.description)), .init("data", content.data),
        ]).digest
        return "evt_" + digest.prefix(32)
    }

    /// The event as CloudEvents 1.0 has it in JSON. Written as `canonical`, it is what is delivered and
    /// signed. `sequence` is the number, padded so that text order is its order.
    ///
    ///     {"data":{…},"datacontenttype":"application/json","id":"evt_5a…","sequence":"000000000012",
    ///      "source":"/merchants/mer_001","specversion":"1.0","subject":"INV-2026-0601-0001",
    ///      "time":"2026-06-03T02:15:00Z","type":"invoice.paid"}
    public var cloudEvent: JSONValue {
        let digits = String(number)
        return .object([
            .init("specversion", "1.0"), .init("id", .string(id)),
            .init("source", .string("/merchants/" + OutboxEvent.pathSegment(merchant.text))),
            .init("type", .string(content.kind.rawValue)),
            .init("subject", .string(content.subject)),
            .init("time", .string(content.occurredAt.description)),
            .init(
                "sequence",
                .string(String(repeating: "0", count: max(0, 12 - digits.utf8.count)) + digits)),
            .init("datacontenttype", "application/json"), .init("data", content.data),
        ])
    }

    /// The text as a segment of a URI's path: what is not unreserved by RFC 3986 in percent code.
    private static func pathSegment(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || [45, 46, 95, 126].contains(byte)
            if isPlain { return String(Unicode.Scalar(byte)) }
            let hex = String(byte, radix: 16, uppercase: true)
            return "%" + (hex.utf8.count == 1 ? "0" : "") + hex
        }.joined()
    }
}
