public import Catalog
public import Money

/// At how many units of a metric two plans cost the same, their base fees for one period included and
/// nothing else being used.
///
/// `flat` costs 20 a month and 0.01 a unit, `paid` 0.05 a unit: 20 + 0.01 u = 0.05 u at 500 units, and
/// above them `flat` costs less.
///
///     try BreakEven.all(flat, against: paid)[0].points     // [500, from there on flat costs less]
///
/// Prices are straight lines between the bounds of tiers and packages, so each piece is solved exactly.
public struct BreakEven: Sendable, Equatable {
    public let metric: BillableMetric.ID
    /// Whether the plan costs less than the other from the first unit on.
    public let isCheaperAtFirst: Bool
    /// Where the cheaper of the two becomes the dearer one, by rising units. None: never.
    public let points: [Point]
    /// Units above which nothing was looked at: one of them has no price there, or packages go on
    /// beyond the ten thousandth; nil where the answer holds for any quantity.
    public let searchedUpTo: Exact?
    /// Why there is no answer: a model or a term that is no straight line of the units.
    public let notSolved: String?

    /// A quantity at which the order of the two changes.
    public struct Point: Sendable, Equatable {
        /// Both cost the same there, or the price of one jumps there.
        public let units: Exact
        /// False where the quotient has no end: `units` is then its twelfth decimal, rounded up.
        public let isExact: Bool
        /// Whether the plan costs less than the other above it.
        public let isCheaperAbove: Bool
    }

    /// One answer for each metric that both plans charge for, in the order of the plan's charges.
    ///
    /// - Precondition: both plans have one currency.
    /// - Throws: `PricingError`.
    public static func all(
        _ plan: Plan, against other: Plan
    ) throws(PricingError) -> [BreakEven] {
        precondition(plan.currency == other.currency, "\(plan.code) against \(other.code)")
        var found: [BreakEven] = []
        for ours in plan.charges {
            guard let theirs = other.charges.first(where: { $0.metric == ours.metric }) else {
                continue
            }
            found.append(try BreakEven(plan, ours, other, theirs))
        }
        return found
    }

    private init(
        _ plan: Plan, _ ours: Charge, _ other: Plan, _ theirs: Charge
    ) throws(PricingError) {
        metric = ours.metric
        notSolved = ours.notLinear ?? theirs.notLinear
        var search = Search(ours, theirs, base: (plan.baseFee.exact, other.baseFee.exact))
        if notSolved == nil { try search.run() }
        isCheaperAtFirst = search.wasCheaper
        points = search.points
        searchedUpTo = search.end
    }
}

/// Walks the pieces on which the difference of two charges is a straight line.
private struct Search {
    let ours: Charge
    let theirs: Charge
    let base: (Exact, Exact)
    var wasCheaper = false
    var points: [BreakEven.Point] = []
    var end: Exact?

    init(_ ours: Charge, _ theirs: Charge, base: (Exact, Exact)) {
        self.ours = ours
        self.theirs = theirs
        self.base = base
    }

    /// What the plan costs more than the other.
    private func difference(_ units: Exact) throws -> Exact {
        func cost(_ charge: Charge, _ base: Exact) throws -> Exact {
            try Pricer.price(.units(units, prorated: nil), charge.price, charge.terms).sum()
                .plus(base)
        }
        return try cost(ours, base.0).minus(cost(theirs, base.1))
    }

    mutating func run() throws(PricingError) {
        do {
            try walk()
        } catch let error as PricingError {
            throw error
        } catch let error as MoneyError {
            throw .doesNotFit(error)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    private mutating func walk() throws {
        let bounds = Set(try ours.bounds() + theirs.bounds()).filter { $0 > .zero }.sorted()
        let isCut = ours.hasPackages || theirs.hasPackages
        var isCheaper: Bool?
        var low = Exact.zero
        for index in 0...bounds.count {
            let high = index < bounds.count ? bounds[index] : nil
            if high == nil, isCut {
                end = low
                break
            }
            // Two points inside the piece say what the line is at its ends, without a division.
            let step =
                try high.map { try $0.minus(low).times(Exact(coefficient: 25, scale: 2)) }
                ?? .one
            let (x, y) = (try low.plus(step), try low.plus(step).plus(step))
            let (atX, atY): (Exact, Exact)
            do {
                (atX, atY) = (try difference(x), try difference(y))
            } catch PricingError.unpricedUnits {
                end = low
                break
            }
            let rise = try atY.minus(atX)
            let first = try atX.minus(rise)
            let last = try high.map { _ in try first.plus(rise.times(Exact(4))) }
            /// Just above a quantity, where the line may go on level.
            let begins = first.isZero ? rise : first
            // Where both cost the same, neither is dearer: the order does not change.
            let startsCheaper = begins.isZero ? isCheaper ?? false : begins.isNegative
            if isCheaper == nil { wasCheaper = startsCheaper }
            if let isCheaper, startsCheaper != isCheaper {
                add(low, isExact: true, startsCheaper)
            }
            isCheaper = startsCheaper
            let ends = last ?? rise
            if !begins.isZero, !ends.isZero, !first.isZero, ends.isNegative != startsCheaper,
                rise.isNegative != startsCheaper
            {
                // first + rise × (u − low) ÷ step = 0
                let part = try first.negated.times(step)
                let units = try low.plus(
                    part.divided(by: rise, orTo: 12, .up))
                let isExact = try units.minus(low).times(rise) == part
                add(units, isExact: isExact, !startsCheaper)
                isCheaper = !startsCheaper
            }
            if let high { low = high }
        }
    }

    private mutating func add(_ units: Exact, isExact: Bool, _ isCheaperAbove: Bool) {
        points.append(.init(units: units, isExact: isExact, isCheaperAbove: isCheaperAbove))
    }
}

extension Charge {
    fileprivate var hasPackages: Bool {
        if case .package = price { true } else { false }
    }

    /// Why its amount is not made of straight lines whose ends are known.
    fileprivate var notLinear: String? {
        if terms.conversion != nil { return "\(code) converts its units" }
        if terms.maximum != nil || terms.minimum != nil {
            return "\(code) has a maximum or a minimum"
        }
        switch price {
        case .standard, .graduated, .volume(_, lookup: .exact): return nil
        case .package(let package) where package.rounding == .up: return nil
        default: return "\(code) is priced by \(price.name.rawValue)"
        }
    }

    /// The quantities at which its line bends or jumps.
    fileprivate func bounds() throws(MoneyError) -> [Exact] {
        var bounds = [terms.included]
        switch price {
        case .graduated(let tiers), .volume(let tiers, _):
            for index in tiers.tiers.indices {
                if let end = tiers.end(index) { bounds.append(try end.plus(terms.included)) }
            }
        case .package(let package):
            var bound = try terms.included.plus(package.freeUnits)
            for _ in 0...10_000 {
                bounds.append(bound)
                bound = try bound.plus(package.size)
            }
        default: break
        }
        return bounds
    }
}
