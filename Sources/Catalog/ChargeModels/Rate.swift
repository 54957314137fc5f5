public import Money

/// A price as it is written: so much for so many units, where so many is a power of ten.
///
///     unit_price: "0.50", per: "1000000"     0.50 for a million, 0.0000005 for one
public struct Rate: Sendable, Equatable {
    /// The price printed: 0.50. Of a percentage: the number before the sign.
    public let price: Exact
    /// The units it buys: 1, 1,000, 1,000,000; 100 of a percentage.
    public let per: Exact
    /// The price of one unit, exactly: 0.0000005.
    public let unitPrice: Exact
    /// Whether it is written with a percent sign.
    public let isPercent: Bool

    /// - Throws: `MoneyError` when `per` is not a power of ten from 1 to 10^12.
    public init(price: Exact, per: Exact = .one) throws(MoneyError) {
        var zeros = 0
        var power = Exact.one
        while power < per, zeros < 12 {
            power = try power.times(Exact(10))
            zeros += 1
        }
        guard power == per else { throw .doesNotFit("\(price) per \(per)") }
        self.price = price
        self.per = per
        isPercent = false
        unitPrice = zeros == 0 ? price : try price.shifted(right: zeros)
    }

    /// A share in hundredths: 2.9 %.
    public init(percent: Exact) throws(MoneyError) {
        price = percent
        per = Exact(100)
        unitPrice = try percent.shifted(right: 2)
        isPercent = true
    }
}

extension Rate {
    /// The price under `key` in `node`, for the `per` of the node around it.
    init(
        _ node: CatalogNode, _ key: String = "unit_price", per around: CatalogNode
    )
        throws(CatalogError)
    {
        let price = try node.required(key).price()
        let perNode = try around.optional("per")
        let per = try perNode?.positive() ?? .one
        do {
            try self.init(price: price, per: per)
        } catch {
            throw (perNode ?? node).problem(
                (perNode ?? node).found, "a power of ten such as 1, 1000 or 1000000")
        }
    }

    /// The percentage under `key`.
    init(percent node: CatalogNode, _ key: String = "rate_percent") throws(CatalogError) {
        let percent = try node.required(key)
        do {
            try self.init(percent: try percent.price())
        } catch let error as CatalogError {
            throw error
        } catch {
            throw percent.problem(percent.found, "a percentage such as 2.9")
        }
    }
}
