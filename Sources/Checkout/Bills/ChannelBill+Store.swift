import Catalog
public import GRDB
import Money
import Store
public import Time

extension ChannelBill {
    /// What one import did.
    public struct Import: Sendable, Equatable {
        /// False where the same file was imported before; nothing was changed then.
        public let isNew: Bool
        /// Row numbers of the payments that are new.
        public let payments: [Int64]
        /// Payments the ledger had already.
        public let known: Int
        /// Rows whose order the ledger does not have, with the reason: kept, listed, not booked.
        public let parked: [Parked]
    }

    /// A row that was kept in its bill and not booked, and why.
    public struct Parked: Sendable, Equatable {
        public let row: Row
        public let reason: String
    }

    /// Keeps the bill and the payments in it.
    ///
    /// - Throws: `CheckoutError.foreignAccount`, `CheckoutError.hasRefunds`.
    public func add(
        _ db: Database, sourceName: String, digest: String, at instant: Instant
    ) throws -> Import {
        let isKnown = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM channelBill WHERE digest = ?", arguments: [digest])!
        if isKnown > 0 { return Import(isNew: false, payments: [], known: 0, parked: []) }
        let accounts = try accounts(db, at: instant)
        guard rows.isEmpty || accounts.values.contains(account) else {
            throw CheckoutError.foreignAccount(
                sourceName, found: account, ours: accounts.values.sorted())
        }
        if let refund = rows.first(where: { $0.kind == .refund }) {
            throw CheckoutError.hasRefunds(sourceName, line: refund.line)
        }
        try db.execute(
            sql: """
                INSERT INTO channelBill (channel, kind, account, sourceName, digest, importedAt)
                VALUES (?, 'trade', ?, ?, ?, ?)
                """,
            arguments: [channel.rawValue, account, sourceName, digest, instant.column])
        let bill = db.lastInsertedRowID
        var payments: [Int64] = []
        var known = 0
        var parked: [Parked] = []
        for row in rows {
            let rowID = try insert(db, row, bill: bill)
            switch try book(db, row, rowID: rowID, accounts) {
            case .payment(let id): payments.append(id)
            case .known: known += 1
            case .parked(let reason): parked.append(Parked(row: row, reason: reason))
            }
        }
        return Import(isNew: true, payments: payments, known: known, parked: parked)
    }

    /// The account of each merchant at this channel.
    private func accounts(_ db: Database, at instant: Instant) throws -> [String: String] {
        var accounts: [String: String] = [:]
        for id in try MerchantCatalog.merchants(db) {
            let merchant = try MerchantCatalog(db, id, at: instant).merchant
            accounts[id.text] =
                channel == .wechatPay ? merchant.wechatPay.mchid : merchant.alipay.pid
        }
        return accounts
    }

    private func insert(_ db: Database, _ row: Row, bill: Int64) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO channelBillRow (billId, line, kind, outTradeNo, transactionId, refundNo,
                    refundId, occurredAt, amountFen, feeText, feeFen, document)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                bill, row.line, row.kind.rawValue, row.outTradeNo, row.transactionID, row.refundNo,
                row.refundID, row.occurredAt.column, row.amount.minorUnits, row.fee.description,
                try row.feeAmount().minorUnits, row.cells.canonical,
            ])
        return db.lastInsertedRowID
    }

    private enum Outcome {
        case payment(Int64)
        case known
        case parked(String)
    }

    private func book(
        _ db: Database, _ row: Row, rowID: Int64, _ accounts: [String: String]
    ) throws -> Outcome {
        let order = try GRDB.Row.fetchOne(
            db,
            sql: """
                SELECT paymentOrder.id, merchant.code FROM paymentOrder
                JOIN invoice ON invoice.id = invoiceId
                JOIN merchant ON merchant.id = merchantId WHERE outTradeNo = ? AND channel = ?
                """,
            arguments: [row.outTradeNo, channel.rawValue])
        guard let order else { return .parked("no order \(row.outTradeNo)") }
        // Money in one merchant's account does not pay another merchant's invoice.
        guard accounts[order[1]] == account else {
            return .parked("\(row.outTradeNo) is an order of \(order[1] as String)")
        }
        let earlier = try Int64.fetchOne(
            db, sql: "SELECT amountFen FROM payment WHERE channel = ? AND transactionId = ?",
            arguments: [channel.rawValue, row.transactionID])
        if let earlier {
            return earlier == row.amount.minorUnits
                ? .known : .parked("transaction \(row.transactionID) is known with another amount")
        }
        try db.execute(
            sql: """
                INSERT INTO payment (orderId, channel, transactionId, amountFen, channelFeeFen,
                    paidAt, billRowId) VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                order[0] as Int64, channel.rawValue, row.transactionID, row.amount.minorUnits,
                try row.feeAmount().minorUnits, row.occurredAt.column, rowID,
            ])
        return .payment(db.lastInsertedRowID)
    }
}
