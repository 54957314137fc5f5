import Catalog
public import GRDB
public import Money
import Store
public import Time

/// Books what the channels say and is not booked yet: payments, refunds, and what was kept of them.
///
/// Channel and transaction make a payment unique, payment and refund number a refund; so what is said
/// again changes nothing. What cannot be booked stays where it was said and is tried again each time, as
/// a refund may be told of before its payment.
public struct ChannelBooking: Sendable {
    /// What was booked now.
    public private(set) var payments: [Payment] = []
    public private(set) var refunds: [Refund] = []
    public private(set) var fees: [ChannelFee] = []
    public private(set) var withdrawals: [Withdrawal] = []
    /// The bills of rows that say what was booked before, a bill for each row.
    public private(set) var known: [Int64] = []
    public private(set) var parked: [Parked] = []

    /// A row of a bill that is kept and not booked, and why.
    public struct Parked: Sendable, Equatable {
        /// The row of the bill it stands in, and its line there; nil and 0 for a message.
        public let bill: Int64?
        public let source: String
        public let line: Int
        public let outTradeNo: String
        public let amount: Amount
        public let reason: Reason
    }

    /// Why money that a channel tells of is not booked.
    public enum Reason: Sendable, Equatable {
        case unknownOrder(String)
        case orderOfAnother(String, String)
        /// A payment that is booked is told of once more, and not as it was.
        case otherPayment(transaction: String, Told, known: Told)
        case otherFee(transaction: String)
        case noPayment(transaction: String)
        case otherRefund(String, Amount, known: Amount)
        case moreThanPaid(transaction: String)
        /// A message says what all refunds gave back so far, and not how much of it this one did.
        case waitsForBill(transaction: String)
        /// A movement of a fund bill whose payment or refund is not booked.
        case noMovement(transaction: String)
        /// A refund that the payer did not get and that came back to us.
        case refundCameBack(String)
        /// A movement of a fund bill that is of no known kind.
        case otherMovement(String)
        /// Dated after the run: a later run books it once its time has come.
        case dateAhead(transaction: String, at: Instant, run: Instant)
        /// A payment dated before its invoice was issued.
        case beforeInvoice(order: String, at: Instant, issued: Instant)
        /// A refund dated before its payment.
        case beforePayment(transaction: String, at: Instant, paid: Instant)

        /// What is told of a payment: the order it is for, and how much came.
        public struct Told: Sendable, Equatable {
            public let order: String
            public let amount: Amount
        }
    }

    /// Books all that can be.
    public init(_ db: Database, at instant: Instant) throws {
        let rows = try StatedRow.fetchUnbooked(db)
        var accounts: [Channel: [String: String]] = [:]
        for channel in Set(rows.map(\.channel)) {
            accounts[channel] = try ChannelBooking.accounts(db, channel, at: instant)
        }
        for row in rows {
            let reason =
                switch row.kind {
                case .payment: try book(db, payment: row, accounts[row.channel]!, at: instant)
                case .refund: try book(db, refund: row, at: instant)
                }
            guard let reason else { continue }
            parked.append(
                Parked(
                    bill: row.origin.bill, source: row.source, line: row.line,
                    outTradeNo: row.outTradeNo,
                    amount: row.amount, reason: reason))
        }
        let funds = try FundBooking(db, at: instant)
        fees += funds.fees
        withdrawals = funds.withdrawals
        parked += funds.parked
    }

    /// The account of each merchant at a channel.
    static func accounts(
        _ db: Database, _ channel: Channel, at instant: Instant
    ) throws -> [String: String] {
        var accounts: [String: String] = [:]
        for id in try MerchantCatalog.merchants(db) {
            let merchant = try Merchant(db, id, at: instant)
            accounts[id.text] =
                channel == .wechatPay ? merchant.wechatPay.mchid : merchant.alipay.pid
        }
        return accounts
    }

