import Money
import Time

/// What a random world put in, as plain whole numbers: the other side of every sum that must come out.
struct RawFacts {
    /// Money that came, or went back for a transaction, in fen.
    struct Movement {
        let merchant: String
        let customer: String
        /// The month of an invoice, or the id of a grant.
        let what: String
        let transaction: String
        /// The refund's number; nil for a payment.
        let refund: String?
        let fen: Int64
        /// What the channel kept; below zero what it gave back.
        let fee: Int64
        let at: Instant
    }

    var movements: [Movement] = []
    var adjustments: [(merchant: String, month: Month, fen: Int64)] = []
    /// Ten-thousandths of each currency for one euro, by day.
    var rates: [Day: [Currency: Int64]] = [:]
    /// Payouts that reached the merchant's bank, and those that came back.
    var paid: Set<String> = []
    var returned: Set<String> = []
    /// Places in `movements` that a close has settled.
    private(set) var settled: Set<Int> = []
    private(set) var closed: [Month] = []

    /// What was told of by now and happened before the month ended where the merchant is, is settled.
    mutating func close(_ month: Month, end: (String) -> Instant) {
        closed.append(month)
        for (place, movement) in movements.enumerated()
        where movement.at < end(movement.merchant) { settled.insert(place) }
    }

    /// What has not gone back of a payment.
    func left(of paid: Movement) -> Int64 {
        paid.fen
            - movements.filter { $0.transaction == paid.transaction && $0.refund != nil }
            .reduce(0) { $0 + $1.fen }
    }

    /// Fen that came less fen that went back, of those that `isIncluded` says.
    func sum(_ isIncluded: (Int, Movement) -> Bool) -> Int64 {
        movements.enumerated().filter { isIncluded($0, $1) }
            .reduce(0) { $0 + ($1.element.refund == nil ? $1.element.fen : -$1.element.fen) }
    }

    /// CNY for one of a currency by the last day not after `day`: coefficient and decimals, to 8 significant
    /// digits, half to even. For the euro it is what was published.
    func rate(_ currency: Currency, on day: Day) -> (day: Day, units: Int128, scale: Int)? {
        guard let found = rates.keys.filter({ $0 <= day }).max(), let table = rates[found],
            let cny = table[.cny]
        else { return nil }
        guard currency != .eur, let other = table[currency] else { return (found, Int128(cny), 4) }
        var (scale, power) = (0, Int128(1))
        while Int128(cny) * power / Int128(other) < 10_000_000 {
            (scale, power) = (scale + 1, power * 10)
        }
        let (quotient, rest) = (Int128(cny) * power).quotientAndRemainder(dividingBy: Int128(other))
        let twice = rest * 2
        let isUp = twice > Int128(other) || (twice == Int128(other) && quotient % 2 == 1)
        return (found, quotient + (isUp ? 1 : 0), scale)
    }

    /// Fen at a rate as minor units of the other currency, rounded once, half away from zero.
    static func convert(
        fen: Int64, at rate: (day: Day, units: Int128, scale: Int), digits: Int
    ) -> Int64 {
        func power(_ count: Int) -> Int128 {
            (0..<count).reduce(Int128(1)) { value, _ in value * 10 }
        }
        // fen ÷ 100 ÷ (units ÷ 10^scale) × 10^digits
        let (top, bottom) = (Int128(fen) * power(rate.scale + digits), 100 * rate.units)
        return Int64((2 * top + bottom) / (2 * bottom))
    }

    /// A share in tenths of a percent, rounded half away from zero: 25 of 100.60 is 2.515, so 2.52.
    static func share(fen: Int64, tenths: Int64) -> Int64 { (fen * tenths * 2 + 1000) / 2000 }
}
