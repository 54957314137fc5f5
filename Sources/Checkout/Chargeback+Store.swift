public import GRDB
public import Money
import Store
public import Time

/// Money that a channel took back for a payer after a dispute, as the channel's papers state it.
///
/// A dispute is decided by letter before any bill lists it. A row of a later bill with the same number
/// and payment is known to be the same money.
public struct Chargeback: Sendable, Equatable {
    public let channel: Channel
    /// The channel's number of the payment.
    public let transactionID: String
    /// The channel's number of the dispute.
    public let reference: String
    /// Above zero, in CNY.
    public let amount: Amount
    /// When the channel took it.
    public let at: Instant
    public let reason: String

    public init(
        channel: Channel, transactionID: String, reference: String, amount: Amount, at: Instant,
        reason: String
    ) {
        self.channel = channel
        self.transactionID = transactionID
        self.reference = reference
        self.amount = amount
        self.at = at
        self.reason = reason
    }

    /// Keeps the notice and the refund that it is.
    ///
    /// - Returns: the refund, and whether it is new: one with this number that is booked already, by a
    ///   notice or a bill, is the same.
    /// - Throws: `CheckoutError.unknownPayment`, `.badChargeback`.
    public func record(_ db: Database, at instant: Instant) throws -> (refund: Refund, isNew: Bool)
    {
        let payment = try Int64.fetchOne(
            db, sql: "SELECT id FROM payment WHERE channel = ? AND transactionId = ?",
            arguments: [channel.rawValue, transactionID]
        ).map { try Payment.fetchAll(db, id: $0)[0] }
        guard let payment else { throw CheckoutError.unknownPayment(transactionID, channel) }
        let refunds = try Refund.fetchAll(db, payment: payment.id)
        if let known = refunds.first(where: { $0.refundID == reference }) {
            try check(
                "amount", "\(amount)", known.amount == amount, "\(known.amount), as it is booked")
            return (known, false)
        }
        let left = payment.amount - refunds.map(\.amount).total(.cny)
        let zero = Amount.zero(.cny)
        try check("reference", "an empty text", !reference.isEmpty, "the dispute's number")
        try check("reason", "an empty text", !reason.isEmpty, "what the dispute is about")
        try check(
            "amount", "\(amount)", amount > zero && amount <= left,
            left > zero
                ? "more than nothing and at most \(left), which is left"
                : "nothing: all of it went back")
        try check("at", "\(at)", at >= payment.paidAt, "not before the payment, \(payment.paidAt)")
        try check("at", "\(at)", at <= instant, "not after the run, \(instant)")
        return (try insert(db, payment, at: instant), true)
    }

    private func check(
        _ field: String, _ found: String, _ holds: Bool, _ allowed: String
    ) throws(CheckoutError) {
        if !holds {
            throw .badChargeback(reference, field: field, found: found, allowed: allowed)
        }
    }

    private func insert(_ db: Database, _ payment: Payment, at instant: Instant) throws -> Refund {
        try db.execute(
            sql: """
                INSERT INTO chargebackNotice (channel, transactionId, reference, amountFen,
                    occurredAt, reason, recordedAt) VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                channel.rawValue, transactionID, reference, amount.minorUnits, at.column, reason,
                instant.column,
            ])
        try db.execute(
            sql: """
                INSERT INTO refund (paymentId, kind, refundId, amountFen, refundedAt, bookedAt,
                    chargebackId) VALUES (?, 'chargeback', ?, ?, ?, ?, ?)
                """,
            arguments: [
                payment.id, reference, amount.minorUnits, at.column, instant.column,
                db.lastInsertedRowID,
            ])
        let refund = try Refund.fetchAll(db, id: db.lastInsertedRowID)[0]
        try CustomerBalance.takeBack(db, of: payment, at: instant)
        return refund
    }
}
