/// An exact decimal number: `coefficient × 10^-scale`, never rounded behind your back.
///
/// Quantities, unit prices and precise amounts all hold one. It is kept in lowest terms, so `1.50`
/// and `1.5` are the same value and print alike. A coefficient has up to 38 digits and a scale up
/// to 40; what does not fit throws `MoneyError.doesNotFit` with the numbers, it never wraps.
///
///     try Exact("1.5e-07")                     // 0.00000015, as price tables write it
///     try Exact("4200000").times(Exact("0.0000003"))   // 1.26
public struct Exact: Sendable, Hashable {
    /// The digits, signed, without trailing zeros unless `scale` is 0.
    public let coefficient: Int128
    /// How many of the digits stand behind the point: 0 to 40.
    public let scale: Int

    /// The largest scale kept: wide enough for the longest published price (23 decimals) times
    /// the finest quantity (12).
    public static let maximumScale = 40

    public static let zero = Exact(reducing: 0, scale: 0)
    public static let one = Exact(reducing: 1, scale: 0)

    /// The whole number `value`.
    public init(_ value: some FixedWidthInteger) {
        self.init(reducing: Int128(value), scale: 0)
    }

    /// `coefficient × 10^-scale`, brought to lowest terms. `scale` must be in 0…40.
    public init(coefficient: Int128, scale: Int) {
        precondition((0...Exact.maximumScale).contains(scale), "scale \(scale) is not in 0…40")
        self.init(reducing: coefficient, scale: scale)
    }

    init(reducing coefficient: Int128, scale: Int) {
        var coefficient = coefficient
        var scale = scale
        while scale > 0 {
            let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: 10)
            if remainder != 0 { break }
            coefficient = quotient
            scale -= 1
        }
        self.coefficient = coefficient
        self.scale = scale
    }

    public var isZero: Bool { coefficient == 0 }
    public var isNegative: Bool { coefficient < 0 }
    /// True when nothing stands behind the point.
    public var isWhole: Bool { scale == 0 }
    /// The number with its sign turned. The smallest coefficient of 128 bits has no opposite; sums
    /// and products that would be it do not fit.
    public var negated: Exact { Exact(reducing: -coefficient, scale: scale) }
    /// The number without its sign.
    public var magnitude: Exact { isNegative ? negated : self }
}

extension Exact {
    /// The sum, exactly.
    ///
    /// - Throws: `MoneyError.doesNotFit` when the digits of both, set on one point, pass 38.
    public func plus(_ other: Exact) throws(MoneyError) -> Exact {
        if scale == other.scale {
            return try sum(coefficient, other.coefficient, other, scale)
        }
        let wide = max(scale, other.scale)
        guard let a = scaled(to: wide), let b = other.scaled(to: wide) else {
            throw .doesNotFit("\(self) + \(other)")
        }
        return try sum(a, b, other, wide)
    }

    private func sum(
        _ a: Int128, _ b: Int128, _ other: Exact, _ scale: Int
    ) throws(MoneyError) -> Exact {
        let (sum, overflow) = a.addingReportingOverflow(b)
        if overflow || sum == .min { throw .doesNotFit("\(self) + \(other)") }
        return Exact(reducing: sum, scale: scale)
    }

    /// The difference, exactly.
    ///
    /// - Throws: `MoneyError.doesNotFit`, as `plus`.
    public func minus(_ other: Exact) throws(MoneyError) -> Exact {
        try plus(other.negated)
    }

    /// The product, exactly: `60000 × 0.00008 = 4.8`.
    ///
    /// - Throws: `MoneyError.doesNotFit` when it needs more than 38 digits or 40 decimals.
    public func times(_ other: Exact) throws(MoneyError) -> Exact {
        let (product, overflow) = coefficient.multipliedReportingOverflow(by: other.coefficient)
        if overflow || product == .min { throw .doesNotFit("\(self) × \(other)") }
        var digits = product
        var places = scale + other.scale
        while places > 0, digits % 10 == 0 {
            digits /= 10
            places -= 1
        }
        if places > Exact.maximumScale { throw .doesNotFit("\(self) × \(other)") }
        return Exact(reducing: digits, scale: places)
    }

    /// The product, rounded once to `scale` decimals by `rule`, however many digits the whole of it has.
    ///
    ///     try Exact("0.125").times(Exact("7.27"), scale: 2, .halfAwayFromZero)   // 0.91
    ///
    /// - Throws: `MoneyError.doesNotFit` when what is rounded still needs more than 38 digits.
    public func times(
        _ other: Exact, scale wanted: Int, _ rule: RoundingRule
    ) throws(MoneyError) -> Exact {
        let places = scale + other.scale - wanted
        let (high, low) = coefficient.magnitude.multipliedFullWidth(by: other.coefficient.magnitude)
        guard (0..<38).contains(places), let divisor = Exact.power(places)?.magnitude,
            high < divisor
        else { return try times(other).rounded(toScale: wanted, rule) }
        let (quotient, remainder) = divisor.dividingFullWidth((high, low))
        guard let whole = Int128(exactly: quotient), whole < .max else {
            throw .doesNotFit("\(self) × \(other)")
        }
        // What is cut off decides with the last digit that stays, which may be odd.
        let sign: Int128 = isNegative == other.isNegative ? 1 : -1
        let last = whole % 2
        let end = rule.quotient(
            of: sign * (last * Int128(divisor) + Int128(remainder)), by: Int128(divisor))
        return Exact(reducing: sign * (whole - last) + end, scale: wanted)
    }

