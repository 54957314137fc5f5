public import Catalog
import FX
public import Money
public import Time

/// A formal correction of a finalized invoice, line by line and at the invoice's own lock.
///
/// A line is lowered by a value in the currency of its prices. What credit paid of it goes back to the
/// credit first; the rest is money. The parts of a line that are lowered one after the other come to the
/// line, to the minor unit, and so does the tax.
///
/// A line of USD 8 at USD/CNY 7.27 is CNY 58.16, of which credit paid USD 3 (21.81) and money 36.35.
/// Lowered by USD 4, USD 3 go back to the credit and CNY 7.27 as money.
public struct CreditNote: Sendable, Equatable {
    /// `CN-2026-0705-0001`: issue day in the merchant's zone, and a counter of merchant and day.
    public let number: String
    public let invoice: Invoice.Number
    public let merchant: Merchant.ID
    public let customer: Customer.ID
    public let zone: Zone
    public let issuedAt: Instant
    public let reason: String
    public let refundTo: Destination
    /// The merchant's last closed month when it was issued: until its end the lines were earned.
    public let closedThrough: Month
    /// The currency of the money.
    public let currency: Currency
    public let lines: [Line]

    /// Where money goes that was paid for what is no longer owed.
    public enum Destination: String, Sendable, CaseIterable {
        /// Back the way it came.
        case channel
        /// To the customer's balance, which pays the next invoices.
        case balance
        /// Nowhere: what is not paid is owed no longer, and what is paid stands to the customer's credit.
        case none
    }

    /// What a line of the invoice is lowered by.
    public struct Line: Sendable, Equatable {
        /// The number of the invoice's line.
        public let number: Int
        /// In the currency of the prices: what it costs less, after coupons.
        public let value: PreciseAmount
        /// The part of it that goes back to credit.
        public let credit: PreciseAmount
        /// The money, before tax.
        public let amount: Amount
        public let tax: Amount
    }

    /// What was taken off a line before: by notes, and by later invoices that gave some of it back.
    public struct Taken: Sendable, Equatable {
        public var value = Exact.zero
        public var credit = Exact.zero
        /// In minor units of the invoice's currency.
        public var amount: Int64 = 0

        public init() {}

        /// Adds what a note took off the line.
        mutating func add(_ line: Line) throws(MoneyError) {
            try add(
                value: line.value.exact, credit: line.credit.exact, amount: line.amount.minorUnits)
        }

        mutating func add(value: Exact, credit: Exact, amount: Int64) throws(MoneyError) {
            self.value = try self.value.plus(value)
            self.credit = try self.credit.plus(credit)
            self.amount += amount
        }
    }

    public var net: Amount { lines.map(\.amount).total(currency) }
    public var tax: Amount { lines.map(\.tax).total(currency) }
    public var total: Amount { net + tax }

    /// The tax by rate, in the order of the invoice it corrects: the money that is lowered at that rate, and the
    /// tax on it. A rate that no line of the note has is left out.
    public func taxes(of invoice: Invoice) -> [Invoice.Tax] {
        invoice.taxes.compactMap { rate in
            let lines = lines.filter { line in
                invoice.lines.first { $0.number == line.number }?.taxPercent == rate.percent
            }
            if lines.isEmpty { return nil }
            return Invoice.Tax(
                name: rate.name, percent: rate.percent, base: lines.map(\.amount).total(currency),
                amount: lines.map(\.tax).total(currency))
        }
    }

    /// - Parameters:
    ///   - wanted: the lines with the value each is lowered by; nil for all that is left of it.
    ///   - taken: what was taken off each line before.
    ///   - closedThrough: the merchant's last closed month.
    ///   - givenBack: what of `taken` later invoices gave back, with the tax on it.
    ///   - taxed: what notes before this one lowered the tax by.
    /// - Throws: `InvoicingError.notCreditable`, `.moreThanLeft`; `MoneyError`.
    public init(
        _ invoice: Invoice, number: String, lowering wanted: [(line: Int, value: Exact?)],
        taken: [Int: Taken], taxed: Amount, givenBack: Amount? = nil, refundTo: Destination,
        reason: String,
        issuedAt: Instant, closedThrough: Month
    ) throws {
        guard issuedAt >= invoice.issuedAt else {
            throw InvoicingError.tooEarly(invoice.number, at: issuedAt, issuedAt: invoice.issuedAt)
        }
        var lines: [Line] = []
        for (number, value) in wanted {
            if lines.contains(where: { $0.number == number }) {
                throw InvoicingError.notCreditable(
                    invoice.number, line: number, "it is named twice")
            }
            guard let line = invoice.lines.first(where: { $0.number == number }) else {
                throw InvoicingError.notCreditable(
                    invoice.number, line: number, "it has \(invoice.lines.count) lines")
            }
            lines.append(
                try CreditNote.lowered(
                    line, by: value, taken[number] ?? Taken(), invoice))
        }
        if let first = lines.first, lines.allSatisfy({ $0.amount.isZero && $0.credit.isZero }) {
            throw InvoicingError.notCreditable(
                invoice.number, line: first.number,
                "\(first.value) less of it comes to \(Amount.zero(invoice.currency))")
        }
        let net = lines.map(\.amount).total(invoice.currency)
        let left = CreditNote.left(of: invoice, taken)
        guard net <= left else {
            throw InvoicingError.moreThanInvoice(invoice.number, wanted: net, left: left)
        }
        let tax = try CreditNote.tax(
            of: lines, invoice, taken, taxed, givenBack ?? .zero(invoice.currency))
        let shares =
            tax.isZero
            ? lines.map { _ in Amount.zero(invoice.currency) }
            : try tax.allocated(over: lines.map(\.amount.minorUnits))
        self.init(
            number: number, invoice: invoice.number, merchant: invoice.merchant,
            customer: invoice.customer, zone: invoice.zone, issuedAt: issuedAt, reason: reason,
            refundTo: refundTo, closedThrough: closedThrough, currency: invoice.currency,
            lines: zip(lines, shares).map { line, tax in
                Line(
                    number: line.number, value: line.value, credit: line.credit,
                    amount: line.amount, tax: tax)
            })
    }

