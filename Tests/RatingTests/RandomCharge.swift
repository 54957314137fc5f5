import Money
import TestSupport

@testable import Catalog
@testable import Rating

/// A random charge on whole units with what it costs worked out the slow way: unit by unit, block by
/// block, in whole ten-millionths of the currency, from the rules and not from the program.
struct RandomCharge: CustomStringConvertible {
    struct Tier {
        /// Inclusive; nil has no end.
        let end: Int?
        /// Thousandths a unit or a block.
        let price: Int
        let flat: Int
        /// Units a block.
        let block: Int
        let maxBlocks: Int?
    }

    enum Kind: CaseIterable { case standard, graduated, volume, package, allBlocks, topBlock }

    let kind: Kind
    let tiers: [Tier]
    let free: Int
    let nothingAtZero: Bool
    let included: Int
    /// Multiplied, or divided and rounded up.
    let factor: Int?
    let divides: Bool
    /// Hundredths.
    let multiplier: Int
    let discount: Int
    let maximum: Int?
    let minimum: Int?

    init(_ random: inout SplitMix, _ kinds: [Kind] = Kind.allCases) {
        func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: random.next() % UInt64(bound)) }
        kind = kinds[below(kinds.count)]
        var end = 0
        var tiers: [Tier] = []
        for _ in 0..<below(4) {
            end += 1 + below(40)
            tiers.append(
                Tier(
                    end: end, price: below(3000), flat: below(3) * below(9), block: 1 + below(9),
                    maxBlocks: 1 + below(6)))
        }
        tiers.append(
            Tier(
                end: nil, price: below(3000), flat: below(3) * below(9), block: 1 + below(9),
                maxBlocks: nil))
        self.tiers = tiers
        free = below(20)
        nothingAtZero = below(2) == 0
        included = below(3) == 0 ? below(30) : 0
        factor = below(4) == 0 ? 1 + below(5) : nil
        divides = below(2) == 0
        multiplier = below(3) == 0 ? 1 + below(300) : 100
        discount = below(3) == 0 ? below(101) : 0
        maximum = below(3) == 0 ? below(80) : nil
        minimum = below(3) == 0 ? below(80) : nil
    }

    var description: String {
        "\(kind) \(tiers) free \(free) \(nothingAtZero) included \(included) by "
            + "\(factor.map { "\($0)" } ?? "-") \(divides) × \(multiplier) % less \(discount) % "
            + "at most \(maximum ?? -1), at least \(minimum ?? -1)"
    }
}

/// As the program has it.
extension RandomCharge {
    private static func thousandths(_ price: Int) throws -> Rate {
        // Half of them are written for a thousand units: 1234 / 1K is 1.234.
        price % 2 == 0
            ? try Rate(price: Exact(price), per: Exact(1000))
            : try Rate(price: Exact(coefficient: Int128(price), scale: 3))
    }

    var model: ChargeModel {
        get throws {
            let own = Tiers(
                try tiers.map {
                    Tiers.Tier(
                        upTo: $0.end.map { Exact($0) },
                        rate: try RandomCharge.thousandths($0.price), flatFee: Exact($0.flat))
                }, zeroUnits: nothingAtZero ? .nothing : .firstTierFlat)
            switch kind {
            case .standard: return .standard(try RandomCharge.thousandths(tiers[0].price))
            case .graduated: return .graduated(own)
            case .volume: return .volume(own, lookup: .exact)
            case .package:
                return .package(
                    Package(
                        size: Exact(tiers[0].block),
                        price: try RandomCharge.thousandths(tiers[0].price), freeUnits: Exact(free))
                )
            case .allBlocks, .topBlock:
                return .blockTiers(
                    BlockTiers(
                        tiers: try tiers.map {
                            .init(
                                blockSize: Exact($0.block),
                                maxBlocks: $0.maxBlocks.map { Exact($0) },
                                price: try RandomCharge.thousandths($0.price))
                        }, policy: kind == .allBlocks ? .allTiers : .topTier,
                        beyondLast: .unpriced))
            }
        }
    }

    var terms: ChargeTerms {
        ChargeTerms(
            conversion: factor.map {
                .init(
                    operation: divides ? .divide : .multiply, factor: Exact($0),
                    rounding: divides ? .up : nil)
            }, included: Exact(included),
            multiplier: Exact(coefficient: Int128(multiplier), scale: 2),
            discountPercent: Exact(discount), maximum: maximum.map { Exact($0) },
            minimum: minimum.map { Exact($0) })
    }

    func price(_ units: Int, isLast: Bool = true) throws -> Explanation {
        try Pricer.price(.units(Exact(units), prorated: nil), model, terms, isLast: isLast)
    }
}

/// The slow answer.
extension RandomCharge {
    /// What so many units cost, in ten-millionths.
    func slow(_ units: Int) -> Int {
        var paid = units
        if let factor {
            paid = 0
            // One at a time: every factor-th unit begins another; or each is as many.
            for unit in 0..<units { paid += divides ? (unit % factor == 0 ? 1 : 0) : factor }
        }
        paid -= min(paid, included)
        var amount = 0
        let (thousandths, flats) = base(paid)
        // Thousandths × hundredths of the multiplier are hundred-thousandths.
        amount = thousandths * multiplier * 100 + flats * 10_000_000
        amount -= amount / 100 * discount
        if let maximum { amount = min(amount, maximum * 10_000_000) }
        if let minimum { amount = max(amount, minimum * 10_000_000) }
        return amount
    }

    /// What is multiplied, in thousandths, and the flat fees, which are not.
    private func base(_ units: Int) -> (thousandths: Int, flats: Int) {
        switch kind {
        case .standard: return (units * tiers[0].price, 0)
        case .graduated:
            if units == 0 { return (0, nothingAtZero ? 0 : tiers[0].flat) }
            var sum = 0
            var entered: Set<Int> = []
            for unit in 1...units {
                let tier = tier(of: unit)
                entered.insert(tier)
                sum += tiers[tier].price
            }
            return (sum, entered.reduce(0) { $0 + tiers[$1].flat })
        case .volume:
            if units == 0 { return (0, nothingAtZero ? 0 : tiers[0].flat) }
            let last = tiers[tier(of: units)]
            return (units * last.price, last.flat)
        case .package:
            var packages = 0
            var room = 0
            for _ in 0..<max(0, units - free) {
                if room == 0 {
                    packages += 1
                    room = tiers[0].block
                }
                room -= 1
            }
            return (packages * tiers[0].price, 0)
        case .allBlocks, .topBlock:
            var tier = 0
            var blocks = 0
            var room = 0
            var sum = 0
            for _ in 0..<units {
                if room == 0 {
                    if let most = tiers[tier].maxBlocks, blocks == most {
                        tier += 1
                        blocks = 0
                    }
                    blocks += 1
                    room = tiers[tier].block
                    sum += tiers[tier].price
                }
                room -= 1
            }
            if kind == .allBlocks { return (sum, 0) }
            return ((units + tiers[tier].block - 1) / tiers[tier].block * tiers[tier].price, 0)
        }
    }

    private func tier(of unit: Int) -> Int {
        var tier = 0
        while let end = tiers[tier].end, unit > end { tier += 1 }
        return tier
    }
}
