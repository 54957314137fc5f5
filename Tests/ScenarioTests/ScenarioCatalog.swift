import TestSupport

/// The catalogs a scenario writes down: each `merchant` begins one, and what follows belongs to it.
struct ScenarioCatalog {
    private(set) var merchants: [SampleCatalog] = []

    /// - Returns: false for a statement that is no part of a catalog.
    mutating func take(_ statement: Scenario.Statement) throws -> Bool {
        switch statement.verb {
        case "merchant": merchants.append(try merchant(statement))
        case "plan": try inLast { $0.plans.append(try Self.plan(statement)) }
        case "addon": try inLast { $0.addOns.append(try Self.addOn(statement)) }
        case "coupon": try inLast { $0.coupons.append(try Self.coupon(statement)) }
        case "feature":
            try statement.only("metric", "property", words: 3)
            let code = try statement.word(1, "a code")
            let keys = ["metric", "property"].compactMap { key in
                statement.options[key].map { ", \(key): \($0)" }
            }
            let type = try statement.word(2, "a type")
            try inLast {
                $0.features.append(
                    "{code: \(code), name: {en: \(code), zh-Hans: \(code)}, type: \(type)"
                        + "\(keys.joined())}")
            }
        case "charge": try inLast { try Self.charge(statement, &$0) }
        case "customer": try inLast { $0.customers.append(try Self.customer(statement)) }
        default: return false
        }
        return true
    }

    private func merchant(_ statement: Scenario.Statement) throws -> SampleCatalog {
        try statement.only(
            "from", "zone", "tax", "payout", "fee", "subscription", "wire", "minimum", "spread",
            "billing",
            "tiers", "returns", "share", "reserve", "kyb", "paid", words: 2)
        let options = statement.options
        let id = try statement.word(1, "an id")
        // An account of its own at each channel, so that one merchant's bill can be told from
        // another's; a merchant that is named again keeps its accounts.
        var ids: [String] = []
        for known in merchants.map(\.merchant) + [id] where !ids.contains(known) {
            ids.append(known)
        }
        let number = ids.firstIndex(of: id)!
        var catalog = SampleCatalog(
            effective: options["from"] ?? "2026-01-01", merchant: id,
            zone: options["zone"] ?? "Asia/Shanghai",
            tax: options["tax"] ?? "0",
            mchid: "\(1_900_000_109 + number)",
            pid: "\(2_088_101_111_111_111 + number)",
            terms: .init(
                currency: options["payout"] ?? "USD", fee: options["fee"] ?? "2.5",
                subscription: options["subscription"] ?? "0", wireFee: options["wire"] ?? "0",
                minimum: options["minimum"] ?? "0", more: try Self.terms(options)),
            metrics: [], plans: [], customers: [])
        catalog.billing = options["billing"]
        return catalog
    }

    private mutating func inLast(_ change: (inout SampleCatalog) throws -> Void) throws {
        guard !merchants.isEmpty else { throw Scenario.Problem(description: "no merchant yet") }
        try change(&merchants[merchants.count - 1])
    }

    /// A charge and the metric it measures, which has its name: `charge seconds standard 0.08/1000`.
    private static func charge(
        _ statement: Scenario.Statement, _ merchant: inout SampleCatalog
    ) throws {
        try statement.only(
            "included", "by", "only", "free", "count", "measure", "fixed", "free_events",
            "free_amount", "least", "most", "times", "discount", "minimum", "maximum", "convert",
            words: .max)
        guard !merchant.plans.isEmpty else { throw Scenario.Problem(description: "no plan yet") }
        let name = try statement.word(1, "a name")
        let model = try statement.word(2, "a charge model")
        let by = statement.options["by"]?.split(separator: ",").map(String.init) ?? []
        merchant.plans[merchant.plans.count - 1].charges.append(
            .init(
                name, (name, name), metric: name,
                groupBy: (model == "tokens" ? ["model"] : []) + by,
                included: statement.options["included"]?.plain,
                terms: try terms(model, statement),
                price: try price(model, Array(statement.words.dropFirst(3)), statement.options)))
        if merchant.metrics.contains(where: { $0.code == name }) { return }
        var keys = ["aggregation: \(statement.options["count"] == nil ? "sum" : "count")"]
        // `measure=unique_count:user`, `measure=weighted_sum`: of a property, or of the quantity.
        if let measure = statement.options["measure"]?.split(separator: ":") {
            keys = ["aggregation: \(measure[0])"] + measure.dropFirst().map { "field: \($0)" }
        }
        if model == "tokens" {
            keys = [
                "aggregation: tokens", "input_includes_cache: true",
                "tokens: {input: in, output: out, cache_read: read, reasoning: think}",
            ]
        }
        if let only = statement.options["only"]?.split(separator: ":") {
            keys.append("filter: {\(only[0]): [\(only[1].replacing("|", with: ", "))]}")
        }
        merchant.metrics.append(.init(name, (name, name), unit: (name, name), keys))
    }

