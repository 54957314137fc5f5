import FX
import Invoicing
import Money
import Settlement
import Time
import Web

/// What rounding did where money was converted: each line and each payout is rounded once, half away from zero, and
/// what that adds or takes is shown, never posted.
///
/// USD 1.46 at 7.27 is CNY 10.6142, billed as 10.61: a residue of −0.0042.
struct FXResidues {
    let scope: Scope

    private var links: Links { scope.links(from: Section.fx.path) }

    /// By month: what all lines of its invoices come to more than their exact amounts.
    var invoices: Table {
        let rows = scope.months.compactMap { month -> Table.Row? in
            let lines = scope.invoices(month).compactMap(\.invoice).flatMap { invoice in
                invoice.lock.map { lock in invoice.lines.map { (lock, $0) } } ?? []
            }
            if lines.isEmpty { return nil }
            var residue = Exact.zero
            var most = Exact.zero
            for (lock, line) in lines {
                guard let one = Self.residue(line, lock) else { continue }
                residue = (try? residue.plus(one)) ?? residue
                most = max(most, one.magnitude)
            }
            return Table.Row(
                [
                    .month(month), .count(lines.count),
                    .amount(lines.map(\.1.amount).total(.cny)),
                    Self.signed(residue), .figure(Self.shown(most)),
                ], href: links.page(scope.path(Section.invoices.path, month)))
        }
        return Table(
            id: "residues", caption: Markup("Residues of invoice lines", zh: "账单明细的尾差"),
            columns: [
                .month, .figure("lines", Label("Lines converted", zh: "换算明细")),
                .cny("amount_cny", Label("Billed", zh: "开账")),
                .cny("residue_cny", Label("Residue", zh: "尾差")),
                .cny("largest_cny", Label("Largest of a line", zh: "单行最大")),
            ], rows: rows,
            empty: Markup("No invoice was converted.", zh: "没有换算过的账单。"))
    }

    /// What is left of a line by rounding it to its minor unit.
    private static func residue(_ line: Invoice.Line, _ lock: FXLock) -> Exact? {
        guard let exact = try? lock.convert(line.precise).exact else { return nil }
        return try? line.gross.exact.minus(exact)
    }

    /// By payout, the latest first.
    var payouts: Table {
        let batches = scope.batches.map(\.batch).filter {
            $0.lock != nil && $0.state == .scheduled
        }
        return Table(
            id: "payout-residues", caption: Markup("Residues of payouts", zh: "结算付款的尾差"),
            columns: [
                Column("settlement", Label("Settlement", zh: "结算单")),
                .cny("net_cny", Label("Net", zh: "净额")),
                .figure("rate", Label("Rate", zh: "汇率")),
                .figure("exact", Label("Exact", zh: "精确值")),
                .figure("converted", Label("Converted", zh: "换算后")),
                .figure("residue", Label("Residue", zh: "尾差")),
            ],
            rows: batches.suffix(120).reversed().compactMap { batch in
                guard let lock = batch.lock,
                    let exact = try? lock.convert(batch.paidOut.precise).exact,
                    let residue = try? batch.converted.exact.minus(exact)
                else { return nil }
                return Table.Row(
                    [
                        .code(batch.number), .amount(batch.paidOut),
                        .figure(lock.rate.value.description),
                        .figure("\(batch.currency.code) \(Self.shown(exact))"),
                        .figure("\(batch.currency.code) \(batch.converted.grouped)"),
                        Self.signed(residue),
                    ], href: links.batch(batch))
            }, empty: Markup("No payout was converted.", zh: "没有换算过的结算付款。"))
    }

    private static func shown(_ value: Exact) -> String { value.shown(decimals: 8) }

    /// With a plus on the page, and as a plain number in the files.
    private static func signed(_ value: Exact) -> Cell {
        let text = shown(value)
        return Cell(
            "\(((value > .zero ? "+" : "") + text).withMinus)", value: text.replacing(",", with: "")
        )
    }
}
