import Catalog
import Money
import Rating
import Typesetting

/// The steps of a line as rows that recompute: what, how many × price, and the amount.
struct StepWriter {
    let writer: Writer
    let explanation: Explanation
    /// What is counted; nil where nothing is.
    let unit: LocalizedText?

    var rows: [Table.Row] {
        var rows: [Table.Row] = []
        if !explanation.included.isZero {
            rows.append(
                detail(
                    { writer.wording.text(.includedUnits, $0) },
                    explanation.included.grouped, "", "0.00"))
        }
        // One step at the line's own price says nothing new.
        if explanation.steps.count == 1, case .units = explanation.steps[0].subject,
            explanation.included.isZero
        {
            return rows
        }
        return rows + explanation.steps.map(row)
    }

    private func row(_ step: Explanation.Step) -> Table.Row {
        if case .alreadyBilled(let units) = step.subject {
            return detail(
                { subject(step, $0) }, units.isZero ? "" : units.negated.grouped(minimumScale: 0),
                "", step.amount.grouped(minimumScale: 2))
        }
        if !step.hasPrice {
            return detail({ subject(step, $0) }, "", "", step.amount.grouped(minimumScale: 2))
        }
        // A share of money is no quantity.
        if step.isShareOfMoney {
            let calculation =
                " · \(step.units.grouped(minimumScale: 2)) × \(writer.price(step.rate))"
            return detail(
                { subject(step, $0) + calculation }, "", "", step.amount.grouped(minimumScale: 2))
        }
        var price = writer.price(step.rate)
        if step.multiplier != .one { price += " × \(step.multiplier)" }
        if !step.flatFee.isZero { price += " + \(step.flatFee.grouped(minimumScale: 2))" }
        return detail(
            { subject(step, $0) }, step.units.grouped(minimumScale: 0), price,
            step.amount.grouped(minimumScale: 2))
    }

    private func detail(
        _ subject: (Catalog.Language) -> String, _ units: String, _ price: String,
        _ amount: String
    ) -> Table.Row {
        .init(
            .detail,
            [
                .init(spans: writer.spans(writer.theme.label, subject)),
                .init(writer.minus(units)), .init(price), .init(writer.minus(amount)),
            ])
    }

    /// What the units of a step are, in one language.
    private func subject(_ step: Explanation.Step, _ language: Catalog.Language) -> String {
        func text(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
            writer.wording.text(phrase, language, values)
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
            ?? writer.wording.text(.tierOpen, language, ["from": bound(from)])
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
    fileprivate var hasPrice: Bool {
        switch subject {
        case .maximum, .minimum, .commitment, .alreadyBilled, .spendCap, .eventAmounts: false
        default: true
        }
    }

    /// Whether its units are an amount of the plan's currency.
    fileprivate var isShareOfMoney: Bool {
        switch subject {
        case .discount, .overage: true
        default: false
        }
    }
}

extension Writer {
    /// A price as it is written: `0.50 / 1M`, `2.9 %`.
    func price(_ rate: Rate) -> String {
        if rate.isPercent { return "\(rate.price.grouped(minimumScale: 0))%" }
        let price = rate.price.grouped(minimumScale: 2)
        return rate.per == .one ? price : "\(price) / \(Explanation.short(rate.per))"
    }
}
