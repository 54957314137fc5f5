public import Money

/// Something a plan may allow: at all, up to a quantity, or in a way of its own.
public struct Feature: Sendable {
    public typealias ID = Code<Feature>

    public let code: ID
    public let name: LocalizedText
    public let type: Kind
    /// What it limits: up to its quantity, or at all where a plan says no; nil for one that only
    /// other programs read.
    public let limits: Limited?

    /// Yes or no, a number, or a text of its own.
    public enum Kind: String, Sendable, CaseIterable { case boolean, quantity, custom }

    /// Where a limit is held against usage.
    public enum Limited: Sendable, Equatable {
        /// The quantity of a billing period.
        case period(BillableMetric.ID)
        /// A numeric property of each single event that a metric counts.
        case event(BillableMetric.ID, property: String)
    }
}

/// What a plan allows of one feature.
public struct Entitlement: Sendable, Equatable {
    public let feature: Feature.ID
    public let value: Value

    /// As the feature's type has it.
    public enum Value: Sendable, Equatable {
        case boolean(Bool)
        case quantity(Exact)
        case custom(String)

        /// As it is written: `yes`, `128,000`, `standard`.
        public var text: String {
            switch self {
            case .boolean(let value): value ? "yes" : "no"
            case .quantity(let value): value.grouped(minimumScale: 0)
            case .custom(let value): value
            }
        }
    }
}

extension Feature {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only("code", "name", "type", "metric", "property")
        code = try node.required("code").code()
        name = try node.required("name").localized()
        type = try node.required("type").choice(Kind.self)
        let metric = try node.optional("metric")
        let property = try node.optional("property")
        if let metric, type == .custom {
            throw metric.problem("a metric of a custom feature", "type: boolean or quantity")
        }
        if let property, type != .quantity {
            throw property.problem("a property of a \(type.rawValue) feature", "type: quantity")
        }
        guard let metric else {
            if let property {
                throw property.problem("a property without a metric", "the metric it is counted by")
            }
            limits = nil
            return
        }
        let code: BillableMetric.ID = try metric.code()
        if let property {
            limits = .event(code, property: try property.text())
        } else {
            limits = .period(code)
        }
    }
}

extension Entitlement {
    /// The entitlements of a plan, by feature: `{fine_tuning: true, max_context_length: 4096}`.
    static func all(_ node: CatalogNode?) throws(CatalogError) -> [Entitlement] {
        var all: [Entitlement] = []
        for (key, value) in try node?.members() ?? [] {
            let text = try value.text()
            let allowed: Value =
                switch text {
                case "true": .boolean(true)
                case "false": .boolean(false)
                default: Exact(text).map { .quantity($0) } ?? .custom(text)
                }
            all.append(Entitlement(feature: Code(key), value: allowed))
        }
        return all.sorted { $0.feature < $1.feature }
    }

    /// Whether the value is one the feature can have; a custom one may read like a number.
    func fits(_ feature: Feature) -> Bool {
        switch (feature.type, value) {
        case (.boolean, .boolean), (.custom, _): true
        case (.quantity, .quantity(let value)): !value.isNegative
        default: false
        }
    }
}
