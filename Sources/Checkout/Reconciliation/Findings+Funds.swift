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
                    Difference.Figure(.orders, due, .due(of: order.invoiceNumber)),
                    Difference.Figure(.ledger, payment.amount), excess: over)
            }
        }
    }

    /// All that was paid of an invoice, whatever went back.
    func paid(of invoice: Int64) -> Amount {
        sides.ledger.filter {
            $0.kind == .payment && order($0.channel, $0.outTradeNo)?.invoice == invoice
        }.map(\.amount).total(.cny)
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
                Difference.Figure(.fundBill, row.amount, .stated(row.kindText)),
                Difference.Figure(.ledger, booked.map { -$0 }),
                excess: row.amount + (booked ?? .zero(.cny)), place: row.place)
        }
        for rows in Dictionary(grouping: sides.fundRows, by: { "\($0.channel) \($0.account)" })
            .values
        { compareBalances(rows) }
    }

    /// Rows are links from the balance before them to the one after. The first row's begin and the last
    /// row's end are left over where all follow one another; each further pair is a gap.
    ///
    ///     1000.00 → 1500.00     1480.00 → 1600.00     1500.00 and 1480.00 are left: 20.00 went out
    private mutating func compareBalances(_ rows: [Sides.FundRow]) {
        let sorted = rows.sorted { ($0.at, $0.flowNo) < ($1.at, $1.flowNo) }
        func opening(_ row: Sides.FundRow) -> Amount { row.balance - row.amount }
        // A payment and its fee have one time: of rows of one time the first is no other one's next.
        let first = sorted.filter { $0.at == sorted[0].at }
        let last = sorted.filter { $0.at == sorted[sorted.count - 1].at }
        let start =
            first.first { row in !first.contains { $0.balance == opening(row) } } ?? first[0]
        let stop = last.first { row in !last.contains { opening($0) == row.balance } } ?? last[0]
        var surplus: [Amount: Int] = [opening(start): -1]
        surplus[stop.balance, default: 0] += 1
        for row in sorted {
            surplus[opening(row), default: 0] += 1
            surplus[row.balance, default: 0] -= 1
        }
        for begin in sorted where surplus[opening(begin), default: 0] > 0 {
            let ends = sorted.filter { surplus[$0.balance, default: 0] < 0 }
            guard let end = ends.last(where: { $0.at <= begin.at }) ?? ends.first else { break }
            surplus[opening(begin)]! -= 1
            surplus[end.balance]! += 1
            addGap(from: end, to: begin, opened: opening(begin))
        }
    }

    /// Money moved between two rows: on a day whose bill is missing, or on none.
    private mutating func addGap(
        from end: Sides.FundRow, to begin: Sides.FundRow, opened: Amount
    ) {
        var day = Zone.shanghai.day(of: end.at).advanced(by: 1)
        while day < Zone.shanghai.day(of: begin.at) {
            if !sides.billDays.contains(Sides.BillDay(end.channel, end.account, day, .fund)) {
                missFundBill(end.channel, end.account, day)
                return
            }
            day = day.advanced(by: 1)
        }
        add(
            .withdrawalNotStated, end.channel, account: end.account, Numbers(), at: begin.at,
            Difference.Figure(.fundBill, opened, .before(begin.flowNo)),
            Difference.Figure(.fundBill, end.balance, .after(end.flowNo)),
            excess: opened - end.balance, place: begin.place)
    }
}
