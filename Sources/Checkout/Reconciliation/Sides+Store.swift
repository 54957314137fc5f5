import Catalog
public import GRDB
import Money
import Store
public import Time

extension Sides {
    /// What orders, trade bills, messages and fund bills say, and what was decided. The ledger's side is
    /// the Ledger's to add.
    ///
    /// - Parameter instant: credit notes and voids after it are left out.
    public init(_ db: Database, asOf instant: Instant) throws {
        self.init()
        var accounts: [Channel: [String: String]] = [:]
        for channel in Channel.allCases {
            accounts[channel] = try ChannelBooking.accounts(db, channel, at: instant)
        }
        orders = try Sides.orders(db, accounts, asOf: instant)
        refundOrders = try RefundOrder.fetchAll(db).filter { !$0.isClosed }.map {
            RefundRequest(
                channel: $0.payment.channel, transactionID: $0.payment.transactionID,
                outRefundNo: $0.outRefundNo, amount: $0.amount, createdAt: $0.createdAt)
        }
        stated = try StatedRow.fetchAll(db).map(Stated.init)
        fundRows = try Sides.fundRows(db)
        billDays = Set(
            try Row.fetchAll(
                db,
                sql: """
                    SELECT channel, account, day, lists FROM channelBillDay
                    JOIN channelBill ON channelBill.id = billId
                    """
            ).map {
                BillDay(
                    Channel(rawValue: $0[0])!, $0[1], try Day($0[2] as String),
                    BillDay.List(rawValue: $0[3])!)
            })
        decisions = try ReconciliationDecision.fetchAll(db, until: instant)
    }

    private static func orders(
        _ db: Database, _ accounts: [Channel: [String: String]], asOf instant: Instant
    ) throws -> [Order] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT outTradeNo, channel, merchant.code, invoice.id, invoice.number, amountFen,
                    expiresAt, invoice.totalMinorUnits - (
                        SELECT coalesce(sum(creditNote.totalMinorUnits), 0) FROM creditNote
                        WHERE creditNote.invoiceId = invoice.id AND issuedAt <= :asOf
                    ) + (
                        SELECT coalesce(sum(iif(kind = 'kept', 1, -1) * balanceMovement.amountFen), 0)
                        FROM balanceMovement
                        WHERE balanceMovement.invoiceId = invoice.id AND movedAt <= :asOf),
                    EXISTS (SELECT 1 FROM invoiceVoid
                        WHERE invoiceVoid.invoiceId = invoice.id AND voidedAt <= :asOf),
                    issuedAt
                FROM paymentOrder JOIN invoice ON invoice.id = paymentOrder.invoiceId
                JOIN merchant ON merchant.id = merchantId ORDER BY paymentOrder.id
                """,
            arguments: ["asOf": instant.column]
        ).map { row in
            let channel = Channel(rawValue: row[1])!
            let isVoid: Bool = row[8]
            return Order(
                outTradeNo: row[0], channel: channel, merchant: Code(row[2]),
                account: accounts[channel]![row[2]] ?? "", invoice: row[3], invoiceNumber: row[4],
                amount: Amount(minorUnits: row[5], .cny), issuedAt: try Instant(row[9] as String),
                expiresAt: try Instant(row[6] as String),
                owed: isVoid ? .zero(.cny) : Amount(minorUnits: row[7], .cny), isVoid: isVoid)
        }
    }

    private static func fundRows(_ db: Database) throws -> [FundRow] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT sourceName, line, fundBillRow.channel, account, flowNo, fundBillRow.kind,
                    kindText, transactionId, ourNo, occurredAt, amountFen, balanceFen
                FROM fundBillRow JOIN channelBill ON channelBill.id = billId ORDER BY fundBillRow.id
                """
        ).map { row in
            FundRow(
                place: "\(row[0] as String):\(row[1] as Int)", channel: Channel(rawValue: row[2])!,
                account: row[3], flowNo: row[4], kind: FundBill.Kind(rawValue: row[5])!,
                kindText: row[6], transactionID: row[7], ourNo: row[8],
                at: try Instant(row[9] as String), amount: Amount(minorUnits: row[10], .cny),
                balance: Amount(minorUnits: row[11], .cny))
        }
    }
}

extension Sides.Stated {
    init(_ row: StatedRow) {
        let isMessage = row.origin.message != nil
        self.init(
            place: isMessage ? row.source : "\(row.source):\(row.line)", isMessage: isMessage,
            channel: row.channel, account: row.account, outTradeNo: row.outTradeNo,
            transactionID: row.transactionID, refundID: row.kind == .refund ? row.refundID : nil,
            refundNo: row.refundNo, at: row.at, takenAt: row.takenAt, amount: row.amount,
            isSoFar: row.isSoFar, fee: row.statedFee)
    }
}
