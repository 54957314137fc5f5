import Catalog
import Money
import Rating
import Time

/// How a customer stands while the invoices of a month are drawn up, one after the other: what is left of
/// its credit, and what its invoices before billed.
///
/// What is given back takes along what coupons took off it when it was billed and what credit paid of it,
/// and the parts into which a threshold cuts a period are rounded together.
public struct Standing: Sendable {
    /// Nil without any.
    let credit: OpenCredit?
    /// Of all invoices before, the oldest first.
    private let billed: [Line]

    /// A line as it was billed, and as credit notes left it.
    struct Line {
        let billed: Invoice.Line
        var corrected: Invoice.Line?
    }

    public init() { self.init(credit: nil, billed: []) }

    init(credit: OpenCredit?, billed: [Line]) {
        self.credit = credit
        self.billed = billed
    }

    /// After an invoice, for the next one.
    public func after(_ invoice: Invoice) throws -> Standing {
        Standing(
            credit: try credit?.after(invoice),
            billed: billed + invoice.lines.map { Line(billed: $0) })
    }

    /// What the parts of its period that a threshold cut off before billed of an item: nothing where none
    /// did.
    ///
    /// Each part says what had been billed before it, so the parts are followed back from the last.
    func billed(before item: LineItem) throws(MoneyError) -> Billed {
        guard var rest = item.billedBefore?.exact else { return Billed() }
        var parts: [Line] = []
        for line in billed.reversed() where line.billed.kind == .usage && line.billed.bills(item) {
            let before = line.billed.billedBefore
            guard try before.plus(line.billed.precise.exact) == rest else { continue }
            parts.append(line)
            rest = before
            if rest.isZero { break }
        }
        // What no invoice names, as where a month is supposed to be another, was billed as it is.
        var sum = Billed(gross: rest, net: rest)
        for line in parts.reversed() { sum = try sum.plus(line.sum()) }
        return sum
    }

    /// What coupons took off what an item gives back, when it was billed, and credit notes since: the same
    /// share of it as is given back, by days of a fee and by the amount of usage.
    ///
    /// - Parameter beside: the lines before it on its own invoice.
    func couponsGivenBack(
        by item: LineItem, beside: [Invoice.Line]
    ) throws(MoneyError) -> [CouponPart] {
        guard item.amount.isNegative else { return [] }
        let amount = item.amount.exact.magnitude
        if item.kind.isRecurring {
            let lines = billed + beside.map { Line(billed: $0) }
            guard let fee = lines.last(billing: item.line([])) else { return [] }
            return try fee.sum().coupons(
                Exact(item.service.length), of: Exact(fee.billed.service.length), upTo: amount)
        }
        let usage = try billedUsage(of: item, beside: beside)
        guard usage.gross > .zero else { return [] }
        let part = min(amount, usage.gross)
        return try usage.coupons(part, of: usage.gross, upTo: part)
    }

    /// What credit paid of what an item of usage gives back: it goes back to the grants, and only the rest
    /// as money.
    ///
    /// - Parameters:
    ///   - left: what coupons leave of the item.
    ///   - beside: the lines before it on its own invoice.
    func creditGivenBack(
        by item: LineItem, left: PreciseAmount, beside: [Invoice.Line]
    ) throws(MoneyError) -> [CreditPart] {
        guard left.isNegative, !item.kind.isRecurring else { return [] }
        return try billedUsage(of: item, beside: beside).putBack(upTo: left.exact.magnitude)
    }

    /// What invoices billed of the same usage.
    private func billedUsage(
        of item: LineItem, beside: [Invoice.Line]
    ) throws(MoneyError) -> Billed {
        if item.billedBefore != nil { return try billed(before: item) }
        var usage = Billed()
        for line in billed where line.billed.bills(item) { usage = try usage.plus(line.sum()) }
        if item.kind == .commitment, usage.gross <= .zero {
            // Where what is above it costs less, it lowers the usage of its own days.
            for line in billed + beside.map({ Line(billed: $0) })
            where line.billed.isUsage(of: item.service, item.amount.currency) {
                usage = try usage.plus(line.sum())
            }
        }
        return usage
    }
}

extension Standing.Line {
    /// What it comes to, as it was billed, with what was taken off it since.
    fileprivate func sum() throws(MoneyError) -> Billed { try Billed(billed, corrected: corrected) }
}

extension [Standing.Line] {
    /// The line that billed the fee that is given back: for days that hold its own, of as many, at the same
    /// fee. What changed its name has it where no other has the old one. The last, since what was billed
    /// before it has been given back.
    func last(billing back: Invoice.Line) -> Standing.Line? {
        lastIndex(billing: back).map { self[$0] }
    }

    /// Where that line stands.
    func lastIndex(billing back: Invoice.Line) -> Int? {
        let places = indices.filter {
            let line = self[$0].billed
            return line.kind == back.kind && !line.precise.isNegative
                && line.unitFee == back.unitFee
                && line.units.exact == back.units.exact.magnitude
                && line.service.intersection(back.service) == back.service
        }
        return places.last { self[$0].billed.name == back.name } ?? places.last
    }
}

extension Invoice.Line {
    fileprivate func isUsage(of days: DaySpan, _ currency: Currency) -> Bool {
        !kind.isRecurring && kind != .commitment && service == days
            && precise.currency == currency
    }

    /// Whether both are usage of one charge and group in one period, in time or late, or what was committed
    /// to in it.
    fileprivate func bills(_ item: LineItem) -> Bool {
        charge == item.charge && group == item.group && service == item.service
            && (kind == .commitment) == (item.kind == .commitment) && !kind.isRecurring
            && precise.currency == item.amount.currency
    }

    /// What earlier invoices billed of the same, as its explanation ends.
    fileprivate var billedBefore: Exact {
        guard let step = explanation?.steps.last, case .alreadyBilled = step.subject else {
            return .zero
        }
        return step.amount.negated
    }
}
