import Money

/// Included units before a first tier that is free as well: two allowances, one after the other.
enum IncludedTwice: LintRule {
    static let name = "included_twice"
    static let about =
        "Included units stand before a first tier or free units that cost nothing either. "
        + "Warning."

    static func findings(_ subject: LintSubject) -> [LintFinding] {
        subject.charges.compactMap { item in
            let included = item.charge.terms.included
            guard !included.isZero, let free = free(item.charge.price) else { return nil }
            return finding(
                .warning, at: item.term("included"),
                "\(item.label) includes \(included.grouped(minimumScale: 0)) units, and the "
                    + "\(free.grouped(minimumScale: 0)) after them cost nothing either",
                advice: "keep one of the two")
        }
    }

    private static func free(_ price: ChargeModel) -> Exact? {
        switch price {
        case .graduated(let tiers), .volume(let tiers, _):
            let first = tiers.tiers[0]
            return first.rate.price.isZero && first.flatFee.isZero ? first.upTo : nil
        case .package(let package): return package.freeUnits.isZero ? nil : package.freeUnits
        default: return nil
        }
    }
}

/// Free units of a package price that are more than a package: often meant as packages.
enum FreeUnitsAbovePackage: LintRule {
    static let name = "free_units_above_package"
    static let about = "The free units of a package price are more than a package. Note."

    static func findings(_ subject: LintSubject) throws(MoneyError) -> [LintFinding] {
        var found: [LintFinding] = []
        for item in subject.charges {
            guard case .package(let package) = item.charge.price, package.freeUnits > package.size
            else { continue }
            let packages = try package.freeUnits.divided(by: package.size, scale: 2, .down)
            found.append(
                finding(
                    .note, at: item.price["free_units"] ?? item.price,
                    "the \(package.freeUnits.grouped(minimumScale: 0)) free units of \(item.label) "
                        + "are \(packages) packages of \(package.size.grouped(minimumScale: 0))",
                    advice: "check that free_units counts units, not packages"))
        }
        return found
    }
}
