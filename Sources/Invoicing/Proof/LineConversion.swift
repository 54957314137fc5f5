import FX
public import Money

/// How a line's price became its amount: a row of an invoice's annex that recomputes.
///
/// USD 1.46 at USD/CNY 7.27 is CNY 10.6142, billed as CNY 10.61.
public struct LineConversion: Sendable, Equatable {
    /// The line's number.
    public let line: Int
    /// What is left of it to pay, in the currency of the prices.
    public let price: PreciseAmount
    /// The same at the invoice's rate, before it is rounded to the minor unit.
    public let product: PreciseAmount
    /// What is billed.
    public let amount: Amount
    /// Whether the product, rounded once, is the amount. Of a period that is billed in parts it need not be: the
    /// sum of the parts is rounded, less what was billed before.
    public let isRoundedAlone: Bool
}

extension Invoice {
    /// Every line's, in their order; none where prices are in the invoice's own currency.
    ///
    /// - Throws: `MoneyError.doesNotFit`, which nothing that was billed can come to.
    public func conversions() throws(MoneyError) -> [LineConversion] {
        guard let lock else { return [] }
        var all: [LineConversion] = []
        for line in lines {
            let price = try line.left()
            // 24 decimals of more than a hundred million million do not fit; 12 do, of any amount.
            let product =
                if let exact = try? lock.convert(price) { exact } else {
                    try lock.convert(price, toScale: 12)
                }
            all.append(
                LineConversion(
                    line: line.number, price: price, product: product, amount: line.amount,
                    isRoundedAlone: try lock.rounded(price) == line.amount))
        }
        return all
    }
}
