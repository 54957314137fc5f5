/// How another billing engine reads the same prices, by its name, so that a merchant who moves can prove
/// equal totals.
///
///     plans:
///       - code: moved
///         semantics: lago      # a volume tier is found by whole units, and so on
///
/// It fills in the switches that a price does not set itself. Each engine's own documentation and
/// tests are the source; what is the same as here is not listed.
public enum Semantics: String, Sendable, CaseIterable {
    case lago, openmeter, stripe, killbill, flexprice

    /// The switches it sets for a charge model, with their values.
    func switches(_ model: ChargeModel.Name) -> [(key: String, value: String)] {
        switch (self, model) {
        // 100.5 units fall into the tier from 101 on.
        case (.lago, .volume):
            [("tier_lookup", "ceil_units"), ("zero_units", "first_tier_flat")]
        case (.lago, .graduated), (.lago, .graduatedPercentage), (.openmeter, .graduated),
            (.openmeter, .volume), (.stripe, .graduated), (.stripe, .volume):
            [("zero_units", "first_tier_flat")]
        // Nothing used, nothing due.
        case (.flexprice, .graduated), (.flexprice, .volume): [("zero_units", "nothing")]
        // Tiers count blocks, and the last price goes on.
        case (.killbill, .blockTiers): [("beyond_last_tier", "last_price")]
        case (.killbill, .graduated), (.killbill, .volume):
            [("zero_units", "nothing"), ("beyond_last_tier", "last_price")]
        default: []
        }
    }
}

extension CatalogNode {
    /// A price with the switches of an engine, where it does not set them itself.
    func filled(_ semantics: Semantics?) throws(CatalogError) -> CatalogNode {
        guard let semantics, case .map(let members) = value else { return self }
        let model = try required("model").choice(ChargeModel.Name.self)
        let missing = semantics.switches(model).filter { entry in
            !members.contains { $0.key == entry.key }
        }
        return CatalogNode(
            .map(members + missing.map { ($0.key, CatalogNode(.scalar($0.value), at: place)) }),
            at: place)
    }
}

extension Charge {
    /// The switches that an engine's semantics set for it, and how: `lago: tier_lookup ceil_units`.
    public var switchWords: String? {
        guard let semantics else { return nil }
        let switches = semantics.switches(price.name).map { "\($0.key) \($0.value)" }
        return switches.isEmpty ? nil : "\(semantics.rawValue): " + switches.joined(separator: ", ")
    }
}
