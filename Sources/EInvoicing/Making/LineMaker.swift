import Catalog
import Invoicing
import Metering
import Money
import Time

/// Makes a line of the electronic invoice from a line of the invoice.
struct LineMaker {
    let billed: Invoice.Line
    let zone: Zone
    let words: Words

    var line: EInvoice.Line {
        EInvoice.Line(
            number: billed.number, note: note, item: billed.charge?.text, name: name,
            attributes: attributes, price: price, period: period,
            adjustments: billed.reductions.map(words.adjustment),
            rate: EInvoice.TaxRate(billed.taxPercent), net: billed.amount)
    }

    /// `Developer plan · Base fee`; of usage the charge's name alone.
    var name: String {
        let name = words[billed.name]
        guard let kind = words.kind(billed.kind) else { return name }
        let givenBack = billed.isRecurring && billed.precise.isNegative
        return ([name, kind] + (givenBack ? [words("given back", "退还")] : []))
            .joined(separator: " · ")
    }

    /// The dimensions that its usage is split by, and the word for what is counted.
    var attributes: [EInvoice.Attribute] {
        billed.group.map { value in
            EInvoice.Attribute(
                name: value.dimension, value: words.value(value.value, of: value.dimension))
        } + (billed.unit.map { [.init(name: words("unit", "单位"), value: words[$0])] } ?? [])
    }

    /// What is paid for good has no last day.
    var period: EInvoice.Period {
        let service = billed.service
        // Days that end where they begin are one day: an end before its start is refused (BR-30).
        let last = max(service.from, billed.lastServiceDay)
        return EInvoice.Period(first: service.from, last: billed.isForGood ? nil : last)
    }

    private var price: EInvoice.Price {
        var units = billed.units.exact
        // A fee states how many it is for, and its amount whether it is given back.
        if billed.isRecurring, billed.gross.isNegative { units = units.magnitude.negated }
        return EInvoice.Price(
            billed.gross, units: units, billed.unit.map { UnitCode($0.english) } ?? .one)
    }

    /// How the amount before reductions came to be, where the price and the quantity do not say it.
    private var note: String? {
        var parts: [String] = []
        if let dates = billed.dates(in: zone) { parts.append(dates) }
        if let explanation = billed.explanation { parts += words.steps(explanation) }
        if let proration = billed.proration { parts.append(words.proration(proration)) }
        let precise = billed.precise
        if !parts.isEmpty || precise.currency != billed.amount.currency {
            parts.append("\(precise.currency.code) \(precise.exact.grouped(minimumScale: 2))")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
}
