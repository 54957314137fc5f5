import Catalog
import Money

extension ChargeModel.Standard {
    /// Every unit at one price: 900 at 0.08 / 1K cost 0.072.
    func steps(_ units: Exact) throws(MoneyError) -> [Explanation.Step] {
        [try Explanation.Step(.units, units: units, rate: rate)]
    }
}
