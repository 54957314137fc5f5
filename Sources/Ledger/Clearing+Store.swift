public import Checkout
public import GRDB
import Money
import Store
public import Time

/// The ledger's side of a reconciliation.
public enum Clearing {
    /// The four sides, the ledger's among them: for each movement what the journal says it did to
    /// `channel_clearing`.
    ///
    /// Amounts and fees are read from the postings, not from the tables of payments they were made
    /// from, so that a movement without its entry shows as one of nothing.
    public static func sides(_ db: Database, asOf instant: Instant) throws -> Sides {
        var sides = try Sides(db, asOf: instant)
        let posted = try postings(db)
        var accounts: [String: String] = [:]
        for order in sides.orders { accounts["\(order.channel) \(order.merchant)"] = order.account }
        func account(_ payment: Payment) -> String {
            accounts["\(payment.channel) \(payment.merchant)"] ?? ""
        }
        func amount(_ source: String) -> Amount { posted[source] ?? .zero(.cny) }
        let fees = try feeIDs(db)
        func fee(_ ids: [Int64]?) -> Amount {
            -(ids ?? []).map { amount(Bookkeeper.feeSource($0)) }.total(.cny)
        }
        let payments = try Payment.fetchAll(db).map { payment in
            Sides.Booked(
                kind: .payment, channel: payment.channel, merchant: payment.merchant,
                account: account(payment), outTradeNo: payment.outTradeNo,
                transactionID: payment.transactionID, at: payment.paidAt,
                amount: amount(Bookkeeper.source(payment)), fee: fee(fees.payments[payment.id]))
        }
        let refunds = try Refund.fetchAll(db).map { refund in
            Sides.Booked(
                kind: refund.kind == .refund ? .refund : .chargeback,
                channel: refund.payment.channel, merchant: refund.payment.merchant,
                account: account(refund.payment), outTradeNo: refund.payment.outTradeNo,
                transactionID: refund.payment.transactionID, refundID: refund.refundID,
                refundNo: refund.refundNo, at: refund.refundedAt,
                amount: -amount(Bookkeeper.source(refund)), fee: fee(fees.refunds[refund.id]))
        }
        let owners = Dictionary(
            sides.fundRows.map { ("\($0.channel) \($0.flowNo)", $0.account) },
            uniquingKeysWith: { first, _ in first })
        let withdrawals = try Withdrawal.fetchAll(db).map { withdrawal in
            Sides.Booked(
                kind: .withdrawal, channel: withdrawal.channel, merchant: nil,
                account: owners["\(withdrawal.channel) \(withdrawal.flowNo)"] ?? "",
                transactionID: withdrawal.flowNo, at: withdrawal.at,
                amount: -amount(Bookkeeper.source(withdrawal)))
        }
        sides.ledger = payments + refunds + withdrawals
        return sides
    }

    /// What each source did to the channels' clearing accounts.
    private static func postings(_ db: Database) throws -> [String: Amount] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT source, sum(minorUnits) FROM posting JOIN journalEntry ON sequence = entry
                WHERE book = 'platform' AND account LIKE 'channel\\_clearing:%' ESCAPE '\\'
                AND currency = 'CNY' GROUP BY source
                """)
        return Dictionary(
            uniqueKeysWithValues: rows.map { ($0[0], Amount(minorUnits: $0[1], .cny)) })
    }

    /// The rows of the fees of each payment and each refund.
    private static func feeIDs(
        _ db: Database
    ) throws -> (payments: [Int64: [Int64]], refunds: [Int64: [Int64]]) {
        var ids: (payments: [Int64: [Int64]], refunds: [Int64: [Int64]]) = ([:], [:])
        for row in try Row.fetchAll(db, sql: "SELECT id, paymentId, refundId FROM channelFee") {
            if let payment: Int64 = row[1] { ids.payments[payment, default: []].append(row[0]) }
            if let refund: Int64 = row[2] { ids.refunds[refund, default: []].append(row[0]) }
        }
        return ids
    }
}
