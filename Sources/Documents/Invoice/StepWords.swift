public import Catalog
import Money
public import Rating

/// The steps of a price in words of either language, on paper and on a screen alike.
///
///     StepWords(wording, explanation, unit: line.unit).subject(step, .chinese)   // 0 – 1M
public struct StepWords {
    let wording: Wording
    let explanation: Explanation
    /// What is counted; nil where nothing is.
    let unit: LocalizedText?

    /// - Parameter unit: what is counted; nil where nothing is.
    public init(_ wording: Wording, _ explanation: Explanation, unit: LocalizedText?) {
        self.wording = wording
        self.explanation = explanation
        self.unit = unit
    }

    /// All of them, each with what recomputes it: `0 – 1M · 1,000,000 × 1.50 / 1M = 1.50`.
    public func sentences(_ language: Catalog.Language) -> [String] {
        let included =
            explanation.included.isZero
            ? []
            : [
                wording.text(.includedUnits, language)
                    + " · \(explanation.included.grouped) × 0 = 0.00"
            ]
        return included + explanation.steps.map { sentence($0, language) }
    }

    private func sentence(_ step: Explanation.Step, _ language: Catalog.Language) -> String {
        let (words, amount) = (subject(step, language), step.amount.grouped(minimumScale: 2))
        if case .alreadyBilled(let units) = step.subject {
            return words + (units.isZero ? "" : " · \(units.negated.grouped(minimumScale: 0))")
                + " = \(amount)"
        }
        if !step.hasPrice { return "\(words) = \(amount)" }
        let units = step.units.grouped(minimumScale: step.isShareOfMoney ? 2 : 0)
        return "\(words) · \(units) × \(step.priceWords) = \(amount)"
    }

    /// What the units of a step are, in one language.
    func subject(_ step: Explanation.Step, _ language: Catalog.Language) -> String {
        func text(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
            wording.text(phrase, language, values)
        }
        switch step.subject {
        case .units: return text(.chargedUnits)
        case .tier(let from, let upTo): return tier(from, upTo, language)
        case .volume(let from, let upTo):
            return text(.volumeTier, ["tier": tier(from, upTo, language)])
        case .packages(let size, let free):
            let packages = text(
                .packages,
                ["size": size.grouped(minimumScale: 0), "unit": unit?[language] ?? ""])
            if free.isZero { return packages }
            return packages + " · " + text(.freeUnits, ["units": free.grouped(minimumScale: 0)])
        case .blocks(let size):
            return text(
                .blocks, ["size": size.grouped(minimumScale: 0), "unit": unit?[language] ?? ""])
        case .share(let events): return text(.paidEvents, ["count": "\(events)"])
        case .events: return text(.fixedFees)
        case .eventMinimum: return text(.eventMinimum)
        case .eventMaximum: return text(.eventMaximum)
        case .eventAmounts(let events): return text(.eventAmounts, ["count": "\(events)"])
        case .discount: return text(.discount)
        case .maximum(let limit):
            return text(.maximum, ["limit": limit.grouped(minimumScale: 2)])
        case .minimum(let limit):
            return text(.minimum, ["limit": limit.grouped(minimumScale: 2)])
        case .alreadyBilled: return text(.alreadyBilled)
        case .spendCap(let limit, _):
            return text(.spendCap, ["limit": limit.grouped(minimumScale: 2)])
        case .commitment(let limit):
            return text(.committed, ["limit": limit.grouped(minimumScale: 2)])
        case .overage(let limit):
            return text(.overage, ["limit": limit.grouped(minimumScale: 2)])
        case .tokens(let tokenClass, _, let limit, let isOffPeak):
            let name = text(phrase(tokenClass)) + (isOffPeak ? " · \(text(.offPeak))" : "")
            if let limit {
                return "\(name) · \(text(.band, ["limit": Explanation.short(Exact(limit))]))"
            }
            guard let below = longestBand else { return name }
            return "\(name) · \(text(.bandAbove, ["limit": Explanation.short(Exact(below))]))"
        }
    }

    private func tier(_ from: Exact, _ upTo: Exact?, _ language: Catalog.Language) -> String {
        // "2K" beside a unit of a thousand would be read as two millions or as two thousands.
        func bound(_ bound: Exact) -> String {
            bound < Exact(1_000_000)
                ? bound.grouped(minimumScale: 0) : Explanation.short(bound)
        }
        return upTo.map { "\(bound(from)) – \(bound($0))" }
            ?? wording.text(.tierOpen, language, ["from": bound(from)])
    }

    /// Where the band without an end begins; nil where all requests pay one band.
    private var longestBand: Int64? {
        explanation.steps.compactMap { step in
            if case .tokens(_, _, let limit?, _) = step.subject { limit } else { nil }
        }.max()
    }

    private func phrase(_ tokenClass: TokenClass) -> Phrase {
        switch tokenClass {
        case .input: .tokenInput
        case .cacheRead: .tokenCacheRead
        case .cacheWrite: .tokenCacheWrite
        case .cacheWriteOneHour: .tokenCacheWriteOneHour
        case .output: .tokenOutput
        case .reasoning: .tokenReasoning
        case .imageOutput: .tokenImageOutput
        }
    }
}

extension Explanation.Step {
    /// Whether it is units at a price, and not an amount that reaches a limit.
    var hasPrice: Bool {
        switch subject {
        case .maximum, .minimum, .commitment, .alreadyBilled, .spendCap, .eventAmounts: false
        default: true
        }
    }

    /// Whether its units are an amount of the plan's currency.
    var isShareOfMoney: Bool {
        switch subject {
        case .discount, .overage: true
        default: false
        }
    }

    /// A price with what is done to it: `1.50 / 1M × 1.2 + 5.00`.
    var priceWords: String {
        var words = rate.words
        if multiplier != .one { words += " × \(multiplier)" }
        if !flatFee.isZero { words += " + \(flatFee.grouped(minimumScale: 2))" }
        return words
    }
}

extension Rate {
    /// A price as it is written: `0.50 / 1M`, `2.9%`.
    var words: String {
        if isPercent { return "\(price.grouped(minimumScale: 0))%" }
        let text = price.grouped(minimumScale: 2)
        return per == .one ? text : "\(text) / \(Explanation.short(per))"
    }
}
