import Money
import Time

extension TransactionGroup {
    /// Compares what was kept of the payment, and what came back of that with its refunds.
    func compareFees(_ found: inout Findings) {
        guard let payment else { return }
        compare(
            payment, nil, ledger: payment.fee,
            trade: stated.filter { $0.refundID == nil }, funds: fundFees,
            isOnFundBill: !fundPayments.isEmpty, &found)
        // Alipay's account bill names the payment of what comes back, so all refunds are one sum.
        guard
            let last = refunds.max(by: { ($0.at, $0.refundID ?? "") < ($1.at, $1.refundID ?? "") })
        else { return }
        let booked = Set(refunds.map(\.refundID))
        var seen: Set<String> = []
        let said = stated.filter { row in
            row.refundID != nil && booked.contains(row.refundID) && row.fee != nil
                && seen.insert("\(row.refundID!) \(row.fee!)").inserted
        }
        let isOnFundBill = refunds.allSatisfy { !(fundRefunds[$0.refundID ?? ""] ?? []).isEmpty }
        compare(
            last, last.refundID, ledger: refunds.map(\.fee).total(.cny), trade: said,
            funds: fundFeesBack, isOnFundBill: isOnFundBill, areSummed: true, &found)
    }

    /// The trade bill prints five decimals and the account is charged whole fen: less than a fen apart is
    /// the same fee, however the channel rounded it.
    ///
    /// - Parameter areSummed: whether the rows of trade bills are of parts, not each of the whole.
    private func compare(
        _ booked: Sides.Booked, _ refund: String?, ledger: Amount, trade: [Sides.Stated],
        funds: [Sides.FundRow], isOnFundBill: Bool, areSummed: Bool = false,
        _ found: inout Findings
    ) {
        let numbers = Findings.Numbers(
            outTradeNo: booked.outTradeNo, transactionID: booked.transactionID, refundID: refund)
        func add(
            _ left: Difference.Figure, _ right: Difference.Figure, _ excess: Amount,
            _ place: String?
        ) {
            found.add(
                .feeDiffers, key.channel, account: booked.account, merchant: booked.merchant,
                numbers, at: booked.at, left, right, excess: excess, place: place)
        }
        let fund = -funds.map(\.amount).total(.cny)
        if !funds.isEmpty, fund != ledger {
            add(
                Figure(.fundBill, fund, .fee(nil)), Figure(.ledger, ledger, .fee(nil)),
                ledger - fund,
                funds[0].place)
        }
        for said in fees(trade, areSummed: areSummed) {
            let rounded = Amount.feeInFen(said.fee)
            let figure = Figure(.tradeBill, rounded, .fee("\(said.fee)"))
            if !funds.isEmpty {
                let fen = Exact(coefficient: Int128(said.parts), scale: 2)
                let apart = (try? said.fee.minus(fund.exact).magnitude) ?? fen
                if apart >= fen {
                    add(figure, Figure(.fundBill, fund, .fee(nil)), .zero(.cny), said.place)
                }
            } else if isOnFundBill, !rounded.isZero {
                add(figure, Figure(.fundBill, nil, .fee(nil)), .zero(.cny), said.place)
            } else if !areSummed, rounded != ledger {
                add(figure, Figure(.ledger, ledger, .fee(nil)), ledger - rounded, said.place)
            }
        }
    }

    /// Fees that trade bills state: each of its own, or their sum.
    private func fees(
        _ rows: [Sides.Stated], areSummed: Bool
    ) -> [(fee: Exact, parts: Int, place: String)] {
        let stated = rows.compactMap { row in row.fee.map { (fee: $0, parts: 1, place: row.place) }
        }
        guard areSummed, let first = stated.first else { return stated }
        let sum = stated.reduce(Exact.zero) { (try? $0.plus($1.fee)) ?? $0 }
        return [(sum, stated.count, first.place)]
    }
}

extension Amount {
    /// A fee as the channel prints it in whole fen, half away from zero. One too long to be money is
    /// none that a bill was taken with.
    static func feeInFen(_ fee: Exact) -> Amount {
        (try? PreciseAmount(fee, .cny).rounded(.halfAwayFromZero)) ?? .zero(.cny)
    }
}