    private mutating func book(
        _ db: Database, payment row: StatedRow, _ accounts: [String: String], at instant: Instant
    ) throws -> Reason? {
        let order = try Row.fetchOne(
            db,
            sql: """
                SELECT paymentOrder.id, merchant.code, issuedAt, invoiceId FROM paymentOrder
                JOIN invoice ON invoice.id = invoiceId
                JOIN merchant ON merchant.id = merchantId WHERE outTradeNo = ? AND channel = ?
                """,
            arguments: [row.outTradeNo, row.channel.rawValue])
        guard let order else { return .unknownOrder(row.outTradeNo) }
        // Money in one merchant's account does not pay another merchant's invoice.
        guard accounts[order[1]] == row.account else {
            return .orderOfAnother(row.outTradeNo, order[1])
        }
        if let earlier = try row.payment(db) {
            guard earlier.amount == row.amount, earlier.outTradeNo == row.outTradeNo else {
                return .otherPayment(
                    transaction: row.transactionID,
                    Reason.Told(order: row.outTradeNo, amount: row.amount),
                    known: Reason.Told(order: earlier.outTradeNo, amount: earlier.amount))
            }
            let stated = try ChannelFee.fetchAll(db, payment: earlier.id)
            return try book(
                db, fee: row, stated, .otherFee(transaction: row.transactionID),
                payment: earlier.id, at: instant)
        }
        if let ahead = row.ahead(of: instant) { return ahead }
        let issued = try Instant(order[2] as String)
        if StatedTime.isBefore(row.at, issued) {
            return .beforeInvoice(order: row.outTradeNo, at: row.at, issued: issued)
        }
        try db.execute(
            sql: """
                INSERT INTO payment (orderId, channel, transactionId, amountFen, paidAt, bookedAt,
                    billRowId, messageId) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                order[0] as Int64, row.channel.rawValue, row.transactionID, row.amount.minorUnits,
                row.at.column, try bookedAt(db, invoice: order[3], instant), row.origin.row,
                row.origin.message,
            ])
        let id = db.lastInsertedRowID
        try keep(db, fee: row, payment: id)
        payments += try Payment.fetchAll(db, id: id)
        return nil
    }

    /// When the ledger takes money on: at the time of the run, and not before an order of the invoice that
    /// is there, which asked for what was due without it.
    private func bookedAt(
        _ db: Database, invoice: Int64, _ instant: Instant
    ) throws -> String {
        try String.fetchOne(
            db,
            sql: """
                SELECT max(?, coalesce((SELECT max(createdAt) FROM paymentOrder WHERE invoiceId = ?), ''))
                """,
            arguments: [instant.column, invoice])!
    }

    private mutating func book(
        _ db: Database, refund row: StatedRow, at instant: Instant
    ) throws -> Reason? {
        guard let payment = try row.payment(db) else {
            return .noPayment(transaction: row.transactionID)
        }
        let earlier = try Refund.fetchAll(db, payment: payment.id)
        let before = earlier.map(\.amount).total(.cny)
        if let known = earlier.first(where: { $0.refundID == row.refundID }) {
            guard row.isSoFar || known.amount == row.amount else {
                return .otherRefund(row.refundID, row.amount, known: known.amount)
            }
            let stated = try ChannelFee.fetchAll(db, refund: known.id)
            return try book(
                db, fee: row, stated, .otherFee(transaction: row.refundID), refund: known.id,
                at: instant)
        }
        // Messages come out of order: what all refunds gave back until then does not say what this
        // one did. What we asked for does; else the bill will.
        if row.isSoFar, row.refundNo == nil, row.isSum(of: earlier) { return nil }
        if let ahead = row.ahead(of: instant) { return ahead }
        if StatedTime.isBefore(row.at, payment.paidAt) {
            return .beforePayment(
                transaction: row.transactionID, at: row.at, paid: payment.paidAt)
        }
        guard let amount = row.isSoFar ? try row.ordered(db) : row.amount else {
            return .waitsForBill(transaction: row.transactionID)
        }
        guard before + amount <= payment.amount else {
            return .moreThanPaid(transaction: row.transactionID)
        }
        try db.execute(
            sql: """
                INSERT INTO refund (paymentId, creditNoteId, kind, refundId, refundNo, amountFen,
                    refundedAt, bookedAt, billRowId, messageId)
                VALUES (?, (SELECT creditNoteId FROM refundOrder WHERE outRefundNo = ?), 'refund', ?,
                    ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                payment.id, row.refundNo, row.refundID, row.refundNo, amount.minorUnits,
                row.at.column, try bookedAt(db, invoice: payment.invoice, instant),
                row.origin.row, row.origin.message,
            ])
        let id = db.lastInsertedRowID
        try keep(db, fee: row, refund: id)
        refunds += try Refund.fetchAll(db, id: id)
        try CustomerBalance.takeBack(db, of: payment, at: instant)
        return nil
    }