    init(
        number: String, invoice: Invoice.Number, merchant: Merchant.ID, customer: Customer.ID,
        zone: Zone, issuedAt: Instant, reason: String, refundTo: Destination, closedThrough: Month,
        currency: Currency, lines: [Line]
    ) {
        self.number = number
        self.invoice = invoice
        self.merchant = merchant
        self.customer = customer
        self.zone = zone
        self.issuedAt = issuedAt
        self.reason = reason
        self.refundTo = refundTo
        self.closedThrough = closedThrough
        self.currency = currency
        self.lines = lines
    }

    private static func lowered(
        _ line: Invoice.Line, by wanted: Exact?, _ taken: Taken, _ invoice: Invoice
    ) throws -> Line {
        let left = try line.afterCoupons.minus(taken.value)
        let value = wanted ?? left
        guard left > .zero else {
            throw InvoicingError.notCreditable(
                invoice.number, line: line.number, "nothing is left of it")
        }
        guard value > .zero, value <= left else {
            throw InvoicingError.moreThanLeft(
                invoice.number, line: line.number, wanted: value,
                left: PreciseAmount(left, line.precise.currency))
        }
        let drawn = try line.drawn.minus(taken.credit)
        let credit = min(value, drawn)
        // What is still owed as money afterwards is rounded as the invoice rounded it; the rest goes.
        let rest = PreciseAmount(
            try left.minus(drawn).minus(value.minus(credit)), line.precise.currency)
        let still =
            try invoice.lock?.rounded(rest) ?? rest.rounded(.halfAwayFromZero)
        let before = line.amount - Amount(minorUnits: taken.amount, invoice.currency)
        return Line(
            number: line.number, value: PreciseAmount(value, line.precise.currency),
            credit: PreciseAmount(credit, line.precise.currency),
            amount: max(.zero(invoice.currency), before - still), tax: .zero(invoice.currency))
    }

    /// What is left of an invoice to credit, before tax. Lines below zero are in it, which no note can name.
    private static func left(of invoice: Invoice, _ taken: [Int: Taken]) -> Amount {
        let amounts = taken.values.map { Amount(minorUnits: $0.amount, invoice.currency) }
        return max(.zero(invoice.currency), invoice.subtotal - amounts.total(invoice.currency))
    }

    /// What the tax is less for the lines: that of all that is credited now, less what was before and what
    /// later invoices gave back with their own tax. All of it where nothing is left.
    private static func tax(
        of lines: [Line], _ invoice: Invoice, _ taken: [Int: Taken], _ before: Amount,
        _ givenBack: Amount
    ) throws(MoneyError) -> Amount {
        func tax(_ rate: Invoice.Tax, on base: Amount) throws(MoneyError) -> Amount {
            try PreciseAmount(
                base.exact.times(rate.percent).shifted(right: 2), invoice.currency
            ).rounded(.halfAwayFromZero)
        }
        let credited =
            taken.values.map { Amount(minorUnits: $0.amount, invoice.currency) }
            .total(invoice.currency) + lines.map(\.amount).total(invoice.currency)
        var sum = Amount.zero(invoice.currency)
        for rate in invoice.taxes {
            sum += try tax(rate, on: rate.base - givenBack) - tax(rate, on: rate.base - credited)
        }
        return max(.zero(invoice.currency), sum - before)
    }
}

extension Invoice.Line {
    /// What coupons left of it, in the currency of the prices.
    var afterCoupons: Exact {
        get throws(MoneyError) {
            try left().exact.plus(drawn)
        }
    }

    /// What credit paid of it, in the currency of the prices.
    public var drawn: Exact {
        get throws(MoneyError) {
            var sum = Exact.zero
            for reduction in reductions where reduction.drawn != nil {
                sum = try sum.plus(reduction.precise.exact)
            }
            return sum
        }
    }
}
