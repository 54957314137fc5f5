public import Catalog
public import Metering
public import Money
public import Time

/// One invoice of a closed month, as it was issued and as it would be now.
public struct InvoiceReplay: Sendable {
    public let customer: Customer.ID
    /// Nil where nothing was billed.
    public let number: Invoice.Number?
    /// The lines that would be others, in their order.
    public let lines: [Line]
    /// What is due more, or less, with tax, in the currency of the invoice. Where nothing was billed,
    /// no rate was locked, and it is in the currency of the prices, before tax, and not rounded.
    public let difference: PreciseAmount

    /// What would correct it.
    public enum Correction: String, Sendable, Equatable {
        case creditNote = "credit_note"
        case debitNote = "debit_note"
        case invoice
    }

    /// Nil where lines change and the total does not.
    public var correction: Correction? {
        if difference.isZero { return nil }
        if number == nil { return .invoice }
        return difference.isNegative ? .creditNote : .debitNote
    }

    /// A line as it was billed, and as it would be; nil where it was not, or would not.
    public struct Line: Sendable {
        public let before: Invoice.Line?
        public let after: Invoice.Line?

        var any: Invoice.Line { (before ?? after)! }
        public var name: LocalizedText { any.name }
        public var group: [MeteredUsage.DimensionValue] { any.group }
        public var service: DaySpan { any.service }

        /// In the currency of the prices, less what coupons take off.
        public func precise() throws(MoneyError) -> (before: PreciseAmount, after: PreciseAmount) {
            let currency = any.precise.currency
            return (
                try before?.left() ?? .zero(currency), try after?.left() ?? .zero(currency)
            )
        }
    }
}

extension Invoice.Line {
    /// Whether both bill the same thing, for whatever amount.
    fileprivate func isSame(as other: Invoice.Line) -> Bool {
        kind == other.kind && charge == other.charge && group == other.group
            && service == other.service && span == other.span
            && (charge != nil || name == other.name)
    }

    fileprivate func costs(as other: Invoice.Line) -> Bool {
        units == other.units && precise == other.precise && reductions == other.reductions
            && amount == other.amount
    }
}

extension InvoiceReplay {
    /// Nil where every line is as it was billed.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    init?(_ billed: Invoice, _ now: Invoice?) throws(MoneyError) {
        var rest = now?.lines ?? []
        var lines: [Line] = []
        for line in billed.lines {
            guard let place = rest.firstIndex(where: { $0.isSame(as: line) }) else {
                lines.append(Line(before: line, after: nil))
                continue
            }
            let again = rest.remove(at: place)
            if !line.costs(as: again) { lines.append(Line(before: line, after: again)) }
        }
        lines += rest.map { Line(before: nil, after: $0) }
        let due = (now?.total ?? .zero(billed.currency)) - billed.total
        if lines.isEmpty, due.isZero { return nil }
        customer = billed.customer
        number = billed.number
        self.lines = lines
        difference = PreciseAmount(due.exact, billed.currency)
    }

    /// An invoice where nothing was billed.
    init(new invoice: Invoice) throws(MoneyError) {
        customer = invoice.customer
        number = nil
        lines = invoice.lines.map { Line(before: nil, after: $0) }
        var sum = PreciseAmount.zero(invoice.currency)
        for line in invoice.lines { sum = try sum.plus(line.left()) }
        difference = sum
    }
}
