import Catalog
import Checkout
import FX
import GRDB
import Invoicing
import Money
import Store
import Time

extension Checks {
    /// What a batch settles is what stands in its rows, each once: payments, refunds, payouts that
    /// came back, adjustments, and reserves that are due. Its rows run from its opening balance to its
    /// net; each batch is of days after the one before it and opens with what that one left; each fee of
    /// a channel is in one share at most, the first after it was known; its snapshot has its digest and
    /// says what its row and rates say; payouts went the steps they can.
    static func settledOnce(_ db: Database) throws -> Invariant {
        var failures: [String] = []
        let settled = try Int.fetchOne(db, sql: "SELECT count(*) FROM settledPayment")!
        let wrong = try Row.fetchAll(
            db,
            sql: """
                SELECT reference, number, sum(inRows), sum(inSettled) FROM (
                    SELECT batchId, reference, amountFen, 1 AS inRows, 0 AS inSettled
                    FROM settlementRow WHERE kind IN
                        ('payment', 'refund', 'chargeback', 'returnedPayout', 'adjustment')
                    UNION ALL
                    SELECT batchId, outTradeNo, payment.amountFen, 0, 1
                    FROM settledPayment JOIN payment ON payment.id = paymentId
                    JOIN paymentOrder ON paymentOrder.id = orderId
                    UNION ALL
                    SELECT batchId, outTradeNo, -refund.amountFen, 0, 1
                    FROM settledRefund JOIN refund ON refund.id = settledRefund.refundId
                    JOIN payment ON payment.id = paymentId
                    JOIN paymentOrder ON paymentOrder.id = orderId
                    UNION ALL
                    SELECT settledReturn.batchId, number, returnedFen, 0, 1
                    FROM settledReturn JOIN payoutEvent ON payoutEvent.id = eventId
                    JOIN settlementBatch AS sent ON sent.id = payoutEvent.batchId
                    WHERE returnedFen > 0
                    UNION ALL
                    SELECT batchId, reference, amountFen, 0, 1
                    FROM settledAdjustment
                    JOIN settlementAdjustment ON settlementAdjustment.id = adjustmentId
                ) JOIN settlementBatch ON settlementBatch.id = batchId
                GROUP BY batchId, reference, amountFen HAVING sum(inRows) <> sum(inSettled)
                ORDER BY reference, number
                """)
        failures += wrong.map {
            "\($0[0] as String) stands in \($0[2] as Int) rows of \($0[1] as String), which settles "
                + "it \($0[3] as Int) times"
        }
        let sums = try Row.fetchAll(
            db,
            sql: """
                SELECT number, netFen, openingFen + (SELECT coalesce(sum(amountFen), 0)
                    FROM settlementRow WHERE batchId = settlementBatch.id) AS total
                FROM settlementBatch WHERE total <> netFen
                """)
        failures += sums.map {
            "\($0[0] as String): opening and movements give \($0[2] as Int64) fen, net is "
                + "\($0[1] as Int64)"
        }
        failures += try chainFailures(db)
        failures += try reserveFailures(db)
        failures += try payoutFailures(db)
        failures += try shareFailures(db)
        for row in try Row.fetchAll(db, sql: batchColumns) {
            if let difference = try difference(db, row) {
                failures.append("\(row["number"] as String): \(difference)")
            }
        }
        return Invariant(.settledOnce, checked: settled, failures: failures)
    }

