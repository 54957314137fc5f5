public import GRDB
import Money
import Store
public import Time

extension ChannelMessage {
    /// Keeps the message; what it says is booked by `ChannelBooking`.
    ///
    /// - Returns: false where it was kept before, as the channels send a message until it is answered.
    /// - Throws: `CheckoutError.foreignAccount`.
    public func insert(_ db: Database, file: String, at instant: Instant) throws -> Bool {
        let accounts = try ChannelBooking.accounts(db, channel, at: instant)
        guard accounts.values.contains(account) else {
            throw CheckoutError.foreignAccount(
                file, found: account, ours: accounts.values.sorted())
        }
        let said = Said(event)
        try db.execute(
            sql: """
                INSERT INTO channelMessage (channel, key, receivedAt, account, kind, outTradeNo,
                    transactionId, refundNo, refundId, occurredAt, amountFen, isSoFar, document)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (channel, key) DO NOTHING
                """,
            arguments: [
                channel.rawValue, key, instant.column, account, said.kind, said.outTradeNo,
                said.transactionID, said.refundNo, said.refundID, said.at?.column,
                said.amount?.minorUnits, said.isSoFar, fields.canonical,
            ])
        return db.changesCount == 1
    }

    /// What a message says, as the ledger has columns for it.
    private struct Said {
        var kind = "other"
        let outTradeNo: String
        var transactionID: String?
        var refundNo: String?
        var refundID: String?
        var at: Instant?
        var amount: Amount?
        var isSoFar = false

        init(_ event: Event) {
            switch event {
            case .paid(let paid):
                outTradeNo = paid.outTradeNo
                kind = "payment"
                transactionID = paid.transactionID
                at = paid.paidAt
                amount = paid.amount
            case .refunded(let back):
                outTradeNo = back.outTradeNo
                kind = "refund"
                transactionID = back.transactionID
                refundNo = back.refundNo
                // Alipay has no number of its own for a refund: ours is what its bills name, too.
                refundID = back.refundID ?? back.refundNo
                at = back.refundedAt
                switch back.amount {
                case .this(let amount): self.amount = amount
                case .soFar(let amount): (self.amount, isSoFar) = (amount, true)
                }
            case .refundFailed(let failed):
                outTradeNo = failed.outTradeNo
                transactionID = failed.transactionID
                refundNo = failed.refundNo
                refundID = failed.refundID
            case .closed(let order), .waiting(let order):
                outTradeNo = order.outTradeNo
                transactionID = order.transactionID
            }
        }
    }
}