    /// A row of money that is booked: its fee is kept, unless a row before has said it.
    private mutating func book(
        _ db: Database, fee row: StatedRow, _ stated: [ChannelFee], _ reason: Reason,
        payment: Int64? = nil, refund: Int64? = nil, at instant: Instant
    ) throws -> Reason? {
        // A fund bill knows better than a trade bill, and how they differ is reconciled.
        let ofTradeBills = stated.filter { !$0.isOfFundBill }
        if stated.isEmpty {
            if row.fee != nil, let ahead = row.ahead(of: instant) { return ahead }
            try keep(db, fee: row, payment: payment, refund: refund)
        } else if let fee = row.fee, let first = ofTradeBills.first, first.amount != fee {
            return reason
        }
        if let bill = row.origin.bill { known.append(bill) }
        return nil
    }

    private mutating func keep(
        _ db: Database, fee row: StatedRow, payment: Int64? = nil, refund: Int64? = nil
    ) throws {
        guard let fee = row.fee, let billRow = row.origin.row else { return }
        let id = try ChannelFee.insert(db, payment: payment, refund: refund, row: billRow, fee)
        fees += try ChannelFee.fetchAll(db, id: id)
    }
}

extension ChannelBooking.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownOrder(let order): "no order \(order)"
        case .orderOfAnother(let order, let merchant): "\(order) is an order of \(merchant)"
        case .otherPayment(let transaction, let told, let known):
            "transaction \(transaction) is known "
                + [
                    known.order == told.order
                        ? nil : "of another order: \(known.order), not \(told.order)",
                    known.amount == told.amount
                        ? nil : "with another amount: \(known.amount), not \(told.amount)",
                ].compactMap { $0 }.joined(separator: "; and ")
        case .otherFee(let transaction): "\(transaction) is known with another fee"
        case .noPayment(let transaction): "no payment \(transaction) that it could give back"
        case .otherRefund(let refund, let told, let known):
            "refund \(refund) is known with another amount: \(known), not \(told)"
        case .moreThanPaid(let transaction):
            "more would go back of \(transaction) than was paid"
        case .waitsForBill(let transaction):
            "how much of \(transaction) this refund gave back, its bill will say"
        case .noMovement(let transaction): "no payment or refund \(transaction) is booked"
        case .refundCameBack(let refund): "refund \(refund) did not reach the payer and came back"
        case .otherMovement(let kind): "a movement of another kind: \(kind)"
        case .dateAhead(let transaction, let instant, let run):
            "\(transaction) is dated \(Zone.shanghai.text(instant)), after this run at "
                + "\(Zone.shanghai.text(run)): a later import books it"
        case .beforeInvoice(let order, let instant, let issued):
            "dated \(Zone.shanghai.text(instant)), before the invoice of \(order) was issued at "
                + Zone.shanghai.text(issued)
        case .beforePayment(let transaction, let instant, let paid):
            "dated \(Zone.shanghai.text(instant)), before its payment \(transaction) of "
                + Zone.shanghai.text(paid)
        }
    }
}