    /// The options that stand around a price, as the catalog writes them.
    private static func terms(
        _ model: String, _ statement: Scenario.Statement
    ) throws -> [String] {
        var terms: [String] = []
        if model == "tokens" {
            terms.append("multiplier: \"\(try statement.word(3, "a multiplier").plain)\"")
        }
        for (option, key) in [
            ("times", "multiplier"), ("discount", "discount_percent"), ("minimum", "minimum"),
            ("maximum", "maximum"),
        ] {
            if let value = statement.options[option] { terms.append("\(key): \"\(value.plain)\"") }
        }
        // `convert=1_000:up` divides, and rounds what it gives.
        if let convert = statement.options["convert"]?.plain.split(separator: ":") {
            terms.append(
                "convert: {operation: divide, factor: \"\(convert[0])\", rounding: \(convert[1])}")
        }
        return terms
    }

    /// `0.08/1000`, `1000@0.50 5000@0.30+9.00 *@0.10`, `1000@0.08`, `1.2`: the price of each model.
    private static func price(
        _ model: String, _ figures: [String], _ options: [String: String]
    ) throws -> String {
        let parts = figures.map { $0.plain.split(whereSeparator: { "@/+".contains($0) }) }
        switch (model, parts.count) {
        case ("standard", 1):
            let per = parts[0].count > 1 ? parts[0][1] : "1"
            return "{model: standard, unit_price: \"\(parts[0][0])\", per: \"\(per)\"}"
        case ("percentage", 1):
            let keys = [
                ("fixed", "fixed_per_event"), ("free_events", "free_events"),
                ("free_amount", "free_amount"), ("least", "per_event_min"),
                ("most", "per_event_max"),
            ].compactMap { option, key in options[option].map { ", \(key): \"\($0.plain)\"" } }
            return "{model: percentage, rate_percent: \"\(parts[0][0])\"\(keys.joined())}"
        case ("dynamic", 0): return "{model: dynamic}"
        case ("blocks", 1...):
            // Each tier: `size x most @ price`, `1000x101@1 1000x*@0.5`.
            let tiers = figures.map { figure in
                let parts = figure.plain.split(whereSeparator: { "x@".contains($0) })
                return "{block_size: \"\(parts[0])\", "
                    + "max_blocks: \(parts[1] == "*" ? "null" : "\"\(parts[1])\""), "
                    + "block_price: \"\(parts[2])\"}"
            }
            return "{model: block_tiers, tiers: [\(tiers.joined(separator: ", "))]}"
        case ("matrix", 1...):
            // Each combination: `hd:0.12`, the default `*:0.08`; of the first dimension of `by`.
            let dimension = options["by"]?.split(separator: ",").first ?? ""
            var other = ""
            var cells: [String] = []
            for figure in figures {
                let cell = figure.split(separator: ":")
                if cell[0] == "*" {
                    other = ", default: \"\(cell[1])\""
                } else {
                    cells.append(
                        "{when: {\(dimension): \(cell[0])}, unit_price: \"\(cell[1])\"}")
                }
            }
            return "{model: matrix, dimensions: [\(dimension)], "
                + "prices: [\(cells.joined(separator: ", "))]\(other)}"
        case ("graduated", 1...), ("volume", 1...):
            let tiers = parts.map { tier in
                "{up_to: \(tier[0] == "*" ? "null" : "\"\(tier[0])\""), unit_price: \"\(tier[1])\""
                    + (tier.count > 2 ? ", flat_fee: \"\(tier[2])\"}" : "}")
            }
            return "{model: \(model), tiers: [\(tiers.joined(separator: ", "))]}"
        case ("package", 1):
            return "{model: package, package_size: \"\(parts[0][0])\", "
                + "package_price: \"\(parts[0][1])\", free_units: \"\(options["free"] ?? "0")\"}"
        case ("tokens", 1):
            return "{model: tokens, price_book: litellm, dimension: model}"
        default: throw Scenario.Problem(description: "no price in “\(model) \(figures)”")
        }
    }
}

extension String {
    /// A figure without what makes it readable: `12_500` and `12,500` are `12500`, `−1` is `-1`.
    var plain: String {
        replacing("_", with: "").replacing(",", with: "").replacing("−", with: "-")
    }
}
