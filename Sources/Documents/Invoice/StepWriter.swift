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
                " · \(step.units.grouped(minimumScale: 2)) × \(step.rate.words)"
            return detail(
                { subject(step, $0) + calculation }, "", "", step.amount.grouped(minimumScale: 2))
        }
        return detail(
            { subject(step, $0) }, step.units.grouped(minimumScale: 0), step.priceWords,
            step.amount.grouped(minimumScale: 2))
    }

    /// What the units of a step are, in one language.
    private func subject(_ step: Explanation.Step, _ language: Catalog.Language) -> String {
        StepWords(writer.wording, explanation, unit: unit).subject(step, language)
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
}
