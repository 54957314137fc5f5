import Money

extension Merchant.SettlementTerms {
    /// The contract in a line, as people read it.
    public var words: String {
        var parts = ["settled in \(currency.code)"]
        if payout == .nextBankDay { parts.append("paid on the next bank day") }
        if feeTiers.isEmpty {
            parts.append("platform fee \(platformFeePercent) %")
        } else {
            let tiers = feeTiers.map { tier in
                "\(tier.percent) % "
                    + (tier.upTo.map { "up to \($0)" } ?? (feeTiers.count > 1 ? "above" : "of all"))
            }
            parts.append("platform fee by the month's volume: \(tiers.joined(separator: ", "))")
        }
        if returnsFeeOnRefunds { parts.append("fee returned on refunds") }
        parts += [
            "subscription \(subscription)", "wire fee \(wireFee)", "at least \(minimumPayout)",
        ]
        if !fxSpreadPercent.isZero { parts.append("FX spread \(fxSpreadPercent) %") }
        if let revenueShare { parts.append(revenueShare.words) }
        if let reserve {
            let term =
                switch reserve.term {
                case .months(let count): "\(count) months"
                case .days(let count): "\(count) days"
                }
            parts.append("reserve \(reserve.percent) % for \(term)")
        }
        if kyb != .approved { parts.append("KYB \(kyb.rawValue): payouts are held") }
        return parts.joined(separator: " · ")
    }
}

extension Merchant.SettlementTerms.RevenueShare {
    var words: String {
        var text =
            switch direction {
            case .toMerchant: "revenue share \(percent) % of the platform's net fees"
            case .toPlatform: "revenue share \(percent) % of what is collected, to the platform"
            }
        if let above {
            text +=
                ", \(above.percent) % "
                + (above.isMarginal ? "of the part above" : "of all from") + " \(above.volume)"
        }
        return text
    }
}
