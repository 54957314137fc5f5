extension Amount {
    /// The amount cut into parts in proportion to `weights`, to the last minor unit: never divided.
    ///
    /// Each part first gets the whole minor units of its share; the units left over go one each to
    /// the largest remainders, ties to the earlier part. CNY 100.00 over 1, 1, 1 is 33.34, 33.33,
    /// 33.33. A negative amount is cut like its opposite. The parts always add up to the whole.
    ///
    /// - Parameter weights: none negative, at least one above zero; a zero weight gets nothing.
    /// - Throws: `MoneyError.noWeights` when nothing can take a share.
    public func allocated(over weights: [Int64]) throws(MoneyError) -> [Amount] {
        let whole = weights.reduce(Int128(0)) { $0 + Int128($1) }
        guard whole > 0, weights.allSatisfy({ $0 >= 0 }) else {
            throw .noWeights("\(self) over \(weights)")
        }
        let units = Int128(minorUnits.magnitude)
        var shares: [Int128] = []
        var remainders: [(index: Int, remainder: Int128)] = []
        for (index, weight) in weights.enumerated() {
            let (share, remainder) = (units * Int128(weight)).quotientAndRemainder(
                dividingBy: whole)
            shares.append(share)
            remainders.append((index, remainder))
        }
        let left = Int(units - shares.reduce(0, +))
        remainders.sort { ($1.remainder, $0.index) < ($0.remainder, $1.index) }
        for (index, _) in remainders.prefix(left) { shares[index] += 1 }
        return shares.map { Amount(minorUnits: Int64(isNegative ? -$0 : $0), currency) }
    }
    /// The same by exact weights, of which the first 15 digits of the largest decide.
    ///
    ///     CNY 10.00 over 0.1 and 0.3      // 2.50, 7.50
    ///
    /// - Parameter weights: none negative, at least one above zero.
    /// - Throws: `MoneyError.noWeights` when nothing can take a share.
    public func allocated(over weights: [Exact]) throws(MoneyError) -> [Amount] {
        guard let largest = weights.max(), largest > .zero, weights.min()! >= .zero else {
            throw .noWeights("\(self) over \(weights)")
        }
        let places = 15 - (String(largest.coefficient).utf8.count - largest.scale)
        return try allocated(
            over: weights.map { weight in
                // Below the last of the 15 digits a weight counts for nothing.
                let power = Exact.power(abs(places - weight.scale))
                let digits = weight.coefficient
                return Int64(
                    places < weight.scale
                        ? power.map { digits / $0 } ?? 0 : digits * (power ?? 0))
            })
    }
}
