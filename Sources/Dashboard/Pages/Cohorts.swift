import Catalog
import Invoicing
import Money
import Time
import Web

/// Customers by the month of their first invoice, and what of their first month's billing they still bring later:
/// net revenue retention, cohort by cohort.
///
/// Billed before tax. Three customers of CNY 100.00 in January, of whom one left and one doubled by March: 100.0 %.
struct Cohorts {
    let scope: Scope
    /// More columns are not read with ease.
    private static let mostMonths = 12

    /// By first month: how many customers, and what they were billed in each month since.
    private var cohorts: [(first: Month, customers: Int, billed: [Amount])] {
        var byCustomer: [Customer.ID: [Month: Amount]] = [:]
        for facts in scope.invoices {
            byCustomer[facts.invoice.customer, default: [:]][
                facts.invoice.month, default: .zero(.cny)] += facts.invoice.subtotal
        }
        guard let last = scope.month else { return [] }
        let groups = Dictionary(grouping: byCustomer.values) { $0.keys.min()! }
        return groups.keys.sorted().suffix(24).map { first in
            var billed: [Amount] = []
            var month = first
            while month <= last, billed.count <= Self.mostMonths {
                billed.append(groups[first]!.compactMap { $0[month] }.total(.cny))
                month = month.next
            }
            return (first, groups[first]!.count, billed)
        }
    }

    /// The retention of the latest month to the one before, over all customers billed then.
    var finding: Markup? {
        guard let last = scope.month else { return nil }
        let before = scope.invoices(last.previous)
        let base = before.map(\.invoice.subtotal).total(.cny)
        if base.isZero { return nil }
        let customers = Set(before.map(\.invoice.customer))
        let kept = scope.invoices(last).filter { customers.contains($0.invoice.customer) }
            .map(\.invoice.subtotal).total(.cny)
        return Markup(
            "Customers billed \(base) for \(last.previous) were billed \(kept) for \(last): net revenue retention of \(figure: Words.share(kept, of: base)).",
            zh:
                "\(last.previous) 开账 \(base) 的客户在 \(last) 开账 \(kept)：净收入留存率 \(figure: Words.share(kept, of: base))。"
        )
    }

    var table: Table {
        let cohorts = cohorts
        let width = cohorts.map(\.billed.count).max() ?? 0
        return Table(
            id: "cohorts",
            caption: Markup(
                "What of the first month’s billing comes in later months",
                zh: "后续月份相对首月开账的比例"),
            columns: [
                Column("first_month", Label("First month", zh: "首月")),
                .figure("customers", Label("Customers", zh: "客户")),
                .cny("first_cny", Label("Billed", zh: "开账")),
            ] + (1..<max(width, 1)).map { .figure("month_\($0)", Label("+\($0)")) },
            rows: cohorts.map { first, customers, billed in
                var cells: [Cell] = [.month(first), .count(customers), .amount(billed[0])]
                for place in 1..<max(width, 1) {
                    if place >= billed.count || billed[0] <= .zero(.cny) {
                        cells.append(Cell(Markup(), value: ""))
                        continue
                    }
                    let share = Words.share(billed[place], of: billed[0])
                    let percent = Int(
                        Int128(billed[place].minorUnits) * 100 / Int128(billed[0].minorUnits))
                    cells.append(
                        Cell("\(share)", value: share, shade: max(0, min(5, (percent + 9) / 25))))
                }
                return Table.Row(cells)
            },
            empty: Markup(
                "\(code: "bm close") bills a month; from the second on customers can be seen to stay.",
                zh: "\(code: "bm close") 按月开账；从第二个月起可见留存。"))
    }
}