    /// The quotient, rounded once to `scale` decimals by `rule`: the only division there is.
    ///
    /// - Throws: `MoneyError.divisionByZero`, or `MoneyError.doesNotFit`.
    public func divided(
        by other: Exact, scale wanted: Int, _ rule: RoundingRule
    ) throws(MoneyError) -> Exact {
        if other.isZero { throw .divisionByZero("\(self) ÷ 0") }
        // a·10^-s ÷ b·10^-t = (a·10^(wanted+t-s) ÷ b) · 10^-wanted
        let shift = wanted + other.scale - scale
        var numerator = coefficient
        var denominator = other.coefficient
        if shift >= 0 {
            guard let factor = Exact.power(shift),
                case let (value, false) = numerator.multipliedReportingOverflow(by: factor)
            else { throw .doesNotFit("\(self) ÷ \(other)") }
            numerator = value
        } else {
            guard let factor = Exact.power(-shift),
                case let (value, false) = denominator.multipliedReportingOverflow(by: factor)
            else { throw .doesNotFit("\(self) ÷ \(other)") }
            denominator = value
        }
        return Exact(
            reducing: rule.quotient(of: numerator, by: denominator), scale: wanted)
    }

    /// The quotient, exactly where it has an end within 40 decimals, and rounded to `scale` decimals
    /// by `rule` where it has none.
    ///
    ///     try Exact(1500000).divided(by: Exact(1048576), orTo: 12, .halfAwayFromZero)  // 1.430511474609375
    ///     try Exact(1).divided(by: Exact(3), orTo: 12, .halfAwayFromZero)              // 0.333333333333
    ///
    /// - Throws: `MoneyError.divisionByZero`, or `MoneyError.doesNotFit`.
    public func divided(
        by other: Exact, orTo scale: Int, _ rule: RoundingRule
    ) throws(MoneyError) -> Exact {
        if other.isZero { throw .divisionByZero("\(self) ÷ 0") }
        for places in stride(from: Exact.maximumScale, through: 0, by: -1) {
            guard let quotient = try? divided(by: other, scale: places, .down) else { continue }
            if let product = try? quotient.times(other), product == self { return quotient }
            break
        }
        return try divided(by: other, scale: scale, rule)
    }

    /// The number with its point moved `places` to the left, exactly: 0.5 and 6 give 0.0000005.
    ///
    /// - Throws: `MoneyError.doesNotFit` when that needs more than 40 decimals.
    public func shifted(right places: Int) throws(MoneyError) -> Exact {
        precondition(places >= 0, "cannot shift by \(places)")
        let reduced = try times(Exact(coefficient: 1, scale: min(places, Exact.maximumScale)))
        if places > Exact.maximumScale { throw .doesNotFit("\(self) ÷ 10^\(places)") }
        return reduced
    }

    /// The number rounded to `places` decimals by `rule`.
    public func rounded(toScale places: Int, _ rule: RoundingRule) -> Exact {
        guard places < scale else { return self }
        guard let factor = Exact.power(scale - places) else {
            // Of 39 decimals and more none is near a half; up and down still move.
            return Exact(
                reducing: rule.quotient(of: coefficient.signum(), by: 1000), scale: places)
        }
        return Exact(reducing: rule.quotient(of: coefficient, by: factor), scale: places)
    }

    /// The coefficient if the number were written with `places` decimals, or nil if it needs more
    /// decimals or more digits than there are.
    public func scaled(to places: Int) -> Int128? {
        guard places >= scale, let factor = Exact.power(places - scale) else { return nil }
        let (value, overflow) = coefficient.multipliedReportingOverflow(by: factor)
        return overflow ? nil : value
    }

    /// 10^n, or nil past 38.
    static func power(_ n: Int) -> Int128? {
        guard (0...38).contains(n) else { return nil }
        return powers[n]
    }

    private static let powers: [Int128] = {
        var values: [Int128] = [1]
        for _ in 0..<38 { values.append(values[values.count - 1] * 10) }
        return values
    }()
}

extension Exact: Comparable {
    public static func < (a: Exact, b: Exact) -> Bool {
        if a.scale == b.scale { return a.coefficient < b.coefficient }
        // One of the two already has the wider scale; if the other, written with as many decimals,
        // needs more digits than there are, it is the larger in magnitude and its sign decides.
        if a.scale < b.scale {
            guard let x = a.scaled(to: b.scale) else { return a.isNegative }
            return x < b.coefficient
        }
        guard let y = b.scaled(to: a.scale) else { return !b.isNegative }
        return a.coefficient < y
    }
}
