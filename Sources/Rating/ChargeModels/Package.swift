import Catalog
import Money

extension ChargeModel.Package {
    /// Whole packages: ⌈(units − free) ÷ size⌉ × price. A package begun is a package due.
    ///
    /// 12,500 units in packages of 1,000 at 0.08 are 13 packages and cost 1.04.
    func steps(_ units: Exact) throws(MoneyError) -> [Explanation.Step] {
        let paid = units > freeUnits ? try units.minus(freeUnits) : .zero
        let packages = try paid.divided(by: size, scale: 0, .up)
        return [
            try Explanation.Step(
                .packages(size: size, freeUnits: freeUnits), units: packages,
                rate: try ChargeModel.Rate(price: price))
        ]
    }
}
