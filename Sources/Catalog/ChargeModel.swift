public import Money

/// How units become money. What each model costs, and why, is Rating's; here is what is agreed.
public enum ChargeModel: Sendable, Equatable {
    case standard(Standard)
    case graduated(Graduated)
    case package(Package)
    case tokens(Tokens)

    /// Every unit at one price.
    public struct Standard: Sendable, Equatable {
        public let rate: Rate

        public init(rate: Rate) { self.rate = rate }
    }

    /// Each unit at the price of the tier it falls in.
    public struct Graduated: Sendable, Equatable {
        /// In order; bounds rise.
        public let tiers: [Tier]

        public init(tiers: [Tier]) { self.tiers = tiers }
    }

    /// A stretch of units: those above the tier before it, up to and with `upTo`.
    public struct Tier: Sendable, Equatable {
        /// The last unit of the tier; nil where it has no end.
        public let upTo: Exact?
        public let rate: Rate
        /// Due once when the tier is entered.
        public let flatFee: Exact

        public init(upTo: Exact?, rate: Rate, flatFee: Exact) {
            self.upTo = upTo
            self.rate = rate
            self.flatFee = flatFee
        }
    }

    /// Whole packages of units: a package begun is a package due.
    public struct Package: Sendable, Equatable {
        public let size: Exact
        public let price: Exact
        public let freeUnits: Exact

        public init(size: Exact, price: Exact, freeUnits: Exact) {
            self.size = size
            self.price = price
            self.freeUnits = freeUnits
        }
    }

    /// Tokens of model calls at the prices of a price book.
    public struct Tokens: Sendable, Equatable {
        /// The code of the price book.
        public let priceBook: String
        /// The dimension that names the model.
        public let dimension: String
        /// A factor on every price of the book: 1.2 sells at twenty percent above it.
        public let multiplier: Exact

        public init(priceBook: String, dimension: String, multiplier: Exact) {
            self.priceBook = priceBook
            self.dimension = dimension
            self.multiplier = multiplier
        }
    }

    /// A price as it is written: so much for so many units, where so many is a power of ten.
    public struct Rate: Sendable, Equatable {
        /// The price printed: 0.50.
        public let price: Exact
        /// The units it buys: 1, 1,000, 1,000,000.
        public let per: Exact
        /// The price of one unit, exactly: 0.0000005.
        public let unitPrice: Exact

        /// - Throws: `MoneyError` when `per` is not a power of ten from 1 to 10^12.
        public init(price: Exact, per: Exact = .one) throws(MoneyError) {
            var zeros = 0
            var power = Exact.one
            while power < per, zeros < 12 {
                power = try power.times(Exact(10))
                zeros += 1
            }
            guard power == per else { throw .doesNotFit("\(price) per \(per)") }
            let unit = try price.shifted(right: zeros)
            self.price = price
            self.per = per
            unitPrice = unit
        }
    }
}

extension ChargeModel {
    private enum Name: String, CaseIterable { case standard, graduated, package, tokens }

    init(_ node: CatalogNode) throws(CatalogError) {
        switch try node.required("model").choice(Name.self) {
        case .standard:
            try node.only("model", "unit_price", "per")
            self = .standard(Standard(rate: try Rate(node, per: node)))
        case .graduated:
            try node.only("model", "tiers", "per")
            self = .graduated(Graduated(tiers: try Tier.list(node)))
        case .package:
            try node.only("model", "package_size", "package_price", "free_units")
            self = .package(
                Package(
                    size: try node.required("package_size").positive(),
                    price: try node.required("package_price").price(),
                    freeUnits: try node.optional("free_units")?.price() ?? .zero))
        case .tokens:
            try node.only("model", "price_book", "dimension", "multiplier")
            self = .tokens(
                Tokens(
                    priceBook: try node.required("price_book").text(),
                    dimension: try node.required("dimension").text(),
                    multiplier: try node.optional("multiplier")?.positive() ?? .one))
        }
    }
}

extension ChargeModel.Rate {
    /// The `unit_price` of `node`, for the `per` of the node around it.
    init(_ node: CatalogNode, per around: CatalogNode) throws(CatalogError) {
        let price = try node.required("unit_price").price()
        let perNode = try around.optional("per")
        do {
            try self.init(price: price, per: try perNode?.positive() ?? .one)
        } catch let error as CatalogError {
            throw error
        } catch {
            throw (perNode ?? node).problem(
                (perNode ?? node).found, "a power of ten such as 1, 1000 or 1000000")
        }
    }
}

extension ChargeModel.Tier {
    static func list(_ node: CatalogNode) throws(CatalogError) -> [ChargeModel.Tier] {
        let tiersNode = try node.required("tiers")
        var tiers: [ChargeModel.Tier] = []
        for child in try tiersNode.list() {
            try child.only("up_to", "unit_price", "flat_fee")
            let upTo = try child.optional("up_to")?.positive()
            if let last = tiers.last {
                guard let lastBound = last.upTo, upTo.map({ $0 > lastBound }) ?? true else {
                    throw child.problem(
                        child.found, "bounds that rise, and only the last tier without one")
                }
            }
            tiers.append(
                ChargeModel.Tier(
                    upTo: upTo, rate: try ChargeModel.Rate(child, per: node),
                    flatFee: try child.optional("flat_fee")?.price() ?? .zero))
        }
        if tiers.isEmpty { throw tiersNode.problem(tiersNode.found, "at least one tier") }
        return tiers
    }
}
