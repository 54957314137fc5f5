import Catalog
public import Credits
import Metering
import Money
import Rating
import Time

/// A customer's credit while the invoices of a month are drawn up, one after the other.
///
/// It pays for usage, late usage too, and for nothing that is due at fixed days: exactly, from what
/// coupons leave of a line, before conversion and rounding. A grant that lives for a part of a line's days
/// pays for what was used in that part: what a line came to before an instant at which a grant begins or
/// ends is rated as the month is.
struct OpenCredit: Sendable {
    /// The oldest grant first.
    private(set) var balances: [CreditBalance]
    /// What had been used before each instant at which a grant begins or ends.
    let used: [Used]
    let zone: Zone

    /// What usage came to before an instant.
    struct Used: Sendable {
        let until: Instant
        let fees: [Fee]
        let late: [Fee]
    }

    init(_ balances: [CreditBalance], used: [Used], zone: Zone) {
        self.balances = balances
        self.used = used.sorted { $0.until < $1.until }
        self.zone = zone
    }

    /// What grants pay of each item; `left` is what coupons left of each.
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    func parts(
        of items: [LineItem], left: [PreciseAmount]
    ) throws(MoneyError) -> [[CreditPart]] {
        var lines: [CreditApplication.Line] = []
        for (index, item) in items.enumerated()
        where (item.kind == .usage || item.kind == .lateUsage) && left[index].exact > .zero {
            lines.append(
                CreditApplication.Line(
                    id: index, charge: item.charge, metric: item.metric,
                    parts: try parts(of: item, left: left[index])))
        }
        var parts = [[CreditPart]](repeating: [], count: items.count)
        for draw in try CreditApplication(lines, from: balances).draws {
            let grant = balances.first { $0.grant.id == draw.grant }!.grant
            parts[draw.line].append(
                CreditPart(
                    grant: grant.id, kind: grant.kind == .paid ? .paidCredit : .promotionalCredit,
                    value: draw.value, drawn: .init(amount: draw.amount, unit: grant.unit.name)))
        }
        return parts
    }

    /// Less what an invoice drew, for the next one. What it puts back can be drawn from the next month on.
    func after(_ invoice: Invoice) throws -> OpenCredit {
        var credit = self
        for (line, reduction) in invoice.draws where !reduction.isGivenBack {
            guard
                let index = credit.balances.firstIndex(where: { $0.grant.id.text == reduction.code }
                )
            else { preconditionFailure("\(invoice.number) draws on \(reduction.code)") }
            // A balance does not ask which row drew on it, and the line has none yet.
            try credit.balances[index].apply(reduction.movement(line: Int64(line), of: invoice))
        }
        return credit
    }

    /// What is left of an item, cut where a grant begins or ends inside its days.
    private func parts(
        of item: LineItem, left: PreciseAmount
    ) throws(MoneyError) -> [CreditApplication.Part] {
        let span = item.span ?? item.service.instants(in: zone)
        let cuts = used.filter { $0.until > span.from && $0.until < span.to }
        var sums: [Exact] = []
        for cut in cuts { sums.append(try sum(of: item, at: cut, from: span.from)) }
        // What falls again later, as a volume tier does, was never more than what it falls to.
        var most = max(item.amount.exact, .zero)
        for index in sums.indices.reversed() {
            most = max(.zero, min(sums[index], most))
            sums[index] = most
        }
        var parts: [CreditApplication.Part] = []
        var (from, before) = (span.from, Exact.zero)
        for (cut, sum) in zip(cuts, sums) {
            // Coupons take the same share of every part; the last has what the division leaves.
            let until = try min(
                sum.times(left.exact).divided(
                    by: item.amount.exact, orTo: Quantity.decimals, .down), left.exact)
            parts.append(
                .init(
                    from: from, to: cut.until,
                    amount: PreciseAmount(try until.minus(before), left.currency)))
            (from, before) = (cut.until, until)
        }
        parts.append(
            .init(
                from: from, to: span.to,
                amount: PreciseAmount(try left.exact.minus(before), left.currency)))
        return parts
    }

    /// What the item came to before a cut, less what was billed of it before.
    private func sum(
        of item: LineItem, at cut: Used, from: Instant
    ) throws(MoneyError) -> Exact {
        let fees = item.kind == .lateUsage ? cut.late : cut.fees
        func start(_ fee: Fee) -> Instant {
            fee.span?.from ?? fee.period.used.instants(in: zone).from
        }
        let fee =
            fees.filter {
                $0.plan == item.plan && $0.charge == item.charge && $0.usage.group == item.group
                    && $0.period.used == item.service && start($0) <= from
            }.max { start($0) < start($1) }
        let amount = fee?.amount.exact ?? .zero
        return try amount.minus(item.billedBefore?.exact ?? .zero)
    }
}

extension Invoice {
    /// What grants pay or get back, in the order of the lines, each with its line's number.
    public var draws: [(line: Int, reduction: Reduction)] {
        lines.flatMap { line in
            line.reductions.filter { $0.drawn != nil }.map { (line.number, $0) }
        }
    }
}

extension Invoice.Reduction {
    /// What it does to its grant.
    ///
    /// - Parameter line: the row of the invoice line.
    public func movement(line: Int64, of invoice: Invoice) -> CreditMovement {
        guard let drawn else { preconditionFailure("\(code) is no grant") }
        return CreditMovement(
            isGivenBack ? .rollBack : .draw, drawn.amount.magnitude, of: CreditGrant.ID(code),
            value: precise.exact.magnitude, line: line, at: invoice.issuedAt,
            reason: "usage on \(invoice.number)")
    }
}
