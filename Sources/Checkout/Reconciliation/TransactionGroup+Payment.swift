import Catalog
import Money
import Time

extension TransactionGroup {
    typealias Figure = Difference.Figure

    /// Compares what the sides say of the payment, its refunds and its fees.
    ///
    /// - Returns: whether all four sides have it and agree.
    func compare(_ found: inout Findings) -> Bool {
        let before = found.differences.count
        let isComplete = comparePayment(&found)
        let refunds = compareRefunds(&found)
        compareFees(&found)
        return isComplete && refunds && found.differences.count == before
    }

    private var numbers: Findings.Numbers {
        Findings.Numbers(
            outTradeNo: payment?.outTradeNo ?? stated.first?.outTradeNo,
            transactionID: key.transactionID)
    }

    /// - Returns: whether it stands on every side.
    private func comparePayment(_ found: inout Findings) -> Bool {
        let said = stated.filter { $0.refundID == nil }
        for row in said { compare(row, &found) }
        guard let payment else {
            if said.isEmpty { addFundOnly(&found) }
            return false
        }
        let isOnTradeBill = said.contains { !$0.isMessage }
        if !isOnTradeBill,
            found.isCovered(
                key.channel, payment.account, payment.at, .payment, payment.amount)
        {
            found.add(
                .missingOnTradeBill, key.channel, account: payment.account,
                merchant: payment.merchant, numbers, at: payment.at,
                Figure(.ledger, payment.amount), Figure(.tradeBill, nil), excess: -payment.amount)
        }
        compareOrder(payment, &found)
        // Another account may use the same number: what stands there is another merchant's.
        let fundPayments = fundPayments.filter { $0.account == payment.account }
        let fund = fundPayments.map(\.amount).total(.cny)
        if fundPayments.isEmpty {
            if found.isCovered(key.channel, payment.account, payment.at, .fund, payment.amount) {
                found.add(
                    .missingOnFundBill, key.channel, account: payment.account,
                    merchant: payment.merchant, numbers, at: payment.at,
                    Figure(.ledger, payment.amount), Figure(.fundBill, nil))
            }
        } else if fund != payment.amount {
            found.add(
                .amountDiffers, key.channel, account: payment.account, merchant: payment.merchant,
                numbers, at: payment.at, Figure(.fundBill, fund), Figure(.ledger, payment.amount),
                excess: fund - payment.amount, place: fundPayments[0].place)
        }
        return isOnTradeBill && !fundPayments.isEmpty
            && found.order(key.channel, payment.outTradeNo) != nil
    }

    /// What a trade bill or a message says of the payment.
    private func compare(_ row: Sides.Stated, _ found: inout Findings) {
        let order = found.order(row.channel, row.outTradeNo)
        var numbers = numbers
        numbers.outTradeNo = row.outTradeNo
        let left = Figure(row.isMessage ? .message : .tradeBill, row.amount)
        func add(
            _ reason: Difference.Reason, _ left: Figure, _ right: Figure, _ excess: Amount
        ) {
            let isOwned = reason != .unknownOrder && reason != .orderOfAnother
            found.add(
                reason, row.channel, account: row.account,
                merchant: isOwned ? order?.merchant : nil, numbers, at: row.at, left, right,
                excess: excess, place: row.place)
        }
        guard let order else {
            add(.unknownOrder, left, Figure(.ledger, nil), row.amount)
            return
        }
        guard order.account == row.account else {
            add(
                .orderOfAnother, left,
                Figure(.ledger, nil, .orderOf(order.merchant)), row.amount)
            return
        }
        guard let payment, payment.account == row.account else {
            if let run = row.runItIsAheadOf {
                found.add(ahead: row, of: run, left, merchant: order.merchant, numbers, row.amount)
            } else if StatedTime.isBefore(row.at, order.issuedAt) {
                add(
                    .dateTooEarly, left.stating(row.at),
                    Figure(
                        .ledger, nil, .invoiceIssued(order.issuedAt)
                    ), row.amount)
            } else {
                add(.missingInLedger, left, Figure(.ledger, nil), row.amount)
            }
            return
        }
        if payment.amount != row.amount {
            add(
                .amountDiffers, left, Figure(.ledger, payment.amount),
                row.amount - payment.amount)
        } else if payment.outTradeNo != row.outTradeNo {
            add(
                .orderDiffers, Figure(left.side, row.amount, .stated(row.outTradeNo)),
                Figure(.ledger, payment.amount, .stated(payment.outTradeNo)), .zero(.cny))
        }
    }

    /// Money on the account that neither a trade bill nor the ledger knows.
    private func addFundOnly(_ found: inout Findings) {
        let rows = fundPayments.isEmpty ? fundFees : fundPayments
        guard let first = rows.first else { return }
        let sum = rows.map(\.amount).total(.cny)
        guard found.isCovered(key.channel, first.account, first.at, .payment, sum) else { return }
        var numbers = numbers
        numbers.outTradeNo = first.ourNo
        found.add(
            .missingInLedger, key.channel, account: first.account, numbers, at: first.at,
            Figure(.fundBill, sum, .stated(first.kindText)), Figure(.ledger, nil), excess: sum,
            place: first.place)
    }

    /// Whether it is what was asked, in time, of an invoice that stands.
    private func compareOrder(_ payment: Sides.Booked, _ found: inout Findings) {
        guard let order = found.order(key.channel, payment.outTradeNo) else { return }
        func add(_ reason: Difference.Reason, _ left: Figure, _ right: Figure, _ excess: Amount) {
            found.add(
                reason, key.channel, account: payment.account, merchant: payment.merchant, numbers,
                at: payment.at, left, right, excess: excess)
        }
        let paid = Figure(.ledger, payment.amount)
        if order.isVoid {
            add(
                .paidVoid, Figure(.orders, .zero(.cny), .isVoid(order.invoiceNumber)), paid,
                payment.amount)
        } else if payment.amount < order.amount, found.paid(of: order.invoice) < order.owed {
            // Parts that come to the invoice leave nothing to ask for.
            add(.underpaid, Figure(.orders, order.amount), paid, .zero(.cny))
        }
        if payment.at >= order.expiresAt {
            add(
                .paidAfterExpiry,
                Figure(.orders, order.amount, .until(order.expiresAt)),
                Figure(.ledger, payment.amount, .at(payment.at)),
                .zero(.cny))
        }
    }
}

extension Difference.Figure {
    /// The same, and when it says that the money moved.
    func stating(_ at: Instant) -> Difference.Figure {
        Difference.Figure(side, amount, .at(at))
    }
}

extension Findings {
    /// What is dated after the run that took it in: with both times, and in the days of that run, as its own
    /// may never come.
    mutating func add(
        ahead row: Sides.Stated, of run: Instant, _ left: Difference.Figure, merchant: Merchant.ID?,
        _ numbers: Numbers, _ excess: Amount
    ) {
        add(
            .dateAhead, row.channel, account: row.account, merchant: merchant, numbers, at: run,
            left.stating(row.at),
            Difference.Figure(.ledger, nil, .takenIn(run)),
            excess: excess, place: row.place)
    }
}
