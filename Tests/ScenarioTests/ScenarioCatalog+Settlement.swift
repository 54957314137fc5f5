/// The terms of a settlement contract that few merchants have, as a scenario writes them.
extension ScenarioCatalog {
    static func terms(_ options: [String: String]) throws -> [String] {
        var terms: [String] = []
        // `tiers=100_000@2.5,*@2`: a share of each payment by the month's volume.
        if let tiers = options["tiers"] {
            let entries = tiers.split(separator: ",").map { tier in
                let parts = String(tier).plain.split(separator: "@")
                return "{" + (parts[0] == "*" ? "" : "up_to: \"\(parts[0])\", ")
                    + "percent: \"\(parts[1])\"}"
            }
            terms.append("fee_tiers: [\(entries.joined(separator: ", "))]")
        }
        if let returns = options["returns"] { terms.append("fee_on_refunds_returned: \(returns)") }
        if let spread = options["spread"] { terms.append("fx_spread_percent: \"\(spread)\"") }
        // `share=10`, `share=10:100_000:15`, `…:marginal`, and `…:to_platform`.
        if let share = options["share"] {
            var parts = share.split(separator: ":").map(String.init)
            func flag(_ name: String) -> Bool {
                defer { parts.removeAll { $0 == name } }
                return parts.contains(name)
            }
            let (isMarginal, isOurs) = (flag("marginal"), flag("to_platform"))
            var text = "percent: \"\(parts[0].plain)\""
            if parts.count == 3 {
                text +=
                    ", above: {volume_usd: \"\(parts[1].plain)\", percent: \"\(parts[2])\", "
                    + "marginal: \(isMarginal)}"
            } else if parts.count != 1 {
                throw Scenario.Problem(
                    description:
                        "share=PERCENT[:USD:PERCENT][:marginal][:to_platform], not “\(share)”")
            }
            if isOurs { text += ", direction: to_platform" }
            terms.append("revenue_share: {\(text)}")
        }
        // `reserve=10:3months`, `reserve=5:90days`
        if let reserve = options["reserve"] {
            let parts = reserve.split(separator: ":")
            let unit = parts[1].drop { $0.isNumber }
            let count = parts[1].prefix { $0.isNumber }
            terms.append("reserve: {percent: \"\(parts[0])\", \(unit): \(count)}")
        }
        if let kyb = options["kyb"] { terms.append("kyb: \(kyb)") }
        if let paid = options["paid"] { terms.append("payout: \(paid)") }
        return terms
    }
}