    private static func chainFailures(_ db: Database) throws -> [String] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT number, month, day, openingFen,
                    lag(month) OVER batches AS lastMonth, lag(day) OVER batches AS lastDay,
                    lag(closingFen, 1, (
                        SELECT -coalesce(sum(minorUnits), 0) FROM posting
                        JOIN journalEntry ON sequence = entry
                        WHERE book = 'platform' AND kind = 'opening'
                        AND account = 'merchant_payable:' || merchant.code)
                    ) OVER batches AS left
                FROM settlementBatch JOIN merchant ON merchant.id = merchantId
                WINDOW batches AS (PARTITION BY merchantId ORDER BY settlementBatch.id)
                """)
        return try rows.compactMap { row in
            let number: String = row["number"]
            let (opening, left): (Int64, Int64) = (row["openingFen"], row["left"])
            if opening != left {
                return "\(number) opens with \(opening) fen, the batch before it left \(left)"
            }
            let month = try Month(row["month"] as String)
            let day = try Day(row["day"] as String)
            guard let last = try (row["lastMonth"] as String?).map({ try Month($0) }),
                let lastDay = try (row["lastDay"] as String?).map({ try Day($0) })
            else { return nil }
            let isNext = lastDay == last.lastDay ? month == last.next : month == last
            return isNext && day > lastDay ? nil : "\(number) follows the batch of \(last)"
        }
    }

    /// Where the net converted again at the batch's lock is not what the batch says; nil where it is.
    private static func conversion(
        _ lock: FXLock, _ row: Row, _ currency: Currency, _ snapshot: JSONValue
    ) throws -> String? {
        let net = Amount(minorUnits: row["paidOutFen"], .cny)
        let kept = Amount(minorUnits: row["convertedMinorUnits"], currency)
        let spread = try lock.spreadAmount(of: net)
        let converted = try lock.convert(net)
        if converted != kept { return "\(net) at its rate is \(converted), it says \(kept)" }
        let printed = snapshot["fx_spread"]?.string ?? Amount.zero(currency).decimal
        return spread.decimal == printed
            ? nil : "its spread of \(net) is \(spread), its snapshot says \(printed)"
    }

    private static let batchColumns = """
        SELECT settlementBatch.*, merchant.code FROM settlementBatch
        JOIN merchant ON merchant.id = merchantId ORDER BY settlementBatch.id
        """

    /// The first place where the row of a batch, its movements or its rate are not as its snapshot
    /// says; nil where they are.
    private static func difference(_ db: Database, _ row: Row) throws -> String? {
        let digest: String = row["snapshotDigest"]
        if SHA256Digest.hex((row["snapshot"] as String).utf8) != digest {
            return "the snapshot does not have its digest \(digest)"
        }
        let snapshot = try JSONValue(parsing: row["snapshot"] as String)
        let currency = try Currency(code: row["currency"])
        func amount(_ column: String, _ currency: Currency = .cny) -> JSONValue {
            .amount(Amount(minorUnits: row[column], currency))
        }
        let month: String = row["month"]
        let lastDay = try Month(month).lastDay.description
        let isMonth = snapshot["last_day"] == nil && row["day"] == lastDay
        let expected: [(String, JSONValue)] = [
            ("number", .string(row["number"])), ("merchant_id", .string(row["code"])),
            ("closed_at", .string("\(try Instant(row["closedAt"] as String))")),
            ("currency", .string(currency.code)), ("opening_cny", amount("openingFen")),
            ("last_day", isMonth ? .null : .string(row["day"])),
            ("net_cny", amount("netFen")), ("closing_cny", amount("closingFen")),
            ("converted", amount("convertedMinorUnits", currency)),
            ("wire_fee", amount("wireFeeMinorUnits", currency)),
            ("payout", amount("payoutMinorUnits", currency)),
            ("payout_date", .optional(row["payoutDay"] as String?)),
            ("state", .string(row["state"])),
            ("remittance_reference", .string(row["remittanceReference"])),
        ]
        for (key, value) in expected where (snapshot[key] ?? .null) != value {
            return "its row says \(value.compact) for \(key), its snapshot "
                + (snapshot[key]?.compact ?? "nothing")
        }
        if snapshot["period"]?["month"]?.string != month { return "its row says \(month)" }
        let lock = try (row["fxLockId"] as Int64?).flatMap { try FXLock.fetch(db, id: $0) }
        let printed = try JSONFields(snapshot).optional("fx")
            .map { try FXLock($0, purpose: .settlement) }
        if lock != printed { return "its rate is not the one its snapshot says" }
        let volumeLock = try (row["volumeFxLockId"] as Int64?).flatMap {
            try FXLock.fetch(db, id: $0)
        }
        let measured = try JSONFields(snapshot).optional("revenue_share")?.optional("volume_fx")
            .map { try FXLock($0, purpose: .settlement) }
        if volumeLock != measured { return "its volume's rate is not the one its snapshot says" }
        if let lock, let text = try conversion(lock, row, currency, snapshot) { return text }
        let movements = try Row.fetchAll(
            db,
            sql: """
                SELECT kind, reference, occurredAt, amountFen, balanceFen FROM settlementRow
                WHERE batchId = ? ORDER BY position
                """,
            arguments: [row["id"] as Int64])
        let rows = snapshot["rows"]?.array ?? []
        if movements.count != rows.count {
            return "it has \(movements.count) movements, its snapshot \(rows.count)"
        }
        for (index, (movement, row)) in zip(movements, rows).enumerated() {
            let kept: [(String, JSONValue)] = [
                ("kind", .string(movement[0])), ("reference", .string(movement[1])),
                ("at", .string("\(try Instant(movement[2] as String))")),
                ("amount_cny", .amount(Amount(minorUnits: movement[3], .cny))),
                ("balance_cny", .amount(Amount(minorUnits: movement[4], .cny))),
            ]
            for (key, value) in kept where row[key] != value {
                return "movement \(index + 1) says \(value.compact) for \(key), its snapshot "
                    + (row[key]?.compact ?? "nothing")
            }
        }
        return nil
    }
}
