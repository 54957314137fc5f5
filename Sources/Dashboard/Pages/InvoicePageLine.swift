import Catalog
import FX
import Invoicing
import Metering
import Money
import Rating
import Time

/// A line of an invoice with its steps and evidence.
struct InvoicePageLine {
    let invoice: Invoice
    let line: Invoice.Line

    var context: [String: Any] {
        let steps = steps
        var context: [String: Any] = [
            "no": line.number, "name": title.html,
            "units": line.units.grouped.replacing("-", with: "−"),
            "precise": line.precise.exact.grouped(minimumScale: 2).replacing("-", with: "−"),
            "amount": line.gross.grouped.replacing("-", with: "−"), "hasSteps": !steps.isEmpty,
            "steps": steps.map { ["text": $0.html] }, "number": invoice.number.text,
            "merchant": invoice.merchant.text,
        ]
        if let evidence = line.evidence {
            let (first, last) = (
                invoice.zone.day(of: evidence.first.at), invoice.zone.day(of: evidence.last.at)
            )
            let days: Markup = first == last ? "\(first)" : "\(first) to \(last)"
            context["events"] = ("\(evidence.events, "event"), \(days)" as Markup).html
            context["digest"] = evidence.digest
        }
        return context
    }

    private var title: Markup {
        switch line.kind {
        case .baseFee: return "\(name: line.name.english) · base fee \(line.serviceText)"
        case .seat: return "\(name: line.name.english) · seats \(line.serviceText)"
        case .addOn: return "\(name: line.name.english) · add-on \(line.serviceText)"
        case .commitment: return "\(name: line.name.english) · commitment"
        case .usage, .lateUsage: break
        }
        let group = line.group.map { group -> Markup in
            group.value.map { Markup(name: $0) } ?? "no \(name: "\(group.dimension)")"
        }
        let dates = line.dates(in: invoice.zone).map { ["\($0)" as Markup] } ?? []
        let late: [Markup] =
            line.kind == .lateUsage ? ["late usage of \(line.serviceText)"] : []
        return .joined([Markup(name: line.name.english)] + group + dates + late, by: " · ")
    }

    private var steps: [Markup] {
        var steps: [Markup] = []
        if let explanation = line.explanation {
            if !explanation.included.isZero {
                steps.append("\(figure: explanation.included.grouped) included, free of charge")
            }
            steps += explanation.steps.map { "\($0.description)" }
            if let source = explanation.priceSource {
                steps.append("Prices: \(name: "\(source)")")
            }
            if let switches = explanation.switches {
                steps.append("Semantics of \(name: "\(switches)")")
            }
        }
        if let proration = line.proration {
            steps.append(
                "\(proration.full.description) × \(proration.days.description) / "
                    + "\(proration.periodDays.description) days = \(line.precise.description)")
        }
        var left = line.precise
        for reduction in line.reductions {
            left = (try? left.minus(reduction.precise)) ?? left
            let words =
                switch reduction.kind {
                case .coupon: "Coupon"
                case .paidCredit: "Prepaid credit"
                case .promotionalCredit: "Credit given"
                case .creditNote: "Credited before"
                }
            steps.append(
                reduction.isGivenBack
                    ? "\(words) \(name: reduction.name.english), given back: "
                        + "+\(reduction.size.precise.description), "
                        + "\(reduction.size.amount) more"
                    : "\(words) \(name: reduction.name.english): −\(reduction.precise.description), "
                        + "\(reduction.amount) less")
        }
        if let lock = invoice.lock, let converted = try? lock.convert(left) {
            steps.append(
                "\(left.description) × \(lock.rate.value.description) = "
                    + "\(converted.description), rounded to \(line.amount)")
        }
        return steps
    }
}
