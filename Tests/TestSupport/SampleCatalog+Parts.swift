extension SampleCatalog {
    /// The contract with the platform. What is not said is nothing.
    public struct Terms: Sendable {
        public var currency: String
        /// Percent of each payment.
        public var fee: String
        public var subscription: String
        public var wireFee: String
        public var minimum: String
        /// Further keys with their values: `kyb: pending`. With `fee_tiers` the fee is left out.
        public var more: [String]

        public init(
            currency: String = "USD", fee: String = "2.5", subscription: String = "0",
            wireFee: String = "0", minimum: String = "0", more: [String] = []
        ) {
            self.more = more
            self.currency = currency
            self.fee = fee
            self.subscription = subscription
            self.wireFee = wireFee
            self.minimum = minimum
        }

        var feeLine: String {
            let hasTiers = more.contains { $0.hasPrefix("fee_tiers:") }
            return hasTiers ? "" : "platform_fee_percent: \"\(fee)\"\n    "
        }

        public static let sample = Terms(
            subscription: "199.00", wireFee: "15.00", minimum: "50.00")
    }

    /// How events are counted: name and unit in both languages, then the keys that say how.
    public struct Metric: Sendable {
        public var code: String
        public var name: (String, String)
        public var unit: (String, String)
        public var keys: [String]

        public init(
            _ code: String, _ name: (String, String), unit: (String, String), _ keys: [String]
        ) {
            self.code = code
            self.name = name
            self.unit = unit
            self.keys = keys
        }

        var lines: [String] {
            ["- code: \(code)", "  name: \(both(name))", "  unit: \(both(unit))"].indented
                + keys.map { "  " + $0 }.indented
        }
    }

    /// What customers subscribe to.
    public struct Plan: Sendable {
        public var code: String
        public var name: (String, String)
        public var currency: String
        public var baseFee: String
        public var interval = "monthly"
        /// Further keys with their values: `trial: {days: 14, usage: free}`.
        public var terms: [String] = []
        public var charges: [Charge]

        public init(
            _ code: String, _ name: (String, String), currency: String = "USD",
            baseFee: String = "0", _ charges: [Charge] = []
        ) {
            self.code = code
            self.name = name
            self.currency = currency
            self.baseFee = baseFee
            self.charges = charges
        }

        var lines: [String] {
            [
                "- code: \(code)", "  name: \(both(name))", "  currency: \(currency)",
                "  interval: \(interval)", "  base_fee: \"\(baseFee)\"",
            ].indented + terms.map { "  " + $0 }.indented
                + (charges.isEmpty ? [] : ["    charges:"]) + charges.flatMap(\.lines)
        }
    }

    /// A price rule. Its price is YAML: a flow, or the lines of a block.
    public struct Charge: Sendable {
        public var code: String
        public var name: (String, String)
        public var metric: String
        public var groupBy: [String]
        public var included: String?
        /// Keys around the price with their values: `multiplier: "1.2"`.
        public var terms: [String]
        public var price: [String]

        public init(
            _ code: String, _ name: (String, String), metric: String, groupBy: [String] = [],
            included: String? = nil, terms: [String] = [], price: String...
        ) {
            self.code = code
            self.name = name
            self.metric = metric
            self.groupBy = groupBy
            self.included = included
            self.terms = terms
            self.price = price
        }

        var lines: [String] {
            var lines = ["- code: \(code)", "  name: \(both(name))", "  metric: \(metric)"]
            if !groupBy.isEmpty { lines.append("  group_by: [\(groupBy.joined(separator: ", "))]") }
            if let included { lines.append("  included: \"\(included)\"") }
            lines += terms.map { "  " + $0 }
            if price.count == 1 {
                lines.append("  price: \(price[0])")
            } else {
                lines += ["  price:"] + price.map { "    " + $0 }
            }
            return lines.indented.indented.indented
        }
    }

    /// Who is billed.
    public struct Customer: Sendable {
        public var id: String
        /// `One`, in names and addresses.
        public var number: (String, String)
        public var street: Int
        public var registration: String?
        public var language: String
        public var plan: String
        /// The first day of its subscription.
        public var since: String
        /// Further keys with their values: `seats: 5`.
        public var terms: [String] = []

        public init(
            _ id: String, number: (String, String) = ("One", "一"), street: Int = 2,
            registration: String? = "91990000MA00000A9E", language: String = "both",
            plan: String = "basic", since: String = "2026-01-01"
        ) {
            self.id = id
            self.number = number
            self.street = street
            self.registration = registration
            self.language = language
            self.plan = plan
            self.since = since
        }

        public static let one = Customer("cus_1")
        public static let two = Customer(
            "cus_2", number: ("Two", "二"), street: 3, registration: nil, language: "en")

        var lines: [String] {
            let name = ("Example Customer \(number.0) (Test) Ltd", "示例客户\(number.1)（测试）有限公司")
            var lines = ["- id: \(id)", "  name: \(both(name))"]
            if let registration { lines.append("  registration: \(registration)") }
            lines += [
                "  address: \(both(("\(street) Test Street", "测试路\(street)号")))",
                "  email: ap@customer-\(number.0.lowercased()).example.com",
                "  language: \(language)", "  plan: \(plan)", "  since: \(since)",
            ]
            lines += terms.map { "  " + $0 }
            return lines.indented
        }
    }
}

/// A text in both languages.
private func both(_ text: (String, String)) -> String { "{en: \(text.0), zh-Hans: \(text.1)}" }

extension [String] {
    fileprivate var indented: [String] { map { "  " + $0 } }
}
