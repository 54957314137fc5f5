import TestSupport

/// Plans, customers and what they take beside their plan, as a scenario writes them.
extension ScenarioCatalog {
    static func plan(_ statement: Scenario.Statement) throws -> SampleCatalog.Plan {
        try statement.only(
            "base", "every", "anchor", "billed", "trial", "seats", "commitment", "threshold",
            "credit",
            "allows", "semantics", words: 3)
        let options = statement.options
        let code = try statement.word(1, "a code")
        var plan = SampleCatalog.Plan(
            code, (code, code), currency: try statement.word(2, "a currency"),
            baseFee: options["base"]?.plain ?? "0")
        plan.interval = options["every"] ?? "monthly"
        if let anchor = options["anchor"] { plan.terms.append("anchor: \(anchor)") }
        if let semantics = options["semantics"] { plan.terms.append("semantics: \(semantics)") }
        if let billed = options["billed"] { plan.terms.append("billed: \(billed)") }
        // `trial=14:free`, `seats=20:3` (a fee and those included), `commitment=1_000:1.25`.
        for (option, first, second) in [
            ("trial", "days", "usage"), ("seats", "fee", "included"),
            ("commitment", "amount", "overage_factor"),
        ] {
            guard let parts = options[option]?.plain.split(separator: ":") else { continue }
            let rest = parts.count > 1 ? ", \(second): \(parts[1])" : ""
            plan.terms.append("\(option): {\(first): \(parts[0])\(rest)}")
        }
        if let credit = options["credit"] {
            plan.terms.append("period_credit: \"\(credit.plain)\"")
        }
        if let threshold = options["threshold"] {
            plan.terms.append("threshold: \"\(threshold.plain)\"")
        }
        // `allows=fine_tuning:true,calls:1_000`; the commas are between features.
        if let allows = options["allows"]?.split(separator: ",") {
            let entries = allows.map {
                $0.replacing("_000", with: "000").replacing(":", with: ": ")
            }
            plan.terms.append("entitlements: {\(entries.joined(separator: ", "))}")
        }
        return plan
    }

    static func customer(_ statement: Scenario.Statement) throws -> SampleCatalog.Customer {
        try statement.only(
            "since", "until", "seats", "addons", "coupons", "topup", "stops", words: 3)
        let options = statement.options
        var customer = SampleCatalog.Customer(
            try statement.word(1, "an id"), plan: try statement.word(2, "a plan"),
            since: options["since"] ?? "2026-01-01")
        for key in ["until", "seats"] {
            if let value = options[key] { customer.terms.append("\(key): \(value)") }
        }
        // `addons=endpoint*2,moderation`
        if let addOns = options["addons"]?.split(separator: ",") {
            let taken = addOns.map { addOn in
                let parts = addOn.split(separator: "*")
                return "{code: \(parts[0]), quantity: \(parts.count > 1 ? parts[1] : "1")}"
            }
            customer.terms.append("add_ons: [\(taken.joined(separator: ", "))]")
        }
        if let coupons = options["coupons"] {
            customer.terms.append("coupons: [\(coupons)]")
        }
        if let topUp = options["topup"] {
            customer.terms.append("auto_top_up: \(try Self.topUp(topUp))")
        }
        // `stops=100,30:calls`
        if let stops = options["stops"]?.split(separator: ",") {
            let caps = stops.map { stop in
                let parts = stop.split(separator: ":")
                let metrics = parts.count > 1 ? ", metrics: [\(parts[1])]" : ""
                return "{amount: \"\(parts[0])\", reaction: stop_billing\(metrics)}"
            }
            customer.terms.append("caps: [\(caps.joined(separator: ", "))]")
        }
        return customer
    }

    /// `below:grant[:limit]`: `20:100:300`.
    private static func topUp(_ text: String) throws -> String {
        let parts = text.split(separator: ":")
        guard (2...3).contains(parts.count) else {
            throw Scenario.Problem(description: "topup=BELOW:GRANT[:LIMIT], not “\(text)”")
        }
        return "{below: \(parts[0]), grant: \(parts[1])"
            + (parts.count > 2 ? ", monthly_limit: \(parts[2])}" : "}")
    }

    /// `addon endpoint USD 100`, `addon setup USD 500 once`
    static func addOn(_ statement: Scenario.Statement) throws -> String {
        try statement.only(words: 5)
        let code = try statement.word(1, "a code")
        return "{code: \(code), name: {en: \(code), zh-Hans: \(code)}, "
            + "currency: \(try statement.word(2, "a currency")), "
            + "fee: \"\(try statement.word(3, "a fee").plain)\""
            + (statement.words.count > 4 ? ", recurs: \(statement.words[4])}" : "}")
    }

    /// `coupon welcome 10% once`, `coupon five USD 5.00 3 metrics=seconds`
    static func coupon(_ statement: Scenario.Statement) throws -> String {
        try statement.only("metrics", "plans", "lines", words: 5)
        let code = try statement.word(1, "a code")
        var words = Array(statement.words.dropFirst(2))
        var keys = ["code: \(code)", "name: {en: \(code), zh-Hans: \(code)}"]
        if let share = words.first, share.hasSuffix("%") {
            keys.append("percent: \"\(share.dropLast())\"")
            words.removeFirst()
        } else {
            guard words.count == 3 else {
                throw Scenario.Problem(description: "a coupon is 10% or USD 5.00")
            }
            keys += ["currency: \(words[0])", "amount: \"\(words[1].plain)\""]
            words.removeFirst(2)
        }
        let duration = words.first ?? "forever"
        keys.append("duration: \(Int(duration) == nil ? duration : "{invoices: \(duration)}")")
        for key in ["metrics", "plans", "lines"] {
            if let codes = statement.options[key] { keys.append("\(key): [\(codes)]") }
        }
        return "{\(keys.joined(separator: ", "))}"
    }
}
