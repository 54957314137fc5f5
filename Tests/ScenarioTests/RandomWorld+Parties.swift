import Catalog
import Money
import Time

/// Contracts and prices by chance.
extension RandomWorld {
    func party(_ place: Int, _ currency: Currency) throws -> Party {
        let zone = pick(["Asia/Shanghai", "UTC", "America/New_York", "Pacific/Auckland"])
        let isYen = currency == .jpy
        var terms = [
            "zone=\(zone)", "tax=\(pick(["0", "6", "13"]))", "payout=\(currency.code)",
            "subscription=\(pick(["0", "19.90", "199.00"]))",
            "wire=\(isYen ? pick(["0", "500"]) : pick(["0", "1.50", "15.00"]))",
            "minimum=\(isYen ? pick(["0", "3000"]) : pick(["0", "20.00", "50.00"]))",
        ]
        var feeTenths: Int64? = pick([0, 6, 25, 50])
        if chance(30) {
            feeTenths = nil
            terms.append("tiers=500@2.\(pick(["1", "5", "9"])),2000@1.25,*@0.6")
        } else {
            terms.append("fee=\(feeTenths! / 10).\(feeTenths! % 10)")
        }
        if chance(40) { terms.append("returns=true") }
        if chance(40) { terms.append("spread=\(pick(["0.5", "1.25", "3"]))") }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: terms.append("share=5:to_platform")
        case 1: terms.append("share=10:\(pick(["50", "100.10", "300"])):15")
        case 2: terms.append("share=10:50:15:marginal")
        case 3: terms.append("share=33.333")
        default: break
        }
        if chance(40) {
            terms.append("reserve=\(pick(["10:1months", "7.5:45days", "5:3months"]))")
        }
        if chance(30) { terms.append("paid=t_plus_1") }
        let contract = terms.joined(separator: " ")
        // Held at first and approved from the second month on, or never.
        let kyb = chance(20) ? pick([" kyb=pending", " kyb=rejected"]) : ""
        var change: (day: Day, contract: String)?
        let second = first.next.firstDay
        if !kyb.isEmpty, chance(60) {
            change = (second, contract)
        } else if chance(60) {
            change = (pick([second, second.advanced(by: 15)]), contract + kyb)
        }
        let (members, plans) = plans(of: place, isChanged: change != nil)
        return Party(
            id: "mer_\(place)", currency: currency, zone: try Zone(zone), feeTenths: feeTenths,
            contract: contract + kyb, customers: members, plans: plans, change: change)
    }

    /// Two plans with a customer each, in two versions.
    private func plans(of place: Int, isChanged: Bool) -> ([Member], [[String]]) {
        var members: [Member] = []
        var versions: [[String]] = [[], []]
        for (letter, currency) in [("a", "CNY"), ("b", pick(["USD", "EUR", "CNY"]))] {
            let code = "plan_\(letter)"
            let base = pick(["0", "9.90", "100", "1234.56"])
            let billed = chance(30) ? " billed=in_arrears" : ""
            let names = (0..<Int.random(in: 1...2, using: &random)).map { "use_\(letter)\($0)" }
            let kinds = names.map { _ in Int.random(in: 0..<5, using: &random) }
            for version in versions.indices {
                versions[version].append("  plan \(code) \(currency) base=\(base)\(billed)")
                for (name, kind) in zip(names, kinds) {
                    versions[version].append("  charge \(name) \(price(kind))")
                }
            }
            let id = "cus_\(place)\(letter)"
            let since = pick([first.firstDay, first.firstDay.advanced(by: 9)])
            for version in versions.indices {
                versions[version].append("  customer \(id) \(code) since=\(since)")
            }
            members.append(Member(id: id, charges: names))
        }
        return (members, versions)
    }

    /// Another one each time it is asked, of one kind.
    private func price(_ kind: Int) -> String {
        let cents = Int.random(in: 1...99, using: &random)
        let low = "0.\(cents < 10 ? "0" : "")\(cents)"
        return switch kind {
        case 0: "standard \(low)"
        case 1: "standard \(low)/10 included=\(Int.random(in: 0...50, using: &random))"
        case 2: "graduated 100@\(low) 300@0.07+3.33 *@0.011"
        case 3: "volume 100@\(low) *@0.05+9"
        default: "package 33@\(cents).07"
        }
    }
}
