import Invoicing
import Money
import Rating

/// Which sentences explain the prices of an invoice: those of what stands on it, in a fixed order.
struct PriceRules {
    let invoice: Invoice

    var phrases: [Phrase] {
        var found: Set<Phrase> = []
        for line in invoice.lines {
            for step in line.explanation?.steps ?? [] {
                if let phrase = phrase(step.subject) { found.insert(phrase) }
                if step.multiplier != .one { found.insert(.ruleMultiplier) }
            }
            if line.explanation.map({ !$0.included.isZero }) ?? false {
                found.insert(.ruleIncluded)
            }
            if line.proration != nil { found.insert(.ruleProration) }
            for reduction in line.reductions {
                switch reduction.kind {
                case .coupon: found.insert(.ruleCoupon)
                case .paidCredit, .promotionalCredit: found.insert(.ruleCredit)
                case .creditNote: break
                }
            }
            if line.kind == .lateUsage { found.insert(.ruleLate) }
        }
        return Phrase.allCases.filter(found.contains)
    }

    /// Units at one price explain themselves.
    private func phrase(_ subject: Explanation.Subject) -> Phrase? {
        switch subject {
        case .units, .events, .eventAmounts, .discount: nil
        case .tier: .ruleTiers
        case .volume: .ruleVolume
        case .packages, .blocks: .rulePackages
        case .share, .eventMinimum, .eventMaximum: .ruleShare
        case .tokens: .ruleTokens
        case .maximum, .minimum: .ruleLimits
        case .commitment, .overage: .ruleCommitment
        case .alreadyBilled: .ruleParts
        case .spendCap: .ruleSpendCap
        }
    }
}
