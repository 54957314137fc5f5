/// How a number that has too many decimals loses them. Every rounding in the house names one.
public enum RoundingRule: String, Sendable, Hashable, CaseIterable, Codable {
    /// To the nearest, halves away from zero (四舍五入): 1.005 → 1.01, −1.005 → −1.01. Money.
    case halfAwayFromZero
    /// To the nearest, halves to the even neighbour: 2.5 → 2, 3.5 → 4. Cross rates.
    case halfEven
    /// Towards plus infinity: 1.1 → 2, −1.1 → −1. Packages that are begun.
    case up
    /// Towards minus infinity: 1.9 → 1, −1.1 → −2. Packages that are full.
    case down

    /// `numerator ÷ denominator` as a whole number. The denominator must not be 0.
    ///
    ///     RoundingRule.halfAwayFromZero.quotient(of: 5, by: 2)    // 3
    ///     RoundingRule.halfEven.quotient(of: 5, by: 2)            // 2
    public func quotient(of numerator: Int128, by denominator: Int128) -> Int128 {
        precondition(denominator != 0, "\(numerator) ÷ 0")
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        if remainder == 0 { return quotient }
        let isNegative = (numerator < 0) != (denominator < 0)
        let outward: Int128 = isNegative ? -1 : 1
        // remainder is smaller than denominator, so comparing it with what is missing to the
        // next whole number cannot overflow, where doubling it could.
        let part = remainder.magnitude
        let missing = denominator.magnitude - part
        switch self {
        case .up: return isNegative ? quotient : quotient + 1
        case .down: return isNegative ? quotient - 1 : quotient
        case .halfAwayFromZero: return part >= missing ? quotient + outward : quotient
        case .halfEven:
            if part == missing { return quotient % 2 == 0 ? quotient : quotient + outward }
            return part > missing ? quotient + outward : quotient
        }
    }
}
