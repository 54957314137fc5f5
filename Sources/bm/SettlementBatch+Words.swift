import Catalog
import FX
import Money
import Settlement
import Time

extension SettlementBatch {
    /// `payout USD 1,701.42 to ****1234`, or why there is none.
    var outcome: String {
        switch unpaid {
        case nil: "payout \(payout) to \(bank.suffix(8)) on \(payoutDay?.description ?? "")"
        case .notApproved: "\(closing) held: KYB is not approved"
        case .nothing: "nothing to pay out"
        case .negative: "\(closing) carried over: more is taken off than came in"
        case .belowMinimum: "\(closing) carried over: below the minimum of \(minimumPayout)"
        }
    }

    /// The net as it becomes the payout: `CNY 7,458.75 ÷ 7.27 = USD 1,025.96 − FX spread 0.5 % 5.13 −
    /// wire fee 15.00 = USD 1,005.83`.
    func conversionText(_ lock: FXLock) -> String {
        "\(net) ÷ \(lock.rate.value) = \(converted + spread)"
            + (lock.spread.isZero
                ? "" : " − FX spread \(lock.spreadPercent) % \(spread.grouped)")
            + " − wire fee \(wireFee.grouped) = \(payout)"
    }

    /// The lines the product is known by, then the row that shows how they come about.
    var preview: String {
        let period = day?.description ?? "\(month)"
        guard let lock else {
            return "\(merchant) \(period): nothing to pay out · \(outcome)"
        }
        var sum =
            "opening \(opening.grouped) + collected \(total(.payment).grouped) − platform fee "
            + "\((-total(.platformFee)).grouped)"
        func addIfAny(_ kinds: Kind...) {
            for kind in kinds {
                let amount = total(kind)
                if amount.isZero { continue }
                let size = amount.isNegative ? -amount : amount
                sum += " \(amount.isNegative ? "−" : "+") \(kind.words) \(size.grouped)"
            }
        }
        addIfAny(.refund, .feeReturned, .chargeback, .returnedPayout)
        sum += " − subscription \((-total(.subscription)).grouped)"
        addIfAny(.revenueShare, .adjustment, .reserveReleased, .reserveHeld)
        return [
            "FX \(lock.rate.value) locked · fees deducted",
            "payout \(payout) to \(bank.suffix(8))",
            "  \(merchant) \(period): \(sum) = \(net)",
            "  \(conversionText(lock)) · \(lock.rate.source) \(lock.rate.day)",
        ].joined(separator: "\n")
    }
}

extension SettlementBatch.Kind {
    /// As it stands in a sum.
    var words: String {
        switch self {
        case .payment: "collected"
        case .platformFee: "platform fee"
        case .refund: "refunds"
        case .feeReturned: "fees returned"
        case .chargeback: "chargebacks"
        case .returnedPayout: "returned payouts"
        case .subscription: "subscription"
        case .revenueShare: "revenue share"
        case .adjustment: "adjustments"
        case .reserveHeld: "reserve held"
        case .reserveReleased: "reserve released"
        }
    }
}

extension SharedRevenue {
    /// The share with its figures.
    var words: String {
        let whose =
            switch terms.direction {
            case .toMerchant: "the platform's net fees of"
            case .toPlatform: "what was kept of collected,"
            }
        var text = "revenue share \(amount) of \(whose) \(base)"
        if !lateCost.isZero { text += " after late channel costs of \(lateCost)" }
        text += ": \(terms.percent) %"
        if let above = terms.above, let lock {
            text +=
                ", \(above.percent) % " + (above.isMarginal ? "of the part above" : "of all from")
                + " \(above.volume) at \(lock.rate.value), of a volume of \(volume)"
        }
        return text
    }
}
