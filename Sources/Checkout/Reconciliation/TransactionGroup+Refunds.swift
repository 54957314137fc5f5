import Money
import Time

extension TransactionGroup {
    private func numbers(_ refund: String?) -> Findings.Numbers {
        Findings.Numbers(
            outTradeNo: payment?.outTradeNo ?? stated.first?.outTradeNo,
            transactionID: key.transactionID, refundID: refund)
    }

    /// - Returns: whether each refund stands on every side.
    func compareRefunds(_ found: inout Findings) -> Bool {
        let said = stated.filter { $0.refundID != nil }
        for row in said { compare(refund: row, &found) }
        var isComplete = true
        for refund in refunds where !compare(booked: refund, said, &found) { isComplete = false }
        for request in requests
        where !refunds.contains(where: { $0.refundNo == request.outRefundNo }) {
            found.add(
                .refundNotSeen, key.channel, account: payment?.account ?? "",
                merchant: payment?.merchant, numbers(request.outRefundNo), at: request.createdAt,
                Figure(.orders, request.amount), Figure(.ledger, nil))
        }
        let known = Set(refunds.map { $0.refundID ?? "" } + said.map { $0.refundID! })
        for (id, rows) in fundRefunds.sorted(by: { $0.key < $1.key }) where !known.contains(id) {
            addFundOnly(refund: id, rows, &found)
        }
        return isComplete
    }

    /// What a trade bill or a message says of a refund.
    private func compare(refund row: Sides.Stated, _ found: inout Findings) {
        let left = Figure(
            row.isMessage ? .message : .tradeBill, row.amount, row.isSoFar ? .soFar : nil)
        func add(_ reason: Difference.Reason, _ right: Figure, _ excess: Amount) {
            found.add(
                reason, row.channel, account: row.account, merchant: payment?.merchant,
                numbers(row.refundID), at: row.at,
                reason == .dateTooEarly ? left.stating(row.at) : left, right, excess: excess,
                place: row.place)
        }
        guard let payment else {
            add(.refundUnknown, Figure(.ledger, nil), -row.amount)
            return
        }
        if let known = refunds.first(where: { $0.refundID == row.refundID }) {
            if !row.isSoFar, known.amount != row.amount {
                add(.amountDiffers, Figure(.ledger, known.amount), known.amount - row.amount)
            }
            return
        }
        let until = refunds.filter { $0.at.seconds <= row.at.seconds }.map(\.amount).total(.cny)
        if row.isSoFar, row.refundNo == nil, until == row.amount { return }
        if let run = row.runItIsAheadOf {
            found.add(
                ahead: row, of: run, left, merchant: payment.merchant, numbers(row.refundID),
                -row.amount)
            return
        }
        if StatedTime.isBefore(row.at, payment.at) {
            add(
                .dateTooEarly,
                Figure(.ledger, nil, .paymentOf(payment.at)),
                -row.amount)
            return
        }
        if row.isSoFar {
            add(.refundWaitsForBill, Figure(.ledger, nil), .zero(.cny))
            return
        }
        let all = refunds.map(\.amount).total(.cny) + row.amount
        let isTooMuch = all > payment.amount
        add(
            isTooMuch ? .refundedMoreThanPaid : .missingInLedger,
            Figure(.ledger, nil, isTooMuch ? .paid(payment.amount) : nil), -row.amount)
    }

    /// - Returns: whether it stands on every side.
    private func compare(
        booked refund: Sides.Booked, _ said: [Sides.Stated], _ found: inout Findings
    ) -> Bool {
        let ledger = Figure(.ledger, refund.amount)
        func add(
            _ reason: Difference.Reason, _ left: Figure, _ right: Figure, _ excess: Amount,
            _ place: String? = nil
        ) {
            found.add(
                reason, key.channel, account: refund.account, merchant: refund.merchant,
                numbers(refund.refundID), at: refund.at, left, right, excess: excess, place: place)
        }
        let isOnTradeBill = said.contains { !$0.isMessage && $0.refundID == refund.refundID }
        // A dispute is on the fund bill alone: nothing was traded.
        if !isOnTradeBill, refund.kind == .refund,
            found.isCovered(key.channel, refund.account, refund.at, .refund, -refund.amount)
        {
            add(.missingOnTradeBill, ledger, Figure(.tradeBill, nil), refund.amount)
        }
        let request = requests.first { $0.outRefundNo == refund.refundNo }
        if let request, request.amount != refund.amount {
            add(.amountDiffers, Figure(.orders, request.amount), ledger, .zero(.cny))
        } else if request == nil, refund.kind == .refund {
            add(.refundNotOrdered, Figure(.orders, nil), ledger, .zero(.cny))
        }
        let rows = fundRefunds[refund.refundID ?? ""] ?? []
        let moved = -rows.map(\.amount).total(.cny)
        if rows.isEmpty {
            if found.isCovered(key.channel, refund.account, refund.at, .fund, -refund.amount) {
                add(.missingOnFundBill, ledger, Figure(.fundBill, nil), .zero(.cny))
            }
        } else if moved != refund.amount {
            add(
                .amountDiffers, Figure(.fundBill, moved), ledger, refund.amount - moved,
                rows[0].place)
        }
        return (isOnTradeBill || refund.kind == .chargeback) && !rows.isEmpty
    }

    private func addFundOnly(
        refund id: String, _ rows: [Sides.FundRow], _ found: inout Findings
    ) {
        let first = rows[0]
        let sum = rows.map(\.amount).total(.cny)
        guard found.isCovered(key.channel, first.account, first.at, .refund, sum) else { return }
        found.add(
            payment == nil ? .refundUnknown : .missingInLedger, key.channel, account: first.account,
            merchant: payment?.merchant, numbers(id.isEmpty ? first.flowNo : id), at: first.at,
            Figure(.fundBill, -sum, .stated(first.kindText)), Figure(.ledger, nil), excess: sum,
            place: first.place)
    }
}
