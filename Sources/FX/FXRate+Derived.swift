public import Money
public import Time

extension FXRate {
    /// Significant digits of a derived rate.
    public static let significantDigits = 8

    /// Who is named for a currency in itself: nobody has published it.
    public static let identitySource = "identity"

    /// One for one: the rate of a currency in itself, of whatever day.
    public static func identity(_ currency: Currency, on day: Day) -> FXRate {
        FXRate(
            base: currency, quote: currency, value: .one, day: day, source: identitySource)
    }

    /// The rate between two currencies that are both quoted against `hub`, as the ECB quotes all
    /// against the euro: quote ÷ base, rounded half-even to 8 significant digits once.
    ///
    /// EUR/CNY 7.7539 and EUR/USD 1.1485 give USD/CNY 6.7513278.
    ///
    /// - Throws: `MoneyError` when a rate is zero or the digits do not fit.
    public static func cross(
        base: Published, quote: Published, day: Day, source: String
    ) throws(MoneyError) -> FXRate {
        precondition(base.base == quote.base, "\(base) and \(quote) share no base")
        return FXRate(
            base: base.quote, quote: quote.quote,
            value: try significant(quote.value, over: base.value), day: day, source: source,
            derivedFrom: [base, quote])
    }

    /// The rate the other way round: 1 ÷ rate, rounded half-even to 8 significant digits once.
    ///
    /// USD/CNY 7.27 gives CNY/USD 0.13755158.
    ///
    /// - Throws: `MoneyError` when the rate is zero or the digits do not fit.
    public static func inverse(
        of published: Published, day: Day, source: String
    ) throws(MoneyError) -> FXRate {
        FXRate(
            base: published.quote, quote: published.base,
            value: try significant(.one, over: published.value), day: day, source: source,
            derivedFrom: [published])
    }

    /// `a` ÷ `b`, rounded half-even once to 8 significant digits.
    ///
    ///     7.7539 ÷ 184.03 = 0.04213389121…  → 0.042133891: the first digit is the second decimal
    ///
    /// - Throws: `MoneyError.divisionByZero`, or `.doesNotFit` where a number is too wide or small.
    static func significant(_ a: Exact, over b: Exact) throws(MoneyError) -> Exact {
        let (m, n) = (digits(a), digits(b))
        // 0.A ÷ 0.B lies between a tenth and ten: which of the two coefficients is the larger,
        // written with as many digits, says whether the quotient has a digit more.
        let ten = Exact(10)
        var (left, right) = (
            Exact(coefficient: a.coefficient, scale: 0), Exact(coefficient: b.coefficient, scale: 0)
        )
        for _ in 0..<max(0, n - m) { left = try left.times(ten) }
        for _ in 0..<max(0, m - n) { right = try right.times(ten) }
        let beforePoint = (m - a.scale) - (n - b.scale) + (left >= right ? 1 : 0)
        let places = significantDigits - beforePoint
        if places > Exact.maximumScale { throw .doesNotFit("\(a) ÷ \(b)") }
        if places >= 0 { return try a.divided(by: b, scale: places, .halfEven) }
        var unit = Exact.one
        for _ in 0..<(-places) { unit = try unit.times(ten) }
        return try a.divided(by: b.times(unit), scale: 0, .halfEven).times(unit)
    }

    private static func digits(_ value: Exact) -> Int {
        String(value.coefficient.magnitude).utf8.count
    }

    /// Whether its value is what the published rates it names give, worked out again; true for one
    /// that names none.
    public var isDerivedRight: Bool {
        switch derivedFrom.count {
        case 0: return base != quote || value == .one
        case 1:
            let one = derivedFrom[0]
            return one.base == quote && one.quote == base
                && (try? FXRate.significant(.one, over: one.value)) == value
        case 2:
            let (below, above) = (derivedFrom[0], derivedFrom[1])
            return below.base == above.base && below.quote == base && above.quote == quote
                && (try? FXRate.significant(above.value, over: below.value)) == value
        default: return false
        }
    }

    /// How it was derived, as a calculation: `EUR/CNY 7.8793 ÷ EUR/USD 1.1644`, `1 ÷ USD/CNY 7.27`; nil
    /// for a rate as it was published.
    public var derivation: String? {
        if derivedFrom.isEmpty { return nil }
        let figures = derivedFrom.reversed().map(\.text)
        return (figures.count == 1 ? ["1"] + figures : figures).joined(separator: " ÷ ")
    }
}
