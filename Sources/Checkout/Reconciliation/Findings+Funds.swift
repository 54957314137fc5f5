import Money
import Time

extension Findings {
    /// Payments of an invoice beyond what it asks.
    ///
    /// The first payment that goes beyond it is too much by the rest; one that comes when nothing was
    /// due is a second payment. What was refunded, or is asked to be, counts as gone back.
    mutating func compareInvoices() {
        var orders: [Int64: [Sides.Order]] = [:]
        for order in sides.orders { orders[order.invoice, default: []].append(order) }
        let paid = Dictionary(grouping: sides.ledger.filter { $0.kind != .withdrawal }) {
            order($0.channel, $0.outTradeNo)?.invoice
        }
        for (invoice, movements) in paid {
            guard let invoice, let order = orders[invoice]?.first, !order.isVoid else { continue }
            let payments = movements.filter { $0.kind == .payment }
                .sorted { ($0.at, $0.transactionID) < ($1.at, $1.transactionID) }
            let refunds = movements.filter { $0.kind != .payment }
            let asked = sides.refundOrders.filter { request in
                payments.contains {
                    $0.channel == request.channel && $0.transactionID == request.transactionID
                } && !refunds.contains { $0.refundNo == request.outRefundNo }
            }
            let back = refunds.map(\.amount).total(.cny) + asked.map(\.amount).total(.cny)
            var excess = payments.map(\.amount).total(.cny) - back - order.owed
            // The last payments are the ones too much.
            for (index, payment) in payments.enumerated().reversed() where excess > .zero(.cny) {
                let before = payments[..<index].map(\.amount).total(.cny)
                let over = min(excess, payment.amount)
                excess -= over
                let due = max(order.owed - before, .zero(.cny))
                add(
                    due.isZero ? .duplicatePayment : .overpaid, payment.channel,
                    account: payment.account, merchant: payment.merchant,
                    Numbers(
                        outTradeNo: payment.outTradeNo, transactionID: payment.transactionID),
                    at: payment.at,
                    Difference.Figure(.orders, due, "due of \(order.invoiceNumber)"),
                    Difference.Figure(.ledger, payment.amount), excess: over)
            }
        }
    }

    /// Rows of fund bills that are of no payment and no refund, and balances that do not follow one
    /// another from bill to bill.
    mutating func compareFunds(_ strays: [Sides.FundRow]) {
        let withdrawals = Dictionary(
            sides.ledger.filter { $0.kind == .withdrawal }.map {
                ("\($0.channel) \($0.transactionID)", $0.amount)
            }, uniquingKeysWith: { first, _ in first })
        for row in strays {
            let numbers = Numbers(
                outTradeNo: row.ourNo, transactionID: row.transactionID, refundID: row.flowNo)
            let booked = withdrawals["\(row.channel) \(row.flowNo)"]
            let reason: Difference.Reason
            switch row.kind {
            case .withdrawal:
                if booked == -row.amount || row.amount.isZero { continue }
                reason = booked == nil ? .missingInLedger : .amountDiffers
            case .refundReturned: reason = .refundCameBack
            default: reason = .unknownMovement
            }
            add(
                reason, row.channel, account: row.account, numbers, at: row.at,
                Difference.Figure(.fundBill, row.amount, row.kindText),
                Difference.Figure(.ledger, booked.map { -$0 }),
                excess: row.amount + (booked ?? .zero(.cny)), place: row.place)
        }
        for rows in Dictionary(grouping: sides.fundRows, by: { "\($0.channel) \($0.account)" }).values
        { compareBalances(rows) }
    }

    /// Rows are links from the balance before them to the one after. Where all follow one another, one
    /// begin is no row's end and one end no row's begin; each further pair is a gap.
    private mutating func compareBalances(_ rows: [Sides.FundRow]) {
        var surplus: [Amount: Int] = [:]
        for row in rows {
            surplus[row.balance - row.amount, default: 0] += 1
            surplus[row.balance, default: 0] -= 1
        }
        let sorted = rows.sorted { ($0.at, $0.flowNo) < ($1.at, $1.flowNo) }
        var begins: [Sides.FundRow] = []
        var ends: [Sides.FundRow] = []
        for row in sorted.reversed() where surplus[row.balance - row.amount, default: 0] > 0 {
            surplus[row.balance - row.amount]! -= 1
            begins.insert(row, at: 0)
        }
        for row in sorted where surplus[row.balance, default: 0] < 0 {
            surplus[row.balance]! += 1
            ends.append(row)
        }
        for (end, begin) in zip(ends, begins.dropFirst()) {
            let (closed, opened) = (end.balance, begin.balance - begin.amount)
            if closed == opened { continue }
            let days = Zone.shanghai.day(of: end.at).advanced(
                by: 1).sinceEpoch..<max(
                    Zone.shanghai.day(of: begin.at).sinceEpoch,
                    Zone.shanghai.day(of: end.at).sinceEpoch + 1)
            let gap = days.map { Day(sinceEpoch: $0) }.first { day in
                !sides.billDays.contains(Sides.BillDay(end.channel, end.account, day, .fund))
            }
            if let gap {
                missFundBill(end.channel, end.account, gap)
            } else {
                add(
                    .withdrawalNotStated, end.channel, account: end.account, Numbers(), at: begin.at,
                    Difference.Figure(.fundBill, opened, "before \(begin.flowNo)"),
                    Difference.Figure(.fundBill, closed, "after \(end.flowNo)"),
                    excess: opened - closed, place: begin.place)
            }
        }
    }
}
