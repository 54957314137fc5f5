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
}
